"""A source text as it was read: fixed characters, and what is known of their layout.

`Document.text` never changes after reading. Repairs (a hyphen at a line end, a misread letter,
markup inside a word) are `Edit`s laid over it, so every later offset still points into the print.
"""

from bisect import bisect_right
from typing import Literal, NamedTuple

from pydantic import Field, SkipValidation

from epicrisis.model.base import Noun

BlockKind = Literal[
    "title",
    "heading",
    "paragraph",
    "list_item",
    "caption",
    "table",
    "footnote",
    "reference",
    "front_matter",
    "keywords",
    "boilerplate",
]
EditKind = Literal["hyphen", "ocr", "markup", "whitespace"]


class Block(Noun):
    """A stretch of the text with one role on the page, in reading order.

    `continues` marks a paragraph that goes on from the last paragraph before it although a page
    break, a table or a caption stands between. `level` is a heading's depth, 1 for the topmost.
    """

    kind: BlockKind
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    level: int = 0
    continues: bool = False


class Edit(Noun):
    """A repair: read `replacement` for the characters `start:end`. The text itself keeps them."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    replacement: str
    kind: EditKind


class Cell(Noun):
    """One cell of a table; `start == end` for an empty one.

    Where the print has lost its empty cells, a value may belong to any column from `column` to
    `column_last`; otherwise `column_last` is None. `marks` are the footnote marks printed in the
    cell, which are no part of what it says.
    """

    row: int = Field(ge=0)
    column: int = Field(ge=0)
    rowspan: int = Field(default=1, ge=1)
    colspan: int = Field(default=1, ge=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    header: bool = False
    column_last: int | None = None
    marks: tuple[str, ...] = ()


class Footnote(Noun):
    """A note below a table: its mark (`a`, `*`) and the span of its words without the mark."""

    mark: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Table(Noun):
    """A table with its cells; rows and columns count from 0, header rows included.

    `caption` is the span of the whole caption, label included. `flattened` marks a table whose
    columns were lost in print and were put together again by the reader.
    """

    label: str = ""
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    caption: tuple[int, int] | None = None
    header_rows: int = 1
    cells: tuple[Cell, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    flattened: bool = False


class Reference(Noun):
    """An entry of the reference list; `number` as printed, or its place where none is printed."""

    number: int
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    first_author: str = ""
    year: int | None = None
    title: str = ""
    doi: str = ""
    pmid: str = ""


class Citation(Noun):
    """What is known about the publication itself; empty where the source does not say."""

    title: str = ""
    authors: tuple[str, ...] = ()
    journal: str = ""
    year: int | None = None
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    licence: str = ""
    article_type: str = ""
    keywords: tuple[str, ...] = ()


class Print(NamedTuple):
    """Where the characters `start:end`, one word or less, are printed.

    `page` counts from 1. The box is in points (1/72 inch) from the top left corner of the page.
    """

    start: int
    end: int
    page: int
    left: float
    top: float
    right: float
    bottom: float


class Place(NamedTuple):
    """A box on a page: points from its top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


class Document(Noun):
    """A source text with its layout.

    Attributes:
        id: `sha256:` and the hexadecimal digest of the text in UTF-8.
        name: What a person calls it: the file's name without its ending.
        format: The name of the reader that made it: `text`, `jats`, `pdf`, `docx` and others.
        text: The characters all offsets point into.
        warnings: What the reader had to leave out or guess, in words for a person.
        pages: Width and height of each page in points, where the source has pages.
        prints: Where each word is printed, in order of `start`; ask `place` for it. Neither of
            the two is written out with the rest.
    """

    id: str
    name: str
    format: str
    text: str
    citation: Citation = Citation()
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    references: tuple[Reference, ...] = ()
    edits: tuple[Edit, ...] = ()
    warnings: tuple[str, ...] = ()
    pages: SkipValidation[tuple[tuple[float, float], ...]] = Field(default=(), exclude=True)
    prints: SkipValidation[tuple[Print, ...]] = Field(default=(), exclude=True, repr=False)

    def place(self, start: int, end: int) -> list[Place]:
        """Give where the characters `start:end` are printed, one box for each line.

        A word that is only partly asked for is cut in proportion. Nothing comes back for a
        document without pages.
        """
        found: list[Place] = []
        index = bisect_right(self.prints, start, key=lambda word: word.end)
        while index < len(self.prints) and self.prints[index].start < end:
            here = _part(self.prints[index], start, end)
            index += 1
            last = found[-1] if found else None
            if last is not None and _one_line(last, here):
                top, bottom = min(last.top, here.top), max(last.bottom, here.bottom)
                found[-1] = Place(last.page, last.left, top, here.right, bottom)
            else:
                found.append(here)
        return found

    def __str__(self) -> str:
        return repr(self)

    def __repr__(self) -> str:
        return (
            f"<Document {self.name}: {self.format}, {len(self.text)} characters, "
            f"{len(self.blocks)} blocks, {len(self.tables)} tables>"
        )


def _part(word: Print, start: int, end: int) -> Place:
    step = (word.right - word.left) / max(1, word.end - word.start)
    left = word.left + step * max(0, start - word.start)
    right = word.right - step * max(0, word.end - end)
    return Place(word.page, left, word.top, right, word.bottom)


def _one_line(last: Place, here: Place) -> bool:
    overlap = min(last.bottom, here.bottom) - max(last.top, here.top)
    near = -1 < here.left - last.right < 3 * (here.bottom - here.top)
    lower = min(last.bottom - last.top, here.bottom - here.top)
    return last.page == here.page and near and overlap > 0.4 * lower
