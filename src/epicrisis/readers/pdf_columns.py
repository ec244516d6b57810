"""Reading order: a page is cut into bands, and a band into columns, from what stands where.

A column of prose shows by its left edge: many strips start exactly there. Where no strip crosses
that edge, the band has two columns; a strip that crosses it (a title, a wide table) ends the band.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from epicrisis.readers.pdf_paths import Box
from epicrisis.readers.pdf_words import Strip

_NEAR: Final = 2.5  # points within which left edges are one edge
_GUTTER: Final = 4.0  # points that are free between columns, at least
_NARROWEST: Final = 0.17  # of the width of the text; a narrower column holds no prose
_ENOUGH: Final = 4  # strips that start at an edge nobody knows yet
_INDENT: Final = 42.0  # points; lines of one column may start so far apart
_DEEPEST: Final = 3


@dataclass(slots=True)
class Float:
    """A ruled table: read as one thing at its place."""

    box: Box
    strips: list[Strip]
    rules: list[Box]


@dataclass(slots=True)
class Column:
    """Rows of strips from top to bottom, and the edges of the text they belong to."""

    rows: list[list[Strip]]
    left: float
    right: float


Item = Column | Float


@dataclass(slots=True)
class _Thing:
    """A strip or a float on its way to a column."""

    left: float
    top: float
    right: float
    bottom: float
    of: Strip | Float
    height: float = field(default=0.0)


def arrange(found: Sequence[Strip], floats: Sequence[Float], edges: Sequence[float]) -> list[Item]:
    """Give the columns and floats of a page in reading order.

    Args:
        found: The strips that belong to the text, those inside floats left out.
        floats: What is read as one thing.
        edges: Left edges of columns that other pages of the document have.
    """
    things = [_Thing(s.left, s.top, s.right, s.bottom, s, s.size) for s in found]
    things += [_Thing(*f.box, f) for f in floats]
    return _arranged(things, edges, 0)


def edges_of(found: Sequence[Strip]) -> list[tuple[float, int]]:
    """Give the left edges, right of the first, that many wide strips share, and how many do."""
    if not found:
        return []
    left, right = min(s.left for s in found), max(s.right for s in found)
    wide = (right - left) * _NARROWEST
    return _edges([s.left for s in found if s.width >= wide], left + wide)


def _edges(lefts: list[float], beyond: float) -> list[tuple[float, int]]:
    groups: list[list[float]] = []
    for left in sorted(lefts):
        if groups and left - groups[-1][0] <= _NEAR:
            groups[-1].append(left)
        else:
            groups.append([left])
    kept = [(min(group), len(group)) for group in groups if min(group) > beyond]
    return sorted(kept, key=lambda edge: -edge[1])


def _arranged(things: list[_Thing], edges: Sequence[float], depth: int) -> list[Item]:
    if not things:
        return []
    left, right = min(t.left for t in things), max(t.right for t in things)
    wide = (right - left) * _NARROWEST
    lefts = [t.left for t in things if isinstance(t.of, Strip) and t.right - t.left >= wide]
    for edge, count in _edges(lefts, left + wide) if depth < _DEEPEST else ():
        known = any(abs(edge - other) <= 2 * _NEAR for other in edges)
        if count < (1 if known else _ENOUGH) or _is_inner(things, edge, wide, count):
            continue
        bands = _bands(things, edge, wide, known=known)
        if len(bands) == 1 and not isinstance(bands[0], tuple):
            continue
        items: list[Item] = []
        for band in bands:
            if isinstance(band, tuple):
                items += _arranged(band[0], edges, depth + 1)
                items += _arranged(band[1], edges, depth + 1)
            else:
                items += _arranged(band, edges, depth + 1)
        return items
    return _single(things)


def _is_inner(things: Sequence[_Thing], edge: float, wide: float, count: int) -> bool:
    """Say whether an edge is that of indented lines: others start a little to the left of it."""
    near = sum(edge - _INDENT < t.left < edge - _NEAR and t.right > edge + wide / 2 for t in things)
    return near >= max(2, 0.15 * count)


Band = list[_Thing] | tuple[list[_Thing], list[_Thing]]


def _bands(things: list[_Thing], edge: float, wide: float, *, known: bool) -> list[Band]:
    """Cut where a thing crosses the edge; between such things may lie two columns."""
    whole: list[_Thing] = []
    bands: list[Band] = []
    run: list[_Thing] = []
    ordered = sorted(things, key=lambda t: (t.top + t.bottom if t.height else 2 * t.top, t.left))

    def close() -> None:
        nonlocal run, whole
        split = _two(run, edge, wide, known=known)
        if split is None:
            whole += run
        else:
            if whole:
                bands.append(whole)
            whole = []
            bands.append(split)
        run = []

    for thing in ordered:
        if thing.left < edge - _NEAR and thing.right > edge - 1:
            close()
            whole.append(thing)
        else:
            run.append(thing)
    close()
    if whole:
        bands.append(whole)
    return bands


def _two(
    run: list[_Thing], edge: float, wide: float, *, known: bool
) -> tuple[list[_Thing], list[_Thing]] | None:
    """Part a run of things into those left and right of an edge, where both are columns."""
    before = [thing for thing in run if thing.left < edge - _NEAR]
    behind = [thing for thing in run if thing.left >= edge - _NEAR]
    if not before or not behind:
        return None
    if edge - max(thing.right for thing in before) < _GUTTER:
        return None
    at_edge = [t for t in behind if t.left - edge <= _NEAR and t.right - t.left >= wide]
    if len(at_edge) < (1 if known else 3) and not any(isinstance(t.of, Float) for t in behind):
        return None
    return None if _is_tabular(before, behind, edge) else (before, behind)


def _is_tabular(before: list[_Thing], behind: list[_Thing], edge: float) -> bool:
    """Say whether the left side holds the short labels of rows that go on at the right."""
    left = min(thing.left for thing in before)
    room = edge - left
    short = sum(thing.right - thing.left < 0.55 * room for thing in before)
    if short < 0.7 * len(before):
        return False
    feet = [thing.bottom for thing in behind]
    level = sum(any(abs(thing.bottom - foot) < 1.5 for foot in feet) for thing in before)
    return level >= 0.8 * len(before)


def _single(things: list[_Thing]) -> list[Item]:
    """One column, cut where a float stands in it."""
    left, right = min(t.left for t in things), max(t.right for t in things)
    items: list[Item] = []
    run: list[Strip] = []
    for thing in sorted(things, key=lambda t: t.top if isinstance(t.of, Float) else t.bottom - 2):
        if isinstance(thing.of, Float):
            if run:
                items.append(Column(rows_of(run), left, right))
                run = []
            items.append(thing.of)
        else:
            run.append(thing.of)
    if run:
        items.append(Column(rows_of(run), left, right))
    return items


def rows_of(found: Sequence[Strip]) -> list[list[Strip]]:
    """Put strips into rows: those that stand on one foot, from left to right."""
    rows: list[list[Strip]] = []
    for strip in sorted(found, key=lambda s: (s.bottom, s.left)):
        if rows and _on_row(rows[-1], strip):
            rows[-1].append(strip)
        else:
            rows.append([strip])
    for row in rows:
        row.sort(key=lambda s: s.left)
    return rows


def _on_row(row: list[Strip], strip: Strip) -> bool:
    last = max(row, key=lambda s: s.size)
    smaller = min(last.size, strip.size)
    overlap = min(last.bottom, strip.bottom) - max(last.top, strip.top)
    if overlap < 0.6 * smaller:
        return False
    return all(strip.left >= s.right - 1 or strip.right <= s.left + 1 for s in row)
