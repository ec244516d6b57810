"""Characters to pieces of one word or less, and pieces to stretches of a line.

A piece has one height and one foot, so raised and lowered characters are pieces of their own. A
stretch (`Strip`) ends where the gap is wider than a blank of that size: at the end of a line, of a
table cell, of a column.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import sub
from typing import Final

from epicrisis.readers.pdf_engine import RawPage

_WORD = re.compile(r"\S+")
_LIGATURE = re.compile(r"f[fil]{1,2}|[Sſs]t")
_HIDDEN_DASH = re.compile(r"\d(?=e\d)")
_HIDDEN_EQUALS = re.compile(r" (?=¼ [\d<-])")
_SMALLEST: Final = 2.5  # points; lower boxes belong to text that is turned
_SAME: Final = 0.35  # points that feet of one line may differ
_GAP: Final = 0.85  # of the size: a wider gap parts two strips
_BLANK: Final = 0.14  # of the size: a narrower gap is none
_LEAST_GAP: Final = _SMALLEST * _BLANK
_RAISED: Final = 0.12  # of the size
_SMALLER: Final = 0.9


class Piece:
    """Characters side by side. `shift` is 1 where they are raised, -1 where lowered."""

    __slots__ = ("bottom", "left", "right", "shift", "spaced", "start", "text", "top")

    def __init__(
        self, text: str, box: tuple[float, float, float, float], start: int, *, spaced: bool = True
    ) -> None:
        self.text = text
        self.left, self.top, self.right, self.bottom = box
        self.start = start
        self.spaced = spaced  # white space stands before it in the file
        self.shift = 0

    @property
    def size(self) -> float:
        """The height of its box, a little more than the size of the font."""
        return self.bottom - self.top

    def __repr__(self) -> str:
        return f"{self.text!r}@{self.left:.0f},{self.bottom:.0f}"


class Strip:
    """Pieces on one line. `size`, `top` and `bottom` are those of most of its characters."""

    __slots__ = ("bold", "bottom", "italic", "left", "pieces", "right", "size", "top")

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self.bold = self.italic = False
        self.measure()

    def measure(self) -> None:
        """Take the measures from the pieces, and see which of them are raised."""
        pieces = self.pieces
        main = pieces[0]
        foot, head = main.bottom, main.top
        if any(piece.bottom != foot or piece.top != head for piece in pieces):
            weights: dict[tuple[float, float], int] = {}
            for piece in pieces:
                key = (round(piece.bottom, 1), round(piece.bottom - piece.top, 1))
                weights[key] = weights.get(key, 0) + len(piece.text)
            if len(weights) > 1:
                best = max(weights, key=lambda key: (weights[key] * key[1] ** 2, key))
                main = next(
                    p
                    for p in pieces
                    if round(p.bottom, 1) == best[0] and round(p.bottom - p.top, 1) == best[1]
                )
                for piece in pieces:
                    piece.shift = _shift(piece, main)
        self.top, self.bottom, self.size = main.top, main.bottom, main.bottom - main.top
        self.left = pieces[0].left
        self.right = max(piece.right for piece in pieces[-3:])

    @property
    def text(self) -> str:
        """The words as they stand, for looking at them."""
        parts: list[str] = []
        for piece in self.pieces:
            if piece.spaced and parts:
                parts.append(" ")
            parts.append(piece.text)
        return "".join(parts)

    @property
    def width(self) -> float:
        """From its first to its last character."""
        return self.right - self.left

    def __repr__(self) -> str:
        return f"Strip({self.text!r}, {self.left:.0f}, {self.top:.0f})"


def _shift(piece: Piece, main: Piece) -> int:
    size = main.bottom - main.top
    if piece.bottom - piece.top > _SMALLER * size:
        return 0
    if piece.bottom < main.bottom - _RAISED * size:
        return 1
    return -1 if piece.bottom > main.bottom + 0.02 * size else 0


def strips(page: RawPage) -> list[Strip]:
    """Give the strips of a page in the order of the file, each with its font."""
    found: list[list[Piece]] = []
    for piece in pieces(page):
        if found and _follows(found[-1], piece):
            found[-1].append(piece)
        else:
            piece.spaced = False
            found.append([piece])
    joined = _merged([Strip(part) for part in found])
    for strip in joined:
        first = page.font_at(strip.pieces[0].start)
        if first.bold or first.italic:
            most = len(strip.pieces) - 1
            places = {strip.pieces[most * part // 3].start for part in range(1, 4)}
            fonts = [first, *(page.font_at(place) for place in places)]
            strip.bold = all(font.bold for font in fonts)
            strip.italic = all(font.italic for font in fonts)
    return joined


def pieces(page: RawPage) -> Iterator[Piece]:
    """Give the pieces of a page in the order of the file; turned text is left out."""
    left, top, right, bottom = page.left, page.top, page.right, page.bottom
    page = page._replace(text=_mended(page))
    _mend_ligatures(page)
    gaps = iter(_gaps(page))
    gap = next(gaps, -1)
    for word in _WORD.finditer(page.text):
        start, end = word.span()
        foot, head = bottom[start], top[start]
        cuts: set[int] = set()
        if start < gap < end:
            cuts = _cuts(page, start, end)
            gap = next((other for other in gaps if other >= end), -1)
        if not cuts and bottom[start:end].count(foot) == end - start:
            if foot - head >= _SMALLEST and right[end - 1] >= left[start]:
                box = (left[start], head, right[end - 1], foot)
                yield Piece(word[0], box, start, spaced=_blank(page.text, start))
            continue
        yield from _split(page, start, end, cuts)


def _gaps(page: RawPage) -> list[int]:
    """Find the characters before which a gap as wide as a blank stands, and no blank in the text.

    Many files part words by a gap alone. pdfium makes a blank of those that are wide beside the
    letters around them, and misses narrow ones behind letters such as s, r and t.
    """
    text, top, bottom = page.text, page.top, page.bottom
    wide = [i for i, gap in enumerate(map(sub, page.left[1:], page.right), 1) if gap > _LEAST_GAP]
    return [
        i
        for i in wide
        if not (text[i].isspace() or text[i - 1].isspace())
        and page.left[i] - page.right[i - 1] > _BLANK * (bottom[i] - top[i])
    ]


def _cuts(page: RawPage, start: int, end: int) -> set[int]:
    """Find where a word falls into several: at gaps wider than those that space all its letters."""
    gaps = [page.left[index] - page.right[index - 1] for index in range(start + 1, end)]
    usual = max(0.0, sorted(gaps)[len(gaps) // 2])
    return {
        index
        for index, gap in enumerate(gaps, start + 1)
        if gap - usual > _BLANK * (page.bottom[index] - page.top[index])
    }


def _blank(text: str, start: int) -> bool:
    """Say whether a blank of the line stands before a word, and no line end."""
    return start > 0 and text[start - 1] not in "\r\n"


def _mend_ligatures(page: RawPage) -> None:
    """Give the letters that one sign stands for the height of the letter beside them.

    pdfium knows only the ink of such a sign, so it looks smaller, or raised.
    """
    top, bottom = page.top, page.bottom
    for found in _LIGATURE.finditer(page.text):
        first, last = found.start(), found.end() - 1
        for index in range(first, last):
            if bottom[index] != bottom[index + 1] or top[index] != top[index + 1]:
                continue
            for mate in (first - 1, last + 1, index - 1):
                if not 0 <= mate < len(top) or page.text[mate].isspace():
                    continue
                inside = top[mate] - _SAME < top[index] and bottom[index] < bottom[mate] + _SAME
                if inside and bottom[mate] - top[mate] > bottom[index] - top[index]:
                    top[index] = top[index + 1] = top[mate]
                    bottom[index] = bottom[index + 1] = bottom[mate]
                    break


def _mended(page: RawPage) -> str:
    """The text with the signs that some fonts of journals hide behind letters put right."""
    text = page.text
    hidden = [found.end() for found in _HIDDEN_DASH.finditer(text)]
    if "¼" in text:
        hidden += [found.end() for found in _HIDDEN_EQUALS.finditer(text)]
    for place in hidden:
        if page.font_at(place).name != page.font_at(place - 1).name or text[place] == "¼":
            sign = "–" if text[place] == "e" else "="
            text = text[:place] + sign + text[place + 1 :]
    return text


def _split(page: RawPage, start: int, end: int, cuts: set[int]) -> Iterator[Piece]:
    """Cut a word at its gaps, and where the foot or the height of its characters changes."""
    first = start
    for index in range(start + 1, end + 1):
        if (
            index < end
            and index not in cuts
            and abs(page.bottom[index] - page.bottom[first]) <= _SAME
            and abs(page.top[index] - page.top[first]) <= 2 * _SAME
            and page.left[index] >= page.left[index - 1] - 1
        ):
            continue
        box = (page.left[first], page.top[first], page.right[index - 1], page.bottom[first])
        if box[3] - box[1] >= _SMALLEST and box[2] >= box[0]:
            spaced = first == start and _blank(page.text, start)
            yield Piece(page.text[first:index], box, first, spaced=spaced)
        first = index


def _follows(before: list[Piece], piece: Piece) -> bool:
    """Say whether a piece stands on the line of those before it and near the last of them."""
    last = before[-1]
    gap = piece.left - last.right
    size = last.bottom - last.top
    if piece.bottom == last.bottom and piece.top == last.top and 0 < gap < _GAP * size:
        piece.spaced = piece.spaced or gap > _BLANK * size
        return True
    size = max(size, piece.bottom - piece.top)
    if not -0.5 * size < gap < _GAP * size:
        return False
    if abs(piece.bottom - last.bottom) > _SAME:
        overlap = min(piece.bottom, last.bottom) - max(piece.top, last.top)
        smaller = min(last.bottom - last.top, piece.bottom - piece.top)
        if overlap < 0.45 * smaller:
            return False
    piece.spaced = piece.spaced or gap > _BLANK * size
    return True


def _merged(found: list[Strip]) -> list[Strip]:
    """Join strips that the file gives apart although they touch on one line."""
    order = sorted(found, key=lambda strip: (round(strip.bottom), strip.left))
    gone: set[int] = set()
    open_rows: list[Strip] = []
    for strip in order:
        open_rows = [row for row in open_rows if row.bottom > strip.top - 2]
        mate = next((row for row in open_rows if _touch(row, strip)), None)
        if mate is None:
            open_rows.append(strip)
            continue
        _join(mate, strip)
        gone.add(id(strip))
    return [strip for strip in found if id(strip) not in gone] if gone else found


def _touch(a: Strip, b: Strip) -> bool:
    """Say whether two strips are one line, one right beside the other."""
    first, second = (a, b) if a.left <= b.left else (b, a)
    big = max(a.size, b.size)
    gap = second.left - first.right
    if not -0.4 * big < gap < 0.6 * big:
        return False
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    if overlap < 0.5 * min(a.size, b.size):
        return False
    raised = min(a.size, b.size) < _SMALLER * big
    return raised or abs(a.bottom - b.bottom) < 0.12 * big


def _join(strip: Strip, other: Strip) -> None:
    both = sorted(strip.pieces + other.pieces, key=lambda piece: piece.left)
    for before, piece in pairwise(both):
        gap = piece.left - before.right
        if piece in (strip.pieces[0], other.pieces[0]) or before in (
            strip.pieces[-1],
            other.pieces[-1],
        ):
            piece.spaced = gap > _BLANK * max(piece.size, before.size)
    both[0].spaced = False
    strip.pieces = both
    strip.measure()


def row_text(row: Sequence[Strip]) -> str:
    """The words of strips side by side, for looking at them."""
    return " ".join(strip.text for strip in row)
