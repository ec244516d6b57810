"""The cells of a table on a page, before they are written."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from epicrisis.readers.pdf_words import Piece


@dataclass(slots=True)
class GridCell:
    """A cell: its place, how many columns it spans, and its lines."""

    row: int
    column: int
    across: int
    lines: list[list[Piece]]


@dataclass(slots=True)
class Grid:
    """The cells of a table, how many rows are its head, and where its columns part."""

    cells: list[GridCell] = field(default_factory=list)
    heads: int = 1
    bounds: Sequence[float] = ()
