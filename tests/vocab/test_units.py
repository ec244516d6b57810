"""Printed units become UCUM codes, and conversion loses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.errors import UnitError
from epicrisis.vocab.tables import read_table, split_cell
from epicrisis.vocab.ucum import commensurable, convert_plain, ratio, size
from epicrisis.vocab.units import convert, match_unit

KNOWN = sorted({row["ucum"] for row in read_table("units.tsv")})
values = st.floats(min_value=1e-6, max_value=1e9)


@pytest.mark.parametrize(
    ("printed", "ucum"),
    [
        ("ng/mL", "ng/mL"), ("ng/ml", "ng/mL"), (" ng/ML", "ng/mL"), (" ng/mlL", "ng/mL"),
        ("mg/dl", "mg/dL"), ("Mg/dl", "mg/dL"), (" mg%", "mg/dL"), ("µg/L", "ug/L"),
        ("μg/l", "ug/L"), ("mcg/mL", "ug/mL"), ("umol/l", "umol/L"), ("µmol/L", "umol/L"),
        ("mmol·L−1", "mmol/L"), (" mmol L-1", "mmol/L"), ("mEq/L", "meq/L"), ("U/L", "U/L"),
        ("IU/L", "[IU]/L"), (" IU / L", "[IU]/L"), ("IU/mL", "[IU]/mL"), ("mIU/L", "m[IU]/L"),
        ("units/L", "U/L"), ("kU/L", "kU/L"), ("x10^9/L", "10*9/L"), (" × 10⁹/L", "10*9/L"),
        (" x 10 9 /L", "10*9/L"), (" 109/L", "10*9/L"), ("x109/l", "10*9/L"),
        (" x 10 <sup>9</sup> /L", "10*9/L"), (" 10(9)/L", "10*9/L"), ("×10³/µL", "10*3/uL"),
        ("×10^4/μL", "10*4/uL"), ("K/µL", "10*3/uL"), ("G/L", "10*9/L"), ("/mm3", "/uL"),
        (" / mm³", "/uL"), (" cells/µL", "/uL"), (" per mm3", "/uL"), (" lakh/mm3", "10*5/uL"),
        ("fL", "fL"), (" pg", "pg"), ("%", "%"), (" mmHg", "mm[Hg]"), (" mm Hg", "mm[Hg]"),
        ("kPa", "kPa"), (" Torr", "mm[Hg]"), ("cmH2O", "cm[H2O]"), (" cm H₂O", "cm[H2O]"),
        ("°C", "Cel"), ("℃", "Cel"), (" °F", "[degF]"), ("bpm", "{beats}/min"),
        (" beat/min", "{beats}/min"), ("/min", "/min"), (" breaths/min", "{breaths}/min"),
        (" mL/min/1.73 m2", "mL/min/{1.73_m2}"), ("mL/min/1.73m²", "mL/min/{1.73_m2}"),
        ("mm/h", "mm/h"), ("mm/hr", "mm/h"), (" sec", "s"), ("kg/m2", "kg/m2"),
        ("mOsm/kg", "mosm/kg"), ("mg/24 h", "mg/d"), ("g/day", "g/d"), ("mg/g", "mg/g"),
        (" g/gCr", "g/g{creat}"), (" copies/mL", "{copies}/mL"), (" L/min", "L/min"),
        (" ×10^3 copies/mL", "10*3.{copies}/mL"), ("dyn·s·cm−5", "dyn.s/cm5"),
        ("mL/min/mmHg", "mL/min/mm[Hg]"), (" µg FEU/mL", "ug{FEU}/mL"),
        ("% predicted", "%{predicted}"),
        ("% of predicted", "%{predicted}"), (" tablets", "{tbl}"), (" months", "mo"),
        ("-year-old", "a"), ("/hpf", "/[HPF]"), ("/10 HPF", "/(10.[HPF])"), (" × 10^9", "10*9"),
    ],
)  # fmt: skip
def test_match_unit_reads_forms_in_print(printed, ucum):
    """Every form papers use leads to one UCUM code."""
    found = match_unit(f"12{printed}, then", 2)

    assert found is not None
    assert found[1].ucum == ucum


@pytest.mark.parametrize(
    ("printed", "ucum", "base", "per_kg", "per_m2", "per_time", "per_body"),
    [
        (" g/kg/day", "g/kg/d", "g", True, False, "d", False),
        (" mg/day/kg", "mg/kg/d", "mg", True, False, "d", False),
        (" mg kg−1 day−1", "mg/kg/d", "mg", True, False, "d", False),
        (" mg/ kg", "mg/kg", "mg", True, False, None, False),
        (" mg/\nday", "mg/d", "mg", False, False, "d", False),
        (" mg/m2", "mg/m2", "mg", False, True, None, False),
        (" mg/m 2", "mg/m2", "mg", False, True, None, False),
        (" mg/body/2 weeks", "mg/(2.wk)", "mg", False, False, "2 wk", True),
        (" µg/kg/min", "ug/kg/min", "ug", True, False, "min", False),
        (" mg/8 h", "mg/(8.h)", "mg", False, False, "8 h", False),
        (" IU/kg", "[IU]/kg", "[IU]", True, False, None, False),
        (" mL per kg body weight per hour", "mL/kg/h", "mL", True, False, "h", False),
        (" mOsm/kg", "mosm/kg", "mosm/kg", False, False, None, False),
        (" ng/mL", "ng/mL", "ng/mL", False, False, None, False),
        (" mg/week", "mg/wk", "mg", False, False, "wk", False),
    ],
)
def test_match_unit_keeps_the_parts_of_a_dose_apart(
    printed, ucum, base, per_kg, per_m2, per_time, per_body
):
    """Base, body weight, body surface, time and flat doses are told from one another."""
    _, unit = match_unit(f"5{printed}.", 1)

    assert (unit.ucum, unit.base, unit.per_kg, unit.per_m2, unit.per_time, unit.per_body) == (
        ucum, base, per_kg, per_m2, per_time, per_body,
    )  # fmt: skip


@pytest.mark.parametrize(
    "behind",
    [
        " patients", " of 10", ", and", "", " K", " Mg", " cells", " G of", " mgs2", " x 10 days",
        "109/L", " mg/dLx", "\ng and", " to 10 mg", " per cases", "\tmg", " grade", " Larger",
    ],
)  # fmt: skip
def test_match_unit_leaves_words_alone(behind):
    """A unit never ends inside a word, across a cell, or on half a quotient."""
    assert match_unit(f"5{behind}", 1) is None


def test_match_unit_prefers_the_whole_word():
    """Minutes and months are not metres, and a gram is not gauss."""
    assert match_unit("5 min", 1)[1].ucum == "min"
    assert match_unit("3 months", 1)[1].ucum == "mo"
    assert match_unit("30 g", 2)[1].ucum == "g"
    assert match_unit("315 m (", 3)[1].ucum == "m"


def test_match_unit_returns_the_offset_behind_the_unit():
    """The end is an offset into the text, and the printed form is what stands there."""
    text = "ferritin 1393 ng/mL (39–465)"
    end, unit = match_unit(text, 13)

    assert text[14:end] == unit.printed == "ng/mL"


@given(st.text(max_size=30), st.integers(0, 30))
def test_match_unit_takes_any_text(text, pos):
    """No text breaks it, and the end lies behind the start and inside the text."""
    found = match_unit(text, pos)

    assert found is None or pos < found[0] <= len(text)


def test_units_table_is_well_formed():
    """Codes are known, places are the agreed ones, and no form has two meanings in one place."""
    claimed: dict[tuple[str, str], str] = {}
    for row in read_table("units.tsv"):
        assert row["place"] in {"alone", "above", "below", "any"}, row
        assert row["ucum"] in {"Cel", "[degF]", "K"} or size(row["ucum"])
        for form in split_cell(row["printed"]):
            key = (form, row["place"])
            assert claimed.setdefault(key, row["ucum"]) == row["ucum"], key


@pytest.mark.parametrize(
    "row", [row for row in read_table("units.tsv") if row["place"] in {"alone", "any"}],
    ids=lambda row: row["ucum"],
)  # fmt: skip
def test_every_printed_form_is_found_as_itself(row):
    """Each form of the table, standing behind a number, gives the code of its row."""
    for form in split_cell(row["printed"]):
        found = match_unit(f"12 {form.removeprefix('=')} daily", 2)
        assert found is not None, form
        assert found[1].ucum == row["ucum"], form


# UCUM 2.1: mm[Hg] 133.322 Pa, [lb_av] 453.59237 g, 1 U = 1 umol/min.
@pytest.mark.parametrize(
    ("value", "start", "goal", "expected"),
    [
        (7.5, "kPa", "mm[Hg]", 56.2548),
        (100.4, "[degF]", "Cel", 38.0),
        (38.3, "Cel", "[degF]", 100.94),
        (150.0, "[lb_av]", "kg", 68.0388555),
        (60.0, "U/L", "ukat/L", 1.0),
        (1.0, "ng/mL", "ug/L", 1.0),
        (12300.0, "/uL", "10*9/L", 12.3),
        (600.0, "mg/(2.wk)", "mg/d", 42.857142857),
        (0.4, "g/kg/d", "mg/kg/d", 400.0),
        (10.0, "cm[H2O]", "mm[Hg]", 7.35561),
    ],
)
def test_convert_matches_definitions(value, start, goal, expected):
    """Values follow from the definitions of the units."""
    assert convert(value, start, goal) == pytest.approx(expected, rel=1e-5)


@given(values, st.sampled_from(KNOWN), st.sampled_from(KNOWN))
def test_conversion_there_and_back_is_the_value(value, start, goal):
    """Any two units of one kind undo each other."""
    if not commensurable(start, goal):
        return

    assert convert_plain(convert_plain(value, start, goal), goal, start) == pytest.approx(
        value, rel=1e-9, abs=1e-9
    )


@given(st.sampled_from(KNOWN), st.sampled_from(KNOWN), st.sampled_from(KNOWN))
def test_ratios_chain_exactly(first, second, third):
    """From the first to the third is the same through the second, to the last digit."""
    degrees = {"Cel", "[degF]", "K"}
    if degrees & {first, second, third}:
        return
    if size(first).kinds == size(second).kinds == size(third).kinds:
        assert ratio(first, second) * ratio(second, third) == ratio(first, third)


@given(values)
def test_convert_through_an_analyte_comes_back(value):
    """Mass to substance and back is the value."""
    there = convert(value, "mg/dL", "umol/L", "creatinine")

    assert convert(there, "umol/L", "mg/dL", "creatinine") == pytest.approx(value, rel=1e-12)


def test_convert_refuses_two_kinds_without_an_analyte():
    """Enzyme units and international units are equal for an analyte, never by themselves."""
    with pytest.raises(UnitError, match="different kinds"):
        convert(1.0, "U/L", "[IU]/L")
    with pytest.raises(UnitError, match="not a unit of"):
        convert(1.0, "mg/dL", "L", "creatinine")

    assert convert(320.0, "[IU]/L", "U/L", "ck") == 320.0


@pytest.mark.parametrize("code", ["furlong", "mg/", "(mg", "mg//dL)", "[xyz]", "mg dL"])
def test_size_refuses_what_is_not_ucum(code):
    """A malformed or unknown code is an error with the code in it."""
    with pytest.raises(UnitError):
        size(code)
