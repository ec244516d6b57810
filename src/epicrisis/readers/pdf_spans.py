"""Cells of a table's head that stand above several columns."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from epicrisis.readers.pdf_gridcells import Grid, GridCell
from epicrisis.readers.pdf_paths import Box
from epicrisis.readers.pdf_sheet import around

_DEEPEST: Final = 5  # rows of a head
_CENTRED: Final = 6.0  # points that the middle of a cell may be off that of its columns


def spread(grid: Grid, bounds: Sequence[float], rules: Sequence[Box], box: Box) -> None:
    """Widen the cells of the head that stand above several columns, and count its rows.

    A line below a cell shows how far it reaches; else its middle does, or the lines at its sides.
    """
    edges = [box[0], *bounds, box[2]]
    sides = _sides(grid)
    rows: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell)
    head = 0
    while head < min(_DEEPEST, len(rows) - 2):
        row, below = rows.get(head, []), rows.get(head + 1, [])
        if head >= grid.heads - 1 and not _is_upper(row, below):
            break
        for cell in row:
            _spread(cell, row, below, edges, sides, rules)
        wide = any(cell.across > 1 for cell in row)
        head += 1
        if head >= grid.heads and wide:
            grid.heads = head + 1
        elif head >= grid.heads:
            break


def _is_upper(row: Sequence[GridCell], below: Sequence[GridCell]) -> bool:
    """Say whether a row may have more of the head below: cells there, but none in front."""
    columns = {cell.column for cell in below}
    taken = {cell.column for cell in row}
    return bool(columns) and 0 not in columns and 0 in taken and not columns <= taken


def _spread(
    cell: GridCell,
    row: Sequence[GridCell],
    below: Sequence[GridCell],
    edges: Sequence[float],
    sides: dict[int, tuple[float, float]],
    rules: Sequence[Box],
) -> None:
    left, _, right, bottom = around([piece for line in cell.lines for piece in line])
    under = [
        rule
        for rule in rules
        if rule[2] - rule[0] < 0.8 * (edges[-1] - edges[0])
        and -3 < rule[1] - bottom < 8
        and rule[0] < left + 4
        and rule[2] > right - 4
    ]
    if under:
        reached = [
            column
            for column, (start, end) in enumerate(pairwise(edges))
            if min(end, under[0][2]) - max(start, under[0][0]) > 0.4 * (end - start)
        ]
        if reached:
            cell.column, cell.across = reached[0], reached[-1] - reached[0] + 1
        return
    alone = _alone(cell, row, below)
    if alone is not None:
        cell.column, cell.across = alone
        return
    free = _free(cell, row, below)
    middle = (left + right) / 2
    best: tuple[float, int, int] | None = None
    for first in range(free[0], cell.column + 1):
        for last in range(cell.column + cell.across - 1, free[1] + 1):
            if first not in sides or last not in sides or last == first:
                continue
            off = abs((sides[first][0] + sides[last][1]) / 2 - middle)
            if off < _CENTRED and (best is None or off - 1 < best[0]):
                best = (off, first, last)
    if best is not None:
        cell.column, cell.across = best[1], best[2] - best[1] + 1


def _alone(
    cell: GridCell, row: Sequence[GridCell], below: Sequence[GridCell]
) -> tuple[int, int] | None:
    """First column and number of columns of a cell that is alone above a run of others."""
    filled = {c.column for c in below}
    first = last = cell.column
    if first not in filled:
        return None
    while first - 1 in filled:
        first -= 1
    while last + 1 in filled:
        last += 1
    alone = sum(first <= other.column <= last for other in row) == 1
    return (first, last - first + 1) if alone and last > first else None


def _sides(grid: Grid) -> dict[int, tuple[float, float]]:
    """Where the words of each column begin and end, below the head."""
    sides: dict[int, tuple[float, float]] = {}
    for cell in grid.cells:
        if cell.row >= grid.heads and cell.across == 1:
            left, _, right, _ = around([piece for line in cell.lines for piece in line])
            known = sides.get(cell.column, (left, right))
            sides[cell.column] = (min(left, known[0]), max(right, known[1]))
    return sides


def _free(cell: GridCell, row: Sequence[GridCell], below: Sequence[GridCell]) -> tuple[int, int]:
    """The columns that a cell may reach over: nothing beside it there, and something below."""
    taken = {c.column + i for c in row if c is not cell for i in range(c.across)}
    filled = {c.column for c in below} | set(range(cell.column, cell.column + cell.across))
    first, last = cell.column, cell.column + cell.across - 1
    while first - 1 in filled - taken:
        first -= 1
    while last + 1 in filled - taken:
        last += 1
    return first, last
