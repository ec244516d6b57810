"""The packaged tables agree with one another and with the nouns."""

from typing import get_args

import pytest

from epicrisis.model.events import Category, EncounterClass, Interpretation, OutcomeClass
from epicrisis.vocab.analytes import analytes
from epicrisis.vocab.concepts import concept_row
from epicrisis.vocab.drugs import drug_classes, drugs
from epicrisis.vocab.lexicon import TABLES, lexicon
from epicrisis.vocab.tables import read_table, split_cell


def test_label_of_a_table_row_names_an_analyte():
    """A short label that is read only in tables means an examination that exists."""
    unknown = {row["analyte"] for row in read_table("table_labels.tsv")} - analytes().keys()

    assert unknown == set()


def test_members_and_parents_of_a_class_exist():
    """A class of drugs holds drugs and classes of the tables."""
    known = drugs().keys() | drug_classes().keys()
    rows = read_table("drug_classes.tsv")
    named = {
        part
        for row in rows
        for column in ("parents", "members")
        for part in split_cell(row[column])
    }

    assert named - known == set()


def test_classes_of_a_drug_exist():
    """A drug belongs to classes of the table."""
    named = {part for row in read_table("field_drugs.tsv") for part in split_cell(row["classes"])}

    assert named - drug_classes().keys() == set()


@pytest.mark.parametrize(
    ("table", "column", "literal", "more"),
    [
        (
            "outcomes.tsv",
            "class",
            OutcomeClass,
            {"died", "alive", "no_improved", "no_relapse", "no_adverse_event"},
        ),
        ("encounters.tsv", "class", EncounterClass, set()),
        ("result_words.tsv", "interpretation", Interpretation, set()),
        ("analytes.tsv", "kind", Category, set()),
    ],
)
def test_classes_are_those_of_the_nouns(table, column, literal, more):
    """What a table may say is what the model can hold; death and life are a vital status."""
    said = {row[column] for row in read_table(table)} - {""}

    assert said - more - set(get_args(literal)) == set()


@pytest.mark.parametrize("table", sorted(set(TABLES)))
def test_ids_are_unique_in_their_table(table):
    """An id means one thing."""
    ids = [row["id"] for row in read_table(table)]

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "table", ["outcomes.tsv", "encounters.tsv", "procedures.tsv", "imaging.tsv"]
)
def test_every_name_leads_to_a_concept(table):
    """A name of a table is found in text, as its own concept or as another of the same name."""
    lost = [
        name
        for row in read_table(table)
        for name in split_cell(row["names"])
        if not lexicon().lookup(name)
    ]

    assert lost == []


def test_every_concept_of_the_lexicon_has_a_row():
    """What can be found has a label and perhaps a code."""
    names = (
        "fever",
        "ferritin",
        "prednisolone",
        "rituximab",
        "sarcoidosis",
        "IVIG",
        "bronchoscopy",
    )
    found = [concept for name in names for concept in lexicon().lookup(name)]

    assert len(found) >= len(names)
    assert [concept for concept in found if not concept_row(concept.kind, concept.id)] == []
