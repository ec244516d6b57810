"""The report as a Word document, to be written on: equal reports give equal bytes.

The figures are pictures, drawn by Typst (the extra `figures`); without it a sentence stands in
their place. The sentences behind a cell of the evidence table are comments.
"""

import re
from collections.abc import Iterable, Iterator

from epicrisis.errors import MissingExtraError
from epicrisis.exports.table_docx import PAGE as LANDSCAPE
from epicrisis.exports.table_docx import plain_table, word_table
from epicrisis.exports.word_parts import Comments, package, paragraph, picture, run, style
from epicrisis.plots.print_files import rendered
from epicrisis.plots.svg import Markup
from epicrisis.report.parts import (
    Block,
    Doubt,
    Doubts,
    Evidence,
    Grid,
    Items,
    Numbers,
    Picture,
    Report,
    Section,
    Words,
)
from epicrisis.synthesis.sheets import Sheet

DOTS = 220  # an inch
_WIDTH = 9920  # twentieths of a point: 175 mm
_WIDE, _TALL = 175.0, 225.0  # millimetres that a figure may take
_PORTRAIT = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="907" w:right="992" w:bottom="907" w:left="992" '
    'w:header="400" w:footer="400" w:gutter="0"/></w:sectPr>'
)
_NO_FIGURE = (
    "This figure is not drawn here, because the program was installed without its extra for "
    "figures: pip install 'epicrisis[figures]', and make this file anew. The page in HTML has it."
)
_SIZE = re.compile(r'\swidth="([\d.]+)mm"\s+height="([\d.]+)mm"')
_BAR = '<w:pBdr><w:left w:val="single" w:sz="18" w:space="6" w:color="B8860B"/></w:pBdr>'
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="F5F6F8"/>'
_KEEP = "<w:keepNext/>"
_SOFT = '<w:color w:val="5C646D"/>'


def document(report: Report) -> bytes:
    """Give the file."""
    return _Writer().file(report)


class _Writer:
    """Writes the blocks one after the other and gathers comments and pictures."""

    def __init__(self) -> None:
        self.comments = Comments()
        self.pictures: list[bytes] = []
        self.figures = 0

    def file(self, report: Report) -> bytes:
        """Give the whole file; the evidence table has landscape pages of its own."""
        made = f"epicrisis {report.version}" if report.version else "epicrisis"
        body = paragraph(run(f"Report made by {made}"), "Small")
        body += paragraph(run(report.title), "Title")
        for section in report.sections:
            wide = any(isinstance(block, Evidence) for block in section.blocks)
            body += _ended(_PORTRAIT) if wide else ""
            body += self._section(section)
            body += _ended(LANDSCAPE) if wide else ""
        said = "This report says what was published, never what to do."
        body += paragraph(run(said), "Small") + _PORTRAIT
        return package(body, "".join(_styles()), self.comments, self.pictures)

    def _section(self, section: Section) -> str:
        follows = [isinstance(block, Picture) for block in (*section.blocks[1:], None)]
        blocks = (
            piece
            for block, before_figure in zip(section.blocks, follows, strict=True)
            for piece in self._block(block, _KEEP if before_figure else "")
        )
        return paragraph(run(section.title), "Heading1") + "".join(blocks)

    def _block(self, block: Block, kept: str) -> Iterator[str]:
        match block:
            case Words():
                keep = kept if block.role != "small" else ""
                yield paragraph(run(block.text), block.role.capitalize(), keep)
            case Items():
                yield from _items(block)
            case Numbers():
                told = (f"{number} {what}" for number, what in block.pairs)
                yield paragraph(run(" · ".join(told), bold=True))
            case Grid():
                yield from _grid(block.sheet)
            case Picture():
                yield from self._picture(block)
            case Evidence():
                yield word_table(block.table, self.comments, "Cell")
                yield from (paragraph(run(note), "Small") for note in block.table.notes)
            case Doubts():
                yield from map(_doubt, block.listed)

    def _picture(self, block: Picture) -> Iterator[str]:
        self.figures += 1
        caption = run(f"Figure {self.figures}. ", bold=True) + run(block.caption)
        try:
            content = rendered(Markup(block.drawing), "png", dots=DOTS)
        except MissingExtraError:
            yield paragraph(run(_NO_FIGURE, italic=True), "Figure")
            yield paragraph(caption, "Caption")
            return
        self.pictures.append(content)
        width, height = _size(block.drawing)
        shown = picture(len(self.pictures), width, height, block.caption)
        yield paragraph(shown, "Figure")
        yield paragraph(caption, "Caption")


def _ended(section: str) -> str:
    """End the pages of one orientation."""
    return f"<w:p><w:pPr>{section}</w:pPr></w:p>"


def _size(drawing: str) -> tuple[float, float]:
    """Give the size of a figure in millimetres, smaller where it would not fit on a page."""
    found = _SIZE.search(drawing)
    width, height = (float(found[1]), float(found[2])) if found else (_WIDE, _WIDE / 2)
    share = min(1.0, _WIDE / width, _TALL / height)
    return width * share, height * share


def _items(block: Items) -> Iterator[str]:
    look = {"warnings": "Warning", "references": "Reference"}.get(block.role, "Reference")
    for number, line in enumerate(block.lines, start=1):
        mark = f"{number}. " if block.role == "references" else "" if block.role else "• "
        yield paragraph(run(mark + line), look)
    yield paragraph("", "Small")


def _grid(sheet: Sheet) -> Iterator[str]:
    if sheet.title:
        yield paragraph(run(sheet.title, bold=True), "", _KEEP)
    columns: Iterable[tuple[str, ...]] = zip(sheet.head, *sheet.rows, strict=True)
    weights = [max(6, *map(len, column)) ** 0.6 for column in columns]
    rows = [[run(cell) for cell in row] for row in sheet.rows]
    yield plain_table(sheet.head, rows, weights, _WIDTH, "Cell", sheet.right)
    yield from (paragraph(run(note), "Small") for note in sheet.notes)
    yield paragraph("", "Small")


def _doubt(doubt: Doubt) -> str:
    suggested = f" Probable reading: {doubt.suggestion}." if doubt.suggestion else ""
    accepted = " Accepted by a person." if doubt.status == "accepted" else ""
    runs = (
        run(f"{doubt.code} ", bold=True)
        + run(f"{doubt.severity} ", italic=True)
        + run(f"{doubt.study}. ", bold=True)
        + run(f"{doubt.message}{suggested}{accepted} ")
        + run(f"“{doubt.quote}”", colour="5C646D")
    )
    return paragraph(runs, "Reference")


def _styles() -> Iterator[str]:
    yield style("Normal", 20, after=120)
    yield style("Title", 38, "<w:b/>", after=160)
    yield style("Heading1", 26, "<w:b/>", before=320, after=100, of=_KEEP)
    yield style("Lead", 24, after=140)
    yield style("Small", 14, _SOFT, before=40, after=80)
    yield style("Caption", 17, after=80)
    yield style("Figure", 20, before=160, after=60, of=_KEEP)
    yield style("Cell", 15, after=20)
    yield style("Reference", 18, after=70)
    yield style("Warning", 17, before=20, after=30, of=_BAR + _SHADE)
