"""A document in the making, and the rules that every finished one keeps.

Blocks stand in order and apart, repairs are ordered and disjoint, nothing lies outside the text,
and the numbers of blocks, cells and repairs stay within their bounds.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import merge

from epicrisis.errors import UnreadableDocumentError
from epicrisis.model import Block, Citation, Document, Edit, Reference, Table
from epicrisis.readers.base import MAX_BLOCKS, MAX_EDITS, document_id
from epicrisis.readers.decoding import check_length


@dataclass(slots=True)
class Draft:
    """What a reader has gathered so far."""

    text: str
    citation: Citation = field(default_factory=Citation)
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def finish(self, name: str, reader: str) -> Document:
        """Make the document.

        Raises:
            DocumentTooLargeError: Its text is too long for one report.
            UnreadableDocumentError: It holds no text.
        """
        check_length(self.text, name)
        if not self.text.strip():
            raise UnreadableDocumentError(
                f"{name}: expected a document, found no text in it. "
                "Check that it is the right file and was exported with its text."
            )
        if len(self.edits) > MAX_EDITS:
            self.warnings.append(f"only the first {MAX_EDITS} repairs were kept")
        return Document(
            id=document_id(self.text),
            name=name,
            format=reader,
            text=self.text,
            citation=self.citation,
            blocks=tuple(self._bounded_blocks()),
            tables=tuple(self.tables),
            references=tuple(self.references),
            edits=tuple(self.edits[:MAX_EDITS]),
            warnings=tuple(self.warnings),
        )

    def _bounded_blocks(self) -> list[Block]:
        if len(self.blocks) <= MAX_BLOCKS:
            return self.blocks
        self.warnings.append(f"more than {MAX_BLOCKS} blocks: the rest is read as one paragraph")
        kept, rest = self.blocks[:MAX_BLOCKS], self.blocks[MAX_BLOCKS:]
        return [*kept, Block(kind="paragraph", start=rest[0].start, end=rest[-1].end)]


def disjoint(*layers: Iterable[Edit]) -> list[Edit]:
    """Lay layers of repairs over one another: where two meet, that of the earlier layer stays.

    Args:
        layers: Each in order and disjoint in itself.
    """
    kept: list[Edit] = []
    for layer in layers:
        kept = _without_overlap(kept, list(layer)) if kept else list(layer)
    return kept


def _without_overlap(first: list[Edit], second: list[Edit]) -> list[Edit]:
    allowed: list[Edit] = []
    index = 0
    for edit in second:
        while index < len(first) and first[index].end <= edit.start:
            index += 1
        if index == len(first) or first[index].start >= edit.end:
            allowed.append(edit)
    return list(merge(first, allowed, key=lambda edit: edit.start))
