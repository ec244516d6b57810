"""The text as it is to be read: repaired and in reading order, with a map back to the print.

A `View` is a string made of runs of the document's text. Most runs are copied; a repaired one
stands for a few printed characters. The finding stages work on the view alone, and every span they
give is mapped back to spans of `Document.text`.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple


class Run(NamedTuple):
    """A piece of a view: `length` characters at `start` stand for `source:source_end`.

    A copied run has as many characters as its source; any other run is a repair and indivisible.
    """

    start: int
    length: int
    source: int
    source_end: int

    @property
    def copied(self) -> bool:
        """Its characters correspond one to one to those of the source."""
        return self.length == self.source_end - self.source


class _Printed(NamedTuple):
    """A run by its place in print, and how far the runs up to it go there."""

    source: int
    reach: int
    run: Run


@dataclass(slots=True, frozen=True)
class View:
    """A readable string over a document's text.

    Attributes:
        text: What is read.
        runs: The pieces it is made of, in order of `start`, without gaps.
    """

    text: str
    runs: tuple[Run, ...]
    _starts: list[int] = field(default_factory=list, repr=False, compare=False)
    _printed: list[_Printed] = field(default_factory=list, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._starts.extend(run.start for run in self.runs)

    @classmethod
    def identity(cls, text: str) -> "View":
        """The view of a text that needs no repair."""
        return cls(text, (Run(0, len(text), 0, len(text)),) if text else ())

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """Map a span of the view to document spans: one, or more where the reading order jumps.

        Pieces that follow one another closely in print (a hyphen and a line end between them) come
        back as one span.
        """
        index = max(0, bisect_right(self._starts, start) - 1)
        if index < len(self.runs):
            at, length, source, source_end = self.runs[index]
            if length == source_end - source and at <= start < end <= at + length:
                return [(source + start - at, source + end - at)]  # nearly always
        out: list[tuple[int, int]] = []
        while index < len(self.runs) and self.runs[index].start < end:
            run = self.runs[index]
            index += 1
            if run.source == run.source_end:
                continue
            if run.copied:
                low = run.source + max(0, start - run.start)
                high = run.source + min(run.length, end - run.start)
            else:
                low, high = run.source, run.source_end
            if low >= high:
                continue
            if out and 0 <= low - out[-1][1] <= 12:
                out[-1] = (out[-1][0], high)
            else:
                out.append((low, high))
        return out

    def position(self, source: int) -> int | None:
        """The view offset of a document offset, or None where the view leaves it out.

        Where the view says a stretch twice, as a cell that runs over several rows, the first.
        """
        if not self._printed:
            self._printed[:] = _in_print(self.runs)
        index = bisect_right(self._printed, source, key=attrgetter("source")) - 1
        found: Run | None = None
        while index >= 0 and self._printed[index].reach > source:
            run = self._printed[index].run
            if source < run.source_end and (found is None or run.start < found.start):
                found = run
            index -= 1
        if found is None:
            return None
        return found.start + (source - found.source if found.copied else 0)


def _in_print(runs: tuple[Run, ...]) -> list[_Printed]:
    """The runs that show something, in the order of print."""
    reach = 0
    printed = []
    for run in sorted(runs, key=attrgetter("source")):
        if run.source < run.source_end:
            reach = max(reach, run.source_end)
            printed.append(_Printed(run.source, reach, run))
    return printed
