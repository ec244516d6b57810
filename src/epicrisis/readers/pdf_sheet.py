"""The text of a PDF as it grows: lines of strips, raised characters read, every word's box kept."""

from collections.abc import Sequence
from typing import Final

from epicrisis.model import Block, Print
from epicrisis.model.documents import BlockKind
from epicrisis.readers.inline import Marks
from epicrisis.readers.pdf_words import Piece, Strip
from epicrisis.readers.scripts import superscript

_TAIL: Final = 64
_HYPHENS: Final = ("-", "‐", "\u00ad")
_DROPPED: Final = {ord(sign): None for sign in "\u200b\u200c\u200d\u2060\ufeff"}


class Sheet:
    """Text that grows from front to back, the blocks on it, and where each word is printed."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.prints: list[Print] = []
        self.page = 1
        self._parts: list[str] = []
        self._length = 0
        self._tail = ""

    @property
    def text(self) -> str:
        """All that has been written."""
        return "".join(self._parts)

    def since(self, start: int) -> str:
        """Give what stands behind a place near the end."""
        found: list[str] = []
        position = self._length
        while position > start:
            part = self._parts[len(self._parts) - 1 - len(found)]
            found.append(part)
            position -= len(part)
        return "".join(reversed(found))[start - position :]

    def words_of(self, block: Block) -> str:
        """Give what the block that was written last says."""
        return self.since(block.start)[: block.end - block.start]

    @property
    def length(self) -> int:
        """Where the next character will stand."""
        return self._length

    def part(self) -> None:
        """Begin behind a blank line."""
        if self._length:
            self._put("\n\n")
        self._tail = ""

    def block(
        self, kind: BlockKind, lines: Sequence[Strip], pages: Sequence[int], level: int = 0
    ) -> Block | None:
        """Write lines as a block of its own; None where they hold nothing.

        Args:
            kind: What it is.
            lines: The lines, each written as one.
            pages: The page that each stands on.
            level: A heading's depth.
        """
        self.part()
        start = self._length
        for line, page in zip(lines, pages, strict=True):
            self.page = page
            if self._length > start:
                self._put("\n")
                self._tail = (self._tail + "\n")[-_TAIL:]
            self.write(line.pieces)
        if self._length == start:
            return None
        block = Block(kind=kind, start=start, end=self._length, level=level)
        self.blocks.append(block)
        return block

    def begin_cell(self, separator: str) -> int:
        """Start a cell behind a tab or a line end; give where it starts."""
        self._put(separator)
        self._tail = ""
        return self._length

    def cell_line(self, pieces: Sequence[Piece], marks: Marks) -> None:
        """Write a line of a cell behind the lines before it."""
        if self._tail:
            self._put("\n" if self._tail.endswith(_HYPHENS) else " ")
        self.write(pieces, marks)

    def write(self, pieces: Sequence[Piece], marks: Marks | None = None) -> None:
        """Write pieces that stand side by side."""
        index = 0
        while index < len(pieces):
            piece = pieces[index]
            begun = self._tail and self._tail[-1] != "\n"
            blank = " " if piece.spaced and index and begun else ""
            if piece.shift > 0:
                index = self._raised(pieces, index, blank, marks)
                continue
            if piece.shift < 0 and len(piece.text) < 4:
                blank = ""
            self._word(blank, piece.text, piece)
            index += 1

    def _raised(self, pieces: Sequence[Piece], index: int, blank: str, marks: Marks | None) -> int:
        """Write raised characters as other readers do; give the index behind them."""
        first = index
        words = ""
        while index < len(pieces) and pieces[index].shift > 0:
            words += (" " if pieces[index].spaced and words else "") + pieces[index].text
            index += 1
        after = pieces[index] if index < len(pieces) else None
        next_sign = "" if after is None else " " if after.spaced else after.text[0]
        before = self._tail[-12:]
        if marks is not None and marks.take(words, before, self._length):
            return index
        reading = superscript(before, words, next_sign)
        if reading:
            glued = not (reading[0] in "[(" and before.endswith(" "))
            whole = Piece(reading, around(pieces[first:index]), pieces[first].start)
            self._word("" if glued else blank, reading, whole)
        if reading[:1] == "^" and after is not None and after.text[:1] == "/":
            after.spaced = False
        return index

    def _word(self, blank: str, words: str, piece: Piece) -> None:
        words = words.translate(_DROPPED) if not words.isascii() else words
        if not words:
            return
        self._parts.append(blank + words)
        start = self._length + len(blank)
        end = self._length = start + len(words)
        self._tail = (self._tail + blank + words)[-_TAIL:]
        self.prints.append(
            Print(start, end, self.page, piece.left, piece.top, piece.right, piece.bottom)
        )

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def around(pieces: Sequence[Piece]) -> tuple[float, float, float, float]:
    """Give the box around pieces that stand in a line or below one another."""
    return (
        min(piece.left for piece in pieces),
        min(piece.top for piece in pieces),
        max(piece.right for piece in pieces),
        max(piece.bottom for piece in pieces),
    )
