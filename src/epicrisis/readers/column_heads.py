"""The heads of the columns of a lost table: which phrases name the moments of its columns.

The lines of a header that was broken over several lines come out interleaved. What can still be
told apart is where each head begins: `Day 15 (...)`, `Week 4`, `At admission`, a date, a number.
Where there are as many beginnings as columns they are taken; counted days and weeks out of order
are put in ascending order.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from epicrisis.model import Cell
from epicrisis.readers.cells import Span
from epicrisis.readers.lines import Line

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_COUNTED = re.compile(
    r"(?<![\w-])(?:(?P<unit>[Hh]ours?|[Dd]ays?|[Ww]eeks?|[Ww]ks?|[Mm]onths?|[Yy]ears?|HD|POD|Day)"
    r"\.?\s?[#-]?(?P<number>\d{1,4})(?![\d.])(?:\s?[-–]\s?\d{1,4})?"
    r"|(?P<n>\d{1,4})\s(?P<u>hours?|days?|weeks?|months?|years?)\b(?:\s(?:later|after))?)"
)
_DATE = re.compile(
    rf"(?<![\w/.-])(?:(?:19|20)\d\d[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?"
    rf"|\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:19|20)?\d\d|(?:\d{{1,2}}\s)?{_MONTH}\s(?:\d{{1,2}},?\s)?"
    rf"(?:19|20)\d\d|\d{{1,2}}\s{_MONTH}|{_MONTH}\s\d{{1,2}})(?![\w/])"
)
_MOMENT = re.compile(
    r"(?<![\w(-])(?:(?:[Aa]t|[Oo]n|[Bb]efore|[Aa]fter|[Uu]pon|[Dd]uring)\s(?:the\s)?)?"
    r"(?:[Aa]dmission|[Dd]ischarge|[Bb]aseline|[Pp]resentation|[Oo]nset|[Dd]iagnosis|[Rr]elapse"
    r"|[Ii]nitial|[Ff]ollow-?\s?up|[Tt]herapy|[Tt]reatment|[Tt]ransfer|[Ll]ast\s[Vv]isit"
    r"|[Pp]re-?\s?(?:treatment|therapy)?|[Pp]ost-?\s?(?:treatment|therapy)?"
    r"|[Bb]efore|[Aa]fter|[Pp]eak|[Nn]adir)(?![\w-])"
)
_SERIAL = re.compile(
    r"(?<![\w-])(?:[Cc]ase|[Pp]atient|[Vv]isit|[Cc]ycle|[Cc]ourse|No\.?)\s?\d{1,2}\b"
)
_NUMBER = re.compile(r"(?<![\w.,-])\d{1,4}(?![\w.,-])")
_REFERENCE = re.compile(
    r"(?<!\w)(?:[Nn]ormal|[Rr]eference|[Rr]ef\.?|REFERENCE|NORMAL)\s?"
    r"(?:[Rr]anges?|[Vv]alues?|[Ii]ntervals?|[Ll]imits?|[Ll]evels?|RANGE|VALUES?)?(?!\w)"
)
_BRACKET = re.compile(r"\s?\([^()\n]{1,60}\)")
_DAYS: Final = {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 30.4, "y": 365.0, "p": 1.0}


@dataclass(slots=True)
class Heads:
    """The heads found: the reference range, and the columns in order of print, by kind."""

    text: str
    lines: Sequence[Line]
    reference: Span | None = None
    kinds: list[list[Span]] = field(default_factory=list)

    def cells(self, columns: int, *, referenced: bool) -> list[Cell]:
        """Give the header's cells, those of the columns only where each has a head."""
        heads = next((spans for spans in self.kinds if len(spans) == columns), [])
        reference = self.reference if referenced else None
        starts = [span[0] for span in heads] + ([reference[0]] if reference else [])
        cells = []
        corner = self._corner(starts)
        if corner:
            cells.append(_cell(0, corner))
        if reference:
            cells.append(_cell(1, reference))
        base = 2 if referenced else 1
        for index, span in enumerate(self._ordered(heads)):
            cells.append(_cell(base + index, span))
        return cells

    def _corner(self, starts: list[int]) -> Span | None:
        """The words that head the column of labels: those before the first head on its line."""
        for line in reversed(self.lines):
            first = min((start for start in starts if line.start <= start < line.end), default=None)
            words = self.text[line.start : first].rstrip() if first is not None else ""
            if words:
                return line.start, line.start + len(words)
        return None

    def _ordered(self, heads: list[Span]) -> list[Span]:
        """Put counted moments that interleaved lines have shuffled in ascending order."""
        if len(self.lines) < 2:
            return heads
        days = [_days(self.text[start:end]) for start, end in heads]
        known = [day for day in days if day is not None]
        if len(known) < len(days):
            return heads
        return [span for _, span in sorted(zip(known, heads, strict=True))]


def _cell(column: int, span: Span) -> Cell:
    return Cell(row=0, column=column, start=span[0], end=span[1], header=True)


def _days(words: str) -> float | None:
    found = _COUNTED.search(words)
    if found is None:
        return None
    unit = (found["unit"] or found["u"]).lower()
    return float(found["number"] or found["n"]) * _DAYS.get(unit[0], 1.0)


def read_heads(text: str, found: Sequence[Line]) -> Heads:
    """Find the heads in the lines above the first row."""
    heads = Heads(text, found)
    if not found:
        return heads
    start, end = found[0].start, found[-1].end
    reference = _REFERENCE.search(text, start, end)
    if reference:
        heads.reference = reference.span()
    counted = _spans(text, _COUNTED, start, end)
    dated = _spans(text, _DATE, start, end)
    moments = [
        span for span in _spans(text, _MOMENT, start, end) if not _bracketed(text, found, span[0])
    ]
    mixed = _merged(counted, dated, moments)
    serial = _spans(text, _SERIAL, start, end)
    numbers = _spans(text, _NUMBER, found[-1].start, end)
    heads.kinds = [kind for kind in (counted, mixed, dated, moments, serial, numbers) if kind]
    heads.kinds = [[_with_bracket(text, span) for span in kind] for kind in heads.kinds]
    return heads


def _spans(text: str, pattern: re.Pattern[str], start: int, end: int) -> list[Span]:
    return [match.span() for match in pattern.finditer(text, start, end)]


def _merged(*kinds: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(span for kind in kinds for span in kind):
        if not merged or span[0] >= merged[-1][1]:
            merged.append(span)
    return merged


def _bracketed(text: str, found: Sequence[Line], position: int) -> bool:
    """Say whether a bracket that is open on this line, or opened on none, surrounds a place."""
    line = next(line for line in found if line.start <= position < line.end)
    return text.count("(", line.start, position) > text.count(")", line.start, position)


def _with_bracket(text: str, span: Span) -> Span:
    behind = _BRACKET.match(text, span[1])
    return (span[0], behind.end()) if behind else span


def holds_heads(text: str, line: Line) -> bool:
    """Say whether a line names a moment or a reference range."""
    return any(
        pattern.search(text, line.start, line.end)
        for pattern in (_COUNTED, _DATE, _MOMENT, _SERIAL, _REFERENCE)
    )
