"""A table of a PDF written onto the sheet: rows are lines, cells a tab apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from epicrisis.model import Block, Cell, Table
from epicrisis.readers.cells import cell_span
from epicrisis.readers.inline import Marks
from epicrisis.readers.pdf_cells import grid
from epicrisis.readers.pdf_gridcells import Grid, GridCell
from epicrisis.readers.pdf_paths import Box
from epicrisis.readers.pdf_sheet import Sheet
from epicrisis.readers.pdf_words import Strip


@dataclass(slots=True)
class Area:
    """A table, or the part of one that stands on a page."""

    strips: list[Strip]
    rules: list[Box]
    box: Box
    page: int

    def grid(self) -> Grid:
        """Find its cells."""
        return grid(self.strips, self.rules, self.box)


def rest(area: Area, before: Grid, behind: Area) -> Grid | None:
    """Give the cells of a table that goes on from one page or column to the next, else None.

    The columns must stand as they did; a head that is printed again is known by its words.
    """
    shift = behind.box[0] - area.box[0]
    own = behind.grid()
    bounds = [bound + shift for bound in before.bounds]
    if not bounds or len(own.bounds) > len(bounds) or behind.box[2] - area.box[2] - shift > 12:
        return None
    if len(own.bounds) < len(bounds) and any(_crosses(strip, bounds) for strip in behind.strips):
        return None
    found = grid(behind.strips, behind.rules, behind.box, bounds)
    if _columns(found) != _columns(before) and _head(found) != _head(before):
        return None
    found.heads = before.heads if _head(found, before.heads) == _head(before) else 0
    return found


def _crosses(strip: Strip, bounds: Sequence[float]) -> bool:
    return any(
        piece.left + 1 < bound < piece.right - 1 for bound in bounds for piece in strip.pieces
    )


def _columns(grid: Grid) -> int:
    return max((cell.column + cell.across for cell in grid.cells), default=0)


def _head(grid: Grid, heads: int | None = None) -> list[str]:
    until = grid.heads if heads is None else heads
    return [_words(cell) for cell in grid.cells if cell.row < until]


def _words(cell: GridCell) -> str:
    return "".join(piece.text for line in cell.lines for piece in line)


def write_table(sheet: Sheet, parts: Sequence[tuple[Grid, int]], left: int) -> Table | None:
    """Write a table as a block of its own; None where it has more cells than are left.

    Args:
        sheet: Where to.
        parts: Its parts, each with its page; the head is written once.
        left: Cells that may still be written.
    """
    size = sum(len(part.cells) for part, _ in parts)
    if not size or size > left:
        return None
    heads = parts[0][0].heads
    sheet.part()
    start = sheet.length
    cells: list[Cell] = []
    row = column = shift = 0
    for number, (part, page) in enumerate(parts):
        sheet.page = page
        skipped = part.heads if number else 0
        shift = row + 1 - skipped if number else 0
        for cell in part.cells:
            if cell.row < skipped:
                continue
            separator = ""
            if cell.row + shift != row:
                separator, row, column = "\n", cell.row + shift, 0
            separator += "\t" * (cell.column - column)
            column = cell.column
            cells.append(_write(sheet, cell, row, separator, head=row < heads))
    block = Block(kind="table", start=start, end=sheet.length)
    sheet.blocks.append(block)
    return Table(start=start, end=block.end, header_rows=heads, cells=tuple(cells))


def _write(sheet: Sheet, cell: GridCell, row: int, separator: str, *, head: bool) -> Cell:
    marks = Marks()
    start = sheet.begin_cell(separator)
    for line in cell.lines:
        sheet.cell_line(line, marks)
    words = sheet.since(start)
    left, right, plain_marks = cell_span(words, 0, len(words))
    return Cell(
        row=row,
        column=cell.column,
        colspan=cell.across,
        start=start + left,
        end=start + right,
        header=head or cell.column == 0,
        marks=(*marks.found, *plain_marks),
    )
