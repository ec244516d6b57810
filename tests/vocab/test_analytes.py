"""The table of measurable concepts is well formed, and its numbers are right."""

import re
from collections import Counter

import pytest

from epicrisis.errors import UnitError, UnknownNameError
from epicrisis.vocab.analytes import Analyte, analyte, analytes, canonical, from_canonical, share_of
from epicrisis.vocab.lexicon import fold
from epicrisis.vocab.tables import read_table, split_cell
from epicrisis.vocab.ucum import commensurable, ratio, size

KINDS = {"laboratory", "vital", "lung_function", "antibody", "score"}
EVERY = list(analytes().values())


def loinc_check_digit(number: str) -> int:
    """Mod-10 check digit of a LOINC number (LOINC Users' Guide, appendix C)."""
    doubled = (int(d) * (2 if place % 2 == 0 else 1) for place, d in enumerate(reversed(number)))
    return -sum(sum(divmod(value, 10)) for value in doubled) % 10


def name_key(name: str) -> str:
    """How the scanner tells names apart: as printed when short or marked, folded otherwise."""
    if name.startswith("="):
        return name
    short = len(name) <= 4 and any(character.isupper() for character in name)
    return name if short else " ".join(fold(name).split())


def test_table_holds_every_kind_and_enough_of_them():
    """Two hundred and fifty concepts at the least, ids unique, kinds from the agreed list."""
    ids = [row["id"] for row in read_table("analytes.tsv")]

    assert len(ids) == len(set(ids)) >= 250
    assert {one.kind for one in EVERY} == KINDS
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", one) for one in ids)


def test_no_name_belongs_to_two_analytes():
    """A printed name leads to one concept."""
    owners = Counter(key for one in EVERY for key in {name_key(name) for name in one.names})

    assert [key for key, count in owners.items() if count > 1] == []


@pytest.mark.parametrize("word", ["protein", "cells", "iron", "Ku", "Sm", "La", "Ro", "KS", "IP"])
def test_words_of_prose_are_not_names(word):
    """Bare words that mean something else in most sentences are left out."""
    assert word not in {name for one in EVERY for name in one.names}


def test_ranges_are_ordered_and_lie_inside_the_limits_of_life():
    """Low is not above high, and the possible is at least as wide as the usual."""
    for one in EVERY:
        low, high = one.low, one.high
        if low is not None and high is not None:
            assert low <= high, one.id
        if low is not None and one.phys_low is not None:
            assert one.phys_low <= low, one.id
        if high is not None and one.phys_high is not None:
            assert high <= one.phys_high, one.id
        if one.phys_low is not None and one.phys_high is not None:
            assert one.phys_low < one.phys_high, one.id


def test_every_unit_is_known_and_listed_factors_agree_with_arithmetic():
    """A listed factor between two sizes of one kind is the plain ratio, but for D-dimer units."""
    for one in EVERY:
        for scale in one.scales:
            assert one.ucum, one.id
            if "{DDU}" in scale.ucum or not size(scale.ucum).kinds:
                continue
            if commensurable(scale.ucum, one.ucum):
                expected = float(ratio(scale.ucum, one.ucum))
                assert float(scale.factor) == pytest.approx(expected, rel=1e-4), one.id


def test_factors_agree_with_the_molar_mass_in_the_note():
    """Mass to substance is the molar mass printed in the row, and nothing else."""
    checked = 0
    for one in EVERY:
        mass = re.search(r"molar mass ([\d.]+) g/mol", one.note)
        for scale in one.scales if mass else ():
            pair = dict(size(scale.ucum).kinds), dict(size(one.ucum).kinds)
            if "mol" in pair[1] and "g" in pair[0]:
                expected = size(scale.ucum).factor / size(one.ucum).factor / _fraction(mass)
            elif "g" in pair[1] and "mol" in pair[0]:
                expected = size(scale.ucum).factor / size(one.ucum).factor * _fraction(mass)
            else:
                continue
            assert float(scale.factor) == pytest.approx(float(expected), rel=1e-4), one.id
            checked += 1

    assert checked > 60


def _fraction(mass: re.Match[str] | None) -> float:
    assert mass is not None
    return float(mass[1])


def test_loinc_codes_carry_their_check_digit_and_are_not_shared():
    """Every code passes the mod-10 test, and no two concepts claim one code."""
    codes = [one.code for one in EVERY if one.code]

    assert len(codes) == len(set(codes)) > 150
    for code in codes:
        number, digit = code.removeprefix("LOINC:").split("-")
        assert loinc_check_digit(number) == int(digit), code


def test_table_cells_hold_no_empty_items():
    """No name is empty or padded, and none is listed twice in a row."""
    for row in read_table("analytes.tsv"):
        names = row["names"].split("|")
        assert names == list(dict.fromkeys(split_cell(row["names"]))), row["id"]


# Molar masses from PubChem; BUN counts two nitrogens; HbA1c by the NGSP master equation
# (ngsp.org/ifcc.asp); prolactin 21.2 mIU per ug (WHO 84/500); DLCO by the ATS/ERS 2017 standard,
# doi:10.1183/13993003.00016-2016; D-dimer units by doi:10.1002/ajh.23693 (FEU is twice DDU).
@pytest.mark.parametrize(
    ("key", "value", "ucum", "expected"),
    [
        ("creatinine", 1.0, "mg/dL", 88.4),
        ("creatinine", 10.0, "mg/L", 88.4),
        ("glucose", 18.016, "mg/dL", 1.0),
        ("bilirubin_total", 1.0, "mg/dL", 17.104),
        ("bun", 2.801, "mg/dL", 1.0),
        ("urea", 6.006, "mg/dL", 1.0),
        ("calcium", 4.008, "mg/dL", 1.0),
        ("cholesterol", 38.67, "mg/dL", 1.0),
        ("triglycerides", 88.54, "mg/dL", 1.0),
        ("uric_acid", 1.0, "mg/dL", 59.48),
        ("hemoglobin", 140.0, "g/L", 14.0),
        ("hemoglobin", 8.69, "mmol/L", 14.0),
        ("hba1c", 53.0, "mmol/mol", 7.0),
        ("crp", 9.1, "mg/dL", 91.0),
        ("ferritin", 1393.0, "ug/L", 1393.0),
        ("wbc", 12300.0, "/uL", 12.3),
        ("platelets", 12.3, "10*4/uL", 123.0),
        ("pao2", 7.5, "kPa", 56.25),
        ("temperature", 101.3, "[degF]", 38.5),
        ("dlco", 5.0, "mmol/min/kPa", 14.935),
        ("prolactin", 212.0, "m[IU]/L", 10.0),
        ("d_dimer", 500.0, "ng/mL{DDU}", 1.0),
        ("alt", 1.0, "ukat/L", 60.0),
        ("ck", 320.0, "[IU]/L", 320.0),
        ("vitamin_b12", 200.0, "pmol/L", 271.1),
        ("fvc_pct", 75.0, "%{predicted}", 75.0),
        ("fio2", 0.4, "1", 40.0),
        ("ph", 7.48, "", 7.48),
        ("gcs", 14.0, "{score}", 14.0),
        ("pvr", 400.0, "dyn.s/cm5", 5.0),
    ],
)
def test_canonical_matches_published_factors(key, value, ucum, expected):
    """Spot values come out as the sources above have them."""
    assert canonical(value, ucum, analyte(key)) == pytest.approx(expected, rel=1e-3)


def test_canonical_is_none_where_the_unit_measures_something_else():
    """A wrong unit is not converted: the caller sees that it does not fit."""
    assert canonical(5.0, "L", analyte("creatinine")) is None
    assert canonical(95.0, "", analyte("spo2")) is None
    assert canonical(1.0, "", analyte("mda5")) is None


def test_canonical_refuses_unknown_units_and_values():
    """An unknown unit and a value that is no number are errors, not None."""
    with pytest.raises(UnitError, match="furlong"):
        canonical(1.0, "furlong", analyte("height"))
    with pytest.raises(UnitError, match="not a finite"):
        canonical(float("nan"), "cm", analyte("height"))
    with pytest.raises(UnitError, match="not a unit of Creatinine"):
        from_canonical(1.0, "L", analyte("creatinine"))


def test_every_listed_unit_comes_back():
    """Into the canonical unit and out again changes nothing."""
    for one in EVERY:
        for scale in one.scales:
            there = canonical(7.0, scale.ucum, one)
            assert there is not None
            assert from_canonical(there, scale.ucum, one) == pytest.approx(7.0, rel=1e-12), one.id


@pytest.mark.parametrize(
    ("key", "share"),
    [("fvc", "fvc_pct"), ("pt", "pt_pct"), ("ferritin", ""), ("fvc_pct", "")],
)
def test_share_is_a_concept_of_its_own_where_there_is_one(key, share):
    """FVC and FVC % of predicted are two things; ferritin has no share."""
    assert share_of(key) == share


def test_unknown_analyte_names_its_neighbours():
    """A typing error is answered with the nearest id."""
    with pytest.raises(UnknownNameError, match="Did you mean ferritin"):
        analyte("feritin")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("SGPT", "alt"), ("ALAT", "alt"), ("CPK", "ck"), ("creatininium", "creatinine"),
        ("leucocyte", "wbc"), ("white blood cell count", "wbc"), ("Krebs von den Lungen-6", "kl6"),
        ("Krebs von der Lungen-6", "kl6"), ("pO2", "pao2"), ("O2-sat", "sao2"),
        ("oxygen saturation", "spo2"), ("6MWT distance", "six_mwd"), ("6MWD", "six_mwd"),
        ("MDA5 Ab", "mda5"), ("melanoma differentiation-associated gene 5 antibody", "mda5"),
        ("anti-histidyl-tRNA synthetase", "jo1"), ("52 kDa Ro protein", "ro52"),
        ("Sjögren-syndrome A", "ssa"), ("ejection fraction", "lvef"), ("MMT-8", "mmt8"),
        ("anti-CCP", "ccp"), ("RF", "rf"), ("ANA", "ana"), ("MPO-ANCA", "mpo_anca"),
    ],
)  # fmt: skip
def test_names_in_print_lead_to_their_analyte(name, key):
    """Abbreviations, older names and common misspellings are all there."""
    owner: Analyte = analyte(key)

    assert name_key(name) in {name_key(one) for one in owner.names}
