"""Label and code of every concept the lexicon can name."""

from functools import cache
from types import MappingProxyType

from epicrisis.vocab.lexicon import ANALYTE_KINDS, CURATED, Concept
from epicrisis.vocab.packed import packed_names
from epicrisis.vocab.tables import read_table, split_cell


@cache
def _rows() -> dict[tuple[str, str], dict[str, str]]:
    """The rows of the curated tables by mention kind and id."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for table in CURATED:
        for row in read_table(table):
            kind = "analyte" if row["kind"] in ANALYTE_KINDS else row["kind"]
            rows.setdefault((kind, row["id"]), row)
    return rows


@cache
def doubtful_names() -> MappingProxyType[Concept, frozenset[str]]:
    """Give the diseases with names that stand for other things too, and those names (``DM``)."""
    return MappingProxyType(
        {
            Concept(kind, id): frozenset(split_cell(row["ambiguous_names"]))
            for (kind, id), row in _rows().items()
            if kind == "disease" and row.get("ambiguous_names")
        }
    )


def concept_row(kind: str, id: str) -> dict[str, str]:
    """Give the table row of a concept, or an empty dict where no table holds it.

    A row of a curated table is whole; of the large tables only id, kind, label and code are given.
    """
    return _rows().get((kind, id)) or _packed_row(kind, id)


def _packed_row(kind: str, id: str) -> dict[str, str]:
    row = packed_names().row(id)
    return row if row.get("kind") == kind else {}


def label(kind: str, id: str) -> str:
    """Give the preferred name of a concept; its id where no table holds it."""
    return concept_row(kind, id).get("label", id)


def code(kind: str, id: str) -> str:
    """Give the CURIE of a concept, or "" where it has none."""
    return concept_row(kind, id).get("code", "")


def category(id: str) -> str:
    """Give the kind of an analyte: laboratory, vital, lung_function, antibody or score."""
    return concept_row("analyte", id).get("kind", "laboratory")


__all__ = ["Concept", "category", "code", "concept_row", "doubtful_names", "label"]
