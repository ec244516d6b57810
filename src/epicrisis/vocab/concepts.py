"""Label and code of every concept the lexicon can name."""

from functools import cache

from epicrisis.vocab.lexicon import ANALYTE_KINDS, TABLES, Concept
from epicrisis.vocab.tables import read_table


@cache
def _rows(kind: str) -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = {}
    for table in TABLES:
        for row in read_table(table):
            own = "analyte" if row["kind"] in ANALYTE_KINDS else row["kind"]
            if own == kind:
                rows.setdefault(row["id"], row)
    return rows


def concept_row(kind: str, id: str) -> dict[str, str]:
    """Give the table row of a concept, or an empty dict where no table holds it."""
    return _rows(kind).get(id, {})


def label(kind: str, id: str) -> str:
    """Give the preferred name of a concept; its id where no table holds it."""
    return concept_row(kind, id).get("label", id)


def code(kind: str, id: str) -> str:
    """Give the CURIE of a concept, or "" where it has none."""
    return concept_row(kind, id).get("code", "")


def category(id: str) -> str:
    """Give the kind of an analyte: laboratory, vital, lung_function, antibody or score."""
    return concept_row("analyte", id).get("kind", "laboratory")


__all__ = ["Concept", "category", "code", "concept_row", "label"]
