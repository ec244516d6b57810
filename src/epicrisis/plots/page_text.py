"""The text of a report as HTML: its blocks and tables, every datum marked where it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from epicrisis.model import Block, Cell, Document, Table
from epicrisis.plots.highlights import Highlights, Piece
from epicrisis.plots.svg import Markup, escaped, joined, tag

_TAGS = {"title": "h1", "heading": "h2"}


@dataclass(frozen=True, slots=True)
class PageText:
    """Sets a document.

    Attributes:
        document: What is set.
        highlights: Where its data stand.
        said: What each datum says, by token, for tooltips.
    """

    document: Document
    highlights: Highlights
    said: Mapping[str, str]

    def html(self) -> Markup:
        """Give the whole text, each of its characters but white space once."""
        return joined(self._blocks(), "\n")

    def _blocks(self) -> Iterator[Markup]:
        position = 0
        for start, end, shown in self._units():
            start = max(start, position)
            if start >= end:
                continue
            yield from self._loose(position, start)
            yield self._table(shown) if isinstance(shown, Table) else self._block(shown, start)
            position = end
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
        for words in self.document.text[start:end].split("\n\n"):
            if words.strip():
                yield tag("p", self.words(position, position + len(words)))
            position += len(words) + 2

    def _block(self, block: Block, start: int) -> Markup:
        name = _TAGS.get(block.kind, "p")
        if block.kind == "heading":
            name = f"h{min(max(block.level, 1), 3) + 1}"
        return tag(name, self.words(start, block.end), class_=f"b-{block.kind.replace('_', '-')}")

    def words(self, start: int, end: int) -> Markup:
        """Give a stretch of the text with its marks."""
        return joined(self._piece(piece) for piece in self.highlights.within(start, end))

    def _piece(self, piece: Piece) -> Markup:
        words = self.document.text[piece.start : piece.end]
        if not (piece.data or piece.findings):
            return escaped(words)
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
            tabindex="0" if piece.begins or not piece.data else None,
            title="\n".join(note for note in notes if note) or None,
        )

    def _table(self, table: Table) -> Markup:
        """Give a table as a table; what stands in none of its cells follows as lines."""
        parts = []
        spans = [(cell.start, cell.end) for cell in table.cells]
        spans += [(note.start, note.end) for note in table.footnotes]
        if table.caption and table.start <= table.caption[0] < table.end:
            spans.append(table.caption)
            parts.append(tag("caption", self.words(*table.caption)))
        parts.append(tag("tbody", *(tag("tr", *row) for row in self._rows(table))))
        notes = [self._note(table, note.mark, note.start, note.end) for note in table.footnotes]
        outside = [tag("p", words, class_="b-footnote") for words in self._outside(table, spans)]
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
            self.words(cell.start, cell.end),
            scope=scope if head else None,
            rowspan=str(high) if high > 1 else None,
            colspan=str(wide) if wide > 1 else None,
        )

    def _note(self, table: Table, mark: str, start: int, end: int) -> Markup:
        return tag("p", tag("sup", mark), " ", self.words(start, end), class_="b-footnote")

    def _outside(self, table: Table, spans: list[tuple[int, int]]) -> Iterator[Markup]:
        position = table.start
        marks = {note.mark for note in table.footnotes}
        for start, end in [*sorted(spans), (table.end, table.end)]:
            words = self.document.text[position : max(start, position)]
            if words.strip(" \t\r\n|-:+") and words.strip() not in marks:
                yield self.words(position, start)
            position = max(position, end)
