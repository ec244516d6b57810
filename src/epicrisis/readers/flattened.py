"""A table whose columns were lost in print, put together again.

What is left is a line of words for each row: `LDH (IU/L) <229 400 208 317`. The values at its end
are cells; how many columns there are follows from the headers, or from the fullest rows. A row with
fewer values has lost its empty cells, and each value keeps every column it may belong to. Values
are never moved by a guess.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from epicrisis.model import Cell
from epicrisis.readers.cells import Span, cell_span
from epicrisis.readers.column_heads import Heads, holds_heads, read_heads
from epicrisis.readers.lines import Line

_TOKEN = re.compile(r"\S+")
_VALUE = re.compile(
    r"(?:[<>≤≥~±=]{0,2}[-+−–]?\d[\d.,]*(?:[-–/~]\d[\d.,]*){0,2}[%)]?[*†‡§a-c]?"
    r"|[<>≤≥]|[-–—−]|[-+±]{1,4}|\([-+±]\)|[xX✓√]|n/?[adt]|N/?[ADT]|n\.[ads]\.|N\.[ADS]\.|\.\.+|…"
    r"|[Nn]egative|[Pp]ositive|[Nn]ormal|[Uu]ndetectable|[Uu]nknown|[Yy]es|[Nn]o|[Nn]one)[,;]?$"
)
_ALONE: Final = frozenset("<>≤≥±~×")
_JOINED = re.compile(
    r"(?:±|×|x(?=10)|\(\S{1,15}\)?|\S{0,12}\)|10\^?\d{1,2}(?:/\S{1,8})?|%|mg|g|kg|mmHg|kPa"
    r"|[a-zA-Zµμ]{1,5}/\S{1,12})$"
)
_BOUND = re.compile(r"[<>≤≥]=?\s?\d|\d[\d.,]*\s?[-–~]\s?\d")
_DATE = re.compile(
    r"(?:\d{1,4}(?P<sign>[-/.])\d{1,2}(?P=sign)\d{1,4}|\d{1,2}/(?:19|20)\d\d"
    r"|(?:19|20)\d\d[-/]\d{1,2})$"
)
_COUNTS = re.compile(
    r"\b(?:days?|weeks?|months?|years?|hours?|time|dates?|visits?|case|patient|cycle|course|HD|POD)"
    r"(?:\s(?:after|since|from|of|post)\b.{0,40})?\W{0,3}$",
    re.IGNORECASE,
)
_LONGEST_ROW: Final = 300
_WIDEST: Final = 40  # values in one row of print


@dataclass(slots=True)
class Row:
    """A line of a lost table: the span of its label, and those of its values."""

    label: Span
    values: list[Span] = field(default_factory=list)


def parse_row(text: str, line: Line) -> Row | None:
    """Take a line apart into a label and the values at its end; None where it has no values."""
    if line.end - line.start > _LONGEST_ROW:
        return None
    tokens = [found.span() for found in _TOKEN.finditer(text, line.start, line.end)]
    first = len(tokens)
    while first > 1 and _valued(text, tokens, first - 1):
        first -= 1
    while first < len(tokens) and not _VALUE.match(text[slice(*tokens[first])]):
        first += 1
    if first == len(tokens) or len(tokens) - first > _WIDEST:
        return None
    label = (tokens[0][0], tokens[first - 1][1])
    if not any(letter.isalpha() for letter in text[slice(*label)]):
        return None
    return Row(label, _grouped(text, tokens[first:]))


def _valued(text: str, tokens: Sequence[Span], index: int) -> bool:
    token = text[slice(*tokens[index])]
    if _VALUE.match(token) or token in _ALONE:
        return True
    before = text[slice(*tokens[index - 1])]
    return bool(_JOINED.match(token)) and bool(_VALUE.match(before) or _JOINED.match(before))


def _grouped(text: str, tokens: Sequence[Span]) -> list[Span]:
    """Put the parts of one value together: `< 8`, `3.1 ± 0.2`, `12 x 10^9/L`, `2.36 (58%)`."""
    values: list[Span] = []
    glue = False
    for start, end in tokens:
        token = text[start:end]
        joins = glue or (_JOINED.match(token) is not None and not _VALUE.match(token))
        joined = bool(values) and joins
        if joined:
            values[-1] = (values[-1][0], end)
        else:
            values.append((start, end))
        glue = token in _ALONE or (token in ("x", "X") and joined)
    return values


@dataclass(slots=True)
class Flattened:
    """A table put together again: how many lines it takes, its header rows and its cells."""

    lines: int
    header_rows: int
    cells: list[Cell]


def rebuild(text: str, found: Sequence[Line]) -> Flattened | None:
    """Put a table together from the lines below its caption, or give None where they are prose.

    Args:
        text: The document's text.
        found: The lines from the caption to the next paragraph.
    """
    rows = [parse_row(text, line) for line in found]
    while rows and rows[-1] is None:
        rows.pop()
    counts = [len(row.values) for row in rows if row]
    if len(counts) < 2 or (max(counts) < 2 and len(counts) < 3):
        return None
    first = _first_row(text, rows)
    if first > 1 and _goes_on(text, rows[first]) and not holds_heads(text, found[first - 1]):
        first -= 1
    filled = sum(row is not None for row in rows[first:])
    if filled < 2 or 2 * filled < len(rows) - first:
        return None
    heads = read_heads(text, found[:first])
    body = _body(text, found[first : len(rows)], rows[first:])
    referenced = _has_reference(text, heads, body)
    columns = _columns(text, body, referenced=referenced)
    cells = heads.cells(columns, referenced=referenced)
    header_rows = 1 if cells else 0
    for number, row in enumerate(body, start=header_rows):
        cells += _row_cells(text, number, row, columns, referenced=referenced)
    return Flattened(len(rows), header_rows, cells)


def _first_row(text: str, rows: Sequence[Row | None]) -> int:
    """The first line of values that is no header; a header may end in a number itself."""
    widest = max(len(row.values) for row in rows if row)
    for index, row in enumerate(rows):
        if row and 2 * len(row.values) >= widest and not _heads_columns(text, row):
            return index
    return len(rows)


def _heads_columns(text: str, row: Row) -> bool:
    """Say whether a line of numbers heads the columns: `Week 4 12 26`, or `... Day 1 Day 7`."""
    values = [text[slice(*value)] for value in row.values]
    if all(_DATE.match(value) for value in values):
        return True
    if not _COUNTS.search(text[slice(*row.label)]):
        return False
    whole = [int(value) for value in values if value.isdecimal()]
    return len(whole) == len(values) and whole == sorted(set(whole))


def _goes_on(text: str, row: Row | None) -> bool:
    """Say whether a label is the end of one that the line above began."""
    return row is not None and (text[row.label[0]].islower() or text[row.label[0]] == "(")


def _body(text: str, found: Sequence[Line], rows: Sequence[Row | None]) -> list[Row]:
    """The rows; a line without values is the start of the next label, or a row of its own."""
    body: list[Row] = []
    waiting: Span | None = None
    for line, row in zip(found, rows, strict=True):
        if row is None:
            if waiting:
                body.append(Row(waiting))
            waiting = (line.start, line.end)
            continue
        if waiting:
            if _goes_on(text, row):
                row = Row((waiting[0], row.label[1]), row.values)
            else:
                body.append(Row(waiting))
            waiting = None
        body.append(row)
    return body


def _has_reference(text: str, heads: Heads, body: Sequence[Row]) -> bool:
    """Say whether the first value of the rows is a reference range: by header, else by its form."""
    if heads.reference:
        return True
    full = [row for row in body if len(row.values) > 1]
    bounds = [
        row
        for row in full
        if _BOUND.match(text[slice(*row.values[0])])
        and not any(_BOUND.match(text[slice(*value)]) for value in row.values[1:])
    ]
    return len(bounds) > 1 and 2 * len(bounds) > len(full)


def _columns(text: str, body: Sequence[Row], *, referenced: bool) -> int:
    """How many columns of values there are, without that of the reference range."""
    return max(
        len(row.values) - (referenced and _opens_with_range(text, row))
        for row in body
        if row.values
    )


def _opens_with_range(text: str, row: Row) -> bool:
    return bool(row.values) and _BOUND.match(text[slice(*row.values[0])]) is not None


def _row_cells(text: str, number: int, row: Row, columns: int, *, referenced: bool) -> list[Cell]:
    cells = [_cell(text, number, 0, row.label, header=True)]
    values = row.values
    base = 1
    if referenced:
        base = 2
        if values and (_opens_with_range(text, row) or len(values) > columns):
            cells.append(_cell(text, number, 1, values[0]))
            values = values[1:]
    lost = max(0, columns - len(values))
    for index, value in enumerate(values):
        last = base + index + lost if lost else None
        cells.append(_cell(text, number, base + index, value, last=last))
    return cells


def _cell(
    text: str, row: int, column: int, span: Span, *, header: bool = False, last: int | None = None
) -> Cell:
    start, end, marks = cell_span(text, *span)
    return Cell(
        row=row,
        column=column,
        start=start,
        end=end,
        header=header,
        column_last=last,
        marks=marks,
    )
