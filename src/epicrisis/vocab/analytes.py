"""What case reports measure: laboratory values, vitals, lung function, antibodies and scores.

``data/analytes.tsv`` holds one row a concept, with its canonical UCUM unit, the other units in
which it is printed, a broad adult reference range and the limits that no living patient passes.
Ranges are for orientation and for the audit; a report's own printed range always comes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import isfinite
from types import MappingProxyType

from epicrisis.errors import UnitError, UnknownNameError
from epicrisis.vocab.tables import read_table, split_cell
from epicrisis.vocab.ucum import commensurable, convert_plain


@dataclass(frozen=True, slots=True)
class Scale:
    """How a unit becomes the canonical one: ``value * factor + offset``.

    Degrees are not listed so; `epicrisis.vocab.ucum` knows them by formula (``F`` in the table).
    """

    ucum: str
    factor: Fraction
    offset: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Analyte:
    """One measurable concept.

    `ucum` is the canonical unit: empty for titres, presence and arbitrary readings that no factor
    compares, ``1`` for plain numbers such as pH and INR. `low` and `high` are a broad adult
    reference range, `phys_low` and `phys_high` the limits of the possible, all in `ucum`; None is
    unknown or laboratory-specific. `code` is a CURIE or empty. `note` gives the source.
    """

    id: str
    kind: str
    label: str
    code: str
    names: tuple[str, ...]
    ucum: str
    scales: tuple[Scale, ...]
    low: float | None
    high: float | None
    sex_note: str
    phys_low: float | None
    phys_high: float | None
    note: str


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _scale(item: str) -> Scale:
    ucum, _, factor = item.rpartition("=")
    slope, plus, offset = factor.partition("+")
    return Scale(ucum, Fraction(slope), Fraction(offset) if plus else Fraction(0))


def _analyte(row: dict[str, str]) -> Analyte:
    return Analyte(
        id=row["id"],
        kind=row["kind"],
        label=row["label"],
        code=row["code"],
        names=split_cell(row["names"]),
        ucum=row["ucum"],
        scales=tuple(_scale(item) for item in split_cell(row["units"]) if item[-2:] != "=F"),
        low=_number(row["low"]),
        high=_number(row["high"]),
        sex_note=row["sex_note"],
        phys_low=_number(row["phys_low"]),
        phys_high=_number(row["phys_high"]),
        note=row["note"],
    )


@cache
def analytes() -> MappingProxyType[str, Analyte]:
    """All analytes by id, in the order of the table."""
    return MappingProxyType({row["id"]: _analyte(row) for row in read_table("analytes.tsv")})


def analyte(key: str) -> Analyte:
    """The analyte with this id.

    Raises:
        UnknownNameError: there is none; the message lists the nearest.
    """
    try:
        return analytes()[key]
    except KeyError:
        raise UnknownNameError("analyte", key, analytes()) from None


def share_of(key: str) -> str:
    """Give the id of an analyte's share of a whole, or its per cent of predicted; "" if none.

    >>> share_of("lymphocytes"), share_of("ferritin")
    ('lymphocytes_pct', '')
    """
    share = f"{key}_pct"
    return share if share in analytes() else ""


def _bridge(ucum: str, analyte: Analyte) -> Scale | None:
    """The scale of a unit: listed, or of the canonical kind, or of the kind of a listed unit.

    No unit at all is the canonical one where that is a plain number, and unknown otherwise.
    """
    if not ucum:
        return Scale("1", Fraction(1)) if analyte.ucum == "1" else None
    for scale in analyte.scales:
        if scale.ucum == ucum:
            return scale
    own = [Scale(analyte.ucum, Fraction(1))] if analyte.ucum else []
    for scale in (*own, *analyte.scales):
        if scale.ucum == ucum or commensurable(ucum, scale.ucum):
            return scale
    return None


def canonical(value: float, ucum: str, analyte: Analyte) -> float | None:
    """The value in the analyte's canonical unit; None where this unit does not measure it.

    Raises:
        UnitError: the unit is not known at all, or the value is not finite.

    >>> round(canonical(1.0, "mg/dL", analytes()["creatinine"]), 1)
    88.4
    """
    if not isfinite(value):
        raise UnitError(f"cannot convert {value!r} {ucum}: not a finite number")
    scale = _bridge(ucum, analyte)
    if scale is None:
        return None
    if scale.ucum == analyte.ucum:
        return convert_plain(value, ucum or "1", analyte.ucum)
    same = Fraction(repr(convert_plain(value, ucum, scale.ucum)))
    return float(same * scale.factor + scale.offset)


def from_canonical(value: float, ucum: str, analyte: Analyte) -> float:
    """A value in the analyte's canonical unit, in another unit: the inverse of `canonical`.

    Raises:
        UnitError: this unit does not measure the analyte, or the value is not finite.
    """
    if not isfinite(value):
        raise UnitError(f"cannot convert {value!r} {analyte.ucum}: not a finite number")
    scale = _bridge(ucum, analyte)
    if scale is None:
        raise UnitError(f"{ucum!r} is not a unit of {analyte.label}")
    if scale.ucum == analyte.ucum:
        return convert_plain(value, analyte.ucum, ucum or "1")
    listed = (Fraction(repr(float(value))) - scale.offset) / scale.factor
    return convert_plain(float(listed), scale.ucum, ucum)
