"""The evidence table as a Word document: equal tables give equal bytes.

A landscape page with one table whose head row is repeated, the notes below it, and a comment at
each cell with the sentences that state it.
"""

import re
from collections.abc import Callable, Sequence

from epicrisis.exports.word_parts import Comments, package, paragraph, run, style
from epicrisis.synthesis import EvidenceCell, EvidenceTable

WIDTH = 15400  # twentieths of a point between the margins of a landscape page
_LETTER = 86  # of these, for a letter of the body: 8 points, and some words are in bold
_MARGINS = 230  # left and right of the words of a cell
_PIECE = re.compile(r"[^\s-]+-?")  # a line may end behind a hyphen
PAGE = (
    '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="720" w:right="720" w:bottom="720" w:left="720" '
    'w:header="400" w:footer="400" w:gutter="0"/></w:sectPr>'
)


def document(table: EvidenceTable) -> bytes:
    """Give the file."""
    comments = Comments()
    title = paragraph(run(table.title), "Title") if table.title else ""
    notes = "".join(paragraph(run(note), "Note") for note in table.notes)
    body = f"{title}{word_table(table, comments)}{notes or '<w:p/>'}{PAGE}"
    styles = style("Normal", 16) + style("Title", 22, "<w:b/>") + style("Note", 14)
    return package(body, styles, comments)


def word_table(table: EvidenceTable, comments: Comments, look: str = "") -> str:
    """Give the table alone, as wide as a landscape page; `look` is the style of its paragraphs."""
    rows = [[_words(cell, comments) for cell in row.cells] for row in table.rows]
    return plain_table(table.columns, rows, _widths(table), WIDTH, look)


def _widths(table: EvidenceTable) -> list[int]:
    """Share the page out: no word is broken, and beyond that a column of more words is wider.

    Where the longest words of all columns do not fit beside one another they may end in a hyphen of
    theirs, and where that does not do, all are given less.
    """
    texts = [
        [name, *(row.cells[place].text for row in table.rows)]
        for place, name in enumerate(table.columns)
    ]
    least = [_least(column, str.split) for column in texts]
    if sum(least) > WIDTH:
        least = [_least(column, _PIECE.findall) for column in texts]
    weights = [max(8, *map(len, column)) ** 0.5 for column in texts]
    fixed: set[int] = set()  # columns that a fair share is too narrow for
    while True:
        free = [n for n in range(len(texts)) if n not in fixed]
        left = WIDTH - sum(least[n] for n in fixed)
        share = left / (sum(weights[n] for n in free) or 1)
        narrow = {n for n in free if weights[n] * share < least[n]}
        if not narrow:
            break
        fixed |= narrow
    wanted = [least[n] if n in fixed else weights[n] * share for n in range(len(texts))]
    return [int(WIDTH * width / (sum(wanted) or 1)) for width in wanted]


def _least(column: Sequence[str], parted: Callable[[str], list[str]]) -> int:
    """Give the width that a column needs for the longest of its words."""
    return _MARGINS + _LETTER * max((len(w) for text in column for w in parted(text)), default=1)


def plain_table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    weights: Sequence[float],
    width: int,
    look: str = "",
    right: Sequence[int] = (),
) -> str:
    """Give a table of runs, with rules above, below, and under its head row.

    Args:
        heads: The words of the head row, which is repeated on each page.
        rows: The runs of the cells.
        weights: How the width is shared out.
        width: In twentieths of a point.
        look: Style of the paragraphs.
        right: Columns that end in line.
    """
    widths = [int(width * weight / sum(weights)) for weight in weights]
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    head = "".join(
        _cell(run(name, bold=True), widths[place], 8, look, place in right)
        for place, name in enumerate(heads)
    )
    lines = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
    for row in rows:
        cells = "".join(
            _cell(runs, widths[place], 2, look, place in right) for place, runs in enumerate(row)
        )
        lines.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
    borders = '<w:top w:val="single" w:sz="12"/><w:bottom w:val="single" w:sz="12"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )


def _cell(runs: str, width: int, below: int, look: str, right: bool) -> str:
    aligned = '<w:jc w:val="right"/>' if right else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        f'<w:tcBorders><w:bottom w:val="single" w:sz="{below}"/></w:tcBorders></w:tcPr>'
        f"{paragraph(runs, look, aligned)}</w:tc>"
    )


def _words(cell: EvidenceCell, comments: Comments) -> str:
    if cell.blank:
        return run(cell.text, italic=True)
    marks = sorted(cell.marks, key=len, reverse=True)
    pieces = re.split(f"({'|'.join(map(re.escape, marks))})", cell.text) if marks else [cell.text]
    runs = "".join(run(piece, raised=piece in cell.marks) for piece in pieces if piece)
    return comments.around(cell.quotes, runs)
