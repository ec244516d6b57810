"""NUM009 and TAB007: the numbers of a table against one another."""

import re
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.audit.tables import Row, rows_of
from epicrisis.model import Course, Document

_TOTAL = re.compile(r"(?:sub)?total|(?:over)?all|sum", re.I)
_COUNT = re.compile(r"(\d{1,6})(?:\s*[(\[]\s*\d{1,3}(?:[.,·]\d+)?\s*%?\s*[)\]])?")
_PLAIN = re.compile(r"(\d{1,6}(?:\.\d+)?)")
_LEAST = 4  # cells of a row that tell what is usual in it
_FAR = 3.0  # times by which a cell is out of its row
_NEAR = 1.5  # times by which it may be out of the row it belongs to


def totals(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Add up the columns above a row of totals; where some add up, all should."""
    for table in document.tables:
        rows = rows_of(document, table)
        last = next((at for at, row in enumerate(rows) if _TOTAL.fullmatch(row.label)), None)
        if last is None or last < 2:
            continue
        above = [_numbers(row, _COUNT) for row in rows[:last]]
        sums = _numbers(rows[last], _COUNT)
        columns = [c for c in sums if all(c in row for row in above)]
        wrong = [c for c in columns if sum(row[c] for row in above) != sums[c]]
        if len(wrong) != 1 or len(columns) < 2 or not any(sums[c] for c in columns):
            continue
        cell, words = rows[last].cells[wrong[0]]
        added = sum(row[wrong[0]] for row in above)
        yield Remark(
            f"The column adds up to {added:g}, printed {words!r}; the other columns add up.",
            (cell.start, cell.end),
            related=tuple(
                (row.cells[wrong[0]][0].start, row.cells[wrong[0]][0].end) for row in rows[:last]
            ),
            suggestion=f"{added:g}",
        )


def _numbers(row: Row, pattern: re.Pattern[str]) -> dict[int, float]:
    """The cells that are a number and nothing else, by column."""
    found = {column: pattern.fullmatch(words) for column, (_, words) in row.cells.items()}
    return {column: float(one[1]) for column, one in found.items() if one}


def exchanged(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for two cells of one column that are far out, each in its own row, and fit each other's.

    Only in rows of plain numbers, right below one another.
    """
    for table in document.tables:
        rows = rows_of(document, table)
        numbers = [_numbers(row, _PLAIN) for row in rows]
        for at in range(len(rows) - 1):
            upper, lower = numbers[at], numbers[at + 1]
            shared = [c for c in upper if c in lower]
            if len(shared) < _LEAST:
                continue
            swapped = [c for c in shared if _is_exchanged(upper, lower, c)]
            if len(swapped) == 1:
                one, two = (rows[i].cells[swapped[0]] for i in (at, at + 1))
                yield Remark(
                    f"{one[1]!r} of {rows[at].label!r} and {two[1]!r} of {rows[at + 1].label!r} "
                    "seem to have changed places.",
                    (one[0].start, one[0].end),
                    related=((two[0].start, two[0].end),),
                    suggestion=f"{two[1]} and {one[1]}",
                )


def _is_exchanged(upper: Mapping[int, float], lower: Mapping[int, float], column: int) -> bool:
    above = [value for c, value in upper.items() if c != column]
    below = [value for c, value in lower.items() if c != column]
    one, two = upper[column], lower[column]
    if min(one, two, *above, *below) <= 0:
        return False
    if max(max(row) / min(row) for row in (above, below)) > _FAR:
        return False  # a row of many kinds
    return _apart(one, above) and _apart(two, below) and _within(one, below) and _within(two, above)


def _apart(value: float, others: Sequence[float]) -> bool:
    middle = median(others)
    inside = min(others) <= value <= max(others)
    return not inside and max(value / middle, middle / value) > _FAR


def _within(value: float, others: Sequence[float]) -> bool:
    return min(others) / _NEAR <= value <= max(others) * _NEAR


_SEEN = "Finding\tWomen\tMen\nRash\t4\t6\nFever\t5\t3\nTotal\t9\t{}\n"
NUM009 = Rule(
    "NUM009",
    "A table's total is not the sum of its rows",
    "warning",
    (),
    totals,
    Examples(
        fires=(Example(_SEEN.format(11)),),
        still=(
            Example(_SEEN.format(9)),
            Example("Finding\tPatients\nRash\t4\nFever\t5\nTotal\t7\n"),
        ),
    ),
)
_DAYS = "Day\t1\t2\t3\t4\t5\nTemperature\t38.1\t38.4\t{}\t37.2\t37\nLDH\t500\t480\t{}\t300\t280\n"
TAB007 = Rule(
    "TAB007",
    "Two cells of a column have changed places",
    "warning",
    (),
    exchanged,
    Examples(
        fires=(Example(_DAYS.format(412, 37.9)),),
        still=(Example(_DAYS.format(37.9, 412)), Example(_DAYS.format(37.9, 37.9))),
    ),
)
