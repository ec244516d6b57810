"""A text as lines with their offsets."""

import re
from typing import NamedTuple

from epicrisis.readers.base import MAX_LINES

_LINE = re.compile(r"\S[^\r\n\f]*")
_MARKUP = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,9}\s?/?>|\*\*|__|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")


class Line(NamedTuple):
    """A line that holds something: its span without blanks at either end.

    `breaks` counts the line ends before it since the last such line; `turned` says that a page
    or column seems to begin with it: a form feed stands before it, or it alone is set one blank in.
    """

    start: int
    end: int
    breaks: int
    turned: bool


def lines(text: str) -> list[Line]:
    """Give the lines that hold something, in order; beyond `MAX_LINES` the rest is the last one."""
    found: list[Line] = []
    last = 0
    for match in _LINE.finditer(text):
        start = match.start()
        end = start + len(match[0].rstrip())
        gap = text[last:start]
        breaks = gap.count("\n") or gap.count("\r")
        feed = "\f" in gap
        turned = feed or gap == " " or gap.endswith(("\n ", "\r "))
        found.append(Line(start, end, max(breaks, 2) if feed or not found else breaks, turned))
        last = end
        if len(found) == MAX_LINES and (rest := text[end:].strip()):
            start = text.index(rest[0], end)
            found.append(Line(start, start + len(rest), 2, False))
            break
    return found


def bare(text: str) -> str:
    """Give a short stretch without inline markup, for looking at its words; offsets are lost."""
    if "<" in text or "*" in text or "__" in text:
        text = _MARKUP.sub("", text)
    return text.strip()


def raw_line(text: str, line: Line) -> tuple[int, int]:
    """Give the span of a line with the blanks and tabs at both ends, without its line end."""
    start, end = line.start, line.end
    while start > 0 and text[start - 1] not in "\r\n\f":
        start -= 1
    while end < len(text) and text[end] not in "\r\n\f":
        end += 1
    return start, end
