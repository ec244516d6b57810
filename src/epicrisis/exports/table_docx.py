"""The evidence table as a Word document, written by hand so that equal tables give equal bytes.

The parts are those of ECMA-376 (Office Open XML): a landscape page with one table whose head row is
repeated, the notes below it, and a comment at each cell with the sentences that state it.
"""

import re
import zipfile
from html import escape
from io import BytesIO

from epicrisis.synthesis import EvidenceCell, EvidenceTable

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DATE = (1980, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WIDTH = 15400  # twentieths of a point between the margins of a landscape page
_LETTER = 86  # of these, for a letter of the body: 8 points, and some words are in bold
_MARGINS = 230  # left and right of the words of a cell
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST = 1500  # characters of one comment


def document(table: EvidenceTable) -> bytes:
    """Give the file."""
    comments = _Comments()
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/document.xml": _body(table, comments),
        "word/_rels/document.xml.rels": _relations(
            ("styles", "styles.xml"), ("comments", "comments.xml")
        ),
        "word/styles.xml": _styles(),
        "word/comments.xml": comments.part(),
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, (_HEAD + text).encode())
    return out.getvalue()


class _Comments:
    """Gathers the comments while the cells are written."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def around(self, cell: EvidenceCell, runs: str) -> str:
        """Put a comment with the sentences of a cell around its words."""
        if not cell.quotes:
            return runs
        number = len(self.written)
        words = " · ".join(f"“{quote}”" for quote in dict.fromkeys(cell.quotes))
        words = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
        self.written.append(
            f'<w:comment w:id="{number}" w:author="epicrisis" w:initials="e">'
            f"<w:p>{_run(words)}</w:p></w:comment>"
        )
        return (
            f'<w:commentRangeStart w:id="{number}"/>{runs}<w:commentRangeEnd w:id="{number}"/>'
            f'<w:r><w:commentReference w:id="{number}"/></w:r>'
        )

    def part(self) -> str:
        """Give the part that holds them."""
        return f'<w:comments xmlns:w="{_MAIN}">{"".join(self.written)}</w:comments>'


def _body(table: EvidenceTable, comments: _Comments) -> str:
    widths = _widths(table)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heads = zip(table.columns, widths, strict=True)
    head = "".join(_table_cell(_run(name, bold=True), width, below=8) for name, width in heads)
    rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
    for row in table.rows:
        cells = "".join(
            _table_cell(_words(cell, comments), width, below=2)
            for cell, width in zip(row.cells, widths, strict=True)
        )
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
    title = f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>{_run(table.title)}</w:p>'
    notes = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="Note"/></w:pPr>{_run(n)}</w:p>' for n in table.notes
    )
    page = (
        '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        '<w:pgMar w:top="720" w:right="720" w:bottom="720" w:left="720" '
        'w:header="400" w:footer="400" w:gutter="0"/></w:sectPr>'
    )
    borders = '<w:top w:val="single" w:sz="12"/><w:bottom w:val="single" w:sz="12"/>'
    return (
        f'<w:document xmlns:w="{_MAIN}"><w:body>{title if table.title else ""}'
        f'<w:tbl><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        f"{notes or '<w:p/>'}{page}</w:body></w:document>"
    )


def _widths(table: EvidenceTable) -> list[int]:
    """Share the page out: no word is broken, and beyond that a column of more words is wider.

    Where the longest words of all columns do not fit beside one another they are all given less.
    """
    texts = [
        [name, *(row.cells[place].text for row in table.rows)]
        for place, name in enumerate(table.columns)
    ]
    least = [
        _MARGINS + _LETTER * max((len(word) for text in column for word in text.split()), default=1)
        for column in texts
    ]
    weights = [max(8, *map(len, column)) ** 0.5 for column in texts]
    fixed: set[int] = set()  # columns that a fair share is too narrow for
    while True:
        free = [n for n in range(len(texts)) if n not in fixed]
        left = _WIDTH - sum(least[n] for n in fixed)
        share = left / (sum(weights[n] for n in free) or 1)
        narrow = {n for n in free if weights[n] * share < least[n]}
        if not narrow:
            break
        fixed |= narrow
    wanted = [least[n] if n in fixed else weights[n] * share for n in range(len(texts))]
    return [int(_WIDTH * width / (sum(wanted) or 1)) for width in wanted]


def _table_cell(runs: str, width: int, below: int) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        f'<w:tcBorders><w:bottom w:val="single" w:sz="{below}"/></w:tcBorders></w:tcPr>'
        f"<w:p>{runs}</w:p></w:tc>"
    )


def _words(cell: EvidenceCell, comments: _Comments) -> str:
    if cell.blank:
        return _run(cell.text, italic=True)
    marks = sorted(cell.marks, key=len, reverse=True)
    pieces = re.split(f"({'|'.join(map(re.escape, marks))})", cell.text) if marks else [cell.text]
    runs = "".join(_run(piece, raised=piece in cell.marks) for piece in pieces if piece)
    return comments.around(cell, runs)


def _run(words: str, *, bold: bool = False, italic: bool = False, raised: bool = False) -> str:
    styles = "<w:b/>" * bold + "<w:i/>" * italic
    styles += '<w:vertAlign w:val="superscript"/>' * raised
    text = escape(_FORBIDDEN.sub("\ufffd", words), quote=False)
    return f'<w:r><w:rPr>{styles}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _styles() -> str:
    def style(id: str, size: int, extra: str = "") -> str:
        kind = ' w:default="1"' if id == "Normal" else ""
        return (
            f'<w:style w:type="paragraph"{kind} w:styleId="{id}"><w:name w:val="{id}"/>'
            f'<w:pPr><w:spacing w:after="40"/></w:pPr>'
            f'<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>{extra}'
            f'<w:sz w:val="{size}"/></w:rPr></w:style>'
        )

    styles = style("Normal", 16) + style("Title", 22, "<w:b/>") + style("Note", 14)
    return f'<w:styles xmlns:w="{_MAIN}">{styles}</w:styles>'


def _relations(*targets: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _content_types() -> str:
    parts = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("comments", "comments"),
        )
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )
