"""The medicines: names, classes, usual doses and glucocorticoid equivalents.

Two tables make one list. ``data/field_drugs.tsv`` is curated and says most: abbreviations as case
reports print them, classes, usual dose ranges with their source. ``data/drugs.tsv.gz`` is the FDA's
UNII list of medicines and adds thousands of rarer ones and brand names. Where both know a drug, the
curated row wins and the names are joined. Classes stand in ``data/drug_classes.tsv``, each with the
broader classes it is part of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType

from epicrisis.errors import UnknownNameError
from epicrisis.vocab.tables import read_table, split_cell

_DOSE = re.compile(
    r"(?P<route>\w+):(?P<schedule>once|day|week|month|course):(?P<per>kg|m2|):"
    r"(?P<low>[\d.]+)-(?P<high>[\d.]+) (?P<unit>[A-Za-z]+)(?:/(?P<unit_per>kg|m2))?"
)


@dataclass(frozen=True, slots=True)
class DoseRange:
    """A usual range of one way of giving a drug.

    `low` and `high` count for `schedule`: one giving (``once``), a ``day``, ``week``, ``month`` or
    ``course``; `per` is ``kg`` or ``m2``, or empty for the dose of one patient. `unit` is the unit
    of amount alone (``mg``, not ``mg/kg``). Wide on purpose: a dose outside deserves a question.
    """

    route: str
    schedule: str
    per: str
    low: float
    high: float
    unit: str


@dataclass(frozen=True, slots=True)
class Drug:
    """One medicine.

    `code` is a UNII CURIE, or empty for combinations and groups. `classes` are ids of `DrugClass`.
    `ambiguous_names` are those names that also mean something else (a test, an element), so that a
    dose or a word of giving must stand beside them. `pred_eq` is how many milligrams of prednisone
    one milligram equals; None for all but systemic glucocorticoids. `note` gives the source of
    `doses`.
    """

    id: str
    label: str
    code: str
    names: tuple[str, ...]
    classes: tuple[str, ...]
    ambiguous_names: tuple[str, ...]
    doses: tuple[DoseRange, ...]
    pred_eq: float | None
    note: str


@dataclass(frozen=True, slots=True)
class DrugClass:
    """A class of medicines or a regimen.

    `parents` are broader classes, `members` the ids of its drugs where it is a regimen or small.
    `is_ambiguous` means that the names also mean something else.
    """

    id: str
    label: str
    names: tuple[str, ...]
    parents: tuple[str, ...]
    members: tuple[str, ...]
    is_ambiguous: bool


def _dose(item: str) -> DoseRange:
    match = _DOSE.fullmatch(item)
    if match is None or (match["unit_per"] or "") != match["per"]:
        raise ValueError(f"field_drugs.tsv: not a dose range: {item!r}")
    return DoseRange(
        match["route"],
        match["schedule"],
        match["per"],
        float(match["low"]),
        float(match["high"]),
        match["unit"],
    )


def _drug(row: dict[str, str], more_names: str = "") -> Drug:
    names = tuple(dict.fromkeys(split_cell(row["names"]) + split_cell(more_names)))
    ambiguous = split_cell(row.get("ambiguous_names", ""))
    pred_eq = row.get("pred_eq", "")
    return Drug(
        id=row["id"],
        label=row["label"],
        code=row["code"],
        names=names,
        classes=split_cell(row["classes"]),
        ambiguous_names=names if row["ambiguous"] == "1" else ambiguous,
        doses=tuple(_dose(item) for item in split_cell(row.get("doses", ""))),
        pred_eq=float(pred_eq) if pred_eq else None,
        note=row.get("note", ""),
    )


class _Drugs(Mapping[str, Drug]):
    """Medicines by id; a row becomes a `Drug` when it is first asked for."""

    def __init__(self) -> None:
        self._base = {row["id"]: row for row in read_table("drugs.tsv.gz")}
        self._field = {row["id"]: row for row in read_table("field_drugs.tsv")}
        self._ids = self._field | self._base  # the curated come first
        self._made: dict[str, Drug] = {}

    def __getitem__(self, id: str) -> Drug:
        if id not in self._made:
            base = self._base.get(id, {})
            row = self._field.get(id)
            self._made[id] = _drug(row, base.get("names", "")) if row else _drug(self._base[id])
        return self._made[id]

    def __contains__(self, id: object) -> bool:
        return id in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


@cache
def drugs() -> Mapping[str, Drug]:
    """All medicines by id, curated rows first."""
    return _Drugs()


@cache
def drug_classes() -> MappingProxyType[str, DrugClass]:
    """All classes and regimens by id."""
    return MappingProxyType(
        {
            row["id"]: DrugClass(
                id=row["id"],
                label=row["label"],
                names=split_cell(row["names"]),
                parents=split_cell(row["parents"]),
                members=split_cell(row["members"]),
                is_ambiguous=row["ambiguous"] == "1",
            )
            for row in read_table("drug_classes.tsv")
        }
    )


def drug(id: str) -> Drug:
    """Give one medicine.

    Raises:
        UnknownNameError: no medicine has this id.
    """
    try:
        return drugs()[id]
    except KeyError:
        raise UnknownNameError("drug", id, get_close_matches(id, drugs(), n=5)) from None


@cache
def classes_of(id: str) -> frozenset[str]:
    """Give every class of a medicine or of a class, the broader ones included.

    ``classes_of("tacrolimus")`` holds ``calcineurin_inhibitors`` and ``immunosuppressants``. An id
    that is itself a class is part of the answer; an unknown id has no classes.
    """
    known = drug_classes()
    queue = [id] if id in known else []
    if id in drugs():
        queue.extend(drugs()[id].classes)
    found: set[str] = set()
    while queue:
        current = queue.pop()
        if current not in found:
            found.add(current)
            queue.extend(known[current].parents)
    return frozenset(found)


def iter_names() -> Iterator[tuple[str, str, str]]:
    """Give each name of a medicine or class with its kind (``drug``, ``drug_class``) and its id."""
    for table in ("field_drugs.tsv", "drug_classes.tsv", "drugs.tsv.gz"):
        for row in read_table(table):
            for name in split_cell(row["names"]):
                yield name, row["kind"], row["id"]
