"""DOCX: headings, raised characters, merged cells, notes, changes that await approval."""

import io
import zipfile

import pytest

from epicrisis.errors import DocumentTooLargeError, UnreadableDocumentError
from epicrisis.readers import docx as docx_reader
from epicrisis.readers import read_document

docx = pytest.importorskip("docx")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def bytes_of(draft) -> bytes:
    out = io.BytesIO()
    draft.save(out)
    return out.getvalue()


def packed(body: str, **parts: str) -> bytes:
    """A file of bare parts, for what no library writes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}">{body}</w:document>')
        for name, words in parts.items():
            archive.writestr(f"word/{name}.xml", words)
    return out.getvalue()


@pytest.fixture(name="draft")
def a_draft() -> bytes:
    draft = docx.Document()
    draft.add_heading("The harp player's elbow", 0)
    draft.add_paragraph("Eva Lind, Anna Berg")
    draft.add_heading("Case report", 1)
    words = draft.add_paragraph("Leukocytes were 12 × 10")
    words.add_run("9").font.superscript = True
    words.add_run("/L, PaO")
    words.add_run("2").font.subscript = True
    words.add_run(" 7 kPa, as others saw")
    words.add_run("1,2").font.superscript = True
    words.add_run(".")
    draft.add_paragraph("tea", style="List Bullet")
    draft.add_paragraph("Table 1. Values on two days", style="Caption")
    table = draft.add_table(rows=4, cols=3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Test"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Day"
    for place, told in {
        (1, 1): "1", (1, 2): "9", (2, 0): "CRP", (2, 1): "90", (2, 2): "7", (3, 0): "LDH",
        (3, 1): "400",
    }.items():  # fmt: skip
        table.cell(*place).text = told
    table.cell(2, 0).paragraphs[0].add_run("a").font.superscript = True
    note = draft.add_paragraph()
    note.add_run("a").font.superscript = True
    note.add_run(" C-reactive protein")
    draft.add_heading("References", 1)
    draft.add_paragraph("Berg AB, Holm K. Strings. Harp J. 2001;3:4-9.", style="List Number")
    draft.add_paragraph("Holm K. Elbows at large. Joint Notes. 1999;1:2.", style="List Number")
    return bytes_of(draft)


def test_headings_lists_and_raised_characters(read, draft):
    """Styles tell what a paragraph is; raised characters are read as everywhere."""
    page = read(draft)

    assert page.document.format == "docx"
    assert page.pieces("title") == ["The harp player's elbow"]
    assert page.document.citation.title == "The harp player's elbow"
    assert page.document.citation.authors == ("Eva Lind", "Anna Berg")
    assert page.pieces("heading") == ["Case report", "References"]
    assert page.pieces("paragraph") == [
        "Leukocytes were 12 × 10^9/L, PaO2 7 kPa, as others saw[1,2]."
    ]
    assert page.pieces("list_item") == ["tea"]


def test_merged_cells_and_notes(read, draft):
    """Cells that are merged across and downwards span; a raised letter leads to its note."""
    page = read(draft)
    (table,) = page.document.tables
    spans = {
        page.document.text[c.start : c.end]: (c.row, c.column, c.rowspan, c.colspan)
        for c in table.cells
    }

    assert page.rows() == [["Test", "Day"], ["1", "9"], ["CRP", "90", "7"], ["LDH", "400", ""]]
    assert (spans["Test"], spans["Day"]) == ((0, 0, 2, 1), (0, 1, 1, 2))
    assert (table.label, table.header_rows) == ("Table 1", 2)
    assert page.pieces("caption") == ["Table 1. Values on two days"]
    assert page.notes() == [("a", "C-reactive protein")]


def test_numbered_references_are_counted(read, draft):
    """A word processor numbers the list itself, so no number is in the words."""
    first, second = read(draft).document.references

    assert (first.number, first.first_author, first.year) == (1, "Berg", 2001)
    assert (second.number, second.title) == (2, "Elbows at large")


CHANGED = """<w:body><w:p><w:r><w:t>She took </w:t></w:r>
<w:del><w:r><w:delText>10</w:delText></w:r>
</w:del><w:ins><w:r><w:t>20</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> mg</w:t></w:r><w:r>
<w:footnoteReference w:id="2"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>
<w:hyperlink><w:r><w:t>, as told</w:t></w:r></w:hyperlink><w:r><w:fldChar w:fldCharType="begin"/>
<w:instrText>SEQ</w:instrText></w:r><w:r><w:noBreakHyphen/><w:sym w:font="Symbol" w:char="F062"/>
<w:tab/><w:t>x</w:t></w:r></w:p><w:sdt><w:sdtContent><w:p><w:r><w:t>Boxed in.</w:t></w:r></w:p>
</w:sdtContent></w:sdt><w:p><w:r><w:drawing><wps:txbx xmlns:wps="u"><w:txbxContent><w:p><w:r>
<w:t>A box.</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></w:r></w:p></w:body>"""
NOTES = f"""<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:t>By mouth.</w:t></w:r></w:p></w:footnote></w:footnotes>"""


def test_the_last_word_of_the_author_is_read(read):
    """Deletions are gone, insertions in; hidden words and codes of fields are not read."""
    page = read(packed(CHANGED, footnotes=NOTES))

    assert page.pieces("paragraph") == [
        "She took 20 mg, as told-β x",
        "Boxed in.",
        "A box.",
        "By mouth.",
    ]
    assert "deletions" in page.document.warnings[0]


def test_formulas_are_on_one_line(read):
    """Fractions and exponents keep their meaning."""
    m = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    body = f"""<w:body><w:p><w:r><w:t>It was </w:t></w:r><m:oMath {m}><m:f><m:num><m:r><m:t>a</m:t>
    </m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f><m:sSup><m:e><m:r><m:t>+10</m:t></m:r>
    </m:e><m:sup><m:r><m:t>9</m:t></m:r></m:sup></m:sSup></m:oMath></w:p></w:body>"""

    assert read(packed(body)).document.text == "It was (a)/(b)+10^9"


def test_a_bomb_is_refused(monkeypatch):
    """A part that unpacks beyond the bound is not unpacked."""
    monkeypatch.setattr(docx_reader, "MOST_PART", 10_000)

    with pytest.raises(DocumentTooLargeError, match="bomb"):
        read_document(packed("<w:body>" + " " * 100_000 + "</w:body>"))


@pytest.mark.parametrize("size", [40, 300, 2000])
def test_a_cut_file_is_refused(draft, size):
    """A ZIP without its end cannot be opened."""
    with pytest.raises(UnreadableDocumentError):
        read_document(draft[:size], format="docx")


def test_other_office_files_are_named():
    """A workbook is no draft."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")

    with pytest.raises(UnreadableDocumentError, match="ZIP"):
        read_document(out.getvalue())
    with pytest.raises(UnreadableDocumentError, match="workbook"):
        read_document(out.getvalue(), format="docx")
