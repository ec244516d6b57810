"""Where tables are: between lines below a caption, or rows whose gaps stand one above another.

Cells come later, in `pdf_cells`.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from epicrisis.readers.names import caption_of
from epicrisis.readers.pdf_columns import Float, rows_of
from epicrisis.readers.pdf_paths import Box
from epicrisis.readers.pdf_words import Strip, row_text

Span1 = tuple[float, float]
_SAME: Final = 4.0  # points that the ends of the lines of one table may differ
_AHEAD: Final = 110.0  # points between a caption and the first line below it, at most
_WIDE_GAP: Final = 0.8  # of the size of the font
_FEWEST: Final = 3  # rows of a table that has no caption


def horizontal(rules: Sequence[Box]) -> list[Box]:
    """Give the lines across, those of one height that touch joined, from top to bottom."""
    flat = sorted((r for r in rules if r[2] - r[0] > 4 * (r[3] - r[1])), key=lambda r: (r[1], r[0]))
    found: list[Box] = []
    for rule in flat:
        for index in range(len(found) - 1, max(-1, len(found) - 40), -1):
            other = found[index]
            if abs(other[1] - rule[1]) < 2 and rule[0] < other[2] + 4 and other[0] < rule[2] + 4:
                found[index] = (
                    min(other[0], rule[0]),
                    other[1],
                    max(other[2], rule[2]),
                    max(other[3], rule[3]),
                )
                break
        else:
            found.append(rule)
    return found


def upright(rules: Sequence[Box], box: Box) -> list[float]:
    """Give where lines stand upright inside a box, from left to right."""
    found: list[float] = []
    for left, top, right, bottom in sorted(rules):
        tall = bottom - top
        if tall > 4 * (right - left) and top > box[1] - 3 and bottom < box[3] + 3:
            middle = (left + right) / 2
            if box[0] - 3 < middle < box[2] + 3 and (not found or middle - found[-1] > 3):
                found.append(middle)
    return found


def ruled(strips: Sequence[Strip], rules: Sequence[Box]) -> list[Float]:
    """Give the tables between lines: those below a caption, and grids without one."""
    across = horizontal(rules)
    if len(across) < 2:
        return []
    found: list[Float] = []
    captions = [s for s in strips if is_table_caption(s)]
    for caption in sorted(captions, key=lambda s: s.top):
        lower = min(
            (c.top for c in captions if c.top > caption.bottom + 2 and _beside(c, caption)),
            default=float("inf"),
        )
        chain = _chain(across, caption, lower, strips)
        if chain:
            _take(found, chain, strips, rules)
    grids = _grids(across, rules, strips)
    for chain in grids:
        _take(found, chain, strips, rules)
    return found


def is_table_caption(strip: Strip) -> bool:
    """Say whether a strip opens the caption of a table."""
    label = caption_of(strip.text)
    return label is not None and label.is_table and (label.sure or strip.pieces[0].start >= 0)


def _beside(strip: Strip, caption: Strip) -> bool:
    return abs(strip.left - caption.left) < 60


def _chain(
    across: Sequence[Box], caption: Strip, lower: float, strips: Sequence[Strip]
) -> list[Box]:
    """The lines of the table below a caption, or no lines."""
    below = [
        rule
        for rule in across
        if caption.bottom - 2 <= rule[1] < min(lower, caption.bottom + _AHEAD)
        and rule[0] - 20 < caption.left < rule[2]
        and rule[2] - rule[0] > 60
    ]
    if not below:
        return []
    first = below[0]
    chain = [first]
    for rule in across:
        if rule[1] <= chain[-1][1] + 2 or rule[1] > lower:
            continue
        if abs(rule[0] - first[0]) > _SAME or abs(rule[2] - first[2]) > _SAME:
            continue
        between = _inside(strips, (first[0], chain[-1][3], first[2], rule[1]))
        if _is_prose(between, first):
            break
        chain.append(rule)
    return chain if len(chain) > 1 else []


def _grids(across: Sequence[Box], rules: Sequence[Box], strips: Sequence[Strip]) -> list[list[Box]]:
    """Lines of one width one below the other, closed by upright ones, with rows between them."""
    groups: list[list[Box]] = []
    for rule in across:
        mate = next(
            (
                group
                for group in groups
                if abs(group[0][0] - rule[0]) < _SAME
                and abs(group[0][2] - rule[2]) < _SAME
                and not _is_prose(_inside(strips, (rule[0], group[-1][3], rule[2], rule[1])), rule)
            ),
            None,
        )
        if mate is None:
            groups.append([rule])
        else:
            mate.append(rule)
    kept = []
    for group in groups:
        box = (group[0][0], group[0][1], group[0][2], group[-1][3])
        if len(group) < _FEWEST or box[2] - box[0] < 80:
            continue
        rows = rows_of(_inside(strips, box))
        several = sum(len(row) > 1 for row in rows)
        if several >= 2 and several >= 0.5 * len(rows) and len(upright(rules, box)) > 2:
            kept.append(group)
    return kept


def _take(
    found: list[Float], chain: Sequence[Box], strips: Sequence[Strip], rules: Sequence[Box]
) -> None:
    box = (chain[0][0], chain[0][1], chain[0][2], chain[-1][3])
    if any(
        f.box[1] < box[3] and box[1] < f.box[3] and f.box[0] < box[2] and box[0] < f.box[2]
        for f in found
    ):
        return
    inside = _inside(strips, box)
    rows = rows_of(inside)
    if sum(len(row) > 1 for row in rows) < 2:
        return
    found.append(Float(box, inside, within(rules, box)))


def within(rules: Sequence[Box], box: Box) -> list[Box]:
    """Give the lines drawn inside a box or right at its edges."""
    return [
        rule
        for rule in rules
        if rule[0] > box[0] - 14
        and rule[2] < box[2] + 60
        and rule[1] > box[1] - 9
        and rule[3] < box[3] + 9
    ]


def _inside(strips: Sequence[Strip], box: Box) -> list[Strip]:
    return [
        s
        for s in strips
        if s.left > box[0] - 6
        and s.right < box[2] + 6
        and box[1] - 1 <= (s.top + s.bottom) / 2 <= box[3] + 1
    ]


def _is_prose(strips: Sequence[Strip], rule: Box) -> bool:
    """Say whether lines that fill the width stand one below the other: no table has them."""
    wide = rule[2] - rule[0]
    full = sum(s.width > 0.85 * wide for s in strips)
    half = [s for s in strips if 0.4 * wide < s.width < 0.52 * wide]
    return full > max(3, 0.4 * len(strips)) or (len(half) > 12 and len(half) > 0.7 * len(strips))


def runs(rows: Sequence[Sequence[Strip]], *, torn: bool = False) -> Iterator[tuple[int, int]]:
    """Give where rows of a column are a table without lines: first row, and behind the last one.

    Args:
        rows: The rows.
        torn: Whether a table stands right before them, on the page or in the column before.
    """
    index = 0
    while index < len(rows):
        if len(rows[index]) < 2 or _is_item(rows[index]):
            index += 1
            continue
        captioned = index > 0 and _below_caption(rows, index)
        end = _run_end(rows, index)
        several = sum(len(row) > 1 for row in rows[index:end])
        fewest = 1 if torn and index == 0 else 2 if captioned else _FEWEST
        if several >= fewest and not _is_stretched(rows[index:end]):
            yield index, end
            index = end
        else:
            index += 1


def _below_caption(rows: Sequence[Sequence[Strip]], index: int) -> bool:
    return any(is_table_caption(row[0]) for row in rows[max(0, index - 4) : index] if len(row) == 1)


def _is_item(row: Sequence[Strip]) -> bool:
    """Say whether a row is an entry of a list: a number or bullet, and one stretch of words."""
    first = row[0].text
    return len(row) == 2 and (
        first in "•▪‣◦●■–-*"
        or (len(first) < 6 and first.strip("[]().").isdigit() and first[-1] in "]).")
    )


def _is_stretched(rows: Sequence[Sequence[Strip]]) -> bool:
    """Say whether the gaps are those of justified lines: many, and between single words."""
    strips = [strip for row in rows if len(row) > 1 for strip in row]
    single = sum(len(strip.pieces) == 1 for strip in strips)
    right = max(strip.right for strip in strips)
    full = sum(abs(row[-1].right - right) < 2 for row in rows if len(row) > 1)
    words = [s.text for s in strips]
    digits = sum(any(sign.isdigit() for sign in word) for word in words)
    return single > 0.8 * len(strips) and full > 0.8 * len(rows) and digits < 0.3 * len(words)


def _run_end(rows: Sequence[Sequence[Strip]], start: int) -> int:
    """Give the row behind the last one that leaves a gap of the first row free."""
    common: list[Span1] = _gaps(rows[start])
    size = rows[start][0].size
    end = start + 1
    for index in range(start + 1, len(rows)):
        row = rows[index]
        if row[0].top - rows[index - 1][0].bottom > 2.2 * size or _is_item(row):
            break
        left = _free(common, row, size)
        if not left or (len(row) == 1 and caption_of(row[0].text)):
            break
        common = left
        if len(row) > 1:
            end = index + 1
        elif row[0].left > common[0][1] - 2 and row[0].top - rows[index - 1][0].bottom < 0.6 * size:
            end = index + 1 if end == index else end
    return end


def _gaps(row: Sequence[Strip]) -> list[Span1]:
    return [(a.right, b.left) for a, b in pairwise(row) if b.left > a.right]


def _free(common: Sequence[Span1], row: Sequence[Strip], size: float) -> list[Span1]:
    """What a row leaves free of the gaps that all rows before it share."""
    left = list(common)
    for strip in row:
        cut: list[Span1] = []
        for low, high in left:
            if strip.right <= low or strip.left >= high:
                cut.append((low, high))
                continue
            cut += [(low, strip.left), (strip.right, high)]
        left = cut
    return [(low, high) for low, high in left if high - low >= _WIDE_GAP * size]


def head_of(rows: Sequence[Sequence[Strip]]) -> str:
    """The words of the first row, for looking at them."""
    return row_text(rows[0]) if rows else ""
