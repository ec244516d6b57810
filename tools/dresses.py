"""A document in other dresses: BioC, DOCX and PubMed XML, for twins of reports and for seeds.

As `press` prints it, so these write what a text miner, an author or a data base would hand over:
blocks in their order, tables with their merged cells, raised exponents raised.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from epicrisis.model import Block, Cell, Document, Table

_POWER = re.compile(r"\^(-?\d{1,3})")
_SECTIONS = (
    ("abstract", "ABSTRACT"),
    ("case", "CASE"),
    ("discussion", "DISCUSS"),
    ("introduction", "INTRO"),
    ("conclusion", "CONCL"),
)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
Grid = list[list[Cell | None]]


def words(document: Document, start: int, end: int) -> str:
    """Give a stretch of a document as it is read, on one line."""
    text, parts = document.text, []
    position = start
    for edit in document.edits:
        if edit.start >= position and edit.end <= end:
            parts += [text[position : edit.start], edit.replacement]
            position = edit.end
    return " ".join("".join([*parts, text[position:end]]).split())


def _blocks(document: Document) -> Iterator[tuple[Block, str]]:
    for block in document.blocks:
        told = words(document, block.start, block.end)
        if told and block.kind != "boilerplate":
            yield block, told


# ---- BioC


def as_bioc_json(document: Document) -> bytes:
    """Give a BioC collection of one article, as JSON."""
    found = [{"offset": 0, "infons": infons, "text": text} for text, infons in _passages(document)]
    article = {"id": document.name, "infons": {}, "passages": found}
    return json.dumps({"source": "PMC", "documents": [article]}).encode()


def as_bioc_xml(document: Document) -> bytes:
    """Give a BioC collection of one article, as XML."""
    parts = []
    for text, infons in _passages(document):
        told = "".join(
            f"<infon key={quoteattr(key)}>{escape(value)}</infon>" for key, value in infons.items()
        )
        parts.append(f"<passage>{told}<offset>0</offset><text>{escape(text)}</text></passage>")
    return (
        "<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE collection SYSTEM 'BioC.dtd'><collection>"
        f"<source>PMC</source><date/><key/><document><id>{escape(document.name)}</id>"
        f"{''.join(parts)}</document></collection>"
    ).encode()


def _passages(document: Document) -> Iterator[tuple[str, dict[str, str]]]:
    told = document.citation
    front = {"section_type": "TITLE", "type": "front", "year": str(told.year or "")}
    front |= {"article-id_doi": told.doi, "article-id_pmid": told.pmid}
    for number, name in enumerate(told.authors):
        given, _, family = name.rpartition(" ")
        front[f"name_{number}"] = f"surname:{family};given-names:{given}"
    yield told.title, front
    section = "INTRO"
    tables = {table.start: table for table in document.tables}
    captions = {table.caption[0] for table in document.tables if table.caption}
    for block, text in _blocks(document):
        if block.kind in ("title", "front_matter"):
            continue
        if block.kind == "heading":
            section = next((s for name, s in _SECTIONS if name in text.lower()), section)
            section = "REF" if text == "References" else section
            kind = f"title_{max(1, block.level)}"
            yield text, {"section_type": section, "type": kind}
        elif block.kind == "caption":
            what = "table" if block.start in captions else "fig"
            yield text, {"section_type": what.upper(), "type": f"{what}_caption"}
        elif block.kind == "table" and block.start in tables:
            infons = {"section_type": "TABLE", "type": "table"}
            yield text, infons | {"xml": _html(document, tables[block.start])}
        elif block.kind == "footnote":
            yield text, {"section_type": "TABLE", "type": "table_footnote"}
        elif block.kind == "reference":
            yield re.sub(r"^\W*\d+[\]).]*\s+", "", text), {"section_type": "REF", "type": "ref"}
        else:
            yield text, {"section_type": section, "type": "paragraph"}


def _html(document: Document, table: Table) -> str:
    rows: list[str] = []
    for number, row in enumerate(_grid(table)):
        tag = "th" if number < table.header_rows else "td"
        cells = []
        for cell in dict.fromkeys(row):
            if cell is None:
                cells.append(f"<{tag}/>")
            elif cell.row == number:
                marks = "".join(f"<sup>{escape(mark)}</sup>" for mark in cell.marks)
                text = escape(words(document, cell.start, cell.end)) + marks
                spans = f' rowspan="{cell.rowspan}" colspan="{cell.colspan}"'
                cells.append(f"<{tag}{spans}>{text}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    heads, body = rows[: table.header_rows], rows[table.header_rows :]
    head = f"<thead>{''.join(heads)}</thead>" if heads else ""
    return f"<?xml version='1.0'?><table>{head}<tbody>{''.join(body)}</tbody></table>"


def _grid(table: Table) -> Grid:
    """Every place of a table with the cell that covers it."""
    height = max((cell.row + cell.rowspan for cell in table.cells), default=0)
    width = max((cell.column + cell.colspan for cell in table.cells), default=0)
    grid: Grid = [[None] * width for _ in range(height)]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            for column in range(cell.column, cell.column + cell.colspan):
                grid[row][column] = cell
    return grid


# ---- DOCX


def as_docx(document: Document) -> bytes:
    """Give a draft as a word processor saves it."""
    tables = {table.start: table for table in document.tables}
    body = []
    for block, text in _blocks(document):
        if block.kind == "table" and block.start in tables:
            body.append(_word_table(document, tables[block.start]))
            continue
        style = {"title": "Title", "caption": "Caption"}.get(block.kind, "")
        if block.kind == "heading":
            style = f"Heading{max(1, block.level)}"
        numbered = "<w:numPr/>" if block.kind in ("list_item", "reference") else ""
        if block.kind == "reference":
            text = re.sub(r"^\W*\d+[\]).]*\s+", "", text)
        told = f'<w:pStyle w:val="{style}"/>' if style else ""
        body.append(f"<w:p><w:pPr>{told}{numbered}</w:pPr>{_runs(text)}</w:p>")
    styles = "".join(
        f'<w:style w:styleId="{name.replace(" ", "").capitalize()}"><w:name w:val="{name}"/>'
        "</w:style>"
        for name in ("title", "caption", *(f"heading {level}" for level in range(1, 7)))
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        main = f'<w:document xmlns:w="{_W}"><w:body>{"".join(body)}</w:body></w:document>'
        archive.writestr("word/document.xml", main)
        archive.writestr("word/styles.xml", f'<w:styles xmlns:w="{_W}">{styles}</w:styles>')
    return out.getvalue()


def _runs(text: str, raised: str = "") -> str:
    parts = []
    for number, piece in enumerate(_POWER.split(text)):
        up = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>' if number % 2 else ""
        parts.append(f'<w:r>{up}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>')
    if raised:
        up = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        parts.append(f"<w:r>{up}<w:t>{escape(raised)}</w:t></w:r>")
    return "".join(parts)


def _word_table(document: Document, table: Table) -> str:
    rows = []
    for number, row in enumerate(_grid(table)):
        cells = []
        for cell in dict.fromkeys(row):
            merge = ""
            told = "<w:p/>"
            if cell is not None and cell.rowspan > 1:
                merge = (
                    f"<w:vMerge{'' if cell.row < number else ' w:val=' + quoteattr('restart')}/>"
                )
            if cell is not None and cell.row == number:
                text = words(document, cell.start, cell.end)
                told = f"<w:p>{_runs(text, ','.join(cell.marks))}</w:p>"
            across = cell.colspan if cell is not None else 1
            span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
            cells.append(f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{told}</w:tc>")
        head = "<w:trPr><w:tblHeader/></w:trPr>" if number < table.header_rows else ""
        rows.append(f"<w:tr>{head}{''.join(cells)}</w:tr>")
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


# ---- PubMed


def as_pubmed(document: Document) -> bytes:
    """Give the paragraphs of a document as the labelled abstract of a PubMed record."""
    label, parts = "", []
    for block, text in _blocks(document):
        if block.kind == "heading":
            label = text
        elif block.kind in ("paragraph", "list_item"):
            told = _POWER.sub(r"<sup>\1</sup>", escape(text))
            parts.append(f"<AbstractText Label={quoteattr(label)}>{told}</AbstractText>")
    title = f"<ArticleTitle>{escape(document.citation.title)}</ArticleTitle>"
    article = f"<Article>{title}<Abstract>{''.join(parts)}</Abstract></Article>"
    record = f"<MedlineCitation><PMID>7</PMID>{article}</MedlineCitation>"
    return (
        "<?xml version='1.0'?><PubmedArticleSet><PubmedArticle>"
        f"{record}</PubmedArticle></PubmedArticleSet>"
    ).encode()
