"""The reference list of a text: one block and one entry for each."""

from epicrisis.model import Block, Reference
from epicrisis.readers.cells import Span
from epicrisis.readers.chunks import Chunk
from epicrisis.readers.lines import bare
from epicrisis.readers.references import entry_number, reference


class Bibliography:
    """Gathers the entries; a list is numbered or not, and its first entry tells."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.references: list[Reference] = []
        self._numbered = False
        self._last = 0

    def take(self, chunk: Chunk) -> list[Block]:
        """Take the entries out of a piece of the list."""
        blocks = []
        for start, end in self._entries(chunk):
            blocks.append(Block(kind="reference", start=start, end=end))
            number = entry_number(bare(self.text[start : start + 30]))
            if not self.references:
                self._numbered = number is not None
            if number is None and self._numbered:
                continue  # the rest of an entry that a page has cut
            entry = reference(self.text, start, end, self._last + 1)
            self._last = entry.number
            self.references.append(entry)
        return blocks

    def _entries(self, chunk: Chunk) -> list[Span]:
        """Cut where a line carries the next number; a piece without numbers is one entry."""
        spans: list[Span] = []
        last: int | None = None
        for line in chunk.lines:
            number = entry_number(bare(self.text[line.start : min(line.end, line.start + 30)]))
            follows = number is not None and (last is None or number == last + 1)
            if follows or not spans:
                spans.append((line.start, line.end))
                last = number if number is not None else last
            else:
                spans[-1] = (spans[-1][0], line.end)
        return spans
