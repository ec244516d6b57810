"""Findings and diseases: HPO, MONDO, and what case reports print that these lack.

The packed ontologies (``data/hpo.tsv.gz``, ``data/mondo.tsv.gz``) keep every human term with its
parents; ``data/findings_extra.tsv`` and ``data/diseases_extra.tsv`` add names in print and point to
a code where one says the same or the next broader thing. Codes are CURIEs: ``HP:0002094``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from epicrisis.errors import UnknownNameError
from epicrisis.vocab.tables import read_table, split_cell

_ONTOLOGIES = ("hpo.tsv.gz", "mondo.tsv.gz")
_EXTRAS = ("findings_extra.tsv", "diseases_extra.tsv")


@dataclass(frozen=True, slots=True)
class Term:
    """One finding or disease.

    `id` is the CURIE of an ontology term, or the short key of a curated row, whose `code` may be
    empty. `parents` are CURIEs; a curated row has none of its own. `ambiguous_names` are names that
    stand for other things too (``DM``), to be settled by the paper's own definitions.
    """

    id: str
    kind: str
    label: str
    code: str
    names: tuple[str, ...]
    parents: tuple[str, ...]
    ambiguous_names: tuple[str, ...] = ()


@cache
def _rows() -> dict[str, dict[str, str]]:
    """All rows by id; a short key carries its kind in front (``finding:dyspnea``)."""
    rows = {row["id"]: row for name in _ONTOLOGIES for row in read_table(name)}
    for name in _EXTRAS:
        rows.update({f"{row['kind']}:{row['id']}": row for row in read_table(name)})
    return rows


@cache
def _parents() -> MappingProxyType[str, tuple[str, ...]]:
    return MappingProxyType(
        {row["code"]: split_cell(row["parents"]) for n in _ONTOLOGIES for row in read_table(n)}
    )


def term(id: str, kind: str = "") -> Term:
    """Give one finding or disease, by CURIE, or by the key of a curated row and its kind.

    Raises:
        UnknownNameError: there is no such term.
    """
    row = _rows().get(f"{kind}:{id}") if kind else None
    row = row or _rows().get(id)
    if row is None:
        near = [known for known in _rows() if known.partition(":")[2].startswith(id[:4])]
        raise UnknownNameError("finding or disease", id, near[:10])
    return Term(
        id=row["id"],
        kind=row["kind"],
        label=row["label"],
        code=row["code"],
        names=split_cell(row["names"]),
        parents=split_cell(row.get("parents", "")),
        ambiguous_names=split_cell(row.get("ambiguous_names", "")),
    )


def label_of(code: str) -> str:
    """Give the preferred name of an HPO or MONDO code, or "" where it is not packed."""
    return _rows().get(code, {}).get("label", "")


@cache
def _children() -> MappingProxyType[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code, parents in _parents().items():
        for parent in parents:
            found.setdefault(parent, []).append(code)
    return MappingProxyType({code: tuple(children) for code, children in found.items()})


@cache
def descendants(code: str) -> frozenset[str]:
    """Give every narrower term of a code, itself not included; empty for an unknown code."""
    found: set[str] = set()
    queue = list(_children().get(code, ()))
    while queue:
        current = queue.pop()
        if current not in found:
            found.add(current)
            queue.extend(_children().get(current, ()))
    return frozenset(found)


def iter_names() -> Iterator[tuple[str, str, str]]:
    """Give each name of a finding or disease with its kind and its id, curated names first."""
    for table in (*_EXTRAS, *_ONTOLOGIES):
        for row in read_table(table):
            for name in split_cell(row["names"]):
                yield name, row["kind"], row["id"]
