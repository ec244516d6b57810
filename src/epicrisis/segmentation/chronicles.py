"""Tables that tell a course: a date or a day in the first column, and sentences beside it.

CARE asks for a timeline (Gagnier et al. 2013, J Clin Epidemiol 67:46, item 7), and many reports
print one as a table. Its rows are read as sentences of the case, each with its date in front.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from epicrisis.model.documents import Cell, Document, Table
from epicrisis.vocab.numbers import COUNT_WORD

_LEAST_ROWS = 3
_MOST = 0.6  # share of the rows that must begin with a time, and of cells that must be words
_LONGEST = 60  # characters of a first cell
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_TIME = re.compile(
    r"^\s*(?:on |at |from |until |about |approximately )?(?:"
    r"(?:(?:post-?operative |hospital |illness )?(?:day|week|month|year|hour)s?|POD|HD|D)"
    r"\s?[-+−]?\d"
    rf"|{_MONTH}\s?\d|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}\b"
    r"|\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{2,4})?\b|(?:19|20)\d\d\b"
    rf"|(?:\d+|{COUNT_WORD})(?:\s?[-–]\s?\d+)?\s(?:days?|weeks?|months?|years?|hours?)\b"
    r"|(?:admission|discharge|presentation|onset|birth|diagnosis|follow-?up|initial|baseline)\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Row:
    """One entry: its first cell names the time, the others tell what was.

    Where the first column is blank the entry goes on with the time of the one above.
    """

    cells: tuple[Cell, ...]


def chronicle(document: Document, table: Table) -> list[Row]:
    """Give the entries of a table that tells a course, in order; none where it does not."""
    rows = list(_rows(document, table))
    if len(rows) < _LEAST_ROWS or not _tells(document.text, rows):
        return []
    return rows


def _rows(document: Document, table: Table) -> Iterator[Row]:
    """The rows below the header; a cell that runs over several rows stands in each."""
    first = max(table.header_rows, 0)
    by_row: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if document.text[cell.start : cell.end].strip():
            for row in range(cell.row, cell.row + (cell.rowspan if cell.column == 0 else 1)):
                by_row.setdefault(row, []).append(cell)
    for row in sorted(by_row):
        cells = sorted(by_row[row], key=lambda cell: cell.column)
        if row >= first:
            yield Row(tuple(cells))


def _tells(text: str, rows: list[Row]) -> bool:
    heads = [row.cells[0] for row in rows if row.cells[0].column == 0]
    dated = sum(_is_time(text, cell) for cell in heads)
    beside = [text[c.start : c.end] for row in rows for c in row.cells if c.column > 0]
    worded = sum(_is_told(words) for words in beside)
    return bool(beside) and dated >= _MOST * len(rows) and worded >= _MOST * len(beside)


def _is_time(text: str, cell: Cell) -> bool:
    return cell.end - cell.start <= _LONGEST and bool(_TIME.match(text[cell.start : cell.end]))


def _is_told(words: str) -> bool:
    """Say whether a cell holds words more than numbers."""
    letters = sum(map(len, _WORD.findall(words)))
    digits = sum(character.isdigit() for character in words)
    return letters >= 8 and letters > 3 * digits
