"""The medicines, their classes and their doses."""

import re

import pytest

from epicrisis.errors import UnknownNameError
from epicrisis.vocab.drugs import classes_of, drug, drug_classes, drugs, iter_names
from epicrisis.vocab.tables import read_table, split_cell


def owners(name: str) -> set[str]:
    """Ids that bear a name, whatever its case."""
    return {id for known, _, id in iter_names() if known.lstrip("=").lower() == name.lower()}


@pytest.mark.parametrize(
    ("printed", "id"),
    [
        ("PSL", "prednisolone"),
        ("mPSL", "methylprednisolone"),
        ("CyA", "cyclosporine"),
        ("Neoral", "cyclosporine"),
        ("ciclosporin", "cyclosporine"),
        ("FK506", "tacrolimus"),
        ("Prograf", "tacrolimus"),
        ("IVCY", "cyclophosphamide"),
        ("intravenous immunoglobin", "immunoglobulin"),
        ("gamma globulin", "immunoglobulin"),
        ("CellCept", "mycophenolate_mofetil"),
        ("co-trimoxazole", "trimethoprim_sulfamethoxazole"),
        ("paracetamol", "acetaminophen"),
        ("corticosteroid", "corticosteroids"),
        ("R-CHOP", "r_chop"),
    ],
)
def test_names_in_print_lead_to_one_drug(printed: str, id: str) -> None:
    """Abbreviations, brands and both spellings lead to the same medicine."""
    assert owners(printed) == {id}


def test_curated_rows_win_and_keep_the_brand_names() -> None:
    """A drug in both tables has the curated doses and also the names of the public list."""
    tacrolimus = drug("tacrolimus")
    assert tacrolimus.code.startswith("UNII:")
    assert tacrolimus.doses
    assert {"TAC", "Protopic"} <= set(tacrolimus.names)


def test_classes_hold_the_broader_ones() -> None:
    """A calcineurin inhibitor is an immunosuppressant; rituximab is a biologic."""
    assert {"calcineurin_inhibitors", "immunosuppressants"} <= classes_of("tacrolimus")
    assert "biologics" in classes_of("rituximab")
    assert "chemotherapy" in classes_of("r_chop")
    assert classes_of("no such drug") == frozenset()


def test_classes_members_and_parents_exist() -> None:
    """Every id that one table takes from another is there."""
    known, classes = drugs(), drug_classes()
    for entry in known.values():
        assert set(entry.classes) <= set(classes), entry.id
    for entry_class in classes.values():
        assert set(entry_class.parents) <= set(classes), entry_class.id
        assert set(entry_class.members) <= set(known), entry_class.id


def test_doses_are_ranges_with_a_source() -> None:
    """Every range rises or is one figure, has a known unit, and its row names where it is from."""
    for entry in drugs().values():
        assert bool(entry.note) >= bool(entry.doses), entry.id
        for dose in entry.doses:
            assert 0 < dose.low <= dose.high, entry.id
            assert dose.unit in {"mg", "g", "ug", "IU", "MU"}, entry.id


def test_immunoglobulin_course_is_per_kilogram() -> None:
    """The commonest misprint, g against mg per kilogram, can be told from the range."""
    daily = [d for d in drug("immunoglobulin").doses if d.schedule == "day" and d.per == "kg"]
    assert [(d.low, d.high, d.unit) for d in daily] == [(0.1, 1.0, "g")]


@pytest.mark.parametrize(
    ("id", "factor"),
    [
        ("prednisone", 1),
        ("prednisolone", 1),
        ("methylprednisolone", 1.25),
        ("hydrocortisone", 0.25),
        ("cortisone", 0.2),
        ("dexamethasone", 6.667),
        ("betamethasone", 6.667),
    ],
)
def test_glucocorticoids_have_their_prednisone_equivalent(id: str, factor: float) -> None:
    """Five milligrams of prednisone equal 4 of methylprednisolone, 20 of hydrocortisone, 0.75."""
    assert drug(id).pred_eq == factor


def test_unknown_drug_names_near_ones() -> None:
    """A misspelt id is refused with what it may have meant."""
    with pytest.raises(UnknownNameError, match="prednisolone"):
        drug("prednisolon")


def test_what_is_measured_or_eaten_is_no_drug_by_name_alone() -> None:
    """Bare names of tests and elements are absent, or marked as needing a dose beside them."""
    for name in ("water", "creatinine", "urea", "lactate", "cholesterol", "antibodies", "cortisol"):
        assert owners(name) == set(), name
    for name in ("iron", "calcium", "glucose", "albumin", "insulin", "oxygen"):
        (id,) = owners(name)
        assert name in drug(id).ambiguous_names


def test_ids_and_codes_are_unique_and_well_formed() -> None:
    """No id stands twice in one table, and every code is a UNII CURIE or empty."""
    for table in ("field_drugs.tsv", "drug_classes.tsv", "drugs.tsv.gz"):
        ids = [row["id"] for row in read_table(table)]
        assert len(ids) == len(set(ids)), table
    for entry in drugs().values():
        assert re.fullmatch(r"(UNII:[A-Z0-9]{10})?", entry.code), entry.id


def test_ambiguous_names_are_names() -> None:
    """A name marked ambiguous is one of the row's names."""
    for row in read_table("field_drugs.tsv"):
        assert set(split_cell(row["ambiguous_names"])) <= set(split_cell(row["names"])), row["id"]
