"""A table of a PDF written onto the sheet: rows are lines, cells a tab apart."""

from collections.abc import Sequence

from epicrisis.model import Block, Cell, Table
from epicrisis.readers.cells import cell_span
from epicrisis.readers.inline import Marks
from epicrisis.readers.pdf_cells import GridCell, grid
from epicrisis.readers.pdf_paths import Box
from epicrisis.readers.pdf_sheet import Sheet
from epicrisis.readers.pdf_words import Strip


def write_table(
    sheet: Sheet, strips: Sequence[Strip], rules: Sequence[Box], box: Box, page: int, left: int
) -> Table | None:
    """Write a table as a block of its own; None where it has more cells than are left."""
    made = grid(strips, rules, box)
    if not made.cells or len(made.cells) > left:
        return None
    sheet.part()
    sheet.page = page
    start = sheet.length
    cells: list[Cell] = []
    row = column = 0
    for cell in made.cells:
        if cell.row != row:
            separator, row, column = "\n", cell.row, 0
        else:
            separator = ""
        separator += "\t" * (cell.column - column)
        column = cell.column
        cells.append(_write(sheet, cell, separator, head=cell.row < made.heads))
    block = Block(kind="table", start=start, end=sheet.length)
    sheet.blocks.append(block)
    return Table(start=start, end=block.end, header_rows=made.heads, cells=tuple(cells))


def _write(sheet: Sheet, cell: GridCell, separator: str, *, head: bool) -> Cell:
    marks = Marks()
    start = sheet.begin_cell(separator)
    for line in cell.lines:
        sheet.cell_line(line, marks)
    words = sheet.since(start)
    left, right, plain_marks = cell_span(words, 0, len(words))
    return Cell(
        row=cell.row,
        column=cell.column,
        colspan=cell.across,
        start=start + left,
        end=start + right,
        header=head or cell.column == 0,
        marks=(*marks.found, *plain_marks),
    )
