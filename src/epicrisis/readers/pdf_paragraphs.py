"""Lines of a column gathered into paragraphs, by distance, indent, size and weight."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from epicrisis.readers.names import caption_of, role_of
from epicrisis.readers.pdf_columns import Column
from epicrisis.readers.pdf_words import Piece, Strip

_BULLET = re.compile(r"[•▪‣◦●■–*]\s|[•▪‣◦●■]")
_NUMBERED = re.compile(r"(?:\[\d{1,3}\]|\(\d{1,2}\)|\d{1,3}[.)])(?:\s|$)")
_ENDS = re.compile(r"[.!?:;][)\]\"'”’]{0,3}(?:\s?[\[(]?\d[\d,–-]*[\])]?)?$")
_OTHER_SIZE: Final = 0.07
_WIDER: Final = 1.28  # of the usual distance between lines


@dataclass(slots=True)
class Para:
    """Lines that belong together.

    `gap` is the space before it, in lines; `low` says that it stands in the lower part of a page.
    """

    lines: list[Strip]
    page: int
    left: float
    right: float
    gap: float = 1.0
    low: bool = False

    @property
    def words(self) -> str:
        """Its first 400 characters or so, on one line, for looking at them."""
        found: list[str] = []
        size = 0
        for line in self.lines:
            found.append(line.text)
            size += len(found[-1])
            if size > 400:
                break
        return " ".join(found)

    @property
    def size(self) -> float:
        """The height of most of its lines."""
        return Counter(round(line.size, 1) for line in self.lines).most_common(1)[0][0]

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold for line in self.lines)

    @property
    def italic(self) -> bool:
        """Whether all of it is italic."""
        return all(line.italic for line in self.lines)


def joined(row: Sequence[Strip]) -> Strip:
    """Make one line of the strips of a row."""
    if len(row) == 1:
        return row[0]
    pieces: list[Piece] = []
    for strip in row:
        strip.pieces[0].spaced = bool(pieces)
        pieces += strip.pieces
    line = Strip(pieces)
    line.bold = all(strip.bold for strip in row)
    line.italic = all(strip.italic for strip in row)
    return line


def paragraphs(column: Column, page: int) -> Iterator[Para]:
    """Give the paragraphs of a column of prose.

    Args:
        column: The rows.
        page: The page's number, counted from 1.
    """
    lines = [joined(row) for row in column.rows]
    if not lines:
        return
    shape = _Shape(lines)
    para = Para([lines[0]], page, column.left, column.right)
    for before, line in pairwise(lines):
        gap = (line.bottom - before.bottom) / shape.pitch(before, line)
        if gap > _WIDER or gap < 0.3 or shape.begins(before, line, para):
            yield para
            para = Para([line], page, column.left, column.right, gap)
        else:
            para.lines.append(line)
    yield para


def goes_on(before: Para, behind: Para) -> bool:
    """Say whether a paragraph at the head of a column ends the one at the foot of the last.

    Its last line is full and ends no sentence, and the other begins at the edge, in one size.
    """
    last, first = before.lines[-1], behind.lines[0]
    if abs(last.size - first.size) > 0.3 or _ENDS.search(last.text):
        return False
    if (before.page, round(before.left)) == (behind.page, round(behind.left)):
        return False
    edge = max([line.right for line in before.lines], default=before.right)
    full = last.right > min(edge, before.right) - 0.08 * (before.right - before.left)
    return full and first.left - behind.left < 0.6 * first.size


def _right_edge(lines: Sequence[Strip]) -> float:
    """Where full lines end: where many do, or the longest of the usual size."""
    size = Counter(round(line.size) for line in lines).most_common(1)[0][0]
    rights = [line.right for line in lines if round(line.size) == size]
    edge, count = Counter(round(right) for right in rights).most_common(1)[0]
    return float(edge) if count >= max(3, 0.3 * len(rights)) else max(rights)


class _Shape:
    """How the lines of a column usually stand."""

    def __init__(self, lines: Sequence[Strip]) -> None:
        self.right = _right_edge(lines)
        lefts = Counter(round(line.left) for line in lines)
        often = [left for left, count in lefts.items() if count >= max(1, 0.15 * len(lines))]
        self.left = min(often or lefts)
        self.pitches: dict[float, float] = {}
        steps: dict[float, list[float]] = {}
        for before, line in pairwise(lines):
            step = line.bottom - before.bottom
            if abs(before.size - line.size) < 0.2 and 0.5 * line.size < step < 2.2 * line.size:
                steps.setdefault(round(line.size), []).append(step)
        for size, found in steps.items():
            found.sort()
            self.pitches[size] = found[len(found) // 3]
        inner = [line for line in lines if line.left > self.left + 0.5 * line.size]
        self.hanging = len(inner) > 0.5 * len(lines) and len(lines) > 3
        if self.hanging:
            at = Counter(round(line.left) for line in inner).most_common(1)[0][1]
            self.hanging = at > 0.7 * len(inner)

    def pitch(self, before: Strip, line: Strip) -> float:
        """The usual distance between lines of this size."""
        known = self.pitches.get(round(line.size)) or self.pitches.get(round(before.size))
        return known or 1.25 * max(line.size, before.size)

    def begins(self, before: Strip, line: Strip, para: Para) -> bool:
        """Say whether a paragraph begins with a line, the distance being the usual one."""
        if abs(line.size - before.size) > _OTHER_SIZE * max(line.size, before.size):
            return True
        words = line.text
        if line.bold != before.bold:
            return self.short(before) or not before.bold or _ENDS.search(before.text) is not None
        if line.italic != before.italic and self.short(before) and not words[:1].islower():
            return True
        if _BULLET.match(words):
            return True
        indent = line.left - before.left
        if _NUMBERED.match(words) and indent < 1 and para.lines[0].left <= line.left + 1:
            numbered = _NUMBERED.match(para.lines[0].text) is not None
            if numbered and (before is para.lines[0] or indent < -2 or self.short(before)):
                return True
        if words.startswith("©"):
            return True
        first = para.lines[0]
        if line.left > first.left + 2 and (
            _NUMBERED.match(first.text) or _BULLET.match(first.text)
        ):
            return False
        if self.hanging:
            return line.left < self.left + 0.4 * line.size
        base = abs(before.left - self.left) < 0.5 * line.size
        if indent > 0.6 * line.size and (base or len(para.lines) > 1):
            return not words[:1].islower() or self.short(before)
        if role_of(words) and self.short(line) and _ENDS.search(before.text):
            return True
        return self.fits(before, line) and self.ended(before, words)

    def short(self, line: Strip) -> bool:
        """Say whether a line ends well before the edge."""
        return line.right < self.right - 0.12 * (self.right - self.left)

    def fits(self, before: Strip, line: Strip) -> bool:
        """Say whether the first word of a line would have had room on the line before."""
        first = line.pieces[0]
        return before.right + 0.4 * line.size + first.right - first.left < self.right - 2

    def ended(self, before: Strip, words: str) -> bool:
        """Say whether a sentence ends with one line and another begins with the next."""
        if caption_of(words):
            return True
        starts = words[:1].isupper() or words[:1].isdigit() or words[:1] in '“"‘([*†‡'
        return starts and _ENDS.search(before.text) is not None
