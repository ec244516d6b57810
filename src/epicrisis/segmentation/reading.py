"""The document as it is read: repaired, in reading order, one passage after the other.

Paragraphs that a page break or a table has cut in two are joined. Every character of the view
comes from the document (or from an edit laid over it), but for the separators between passages.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from epicrisis.model.documents import Block, Document
from epicrisis.model.passages import Passage, SectionName
from epicrisis.model.views import Run, View
from epicrisis.segmentation.characters import normalize
from epicrisis.segmentation.chronicles import Row, chronicle

LEFT_OUT = frozenset({"reference", "front_matter", "boilerplate"})
_JOINED = frozenset({"paragraph", "list_item"})
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SELDOM = (*_INVISIBLE, *_LIGATURES)
_TO_REPAIR = re.compile(rf"[ {_INVISIBLE}]{{2,}}|[{_INVISIBLE}]|[{''.join(_LIGATURES)}]")
_MANY_SPACES = re.compile(r" {2,}")
_BLANK_LINE = re.compile(r"\n\s*\n")


class Repair(NamedTuple):
    """Read `replacement` for `start:end` of the document."""

    start: int
    end: int
    replacement: str


class Reading(NamedTuple):
    """A view with its passages; `levels` holds the depth of each passage that is a heading."""

    view: View
    passages: list[Passage]
    levels: list[int]


def read(document: Document) -> Reading:
    """Put a document into reading order; sections are still to be named."""
    writer = _Writer(document)
    levels: list[int] = []
    seen: set[int] = set()
    starts = sorted((table.start, index) for index, table in enumerate(document.tables))
    for group in _groups(document):
        block = group[0]
        if block.kind == "table":
            inside = slice(*(bisect_left(starts, (at,)) for at in (block.start, block.end)))
            tables = sorted(index for _, index in starts[inside])
            for index in tables:
                writer.write_table(document, index)
            if not tables:
                writer.write_passage("table", group)
            seen.update(tables)
        else:
            writer.write_passage(block.kind, group)
        levels.extend([block.level] * (len(writer.passages) - len(levels)))
    for index in range(len(document.tables)):
        if index not in seen:
            writer.write_table(document, index)
    levels.extend([0] * (len(writer.passages) - len(levels)))
    return Reading(View("".join(writer.parts), tuple(writer.runs)), writer.passages, levels)


def _groups(document: Document) -> Iterator[list[Block]]:
    """Blocks to be read, those of one torn paragraph together at the place of its first part."""
    groups: list[list[Block]] = []
    torn: list[Block] | None = None
    for block in document.blocks or _blank_line_blocks(document.text):
        if block.kind in LEFT_OUT:
            continue
        if block.continues and torn is not None:
            torn.append(block)
            continue
        groups.append([block])
        if block.kind in _JOINED:
            torn = groups[-1]
    return iter(groups)


def _blank_line_blocks(text: str) -> list[Block]:
    gaps = [found.span() for found in _BLANK_LINE.finditer(text)]
    starts = [0, *(end for _, end in gaps)]
    ends = [*(start for start, _ in gaps), len(text)]
    return [
        Block(kind="paragraph", start=start, end=end)
        for start, end in zip(starts, ends, strict=True)
    ]


def _repairs(document: Document, text: str) -> list[Repair]:
    """The document's edits, and the spaces and letters to be mended between them, in order."""
    plain = text.isascii() or not any(character in text for character in _SELDOM)
    pattern = _MANY_SPACES if plain else _TO_REPAIR
    repairs: list[Repair] = []
    position = 0
    for edit in sorted(document.edits, key=lambda edit: edit.start):
        if edit.start < position:
            continue
        repairs.extend(_mend(pattern, text, position, edit.start))
        repairs.append(Repair(edit.start, edit.end, normalize(edit.replacement)))
        position = edit.end
    repairs.extend(_mend(pattern, text, position, len(text)))
    return repairs


def _mend(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Repair]:
    for found in pattern.finditer(text, start, end):
        low, high = found.span()
        letter = _LIGATURES.get(text[low])
        if letter is not None:
            yield Repair(low, high, letter)
            continue
        space = text.find(" ", low, high)  # the one that stays
        if space < 0:
            yield Repair(low, high, "")
            continue
        if space > low:
            yield Repair(low, space, "")
        if space + 1 < high:
            yield Repair(space + 1, high, "")


class _Writer:
    """Writes passages one behind the other and keeps the map back."""

    def __init__(self, document: Document) -> None:
        self.text = normalize(document.text)
        self.repairs = _repairs(document, self.text)
        self._starts = [repair.start for repair in self.repairs]
        self.parts: list[str] = []
        self.runs: list[Run] = []
        self.length = 0
        self.passages: list[Passage] = []
        self._pending = ""  # a separator, written when text follows it
        self._last = " "  # the last character; a space lets no space follow

    def write_passage(self, kind: str, group: Sequence[Block]) -> None:
        start = self._begin("\n\n")
        for index, block in enumerate(group):
            if index and self._last not in " -" and not self._joined_at(group[index - 1].end):
                self._literal(" ", block.start)
            self._write(block.start, block.end)
        self._end(start, kind)

    def write_table(self, document: Document, index: int) -> None:
        table = document.tables[index]
        told = chronicle(document, table)
        if told:
            self._write_told(told)
            return
        separator = "\n\n"
        for number, cell in enumerate(table.cells):
            start = self._begin(separator)
            self._write(cell.start, cell.end)
            if self._end(start, "cell", table=index, cell=number):
                separator = "\n"

    def _write_told(self, rows: Sequence[Row]) -> None:
        """Write each entry of a table that tells a course as a sentence, its time in front."""
        for row in rows:
            start = self._begin("\n\n")
            for place, cell in enumerate(row.cells):
                if place:
                    named = place == 1 and row.cells[0].column == 0
                    self._literal(": " if named else ", ", cell.start)
                self._write(cell.start, cell.end)
            self._end(start, "row")

    def _begin(self, separator: str) -> int:
        self._pending = separator if self.parts else ""
        self._last = " "
        return len(self._pending) + self.length

    def _end(
        self, start: int, kind: str, *, table: int | None = None, cell: int | None = None
    ) -> bool:
        end = self.length
        if end > start and self._last == " ":
            end -= 1
        self._pending = ""
        if end <= start:
            return False
        section: SectionName = "case" if table is None else "table"
        self.passages.append(Passage(start, end, kind, section, table, cell))
        return True

    def _joined_at(self, end: int) -> bool:
        """Whether a mended hyphen closes the block that ends here."""
        index = bisect_left(self._starts, end) - 1
        return index >= 0 and self.repairs[index].end >= end and not self.repairs[index].replacement

    def _write(self, start: int, end: int) -> None:
        """Write `start:end` of the document, repaired."""
        while end > start and self.text[end - 1] == " ":
            end -= 1
        first = bisect_left(self._starts, start)
        position = max(start, self.repairs[first - 1].end) if first else start
        for index in range(first, len(self.repairs)):
            repair = self.repairs[index]
            if repair.start >= end:
                break
            self._copy(position, repair.start)
            if repair.replacement:
                self._replace(repair)
            position = repair.end
        self._copy(position, end)

    def _copy(self, start: int, end: int) -> None:
        while self._last == " " and start < end and self.text[start] == " ":
            start += 1
        if start < end:
            self._add(self.text[start:end], start, end)

    def _replace(self, repair: Repair) -> None:
        text = repair.replacement
        if self._last == " ":
            text = text.lstrip(" ")
        if text:
            self._add(text, repair.start, repair.end)

    def _literal(self, text: str, source: int) -> None:
        self._add(text, source, source)

    def _add(self, text: str, source: int, source_end: int) -> None:
        if self._pending:
            separator, self._pending = self._pending, ""
            self._add(separator, source, source)
        self.parts.append(text)
        self.runs.append(Run(self.length, len(text), source, source_end))
        self.length += len(text)
        self._last = text[-1]
