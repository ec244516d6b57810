"""The lines of a text that a finding is about, cut to the room there is, with what to underline."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from epicrisis.diagnostics.places import Lines, Place
from epicrisis.diagnostics.visible import cells, shown, width

CUT = "…"
_LEAST = 24  # cells that a line gets however narrow the terminal
_WORD = 15  # characters within which a cut is moved to a blank


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of one line to underline; its place begins here if `first`, and ends if `last`."""

    line: int
    start: int
    end: int
    place: Place
    first: bool = True
    last: bool = True


@dataclass(slots=True)
class Row:
    """A line as it is printed. A mark is the cell where it begins, its length and its stretch."""

    line: int
    text: str
    marks: list[tuple[int, int, Stretch]] = field(default_factory=list)


def rows(lines: Lines, places: Sequence[Place], room: int) -> Iterator[Row]:
    """Give a row for every line to show, in the order of the places.

    What is near enough to a stretch already shown is underlined in the same row. Of a place of more
    than three lines the first and the last are given.
    """
    left = [part for place in places for part in stretches(lines, place)]
    room = max(room, _LEAST)
    while left:
        cut = _Cut.around(lines, left[0], room)
        inside = [part for part in left if part is left[0] or cut.holds(part)]
        left = [part for part in left if part not in inside]
        yield cut.row(inside)


def stretches(lines: Lines, place: Place) -> Iterator[Stretch]:
    """Cut a place at line ends, leaving blank edges out."""
    numbers: Iterable[int] = range(place.line, place.end_line + 1)
    if place.end_line - place.line > 2:
        numbers = (place.line, place.end_line)
    for number in numbers:
        low, high = lines.span(number)
        start, end = max(low, place.start), min(high, place.end)
        first, last = number == place.line, number == place.end_line
        if not first:
            start += len(lines.text[start:end]) - len(lines.text[start:end].lstrip())
        if start < end or first:
            yield Stretch(number, start, max(start, end), place, first, last)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A line's characters from `low` to `high`; `before` and `behind` say whether more follow."""

    text: str
    line: int
    low: int
    high: int
    before: bool
    behind: bool

    @classmethod
    def around(cls, lines: Lines, part: Stretch, room: int) -> "_Cut":
        """Cut a line so that the beginning of a stretch has what stands around it."""
        text, (low, high) = lines.text, lines.span(part.line)
        if high - low <= room and cells(text[low:high]) <= room:
            return cls(text, part.line, low, high, False, False)
        left, right = _window(text, (low, high), (part.start, part.end), room - 2 * len(CUT))
        return cls(text, part.line, left, right, left > low, right < high)

    def holds(self, part: Stretch) -> bool:
        return part.line == self.line and self.low <= part.start and part.end <= self.high

    def row(self, parts: Iterable[Stretch]) -> Row:
        words = "".join(map(shown, self.text[self.low : self.high]))
        text = f"{CUT * self.before}{words.rstrip()}{CUT * self.behind}"
        return Row(self.line, text, sorted(map(self._mark, parts), key=lambda mark: mark[:2]))

    def _mark(self, part: Stretch) -> tuple[int, int, Stretch]:
        at = len(CUT) * self.before + cells(self.text[self.low : part.start])
        return at, max(1, cells(self.text[part.start : min(part.end, self.high)])), part


def _window(text: str, line: tuple[int, int], span: tuple[int, int], room: int) -> tuple[int, int]:
    """Choose the characters to show: the span first, then as much before it as behind it."""
    right, room = _forwards(text, span[0], span[1], room)
    left, spare = _backwards(text, span[0], line[0], room // 2)
    right, room = _forwards(text, right, line[1], room - room // 2 + spare)
    left, _ = _backwards(text, left, line[0], room)
    if left > line[0]:
        blank = text.find(" ", left, min(left + _WORD, span[0]))
        left = blank + 1 if blank >= 0 else left
    if right < line[1]:
        blank = text.rfind(" ", max(right - _WORD, min(span[1], right)), right)
        right = blank if blank >= 0 else right
    return left, right


def _forwards(text: str, at: int, stop: int, room: int) -> tuple[int, int]:
    """Go on while there is room; give where that ends, and the room left."""
    while at < stop and width(text[at]) <= room:
        room -= width(text[at])
        at += 1
    return at, room


def _backwards(text: str, at: int, stop: int, room: int) -> tuple[int, int]:
    while at > stop and width(text[at - 1]) <= room:
        at -= 1
        room -= width(text[at])
    return at, room
