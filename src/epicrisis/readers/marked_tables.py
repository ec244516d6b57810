"""Tables of JATS and HTML written onto the canvas, row by row, with the span of every cell."""

import re
from typing import Final

from epicrisis.model import Cell, Footnote, Table
from epicrisis.readers.base import MAX_CELLS
from epicrisis.readers.canvas import Canvas
from epicrisis.readers.cells import Span, cell_span
from epicrisis.readers.inline import Element, Marks, attribute, render, tag_of, words_in

_MOST_SPAN: Final = 200  # rows or columns that one cell may span
_RULE = re.compile(r"[\s_–—-]*$")
CELLS: Final = ("td", "th")


def rows_of(table: Element) -> list[tuple[Element, bool]]:
    """Give the rows of a table, each with whether it stands in its head; inner tables apart."""
    rows = []
    for child in table:
        tag = tag_of(child)
        if tag == "tr":
            rows.append((child, False))
        elif tag in ("thead", "tbody", "tfoot"):
            rows += [(row, tag == "thead") for row in child if tag_of(row) == "tr"]
    return rows


def write_table(
    canvas: Canvas,
    table: Element,
    *,
    label: str = "",
    caption: Span | None = None,
    noted: frozenset[str] = frozenset(),
    left: int = MAX_CELLS,
) -> Table | None:
    """Write a table as a block of its own.

    Args:
        canvas: Where to.
        table: The `table` element.
        label: Its label as printed, `Table 2`.
        caption: The span of its caption.
        noted: Numbers that are footnote marks of it.
        left: Cells that may still be written.

    Returns:
        The table, or None where it has no words or more cells than are left.
    """
    rows = [(row, head) for row, head in rows_of(table) if not _is_rule(row)]
    if sum(len(row) for row, _ in rows) > left:
        return None
    canvas.open("table")
    grid = _Grid(canvas, noted)
    for row, head in rows:
        grid.write_row(row, head=head)
    span = canvas.close()
    if span is None:
        return None
    heads = grid.head_rows or (1 if grid.opens_with_head and len(rows) > 1 else 0)
    return Table(
        label=label,
        start=span[0],
        end=span[1],
        caption=caption,
        header_rows=heads,
        cells=tuple(
            cell if cell.header or cell.row >= heads else cell.model_copy(update={"header": True})
            for cell in grid.cells
        ),
    )


def _is_rule(row: Element) -> bool:
    """Say whether a row is nothing but a line drawn across the table."""
    return all(
        next(cell.iter("hr"), None) is not None and _RULE.match("".join(words_in(cell)))
        for cell in row
        if tag_of(cell) in CELLS
    )


class _Grid:
    """Places cells in rows and columns, those that earlier rows reach into left free."""

    def __init__(self, canvas: Canvas, noted: frozenset[str]) -> None:
        self.canvas, self.noted = canvas, noted
        self.cells: list[Cell] = []
        self.head_rows = 0
        self.opens_with_head = False
        self._row = 0
        self._reaching: dict[int, int] = {}  # column -> rows it is still taken for
        self._first = True

    def write_row(self, row: Element, *, head: bool) -> None:
        column = 0
        separator = "" if self._first else "\n"
        found = [cell for cell in row if tag_of(cell) in CELLS]
        taken = {column for column, rows in self._reaching.items() if rows > 0}
        self._reaching = {c: rows - 1 for c, rows in self._reaching.items() if rows > 1}
        for cell in found:
            while column in taken:
                column += 1
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            self._write_cell(cell, column, across, down, separator, head=head)
            for reached in range(column, column + across):
                taken.add(reached)
                if down > 1:
                    self._reaching[reached] = down - 1
            column += across
            separator = "\t"
            self._first = False
        if head:
            self.head_rows += 1
        if self._row == 0:
            filled = found[1:] or found
            self.opens_with_head = bool(filled) and all(tag_of(cell) == "th" for cell in filled)
        self._row += 1

    def _write_cell(
        self, cell: Element, column: int, across: int, down: int, separator: str, *, head: bool
    ) -> None:
        marks = Marks(self.noted)
        self.canvas.begin_cell(separator)
        start = self.canvas.position
        render(self.canvas, cell, marks)
        words = self.canvas.end_cell()
        left, right, plain_marks = cell_span(words, 0, len(words))
        self.cells.append(
            Cell(
                row=self._row,
                column=column,
                rowspan=down,
                colspan=across,
                start=start + left,
                end=start + right,
                header=head or tag_of(cell) == "th" or column == 0,
                marks=(*marks.found, *plain_marks),
            )
        )


def _span(cell: Element, name: str) -> int:
    value = attribute(cell, name).strip()
    return min(int(value), _MOST_SPAN) if value.isdecimal() and int(value) > 0 else 1


def with_notes(table: Table, notes: list[Footnote]) -> Table:
    """Give a table its footnotes."""
    return table.model_copy(update={"footnotes": (*table.footnotes, *notes)}) if notes else table
