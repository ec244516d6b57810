"""The text of a report as HTML: its blocks and tables, every datum marked where it stands."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from epicrisis.model import Block, Cell, Document, Table
from epicrisis.plots.highlights import Highlights, Piece
from epicrisis.plots.svg import Markup, joined, tag
from epicrisis.plots.typeset import Typeset

_LABEL = re.compile(r"\W*(?:Table|Figure|Fig\.?|Box)\s*\w{1,4}\W*", re.IGNORECASE)
_ITEM = re.compile(r"[-*+•]\s+")
_SCRIPT_TAGS = re.compile(r"</?su[bp]>")
_LAYOUT = " \t\r\n\x0b\x0c\xa0"  # what stands between blocks and says nothing
_MARKDOWN = "#*_-+|:=>~`" + _LAYOUT


@dataclass(frozen=True, slots=True)
class PageText:
    """Sets a document.

    Attributes:
        document: What is set.
        highlights: Where its data stand.
        said: What each datum says, by token, for tooltips.
        typeset: Shows the characters, without what edits lay aside.
    """

    document: Document
    highlights: Highlights
    said: Mapping[str, str]
    typeset: Typeset = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "typeset", Typeset(self.document))

    def html(self) -> Markup:
        """Give the whole text: what edits and mark-up leave of its characters, each once."""
        return joined(self._blocks(), "\n")

    def _blocks(self) -> Iterator[Markup]:
        position = 0
        paragraph: list[Markup] = []  # the pieces of a paragraph that a page break cuts
        for start, end, shown in self._units():
            start = max(start, position)
            if start >= end:
                continue
            loose = list(self._loose(position, start))
            goes_on = isinstance(shown, Block) and shown.kind == "paragraph" and shown.continues
            if paragraph and (loose or not goes_on):
                yield _paragraph(paragraph)
                paragraph = []
            yield from loose
            position = end
            if isinstance(shown, Block) and shown.kind == "paragraph":
                paragraph.append(self.words(start, end))
            else:
                yield self._table(shown) if isinstance(shown, Table) else self._block(shown, start)
        if paragraph:
            yield _paragraph(paragraph)
        yield from self._loose(position, len(self.document.text))

    def _units(self) -> list[tuple[int, int, Block | Table]]:
        """Give tables, and the blocks that do not begin inside one, in the order of the text."""
        tables = sorted(self.document.tables, key=lambda table: table.start)
        units: list[tuple[int, int, Block | Table]] = []
        for table in tables:
            if table.start < table.end and (not units or table.start >= units[-1][1]):
                units.append((table.start, table.end, table))
        spans = [(low, high) for low, high, _ in units]
        for block in self.document.blocks:
            if not any(low <= block.start < high for low, high in spans):
                stop = min((low for low, _ in spans if low > block.start), default=block.end)
                units.append((block.start, min(block.end, stop), block))
        return sorted(units, key=lambda unit: unit[:2])

    def _loose(self, start: int, end: int) -> Iterator[Markup]:
        """Give text that no block holds, a paragraph for each stretch between empty lines."""
        position = start
        layout = _MARKDOWN if self.document.format == "markdown" else _LAYOUT
        for words in self.document.text[start:end].split("\n\n"):
            if words.strip(layout):
                yield tag("p", self.words(position, position + len(words)))
            position += len(words) + 2

    def _block(self, block: Block, start: int) -> Markup:
        name = "h1" if block.kind == "title" else "p"
        if block.kind == "reference" and self.document.format == "markdown":
            item = _ITEM.match(self.document.text, start, block.end)
            start = item.end() if item else start
        words = self.words(start, block.end)
        if block.kind == "heading":
            name = f"h{min(self._depth(block.level), 3) + 1}"
        elif block.kind == "caption":
            words = self._caption(start, block.end)
        return tag(name, words, class_=f"b-{block.kind.replace('_', '-')}")

    def _depth(self, level: int) -> int:
        """Count depth from the topmost heading that the document has."""
        levels = {block.level for block in self.document.blocks if block.kind == "heading"}
        return 1 + sum(other < level for other in levels)

    def _caption(self, start: int, end: int) -> Markup:
        label = _LABEL.match(self.document.text, start, end)
        if label is None:
            return self.words(start, end)
        return joined([tag("b", self.words(start, label.end())), " ", self.words(label.end(), end)])

    def words(self, start: int, end: int) -> Markup:
        """Give a stretch of the text with its marks."""
        parts, begins = [], False
        for piece in self.highlights.within(start, end):
            begins = begins or piece.begins
            shown = self._piece(piece, begins=begins)
            if shown:
                parts.append(shown)
                begins = False
        return joined(parts)

    def _piece(self, piece: Piece, *, begins: bool) -> Markup:
        words = self.typeset.words(piece.start, piece.end)
        if not words or not (piece.data or piece.findings):
            return words
        tokens = dict.fromkeys(mark.token for mark in piece.data)
        doubts = dict.fromkeys(mark.token for mark in piece.findings)
        kind = piece.data[0].kind if piece.data else "none"
        notes = [self.said.get(token, "") for token in tokens]
        notes += [self.said.get("!" + token, "") for token in doubts]
        return tag(
            "mark",
            words,
            class_=f"k-{kind} doubted" if doubts else f"k-{kind}",
            data_event=" ".join(tokens) or None,
            data_finding=" ".join(doubts) or None,
            tabindex="0" if begins or not piece.data else None,
            title="\n".join(note for note in notes if note) or None,
        )

    def _table(self, table: Table) -> Markup:
        """Give a table as a table; what stands in none of its cells follows as lines."""
        parts = []
        spans = [(cell.start, self._end(cell)) for cell in table.cells]
        inside = [n for n in table.footnotes if table.start <= n.start < table.end]
        spans += [(note.start, note.end) for note in inside]
        if table.caption and table.start <= table.caption[0] < table.end:
            spans.append(table.caption)
            parts.append(tag("caption", self._caption(*table.caption)))
        parts.append(tag("tbody", *(tag("tr", *row) for row in self._rows(table))))
        notes = [self._note(note.mark, note.start, note.end) for note in inside]
        left = joined(self._outside(table, spans), " ")
        outside = [tag("p", left, class_="b-footnote")] if left else []
        grid = tag("div", tag("table", *parts), class_="scroll")
        return tag("div", grid, *notes, *outside, class_="b-table")

    def _rows(self, table: Table) -> Iterator[list[Markup]]:
        columns = sorted({cell.column for cell in table.cells})
        rows: dict[int, dict[int, Cell]] = {}
        for cell in table.cells:
            rows.setdefault(cell.row, {}).setdefault(cell.column, cell)
        covered: set[tuple[int, int]] = set()
        for number in sorted(rows):
            shown = []
            for column in columns:
                if (number, column) in covered:
                    continue
                found = rows[number].get(column)
                if found is None:
                    shown.append(tag("td", Markup("")))
                    continue
                wide = [c for c in columns if column <= c < column + found.colspan]
                high = [r for r in rows if number <= r < number + found.rowspan]
                covered.update((r, c) for r in high for c in wide)
                shown.append(self._cell(table, found, len(high), len(wide)))
            yield shown

    def _cell(self, table: Table, cell: Cell, high: int, wide: int) -> Markup:
        head = cell.header or cell.row < table.header_rows
        scope = "col" if cell.row < table.header_rows else "row"
        return tag(
            "th" if head else "td",
            self.words(cell.start, self._end(cell)),
            scope=scope if head else None,
            rowspan=str(high) if high > 1 else None,
            colspan=str(wide) if wide > 1 else None,
        )

    def _end(self, cell: Cell) -> int:
        """Give the end of a cell with the marks of notes that are printed in it."""
        return self.typeset.after_marks(cell.end) if cell.start < cell.end else cell.end

    def _note(self, mark: str, start: int, end: int) -> Markup:
        return tag("p", tag("sup", mark), " ", self.words(start, end), class_="b-footnote")

    def _outside(self, table: Table, spans: list[tuple[int, int]]) -> Iterator[Markup]:
        position = table.start
        marks = {note.mark for note in table.footnotes}
        for start, end in [*sorted(spans), (table.end, table.end)]:
            words = _SCRIPT_TAGS.sub("", self.document.text[position : max(start, position)])
            if words.strip(" \t\r\n|-:+") and words.strip() not in marks:
                yield self.words(position, start)
            position = max(position, end)


def _paragraph(pieces: list[Markup]) -> Markup:
    return tag("p", joined(pieces, " "), class_="b-paragraph")
