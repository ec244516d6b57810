"""What a literature table prints in the row of a cited patient, column by column.

The course of a cited patient holds what could be read and coded. A column that holds words and gave
no datum is shown as it is printed, and the notes below the table that concern a cell go with it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from epicrisis.model import Anchor, Cell, Course, Document, Table

NOTHING = re.compile(
    r"(?:[-–—.\s]*|n/?a|n\.?[rd]\.?|nr|not (?:reported|available|stated)|unknown)\.?", re.I
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell of a source's table: its words without marks, where it stands, and its notes."""

    text: str
    anchor: Anchor
    notes: tuple[str, ...] = ()

    @property
    def unreadable(self) -> bool:
        """It holds characters and no word can be made of them."""
        return "\ufffd" in self.text or not _WORD.search(self.text)


def printed_cell(document: Document, course: Course, role: str) -> PrintedCell | None:
    """Give the cell of a cited patient's row that answers to a column, if it holds anything."""
    if course.cited is None or not course.cited.anchors:
        return None
    place = course.cited.anchors[0]
    for table in document.tables:
        row = next((c.row for c in table.cells if c.start <= place.start < c.end), None)
        if row is None:
            continue
        for heading, cell in _cells(document, table, row):
            if bears(_words(document, heading), role):
                return _printed(document, table, heading, cell)
    return None


def _cells(document: Document, table: Table, row: int) -> Iterator[tuple[Cell, Cell]]:
    heads = {c.column: c for c in table.cells if c.row == table.header_rows - 1}
    for cell in table.cells:
        if cell.row == row and cell.column in heads and cell.start < cell.end:
            yield heads[cell.column], cell


def _printed(document: Document, table: Table, heading: Cell, cell: Cell) -> PrintedCell | None:
    words = _words(document, cell)
    if NOTHING.fullmatch(words):
        return None
    marks = (*heading.marks, *cell.marks)
    notes = tuple(
        " ".join(document.text[note.start : note.end].split())
        for note in table.footnotes
        if note.mark in marks
    )
    return PrintedCell(words, Anchor.at(document.id, document.text, cell.start, cell.end), notes)


def _words(document: Document, cell: Cell) -> str:
    """The words of a cell as they are to be read: repairs made, marks of notes left out."""
    pieces, place = [], cell.start
    for edit in document.edits:
        if cell.start <= edit.start and edit.end <= cell.end and edit.start >= place:
            pieces += [document.text[place : edit.start], edit.replacement]
            place = edit.end
    pieces.append(document.text[place : cell.end])
    text = re.sub(r"<[^<>]*>", "", "".join(pieces))
    return re.sub(r"\s+([,;.])", r"\1", " ".join(text.split())).rstrip(" ,;")


def bears(heading: str, role: str) -> bool:
    """Say whether a heading, or the name of a row, holds one of the words of a role."""
    folded = f" {' '.join(_WORD.findall(heading.casefold()))} "
    return any(f" {words} " in folded for words in _headings().get(role, ()))


@cache
def _headings() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    text = files("epicrisis.synthesis").joinpath("data/table_headings.tsv").read_text("utf-8")
    for line in text.splitlines()[1:]:
        role, words = line.split("\t")
        found[role] = (*found.get(role, ()), words)
    return found
