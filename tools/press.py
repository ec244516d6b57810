"""Print a document as a PDF, as publishers do: for twins of reports that are read from other files.

Lines are set here, word by word, so that everything a reader has to undo is under control: columns,
justified lines, broken words, raised numbers, running heads, notes, tables with and without lines.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from epicrisis.model import Document, Table

_POWER = re.compile(r"\^(-?\d{1,3})")
_WIDE = "Vera"


@dataclass(frozen=True)
class Layout:
    """How a document is printed."""

    columns: int = 1
    size: float = 10.0
    font: str = "Times"
    justified: bool = False
    broken: bool = False  # words are hyphenated
    ruled: str = "grid"  # lines of tables: grid, three, none
    indented: bool = False  # paragraphs open with an indent instead of a gap
    heads: bool = True
    width: float = 595.0
    height: float = 842.0
    margin: float = 56.0
    gutter: float = 18.0


@dataclass
class _Bit:
    """A piece of a word in one font."""

    text: str
    font: str
    size: float
    rise: float = 0.0

    @property
    def width(self) -> float:
        return float(pdfmetrics.stringWidth(self.text, self.font, self.size))


Word = list[_Bit]


def _face(layout: Layout, *, bold: bool = False, italic: bool = False) -> str:
    if layout.font == "Times":
        return {(0, 0): "Times-Roman", (1, 0): "Times-Bold", (0, 1): "Times-Italic"}[bold, italic]
    return {(0, 0): "Helvetica", (1, 0): "Helvetica-Bold", (0, 1): "Helvetica-Oblique"}[
        bold, italic
    ]


def _plain(sign: str) -> bool:
    try:
        return bool(sign.encode("cp1252"))
    except UnicodeEncodeError:
        return False


def _word(text: str, font: str, size: float) -> Word:
    bits: Word = []
    position = 0
    for found in _POWER.finditer(text):
        bits += _letters(text[position : found.start()], font, size)
        bits.append(_Bit(found[1], font, 0.65 * size, 0.38 * size))
        position = found.end()
    return bits + _letters(text[position:], font, size)


def _letters(text: str, font: str, size: float) -> Word:
    """Letters that the font lacks come from another one, as Greek does in print."""
    bits: Word = []
    for sign in text:
        face = font if _plain(sign) else _WIDE
        if bits and bits[-1].font == face:
            bits[-1].text += sign
        else:
            bits.append(_Bit(sign, face, size))
    return bits


def _wide(word: Word) -> float:
    return sum(bit.width for bit in word)


@dataclass
class Press:
    """A PDF in the making."""

    layout: Layout
    name: str = "Twin and others"
    out: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        if _WIDE not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(_WIDE, "Vera.ttf"))
        layout = self.layout
        self.canvas = Canvas(self.out, pagesize=(layout.width, layout.height), invariant=1)
        self.page = 0
        self.column = 0
        self.top = 0.0
        self.columns = 1
        self.new_page()

    @property
    def measure(self) -> float:
        """The width of a column."""
        inner = self.layout.width - 2 * self.layout.margin
        return (inner - (self.columns - 1) * self.layout.gutter) / self.columns

    @property
    def left(self) -> float:
        return self.layout.margin + self.column * (self.measure + self.layout.gutter)

    def new_page(self) -> None:
        layout = self.layout
        if self.page:
            self.canvas.showPage()
        self.page += 1
        self.column = 0
        self.top = self.y = layout.height - layout.margin
        if layout.heads:
            self.canvas.setFont(_face(layout), 8)
            self.canvas.drawString(layout.margin, layout.height - 34, self.name)
            self.canvas.drawRightString(
                layout.width - layout.margin, layout.height - 34, "Journal of Fictional Medicine"
            )
            self.canvas.drawCentredString(layout.width / 2, 30, str(self.page))

    def room(self, height: float) -> None:
        """Go on to the next column or page where the rest of this one is too low."""
        if self.y - height >= self.layout.margin:
            return
        if self.column + 1 < self.columns:
            self.column += 1
            self.y = self.top
        else:
            self.new_page()

    def into_columns(self) -> None:
        """From here on the text stands in columns, below what stands on the page."""
        self.columns = self.layout.columns
        self.top = self.y

    def gap(self, height: float) -> None:
        if self.y < self.top:
            self.y -= height

    def set(
        self,
        text: str,
        size: float,
        *,
        bold: bool = False,
        italic: bool = False,
        indent: float = 0.0,
        hanging: float = 0.0,
        plain: bool = False,
    ) -> None:
        """Set a paragraph."""
        font = _face(self.layout, bold=bold, italic=italic)
        words = [_word(word, font, size) for word in text.split()]
        pitch = 1.22 * size
        justified = self.layout.justified and not plain
        first = True
        while words:
            start = indent if first else hanging
            self.room(pitch)
            line, words = self.fill(words, self.measure - start, size, plain=plain)
            self.y -= pitch
            self.line(
                line,
                self.left + start,
                self.measure - start,
                size,
                spread=justified and bool(words),
            )
            first = False

    def fill(
        self, words: list[Word], width: float, size: float, *, plain: bool
    ) -> tuple[list[Word], list[Word]]:
        """Take the words of one line; the last one may be broken."""
        blank = 0.25 * size
        used = 0.0
        for index, word in enumerate(words):
            wide = _wide(word) + (blank if index else 0.0)
            if used + wide <= width or index == 0:
                used += wide
                continue
            parts = self.broken(word, width - used - blank) if not plain else None
            if parts:
                return [*words[:index], parts[0]], [parts[1], *words[index + 1 :]]
            return words[:index], words[index:]
        return words, []

    def broken(self, word: Word, width: float) -> tuple[Word, Word] | None:
        bit = word[0]
        if not self.layout.broken or len(word) > 1 or not bit.text.isalpha() or len(bit.text) < 8:
            return None
        for cut in range(len(bit.text) - 3, 2, -1):
            head = _Bit(bit.text[:cut] + "-", bit.font, bit.size)
            if head.width <= width:
                return [head], [_Bit(bit.text[cut:], bit.font, bit.size)]
        return None

    def line(
        self, words: list[Word], left: float, width: float, size: float, *, spread: bool = False
    ) -> None:
        blank = 0.25 * size
        used = sum(_wide(word) for word in words)
        if spread and len(words) > 1:
            blank = (width - used) / (len(words) - 1)
        x = left
        for word in words:
            for bit in word:
                self.canvas.setFont(bit.font, bit.size)
                self.canvas.drawString(x, self.y + bit.rise, bit.text)
                x += bit.width
            x += blank

    def rule(self, left: float, right: float, y: float) -> None:
        self.canvas.setLineWidth(0.6)
        self.canvas.line(left, y, right, y)

    def table(self, rows: list[list[tuple[str, int]]], heads: int) -> None:
        """Set a table of rows of words, each with the number of columns it spans."""
        size = min(8.0, self.layout.size - 1)
        grid = _Grid(rows, self.measure, _face(self.layout), size)
        for number, row in enumerate(rows):
            cells = [
                (column, span, self.cell(text, grid.wide(column, span), grid.font, size))
                for column, span, text in _placed(row)
            ]
            height = 1.2 * size * max((len(lines) for _, _, lines in cells), default=1) + 4
            self.room(height)
            self.lines_above(number, heads, grid, [(c, n) for c, n, _ in cells], height)
            y = self.y
            for column, span, lines in cells:
                self.y = y
                for line in lines:
                    self.y -= 1.2 * size
                    wide = sum(_wide(word) for word in line) + 0.25 * size * (len(line) - 1)
                    shift = (grid.wide(column, span) - wide) / 2 if span > 1 else 0.0
                    self.line(line, self.left + grid.starts[column] + shift, wide, size)
                if self.layout.ruled == "three" and span > 1:
                    start = self.left + grid.starts[column]
                    self.rule(start, start + grid.wide(column, span), self.y - 3)
            self.y = y - height
        if self.layout.ruled != "none":
            self.rule(self.left, self.left + grid.total, self.y)

    def lines_above(
        self, number: int, heads: int, grid: "_Grid", cells: list[tuple[int, int]], height: float
    ) -> None:
        ruled = self.layout.ruled
        if ruled == "grid" or (ruled == "three" and number in (0, heads)):
            self.rule(self.left, self.left + grid.total, self.y)
        if ruled == "grid":
            for x in [*(grid.starts[c] - grid.pad for c, _ in cells), grid.total]:
                self.canvas.line(self.left + x, self.y, self.left + x, self.y - height)

    def cell(self, text: str, width: float, font: str, size: float) -> list[list[Word]]:
        words = [_word(word, font, size) for word in text.split()]
        lines = []
        while words:
            line, words = self.fill(words, width, size, plain=True)
            lines.append(line)
        return lines

    def finish(self) -> bytes:
        self.canvas.save()
        return self.out.getvalue()


class _Grid:
    """Where the columns of a table stand."""

    def __init__(
        self, rows: list[list[tuple[str, int]]], measure: float, font: str, size: float
    ) -> None:
        self.font, self.pad = font, 5.0
        count = max(sum(span for _, span in row) for row in rows)
        natural = [10.0] * count
        least = [10.0] * count
        for row in rows:
            for column, span, text in _placed(row):
                if span == 1:
                    wide = sum(_wide(_word(w, font, size)) + 0.25 * size for w in text.split())
                    natural[column] = max(natural[column], wide + 2)
                    longest = max((_wide(_word(w, font, size)) for w in text.split()), default=0)
                    least[column] = max(least[column], longest + 2)
        free = measure - 2 * self.pad * count
        even = [
            max(low, min(wide, free / count / 2)) for low, wide in zip(least, natural, strict=True)
        ]
        wanted = sum(natural) - sum(even) or 1.0
        share = min(1.0, max(0.0, free - sum(even)) / wanted)
        self.widths = [e + (n - e) * share for n, e in zip(natural, even, strict=True)]
        self.starts = [self.pad]
        for width in self.widths[:-1]:
            self.starts.append(self.starts[-1] + width + 2 * self.pad)
        self.total = self.starts[-1] + self.widths[-1] + self.pad

    def wide(self, column: int, span: int) -> float:
        last = min(column + span, len(self.widths)) - 1
        return self.starts[last] + self.widths[last] - self.starts[column]


def _placed(row: list[tuple[str, int]]) -> Iterator[tuple[int, int, str]]:
    column = 0
    for text, span in row:
        yield column, span, text
        column += span


def rows_of(document: Document, table: Table) -> list[list[tuple[str, int]]]:
    """The words of a table, row by row, each with the columns it spans."""
    count = max((c.column + c.colspan for c in table.cells), default=1)
    rows: list[list[tuple[str, int]]] = []
    for number in sorted({cell.row for cell in table.cells}):
        row: list[tuple[str, int]] = []
        for cell in sorted((c for c in table.cells if c.row == number), key=lambda c: c.column):
            row += [("", 1)] * (cell.column - sum(span for _, span in row))
            words = _repaired(document, cell.start, cell.end)
            row.append((words, cell.colspan))
        row += [("", 1)] * (count - sum(span for _, span in row))
        rows.append(row)
    return rows


def blocks_of(document: Document) -> Iterator[tuple[str, int, str, Table | None]]:
    """The blocks with their words, repaired; parts of one paragraph joined."""
    waiting: list[tuple[str, int, str, Table | None]] = []
    for block in document.blocks:
        words = _repaired(document, block.start, block.end)
        table = next((t for t in document.tables if t.start == block.start), None)
        last = next(
            (i for i in range(len(waiting) - 1, -1, -1) if waiting[i][0] == "paragraph"), -1
        )
        if block.continues and last >= 0:
            kind, level, before, _ = waiting[last]
            join = before[:-1] + words if before.endswith("-") else f"{before} {words}"
            waiting[last] = (kind, level, join, None)
            continue
        waiting.append((block.kind, block.level, words, table))
    yield from waiting


def _repaired(document: Document, start: int, end: int) -> str:
    words, position = "", start
    for edit in document.edits:
        if start <= edit.start and edit.end <= end and edit.start >= position:
            words += document.text[position : edit.start] + edit.replacement
            position = edit.end
    return " ".join((words + document.text[position:end]).split())


def printed(document: Document, layout: Layout) -> bytes:
    """Print a document that was read from another format."""
    press = Press(layout)
    opened = False
    size = layout.size
    for kind, level, words, table in blocks_of(document):
        if kind == "title":
            press.set(words, 1.7 * size, bold=True, plain=True)
            press.gap(size)
        elif kind in ("front_matter", "keywords"):
            press.set(words, size, plain=True)
            press.gap(0.8 * size)
        elif kind == "heading":
            if not opened and words.lower() not in ("abstract", "summary"):
                opened = True
                press.into_columns()
            press.gap(size)
            press.room(4 * size)
            press.set(words, 1.15 * size if level < 2 else size, bold=True, plain=True)
            press.gap(0.3 * size)
        elif kind == "table" and table is not None and table.cells:
            press.gap(0.4 * size)
            press.table(rows_of(document, table), table.header_rows)
            press.gap(1.2 * size)
        elif kind in ("caption", "footnote"):
            press.gap(0.6 * size)
            press.set(words, 0.85 * size, plain=True)
            press.gap(0.6 * size)
        elif kind == "reference":
            press.set(words, 0.85 * size, hanging=12.0)
        elif kind != "boilerplate":
            indent = 1.2 * size if layout.indented and kind == "paragraph" else 0.0
            press.set(words, size, indent=indent)
            press.gap(0.0 if layout.indented else 0.6 * size)
    return press.finish()
