"""A source text as it was read: fixed characters, and what is known of their layout.

`Document.text` never changes after reading. Repairs (a hyphen at a line end, a misread letter,
markup inside a word) are `Edit`s laid over it, so every later offset still points into the print.
"""

from typing import Literal

from pydantic import Field

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


class Document(Noun):
    """A source text with its layout.

    Attributes:
        id: `sha256:` and the hexadecimal digest of the text in UTF-8.
        name: What a person calls it: the file's name without its ending.
        format: The reader that made it (`text`, `markdown`, `html`, `jats`).
        text: The characters all offsets point into.
        warnings: What the reader had to leave out or guess, in words for a person.
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

    def __str__(self) -> str:
        return repr(self)

    def __repr__(self) -> str:
        return (
            f"<Document {self.name}: {self.format}, {len(self.text)} characters, "
            f"{len(self.blocks)} blocks, {len(self.tables)} tables>"
        )
