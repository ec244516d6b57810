"""The unit printed behind a number, as a UCUM code, and conversion between units.

A printed unit is a head (``mg``, ``cells``, nothing), perhaps behind a power of ten
(``x 10^9``), and up to three parts below a slash, each written ``/kg``, ``per kg`` or ``kg-1``.
Matching is anchored and longest first. Case is forgiven wherever two units would not meet
(``ng/ML``), a line may break beside a slash, and a unit never ends inside a word: ``3 months`` is
months, not metres.

Doses keep apart what arithmetic needs: ``0.4 g/kg/day`` is base ``g``, per kilogram, per ``d``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from epicrisis.errors import UnitError
from epicrisis.vocab.analytes import Analyte, analyte, canonical, from_canonical
from epicrisis.vocab.ucum import commensurable, convert_plain
from epicrisis.vocab.unit_forms import SPACE, Part, forms, match_below, plain_signs

__all__ = ["Unit", "UnitError", "convert", "match_unit"]

_GAP = re.compile(rf"{SPACE}(?:[-‐‑](?=[^\W\d]))?")
_POWER = re.compile(
    r"(?P<cross>[x×X✕*∙·]\s?)?10\s?(?P<mark>\^\s?|\*{1,2}\s?|[Ee](?=\d)|<sup>|\()?"
    rf"(?P<power>[3-9]|1[0-2]|[³⁴⁵⁶⁷⁸⁹]|¹[⁰¹²])(?!\d|\.\d)(?:</sup>|\))?{SPACE}"
)
_UNRESOLVED = re.compile(  # "600 mg/twice a day" is divided by nothing
    r"[/⁄∕／](?!(?:once|twice|thrice|bid|tds?|tid|qid|q[dh]|od|bd)\b)[^\W\d]", re.IGNORECASE
)
_DIVIDED = frozenset({"mass", "amount", "equivalents", "catalytic", "arbitrary", "osmoles"})
_HEADLESS = frozenset({"volume", "time", "field", "area"})
_DOSING = frozenset({"body mass", "time", "body", "administration", "standard body area"})
_PAIRS = {
    ("mass", "volume"): "mass concentration",
    ("amount", "volume"): "substance concentration",
    ("equivalents", "volume"): "equivalent concentration",
    ("catalytic", "volume"): "catalytic concentration",
    ("arbitrary", "volume"): "arbitrary concentration",
    ("number", "volume"): "number concentration",
    ("osmoles", "mass"): "osmolality",
    ("osmoles", "volume"): "osmolarity",
    ("volume", "time"): "flow",
    ("number", "time"): "frequency",
    ("length", "time"): "velocity",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed and as UCUM code.

    `dimension` names the kind of the whole: ``mass concentration``, ``flow``. `base` is the UCUM
    code without its dosing parts, equal to `ucum` where there are none. The dosing parts are
    `per_kg`, `per_m2` (body weight, body surface), `per_time` (``min``, ``h``, ``d``, ``wk``,
    ``mo``, ``a``, or a multiple such as ``2 wk``) and `per_body`: printed as a flat dose.
    """

    printed: str
    ucum: str
    dimension: str
    base: str
    per_kg: bool = False
    per_m2: bool = False
    per_time: str | None = None
    per_body: bool = False


def match_unit(text: str, pos: int) -> tuple[int, Unit] | None:
    """Find the unit that starts at `pos`, right behind a number; spaces and a hyphen may precede.

    A letter right behind a number is taken for a unit as well: whoever calls keeps ``Figure 3d``
    and ``Table 2 h`` away.

    Args:
        text: the document's text.
        pos: offset of the first character behind the number, in code points.

    Returns:
        The offset behind the unit, and the unit; None where no unit stands there.

    >>> match_unit("0.4 g/kg/day", 3)[1].base
    'g'
    """
    gap = _GAP.match(text, pos)
    start = gap.end() if gap else pos
    power = _match_power(text, start, apart=start > pos)
    at = power.end if power else start
    quotient = _match_quotient(text, at, power)
    alone = forms("alone").match(text, at) if power is None or power.certain else None
    if alone is not None and (quotient is None or alone[0] >= quotient[0]):
        if _UNRESOLVED.match(text, alone[0]) and alone[1].dimension in _DIVIDED:
            return None
        end, parts = alone[0], [alone[1]]
    elif quotient is not None:
        end, parts = quotient
    elif power is not None and power.certain:
        end, parts = power.bare_end, []
    else:
        return None
    if "\n" in text[pos:start] and end - start < 2:
        return None
    return end, _compose(text[start:end], power, parts)


@dataclass(frozen=True, slots=True)
class _Power:
    """A printed power of ten; `certain` when a mark or a superscript shows it to be one."""

    end: int
    bare_end: int
    exponent: int
    certain: bool


_ONE = Part("", "number")


def _match_power(text: str, at: int, *, apart: bool) -> _Power | None:
    """``x 10^9`` at `at`; without cross and mark only where it stands apart from the number."""
    found = _POWER.match(text, at)
    if found is None or not (apart or found["cross"] or found["mark"]):
        return None
    digits = plain_signs(found["power"])
    certain = found["mark"] is not None or digits != found["power"]
    bare_end = found.start() + len(found[0].rstrip())
    return _Power(found.end(), bare_end, int(digits), certain)


def _match_quotient(text: str, at: int, power: _Power | None) -> tuple[int, list[Part]] | None:
    """A head, or nothing, with at least one part below it: ``mg/kg/day``, ``/mm3``, ``K/µL``."""
    head = forms("above").match(text, at)
    end, parts = (head[0], [head[1]]) if head else (at, [_ONE])
    while len(parts) < 4 and (found := match_below(text, end)):
        end = found[0]
        parts.append(found[1])
    if len(parts) == 1:
        return None
    first = parts[1].dimension
    counted = head is None or parts[0].ucum.startswith("10*")
    if counted and first not in _HEADLESS:
        return None
    if power is not None and not power.certain and first != "volume":
        return None
    return end, parts


def _compose(printed: str, power: _Power | None, parts: list[Part]) -> Unit:
    """One unit out of its parts, the first of them above the line."""
    head, below = (parts[0], parts[1:]) if parts else (_ONE, [])
    osmoles = head.dimension == "osmoles"
    kept = [p for p in below if osmoles or not (p.dimension in _DOSING or p.ucum == "m2")]
    dosing = [p for p in below if p not in kept]
    code = "" if head.ucum == "{cells}" else head.ucum.removesuffix("{cells}")
    if power is not None:
        code = f"10*{power.exponent}" + (f".{code}" if code else "")
    base = code + "".join(part.below() for part in kept)
    silent = {"body", "administration"}
    shown = sorted((p for p in dosing if p.dimension not in silent), key=_dosing_order)
    time = next((p for p in dosing if p.dimension == "time"), None)
    return Unit(
        printed=printed,
        ucum=base + "".join(part.below() for part in shown),
        dimension=_dimension(head, kept, shown),
        base=base,
        per_kg=any(p.dimension == "body mass" for p in dosing),
        per_m2=any(p.ucum == "m2" for p in dosing),
        per_time=None if time is None else f"{time.times} " * (time.times > 1) + time.ucum,
        per_body=any(p.dimension == "body" for p in dosing),
    )


def _dosing_order(part: Part) -> int:
    return ["body mass", "area", "time", "standard body area"].index(part.dimension)


def _dimension(head: Part, kept: list[Part], dosing: list[Part]) -> str:
    """The name of the kind: a common one where there is one, else spelled out with *per*."""
    name = head.dimension
    for part in kept + dosing:
        kind = "mass" if name == "osmoles" else part.dimension
        name = _PAIRS.get((name, kind), f"{name} per {part.dimension}")
    return name


def convert(
    value: float, from_ucum: str, to_ucum: str, analyte_id: str | Analyte | None = None
) -> float:
    """Turn a value into another unit, through the analyte where the two kinds differ.

    Args:
        value: a finite number in `from_ucum`.
        from_ucum: UCUM code, as in `Unit.ucum`.
        to_ucum: UCUM code.
        analyte_id: what was measured, or its id, for ``mg/dL`` to ``umol/L`` and for units that are
            equal only for this analyte.

    Raises:
        UnitError: a unit is not known, or the two cannot be joined.
        UnknownNameError: no analyte has this id.

    >>> round(convert(1.0, "mg/dL", "umol/L", "creatinine"), 1)
    88.4
    """
    if analyte_id is None or from_ucum == to_ucum:
        return convert_plain(value, from_ucum, to_ucum)
    known = analyte_id if isinstance(analyte_id, Analyte) else analyte(analyte_id)
    middle = canonical(value, from_ucum, known)
    if middle is None:
        if commensurable(from_ucum, to_ucum):
            return convert_plain(value, from_ucum, to_ucum)
        raise UnitError(f"{from_ucum!r} is not a unit of {known.label}")
    return from_canonical(middle, to_ucum, known)
