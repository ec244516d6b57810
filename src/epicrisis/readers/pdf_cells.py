"""The cells of a table on a page: columns from what every row leaves free, rows from distances."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from epicrisis.readers.pdf_columns import rows_of
from epicrisis.readers.pdf_gridcells import Grid, GridCell
from epicrisis.readers.pdf_paths import Box
from epicrisis.readers.pdf_spans import spread
from epicrisis.readers.pdf_tables import horizontal, upright
from epicrisis.readers.pdf_words import Piece, Strip

_NARROW: Final = 0.45  # of the size: pieces nearer than this are in one cell
_COLUMN_GAP: Final = 0.55  # of the size: what all rows leave free is wider than this
_SHARE: Final = 0.07  # of the rows that may cross the gap between two columns
_WIDEST: Final = 20_000  # points; nothing that is printed is seven metres wide


@dataclass(slots=True)
class _Chunk:
    """Pieces of one line near one another."""

    pieces: list[Piece]
    left: float
    right: float


def grid(
    strips: Sequence[Strip], rules: Sequence[Box], box: Box, known: Sequence[float] = ()
) -> Grid:
    """Give the cells of a table.

    Args:
        strips: What stands in it.
        rules: The lines drawn in it.
        box: Where it is.
        known: Where columns part, if another part of the table has shown it.
    """
    lines = rows_of(strips)
    chunked = [_chunks(line) for line in lines]
    flat = horizontal(rules)
    across = [rule for rule in flat if rule[2] - rule[0] > 0.85 * (box[2] - box[0])]
    size = sorted(s.size for s in strips)[len(strips) // 2]
    head = _head_lines(lines, across)
    bounds = known or _bounds(chunked, head, size, upright(rules, box), box)
    parted = _parted_by(lines, [rule for rule in flat if rule not in across], size)
    starts = _row_starts(lines, chunked, bounds, across, parted, size)
    made = Grid(
        heads=max(1, sum(start < head for start in starts)) if head else 1, bounds=tuple(bounds)
    )
    for number, first in enumerate(starts):
        last = starts[number + 1] if number + 1 < len(starts) else len(lines)
        upper = number == 0 and _is_lower(starts, chunked, bounds)
        loose = None if upper else number >= made.heads - 1
        made.cells += _row_cells(chunked[first:last], bounds, number, loose=loose)
    spread(made, bounds, rules, box)
    return made


def _is_lower(
    starts: Sequence[int], lines: Sequence[Sequence[_Chunk]], bounds: Sequence[float]
) -> bool:
    """Say whether the second row has nothing in front, as the lower row of a head has."""
    if len(starts) < 2:
        return False
    return 0 not in {_column(chunk, bounds)[0] for chunk in lines[starts[1]]}


def _chunks(line: Sequence[Strip]) -> list[_Chunk]:
    found: list[_Chunk] = []
    for strip in line:
        last: Piece | None = None
        for piece in strip.pieces:
            near = last is not None and piece.left - last.right < _NARROW * strip.size
            if near and found:
                found[-1].pieces.append(piece)
                found[-1].right = max(found[-1].right, piece.right)
            else:
                found.append(_Chunk([piece], piece.left, piece.right))
            last = piece
    return found


def _head_lines(lines: Sequence[Sequence[Strip]], across: Sequence[Box]) -> int:
    """How many lines stand between the first two lines drawn across."""
    if len(across) < 3 or not lines:
        return 0
    inner = [rule for rule in across if rule[1] > lines[0][0].bottom - 2]
    if not inner:
        return 0
    count = sum(line[0].bottom <= inner[0][1] + 2 for line in lines)
    return count if count <= max(4, len(lines) // 3) else 0


def _bounds(
    lines: Sequence[Sequence[_Chunk]],
    head: int,
    size: float,
    walls: Sequence[float],
    box: Box,
) -> list[float]:
    """Where one column ends and the next begins, from left to right."""
    inner = [x for x in walls if box[0] + 4 < x < box[2] - 4]
    if inner and len(walls) >= 3:
        return inner
    several = [line for line in lines if len(line) > 1]
    known = head or min(3, len(several) // 3)  # lines of a head may cross what the rest leaves free
    body = [line for line in lines[head:] if len(line) > 1] if head else several[known:]
    if len(body) < 2:
        body = [line for line in lines if len(line) > 1]
    low = int(min((c.left for line in body for c in line), default=0))
    high = int(max((c.right for line in body for c in line), default=0)) + 2
    if high - low > _WIDEST:
        return []
    cover = _cover(body, low, high)
    every = _cover([line for line in lines if len(line) > 1], low, high)
    allowed = int(_SHARE * len(body))
    bounds: list[float] = []
    start: int | None = None
    for x, count in enumerate(cover):
        if count <= allowed:
            start = x if start is None else start
        elif start is not None:
            if start > 0 and x - start >= _COLUMN_GAP * size:
                bounds.append(low + _emptiest(every, start, x))
            start = None
    return bounds


def _cover(lines: Sequence[Sequence[_Chunk]], low: int, high: int) -> list[int]:
    """How many lines cover each point across."""
    steps = [0] * (high - low + 2)  # how many pieces begin at a point, less those that end there
    for line in lines:
        for chunk in line:
            for piece in chunk.pieces:
                first = max(0, int(piece.left) - low)
                last = min(len(steps) - 1, int(piece.right + 0.99) - low)
                if first < last:
                    steps[first] += 1
                    steps[last] -= 1
    return list(accumulate(steps[:-1]))


def _emptiest(every: Sequence[int], start: int, end: int) -> float:
    """The middle of the widest stretch between two points that the fewest lines cover."""
    least = min(every[start:end])
    best = (0, (start + end) / 2)
    first = start
    for x in range(start, end + 1):
        if x < end and every[x] == least:
            continue
        if x - first > best[0]:
            best = (x - first, (first + x) / 2)
        first = x + 1
    return best[1]


def _column(chunk: _Chunk, bounds: Sequence[float]) -> tuple[int, int]:
    """The columns that a chunk reaches over: first and last."""
    first = sum(bound <= chunk.left + 1 for bound in bounds)
    last = sum(bound < chunk.right - 1 for bound in bounds)
    return first, max(first, last)


def _parted_by(lines: Sequence[Sequence[Strip]], rules: Sequence[Box], size: float) -> list[bool]:
    """Say of each line but the last whether something is drawn between it and the next."""
    feet = [max(strip.bottom for strip in line) for line in lines]
    return [
        any(foot - 0.5 * size < rule[1] < below - 0.3 * size for rule in rules)
        for foot, below in pairwise(feet)
    ]


def _row_starts(
    lines: Sequence[Sequence[Strip]],
    chunked: Sequence[Sequence[_Chunk]],
    bounds: Sequence[float],
    across: Sequence[Box],
    parted: Sequence[bool],
    size: float,
) -> list[int]:
    """Which lines begin a row."""
    if not lines:
        return []
    feet = [max(s.bottom for s in line) for line in lines]
    cuts = _parted_by(lines, across, size)
    if sum(cuts) >= 3 and sum(cuts) >= 0.34 * len(cuts):
        return [0, *(i + 1 for i, cut in enumerate(cuts) if cut)]
    steps = [b - a for a, b in pairwise(feet)]
    tight = min(steps, default=0.0)
    loose = max(steps, default=0.0)
    spaced = loose > 1.2 * tight and sum(step < 1.12 * tight for step in steps) < 0.9 * len(steps)
    starts = [0]
    for i, step in enumerate(steps):
        if cuts[i] or parted[i] or (spaced and step > 1.2 * tight):
            starts.append(i + 1)
        elif spaced and sum(s > 1.2 * tight for s in steps) >= 0.25 * len(steps):
            continue
        elif _opens_row(chunked[starts[-1] : i + 1], chunked[i + 1], bounds):
            starts.append(i + 1)
    return starts


def _opens_row(
    row: Sequence[Sequence[_Chunk]], line: Sequence[_Chunk], bounds: Sequence[float]
) -> bool:
    """Say whether a line begins a row: by its first column, or by columns still empty above it."""
    columns = {_column(chunk, bounds)[0] for chunk in line}
    filled = {_column(chunk, bounds)[0] for above in row for chunk in above}
    if len(columns - filled) > 1:
        return True
    if 0 not in columns:
        return False
    first = line[0].pieces[0].text
    others = len(columns) > 1
    above = {_column(chunk, bounds)[0] for chunk in row[-1]}
    if not others and len(above) > 1:
        return not (first[:1].islower() or first[:1] in "(/–-&")
    if first[:1].islower() and others:
        return above != {0} or not row[-1][-1].pieces[-1].text.endswith(("-", ","))
    return others or not first[:1].islower()


def _row_cells(
    lines: Sequence[Sequence[_Chunk]], bounds: Sequence[float], number: int, *, loose: bool | None
) -> list[GridCell]:
    cells: dict[int, GridCell] = {}
    for line in lines:
        for chunk in _parted(line, bounds, loose=loose):
            first, last = _column(chunk, bounds)
            home = next((c for c, cell in cells.items() if c <= first < c + cell.across), None)
            if home is None:
                cells[first] = GridCell(number, first, last - first + 1, [chunk.pieces])
                continue
            cell = cells[home]
            if any(piece in cell.lines[-1] for piece in chunk.pieces) or _same_line(cell, chunk):
                chunk.pieces[0].spaced = True
                cell.lines[-1].extend(chunk.pieces)
            else:
                cell.lines.append(chunk.pieces)
            cell.across = max(cell.across, last - home + 1)
    found = [cells[column] for column in sorted(cells)]
    for cell, behind in pairwise(found):
        cell.across = max(1, min(cell.across, behind.column - cell.column))
    return found


def _same_line(cell: GridCell, chunk: _Chunk) -> bool:
    last = cell.lines[-1][-1]
    return abs(last.bottom - chunk.pieces[0].bottom) < 0.5 * (last.bottom - last.top)


def _parted(line: Sequence[_Chunk], bounds: Sequence[float], *, loose: bool | None) -> list[_Chunk]:
    """Cut chunks at the bounds where a gap between pieces stands at one.

    Args:
        line: The chunks of a line.
        bounds: Where columns end.
        loose: Whether a gap need only be near the bound, as words of two narrow heads are; None
            where chunks stay whole.
    """
    if loose is None:
        return list(line)
    found: list[_Chunk] = []
    for chunk in line:
        cuts = _cuts(chunk, bounds, loose=loose and len(line) > 1)
        first = 0
        for cut in [*cuts, len(chunk.pieces)]:
            part = chunk.pieces[first:cut]
            if part:
                found.append(_Chunk(part, part[0].left, part[-1].right))
            first = cut
    return found


def _cuts(chunk: _Chunk, bounds: Sequence[float], *, loose: bool) -> list[int]:
    """The indexes of pieces that begin another cell."""
    cuts: set[int] = set()
    for bound in bounds:
        if not chunk.left < bound < chunk.right:
            continue
        best: tuple[float, int] | None = None
        for index, (before, piece) in enumerate(pairwise(chunk.pieces), 1):
            off = max(before.right - 0.5 - bound, bound - piece.left - 0.5, 0.0)
            if best is None or off < best[0]:
                best = (off, index)
        if best is not None and best[0] <= (chunk.pieces[0].size if loose else 0.0):
            cuts.add(best[1])
    return sorted(cuts)
