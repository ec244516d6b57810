"""TIM009: the columns or rows of a table against the order of time."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.audit.date_spans import MONTH, month_number
from epicrisis.audit.passages import one_line
from epicrisis.model import Cell, Course, Document, Table

_LEAST = 4  # times in a row before one of them can be out of order
_UNITS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
_UNIT = r"(?P<unit>hour|day|week|month|year)s?"
_COUNTED = re.compile(
    rf"(?:post[\s-]?operative\s+|hospital\s+|POD\s*|HD\s*)?(?:{_UNIT})?\s*(?P<n>\d{{1,3}})"
    r"(?:st|nd|rd|th)?\s*(?P<behind>hour|day|week|month|year)?s?",
    re.I,
)
_DATE = re.compile(
    rf"(?:(?P<day>\d{{1,2}})\s+(?P<month>{MONTH})|(?P<month2>{MONTH})\s+(?P<day2>\d{{1,2}})),?\s+"
    r"(?P<year>(?:19|20)\d\d)|(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)",
    re.I,
)
_LABEL = re.compile(rf"\b{_UNIT}\b", re.I)


def out_of_order(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for one time among the heads of the columns that breaks an order kept by all others."""
    for table in document.tables:
        heads = _heads(document, table)
        times = [(cell, _time(_words(document, cell), unit)) for cell, unit in heads]
        known = [(cell, time) for cell, time in times if time is not None]
        if len(known) < _LEAST or len(known) < len(times):
            continue
        odd = _odd([time for _, time in known])
        if odd is not None:
            cell = known[odd][0]
            others = [(one.start, one.end) for one, _ in known if one is not cell]
            yield Remark(
                f"The column {_words(document, cell)!r} stands out of the order of time.",
                (cell.start, cell.end),
                related=tuple(others),
            )


def _heads(document: Document, table: Table) -> list[tuple[Cell, str]]:
    """The filled heads of the columns behind the first, with the unit that the first one names."""
    row = sorted((one for one in table.cells if one.row == 0), key=lambda one: one.column)
    filled = [one for one in row if one.start < one.end]
    label = _LABEL.search(_words(document, filled[0])) if filled else None
    unit = label["unit"].lower() if label and filled[0].column == 0 else ""
    return [(one, unit) for one in filled if one.column > 0]


def _words(document: Document, cell: Cell) -> str:
    return one_line(document.text[cell.start : cell.end])


def _time(words: str, unit: str) -> float | None:
    """The time that a head is, in days; None where it is anything else."""
    counted = _COUNTED.fullmatch(words)
    if counted:
        named = counted["unit"] or counted["behind"] or unit
        known = named or words[:3].upper() in ("POD", "HD ")
        return float(counted["n"]) * _UNITS.get(named.lower(), 1.0) if known else None
    dated = _DATE.fullmatch(words)
    return float(_day(dated)) if dated else None


def _day(found: re.Match[str]) -> int:
    if found["y"]:
        month, day, year = int(found["m"]), int(found["d"]), int(found["y"])
    else:
        month = month_number(found["month"] or found["month2"])
        day, year = int(found["day"] or found["day2"]), int(found["year"])
    return date(year, min(max(month, 1), 12), 1).toordinal() + day


def _odd(times: Sequence[float]) -> int | None:
    """The one time without which all rise, where they do not rise with it."""
    falls = [index for index, (one, two) in enumerate(pairwise(times), 1) if two < one]
    if len(falls) != 1:
        return None
    for index in (falls[0], falls[0] - 1):
        rest = [*times[:index], *times[index + 1 :]]
        if all(one < two for one, two in pairwise(rest)):
            return index if 0 < index < len(times) - 1 else None
    return None


_ROWS = "CRP\t90\t80\t60\t12\t9\nLDH\t500\t420\t390\t300\t240\n"
TIM009 = Rule(
    "TIM009",
    "The columns of a table do not run in order of time",
    "warning",
    (),
    out_of_order,
    Examples(
        fires=(
            Example(f"Day\t1\t8\t5\t12\t15\n{_ROWS}"),
            Example(f"Test\tDay 1\tDay 8\tDay 5\tDay 12\tDay 15\n{_ROWS}"),
        ),
        still=(
            Example(f"Day\t1\t5\t8\t12\t15\n{_ROWS}"),
            Example(f"Test\tDay 1\tDay 8\tDay 1\tDay 8\tDay 15\n{_ROWS}"),
            Example(f"Patient\t1\t8\t5\t12\t15\n{_ROWS}"),
        ),
    ),
)
