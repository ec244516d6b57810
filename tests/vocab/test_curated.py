"""The curated names of findings and diseases mean what their rows say.

A name must be a synonym of its row's label, and the code must be that idea or the next broader one.
What the packed ontologies can tell of this is tested here; exceptions stand with their reasons in
the tables beside this file.
"""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from epicrisis.vocab.broader import wider
from epicrisis.vocab.concepts import concept_row
from epicrisis.vocab.lexicon import CURATED, lexicon
from epicrisis.vocab.names import fold_name
from epicrisis.vocab.ontologies import label_of, term
from epicrisis.vocab.tables import read_table, split_cell

HERE = Path(__file__).parent / "data"
EXTRAS = {"findings_extra.tsv": "hpo.tsv.gz", "diseases_extra.tsv": "mondo.tsv.gz"}
NAMED = tuple(table for table in CURATED if table != "analytes.tsv")


def listed(file: str) -> list[list[str]]:
    """The rows of a table of exceptions, its head left out."""
    lines = (HERE / file).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:]]


@cache
def preferred(ontology: str) -> dict[str, set[str]]:
    """Codes of an ontology by their folded preferred names."""
    found: dict[str, set[str]] = {}
    for row in read_table(ontology):
        found.setdefault(fold_name(row["label"]), set()).add(row["code"])
    return found


def is_code_itself(row: dict[str, str]) -> bool:
    """Whether a row says what its code says: one of its names is the code's, or its label is."""
    code = term(row["code"])
    own = {fold_name(name) for name in (row["label"], *split_cell(row["names"]))}
    return fold_name(code.label) in own or fold_name(row["label"]) in map(fold_name, code.names)


@pytest.mark.parametrize("table", EXTRAS)
def test_row_is_its_code_or_is_listed_as_narrower(table: str) -> None:
    """A row with a code of another name says less than that code, and somebody has judged so."""
    narrower = {id for file, id, *_ in listed("narrower_rows.tsv") if file == table}
    rows = [row for row in read_table(table) if row["code"] and not is_code_itself(row)]
    assert {row["id"] for row in rows} == narrower


@pytest.mark.parametrize(("table", "ontology"), EXTRAS.items())
def test_no_name_is_the_preferred_one_of_another_concept(table: str, ontology: str) -> None:
    """What the ontology holds under this very name is found there, or the reason is told."""
    excused = {(id, name) for file, id, name, *_ in listed("lent_names.tsv") if file == table}
    found = {
        (row["id"], name)
        for row in read_table(table)
        for name in split_cell(row["names"])
        if (codes := preferred(ontology).get(fold_name(name))) and row["code"] not in codes
    }
    assert found == excused


def test_exceptions_have_reasons() -> None:
    """No row of a table of exceptions goes without one."""
    for file in ("narrower_rows.tsv", "lent_names.tsv"):
        assert all(len(row[-1]) > 5 for row in listed(file)), file


@pytest.mark.parametrize("table", NAMED)
def test_a_name_stands_in_one_row_of_a_table(table: str) -> None:
    """Of two rows that claim a name, the second would never be found by it."""
    names = Counter(name for row in read_table(table) for name in {*split_cell(row["names"])})
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("table", NAMED)
def test_ids_and_labels_are_each_one_row(table: str) -> None:
    """An id is one row."""
    ids = Counter(row["id"] for row in read_table(table))
    assert [id for id, count in ids.items() if count > 1] == []


def test_bridges_join_what_exists_and_make_no_circle() -> None:
    """Both ends of a bridge are terms or curated rows, and nothing is a kind of itself."""
    for row in read_table("bridges.tsv"):
        for end in (row["code"], row["broader"]):
            kind, _, id = end.partition(":")
            assert label_of(end) or concept_row(kind, id), end
        assert row["code"] not in wider(row["broader"]) or row["relation"] == "is_not", row
    for table in EXTRAS:
        for row in read_table(table):
            key = f"{row['kind']}:{row['id']}"
            assert all(key not in wider(above) for above in wider(key)), key


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("hematoma", "hematoma"),
        ("benign tumor", "benign neoplasm"),
        ("tumor", "tumor"),
        ("sarcoma", "sarcoma"),
        ("bronchitis", "bronchitis"),
        ("LTBI", "latent tuberculosis infection"),
        ("vision impairment", "visual impairment"),
        ("blindness", "blindness"),
        ("flu-like symptoms", "flu-like symptoms"),
        ("pulmonary edema", "pulmonary edema"),
        ("collapse", "collapse"),
        ("history of smoking", "smoking, now or in the past"),
        ("impaired consciousness", "impaired consciousness"),
        ("ulcer", "ulcer"),
        ("toxic epidermal necrolysis", "toxic epidermal necrolysis"),
        ("parkinsonism", "Parkinsonism"),
        ("hepatoblastoma", "hepatoblastoma"),
        ("spontaneous pneumothorax", "Spontaneous pneumothorax"),
        ("AL amyloidosis", "AL amyloidosis"),
        ("tuberculous", ""),
        ("PNET", ""),
    ],
)
def test_a_name_is_called_what_it_means(name: str, label: str) -> None:
    """What a reader of the evidence table sees is what the report says."""
    found = sorted(lexicon().lookup(name), key=lambda concept: concept.kind)
    assert (concept_row(*found[0])["label"] if found else "") == label


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Whipple's disease", "MONDO:0005116"),
        ("Whipple disease", "MONDO:0005116"),
        ("Behcet's syndrome", "MONDO:0007191"),
    ],
)
def test_eponyms_are_known_in_both_prints(printed: str, code: str) -> None:
    """With the possessive and without."""
    assert code in {concept.id for concept in lexicon().lookup(printed)}
