"""REF: values against the normal range that is printed beside them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from epicrisis.audit.base import Example, Examples, Remark, Rule, place_of
from epicrisis.audit.flag_words import said_before, said_behind
from epicrisis.audit.passages import NUMBER, holding, matches, number, one_line, search
from epicrisis.errors import InputError
from epicrisis.measures.memory import remembered
from epicrisis.model import Course, Document, Measurement
from epicrisis.vocab.units import Unit, convert, match_unit

_WORDS = (
    r"(?:(?:(?:upper\s+limit\s+of\s+)?normal|reference|ref|nl|nr|rr|nv|rv|ri|n|uln|cut-?off)\b\.?"
    r"\s*(?:for\s+\w+\s*)?(?:range|values?|levels?|limits?|interval|ref)?s?\.?"
    r"\s*(?:\(\w{1,4}\)\s*)?(?:[:=,;]|is|of|are|was|were|from|between)?\s*)"
)
_SPAN = rf"(?P<low>{NUMBER})\s*%?\s*(?:[-–—−‐‑~]|to|and)\s*(?P<high>{NUMBER})"
_BOUND = (
    r"(?P<sign>[<≤>≥]\s*=?|=\s*<|up\s+to|less\s+than|below|under|lower\s+than|more\s+than|above|over|"
    rf"greater\s+than)\s*(?P<bound>{NUMBER})"
)
_RANGE = re.compile(rf"[(\[,;]\s*{_WORDS}(?:{_SPAN}|{_BOUND})(?![\d.]*\d)", re.I)
_BARE_RANGE = re.compile(rf"\(\s*(?:{_SPAN}|{_BOUND})(?=[^()]{{0,25}}\))")
_ABOVE = re.compile(r"[>≥]|more|above|over|greater", re.I)
_BRACKET = re.compile(r"\((?=\s*[<≤>≥u\d])")
_VALUE = re.compile(rf"(?<![\w.,–-])(?P<value>{NUMBER})(?P<unit>[^\d()\[\];]{{0,25}}?)\s*$")


@dataclass(frozen=True, slots=True)
class Ranged:
    """A value with the range behind it, as printed; `start` and `end` span both."""

    start: int
    end: int
    value: float
    low: float | None
    high: float | None


@remembered(1)
def _named(document: Document) -> tuple[re.Match[str], ...]:
    """The ranges that are called normal, or of reference."""
    return tuple(search(document, _RANGE, "normal|ref|nl|nr|rr|nv|rv|ri|n:|n=|n <|uln|cut"))


def _bare(document: Document) -> Iterator[re.Match[str]]:
    """The ranges that stand in brackets without a word."""
    for span in holding(document, "("):
        starts = (found.start() for found in _BRACKET.finditer(document.text, *span))
        yield from matches(document, _BARE_RANGE, span, starts)


def ranged(document: Document) -> Iterator[Ranged]:
    """Give the values that carry a printed range, both in one unit."""
    for pattern, all_found in ((_RANGE, _named(document)), (_BARE_RANGE, _bare(document))):
        for found in all_found:
            before = document.text[max(0, found.start() - 60) : found.start()]
            value = _VALUE.search(before)
            if value is None:
                continue
            start = found.start() - len(before) + value.start()
            one = _ranged(document.text, found, value, start)
            if one and (pattern is _RANGE or value["unit"].strip()):
                yield one


def _ranged(text: str, found: re.Match[str], value: re.Match[str], start: int) -> Ranged | None:
    amount = number(value["value"])
    sides = _sides(found)
    if amount is None or sides is None:
        return None
    own = match_unit(text, start + len(value["value"]))
    if value["unit"].strip() and own is None:
        return None
    other = match_unit(text, found.end())
    factor = _factor(own[1] if own else None, other[1] if other else None)
    if factor is None:
        return None
    low, high = (side if side is None else side * factor for side in sides)
    return Ranged(start, found.end(), amount, low, high)


def _sides(found: re.Match[str]) -> tuple[float | None, float | None] | None:
    if found["bound"]:
        bound = number(found["bound"])
        if bound is None:
            return None
        return (bound, None) if _ABOVE.match(found["sign"]) else (None, bound)
    low, high = number(found["low"]), number(found["high"])
    return None if low is None or high is None else (low, high)


def _factor(own: Unit | None, other: Unit | None) -> float | None:
    """How many of the value's unit one of the range's is; None where the two do not compare."""
    if own is None or other is None or own.ucum == other.ucum:
        return 1.0
    try:
        return convert(1.0, other.ucum, own.ucum)
    except InputError:
        return None


def reversed_ranges(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Find printed ranges whose low end is above their high end."""
    for found in _named(document):
        sides = _sides(found)
        if sides and sides[0] is not None and sides[1] is not None and sides[0] > sides[1]:
            yield _reversed(found.span(), found[0], "")
    yield from _reversed_cells(document)
    for course in courses:
        for event in course.events:
            limits = event.reference_range if isinstance(event, Measurement) else None
            if limits is None or limits.low is None or limits.high is None:
                continue
            if limits.low > limits.high:
                words = limits.text or event.anchors[0].exact
                yield _reversed(place_of(event), words, event.id, course.id)


_LIMITS = re.compile(r"\b(?:reference|normal|range|limits?)\b", re.I)
_CELL = re.compile(rf"\s*{_SPAN}(?:\s*\D.{{0,30}})?\s*\Z", re.S)


def _reversed_cells(document: Document) -> Iterator[Remark]:
    """The ranges of a table's column of reference ranges."""
    text = document.text
    for table in document.tables:
        columns = {
            cell.column
            for cell in table.cells
            if cell.row < table.header_rows and _LIMITS.search(text, cell.start, cell.end)
        }
        for cell in table.cells if columns else ():
            found = None
            if cell.column in columns and cell.row >= table.header_rows:
                found = _CELL.match(text[cell.start : cell.end])
            low, high = (number(found[side]) for side in ("low", "high")) if found else (None, None)
            if low is not None and high is not None and low > high:
                yield _reversed((cell.start, cell.end), text[cell.start : cell.end], "")


def _reversed(place: tuple[int, int], words: str, event: str, course: str = "") -> Remark:
    return Remark(
        f"The low end of the range is above its high end: {one_line(words)!r}.",
        place,
        events=(event,) if event else (),
        course=course,
    )


def flags(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare the words elevated, normal and low with the value and range they stand by."""
    for one in ranged(document):
        is_ = _is(one)
        if is_ is None:
            continue
        before = said_before(document.text, one.start)
        said = before or said_behind(document.text, one.end)
        if said and said[0] != is_:
            word = document.text[said[1] : said[2]]
            place = (said[1], one.end) if before else (one.start, said[2])
            yield Remark(
                f"Called {word}, but {one.value:g} against the printed range {_show(one)} "
                f"is {is_}.",
                place,
            )


def _is(one: Ranged) -> str | None:
    if one.low is not None and one.high is not None and one.low > one.high:
        return None
    if one.high is not None and one.value > one.high:
        return "high"
    if one.low is not None and one.value < one.low:
        return "low"
    return None if one.value in (one.low, one.high) else "normal"


def _show(one: Ranged) -> str:
    if one.low is None:
        return f"up to {one.high:g}"
    return f"from {one.low:g}" if one.high is None else f"{one.low:g} to {one.high:g}"


REF001 = Rule(
    "REF001",
    "The low end of a reference range is above its high end",
    "warning",
    (),
    reversed_ranges,
    Examples(
        fires=(Example("Sodium was 139 mmol/L (normal range 145-135 mmol/L)."),),
        still=(Example("Platelets were 90,000/µL (normal range 150,000-400,000)."),),
    ),
)
REF002 = Rule(
    "REF002",
    "A value is called high, low or normal against its printed range",
    "warning",
    (),
    flags,
    Examples(
        fires=(
            Example("Serum calcium was elevated (9.7 mg/dL; normal range, 8.4–10.4 mg/dL)."),
            Example("She had a normal C-reactive protein (CRP) of 16 mg/L (normal: <5 mg/L)."),
        ),
        still=(
            Example("Serum calcium was elevated (11.7 mg/dL; normal range, 8.4–10.4 mg/dL)."),
            Example("CRP was not elevated (3 mg/L; normal: <5 mg/L)."),
            Example("CRP of 16 mg/L was elevated and sodium 139 mmol/L (normal range 135-145)."),
            Example("Ferritin decreased to 200 ng/mL (normal range 30-400 ng/mL)."),
        ),
    ),
)
