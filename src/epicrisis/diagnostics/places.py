"""Where in its text a finding stands, as people count: lines and columns from 1.

Lines end with a line feed; columns count code points, as offsets do.
"""

from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from epicrisis.model import Anchor


class Place(NamedTuple):
    """A span with its first and last line and column; the last column is exclusive."""

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"


class Lines:
    """The lines of a text, counted when first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins."""
        found, at = [0], self.text.find("\n")
        while at >= 0:
            found.append(at + 1)
            at = self.text.find("\n", at + 1)
        return found

    def number(self, offset: int) -> int:
        """Give the number of the line that holds an offset."""
        return bisect_right(self.starts, offset)

    def span(self, number: int) -> tuple[int, int]:
        """Give where a line begins and where its words end, without the line end."""
        start = self.starts[number - 1]
        end = self.starts[number] - 1 if number < len(self.starts) else len(self.text)
        return start, end - 1 if end > start and self.text[end - 1] == "\r" else end

    def place(self, anchor: Anchor) -> Place:
        """Give the place of an anchor.

        >>> str(Lines("one\\ntwo").place(Anchor.at("d", "one\\ntwo", 5, 7)))
        '2:2'
        """
        first, last = self.number(anchor.start), self.number(anchor.end - 1)
        column = anchor.start - self.starts[first - 1] + 1
        end_column = anchor.end - self.starts[last - 1] + 1
        return Place(anchor.start, anchor.end, first, column, last, end_column)
