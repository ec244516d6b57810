"""Tables on a page of text: caption, rows, and the notes below them."""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from epicrisis.model import Block, Cell, Table
from epicrisis.readers.base import MAX_CELLS
from epicrisis.readers.cells import Span, grid_cells
from epicrisis.readers.chunks import Chunk, is_delimiter_row, row_span
from epicrisis.readers.flattened import Flattened, parse_row, rebuild
from epicrisis.readers.lines import Line
from epicrisis.readers.notes import is_note, notes_below, notes_in_caption

_PIPE = re.compile(r"(?<!\\)\|")
_HEADER_CHUNKS: Final = 3  # pieces of a header that blank lines have cut apart
_HEADER_LENGTH: Final = 400
_MOST_CHUNKS: Final = 80
_MOST_NOTES: Final = 40
_MOST_LINES: Final = 500  # no table in print is longer


@dataclass(slots=True)
class Gathered:
    """A table with its blocks, and the index of the first chunk behind it."""

    table: Table
    blocks: list[Block]
    following: int


@dataclass(slots=True)
class Tables:
    """Takes the tables out of a list of chunks; `left` counts the cells still allowed."""

    text: str
    chunks: list[Chunk]
    left: int = MAX_CELLS
    warnings: list[str] = field(default_factory=list)

    def at(self, index: int) -> Gathered | None:
        """Gather the table that starts with this chunk, or give None where none starts."""
        chunk = self.chunks[index]
        if chunk.form in ("tabbed", "piped"):
            return self._ruled(index, None)
        if chunk.caption is None or not chunk.caption.is_table:
            return None
        if self._form(index + 1) in ("tabbed", "piped"):
            return self._ruled(index + 1, chunk)
        return self._flattened(index)

    def _form(self, index: int) -> str:
        return self.chunks[index].form if index < len(self.chunks) else ""

    def _ruled(self, index: int, caption: Chunk | None) -> Gathered | None:
        """A table whose columns are tabs or pipes; its caption may stand below it."""
        chunk = self.chunks[index]
        rows = [list(self._spans(chunk, line)) for line in chunk.lines if self._counts(chunk, line)]
        cells = sum(map(len, rows))
        if cells > self.left:
            self.warnings.append(f"a table of {cells} cells was read as plain text")
            return None
        header_rows, made = grid_cells(self.text, rows)
        start = row_span(self.text, chunk.lines[0])[0]
        end = row_span(self.text, chunk.lines[-1])[1]
        following = index + 1
        below = caption is None and self._is_caption_below(following)
        if below:
            caption = self.chunks[following]
            following += 1
        return self._finish(caption, (start, end), header_rows, made, following, below=below)

    def _counts(self, chunk: Chunk, line: Line) -> bool:
        return chunk.form == "tabbed" or not is_delimiter_row(self.text, line)

    def _is_caption_below(self, index: int) -> bool:
        if index >= len(self.chunks):
            return False
        caption = self.chunks[index].caption
        return bool(caption and caption.is_table) and self._form(index + 1) not in (
            "tabbed",
            "piped",
        )

    def _spans(self, chunk: Chunk, line: Line) -> list[Span]:
        if chunk.form == "tabbed":
            start, end = row_span(self.text, line)
            bounds = [start - 1, *_places(self.text, "\t", start, end), end]
        else:
            start, end = line.start, line.end
            bars = [bar.start() for bar in _PIPE.finditer(self.text, start, end)]
            bounds = [
                *([] if bars and bars[0] == start else [start - 1]),
                *bars,
                *([] if bars and bars[-1] == end - 1 else [end]),
            ]
        return [(left + 1, right) for left, right in pairwise(bounds)]

    def _flattened(self, index: int) -> Gathered | None:
        """A table without columns below its caption, or in the same breath with it."""
        caption = self.chunks[index]
        within = self._split_caption(caption)
        made = self._rebuilt(within)
        if made is not None:
            caption.lines = caption.lines[: len(caption.lines) - len(within)]
            return self._place(caption, index + 1, made, within)
        count = self._candidates(index + 1)
        below = self.chunks[index + 1 : index + 1 + count]
        found = [line for chunk in below for line in chunk.lines]
        made = self._rebuilt(found)
        return self._place(caption, index + 1 + count, made, found) if made else None

    def _rebuilt(self, found: list[Line]) -> Flattened | None:
        if not found or len(found) > _MOST_LINES:
            return None
        made = rebuild(self.text, found)
        return made if made and len(made.cells) <= self.left else None

    def _place(
        self, caption: Chunk, following: int, made: Flattened, found: list[Line]
    ) -> Gathered:
        """Give the table, and put the lines that are none of it back among the chunks."""
        rest = found[made.lines :]
        if rest:
            self.chunks[following:following] = [Chunk("plain", rest)]
        span = (found[0].start, found[made.lines - 1].end)
        return self._finish(caption, span, made.header_rows, made.cells, following, flattened=True)

    def _behind_label(self, caption: Chunk) -> int:
        """Where the words of a caption start, markup and label left out."""
        number = caption.caption.label.split()[-1] if caption.caption else ""
        start = self.text.find(number, caption.start, caption.end) + len(number)
        while start < caption.end and self.text[start] in ".:|*_ ":
            start += 1
        return start

    def _split_caption(self, caption: Chunk) -> list[Line]:
        """The lines of a caption from the first one that may belong to the table."""
        for place, line in enumerate(caption.lines[:-1]):
            if self.text[line.end - 1] == "." or line.end - line.start < 80:
                return caption.lines[place + 1 :]
        return []

    def _candidates(self, first: int) -> int:
        """How many chunks below a caption may be rows: a short header, then lines of values."""
        count = headers = 0
        seen = False
        for chunk in self.chunks[first : first + _MOST_CHUNKS]:
            if chunk.form not in ("plain", "item"):
                break
            rows = any(parse_row(self.text, line) for line in chunk.lines[:_MOST_CHUNKS])
            if not rows:
                headers += 1
                if seen or headers > _HEADER_CHUNKS or chunk.end - chunk.start > _HEADER_LENGTH:
                    break
            seen = seen or rows
            count += 1
        return count

    def _finish(
        self,
        caption: Chunk | None,
        span: Span,
        header_rows: int,
        cells: list[Cell],
        following: int,
        *,
        flattened: bool = False,
        below: bool = False,
    ) -> Gathered:
        self.left -= len(cells)
        blocks = [Block(kind="table", start=span[0], end=span[1])]
        notes = []
        label, captioned = "", None
        if caption and caption.caption:
            captioned = (caption.start, caption.end)
            label = caption.caption.label
            blocks.insert(
                len(blocks) if below else 0,
                Block(kind="caption", start=caption.start, end=caption.end),
            )
            notes = notes_in_caption(self.text, self._behind_label(caption), caption.end)
        marks = frozenset(mark for cell in cells for mark in cell.marks)
        for chunk in self.chunks[following : following + _MOST_NOTES]:
            if chunk.form not in ("plain", "item") or not is_note(
                self.text, chunk.start, chunk.end, marks
            ):
                break
            notes += notes_below(self.text, chunk.start, chunk.end, marks)
            blocks.append(Block(kind="footnote", start=chunk.start, end=chunk.end))
            following += 1
        table = Table(
            label=label,
            start=span[0],
            end=span[1],
            caption=captioned,
            header_rows=header_rows,
            cells=tuple(cells),
            footnotes=tuple(notes),
            flattened=flattened,
        )
        return Gathered(table, blocks, following)


def _places(text: str, sign: str, start: int, end: int) -> list[int]:
    found = []
    place = text.find(sign, start, end)
    while place >= 0:
        found.append(place)
        place = text.find(sign, place + 1, end)
    return found
