"""Courses as Markdown: a heading and one table a patient."""

from collections.abc import Iterable, Sequence
from typing import BinaryIO

from epicrisis.exports.base import Format
from epicrisis.model import Course, summary

_SPECIAL = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|#~"})


def escaped(text: str) -> str:
    """Give text as it may stand in a cell: one line, no mark-up of its own, no raw HTML."""
    return " ".join(text.split()).replace("&", "&amp;").translate(_SPECIAL)


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Give a pipe table; the cells are escaped already."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def write_markdown(courses: Iterable[Course], out: BinaryIO) -> None:
    """Write each course as the rows that a person reads: when, what, value, evidence."""
    for number, course in enumerate(courses):
        rows = ([escaped(cell) for cell in row[:4]] for row in summary(course))
        table = markdown_table(("When", "What", "Value", "Evidence"), rows)
        title = escaped(repr(course)[1:-1])
        out.write(f"{chr(10) if number else ''}## {title}\n\n{table}".encode())


MARKDOWN = Format(
    "markdown", "a table a patient, for reading", (".md", ".markdown"), write_markdown
)
