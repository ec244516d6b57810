"""The plain text of a document that is rendered from XML or HTML, with the spans of its parts.

White space is folded as it comes in: a run is one blank, and none stands at either end of a block.
Blocks are a blank line apart; the rows of a table are lines, its cells a tab apart.
"""

from typing import Final

from epicrisis.model import Block
from epicrisis.model.documents import BlockKind
from epicrisis.readers.cells import Span

_TAIL: Final = 64
_DROPPED: Final = {
    ord(letter): None for letter in "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffe\uffff\x00"
}


class Canvas:
    """Text that grows from front to back, and the blocks written on it."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._length = 0
        self._tail = ""
        self._gap = False  # a blank is due before the next word
        self._separator = ""
        self._start = 0
        self._first = 0  # the part that the open block starts with
        self._last = (0, 0)  # the parts of the last closed block
        self._cell = 0  # the part that the open cell starts with
        self._kind: BlockKind | None = None
        self._level = 0
        self._continues = False

    @property
    def text(self) -> str:
        """All that has been written."""
        return "".join(self._parts)

    @property
    def words(self) -> str:
        """What the last block that was closed holds."""
        return "".join(self._parts[slice(*self._last)]).lstrip("\n")

    @property
    def position(self) -> int:
        """Where the next word will start, if one is written now."""
        return self._length + len(self._separator) + self._gap

    @property
    def end(self) -> int:
        """Where the last word ended."""
        return self._length

    def before(self) -> str:
        """Give the last characters of the open block, with the blank that is due behind them."""
        return "" if self._separator else self._tail + (" " if self._gap else "")

    def write(self, text: str | None) -> None:
        """Write words into the open block."""
        if not text:
            return
        words = text.translate(_DROPPED).split()
        if not words:
            self._gap = self._tail != ""
            return
        if text[0].isspace() and self._tail:
            self._gap = True
        self._put((" " if self._gap else "") + " ".join(words))
        self._gap = text[-1].isspace()

    def join(self) -> None:
        """Let the next word follow without a blank."""
        self._gap = False

    def _put(self, text: str) -> None:
        piece = self._separator + text
        self._separator = ""
        self._parts.append(piece)
        self._length += len(piece)
        self._tail = (self._tail + text)[-_TAIL:] if len(text) < _TAIL else text[-_TAIL:]

    def open(self, kind: BlockKind, level: int = 0, *, continues: bool = False) -> None:
        """Open a block; one that nothing is written into leaves no trace."""
        self.close()
        self._separator = "\n\n" if self._length else ""
        self._start = self._length + len(self._separator)
        self._kind, self._level, self._continues = kind, level, continues
        self._tail = ""
        self._first = len(self._parts)

    def close(self) -> Span | None:
        """Close the open block and give its span, or None where nothing was written into it."""
        kind, self._kind = self._kind, None
        self._gap = False
        if kind is None or self._length <= self._start:
            return None
        self._last = (self._first, len(self._parts))
        self.blocks.append(
            Block(
                kind=kind,
                start=self._start,
                end=self._length,
                level=self._level,
                continues=self._continues,
            )
        )
        return self._start, self._length

    def begin_cell(self, separator: str) -> None:
        """Start a cell of the open table: behind a tab, a line end, or nothing for the first."""
        self._gap = False
        piece = self._separator + separator
        self._separator = ""
        self._parts.append(piece)
        self._length += len(piece)
        self._tail = ""
        self._cell = len(self._parts)

    def end_cell(self) -> str:
        """End the open cell and give its words."""
        self._gap = False
        return "".join(self._parts[self._cell :])
