"""The evidence table in each format: same words, nothing that runs."""

import csv
import io
import json
import re
import zipfile
from xml.etree import ElementTree

import pytest

from epicrisis.errors import UnknownNameError
from epicrisis.exports import TABLE_FORMATS, export_table
from epicrisis.exports.workbook import LONGEST, write_workbook
from epicrisis.synthesis import EvidenceCell, EvidenceRow, EvidenceTable, evidence_table
from epicrisis.testing import example_course, example_document, example_findings

HOSTILE = '=HYPERLINK("x")<script>alert(1)</script>|'


@pytest.fixture
def table() -> EvidenceTable:
    document = example_document()
    return evidence_table([example_course(document)], example_findings(document))


@pytest.fixture
def hostile() -> EvidenceTable:
    return EvidenceTable((HOSTILE,), (EvidenceRow("x", (EvidenceCell(HOSTILE),)),))


def sheet(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


def strings(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize("form", list(TABLE_FORMATS))
def test_equal_tables_give_equal_bytes(table, form):
    """A table that did not change makes a file that did not change."""
    assert export_table(table, form) == export_table(table, form)


@pytest.mark.parametrize("form", ["md", "csv"])
def test_doubts_stand_beside_the_printed_dose(table, form):
    """The dose is as printed, with its mark, and the doubt is in a note."""
    text = export_table(table, form).decode()

    assert "0.4 mg/kg/day IV 5 days (day 18)†" in text
    assert "† DOS001" in text


def test_pages_keep_hostile_words_inert(hostile):
    """No tag of a source reaches the page."""
    page = export_table(hostile, "html").decode()

    assert "<script" not in page
    assert "default-src 'none'" in page


def test_comma_separated_cells_are_guarded(hostile):
    """No cell of the file is a formula; the heading is ours."""
    rows = list(csv.reader(io.StringIO(export_table(hostile, "csv").decode())))

    assert rows[1][0] == "'" + HOSTILE


def test_workbooks_hold_text_and_no_formulas(hostile):
    """Whatever a text looks like, the cell is a string."""
    data = export_table(hostile, "xlsx")

    assert "<f>" not in sheet(data)
    assert "=HYPERLINK" in strings(data)


def test_workbooks_cut_what_no_cell_can_hold():
    """A cell beyond the limit ends in an ellipsis instead of spoiling the file."""
    out = io.BytesIO()
    write_workbook(out, "s", ("a",), [("𝄞" * LONGEST,), (1.5,), (float("inf"),), (True,)])
    words = strings(out.getvalue())

    assert words.count("𝄞") == (LONGEST - 1) // 2
    assert "…" in words
    assert "<v>1.5</v>" in sheet(out.getvalue())


def test_unknown_formats_name_the_known_ones(table):
    """The message lists what there is."""
    with pytest.raises(UnknownNameError, match="Known: csv, docx, html, jsonl, md, xlsx"):
        export_table(table, "rtf")


def test_pages_lead_from_each_cell_to_its_sentence(table):
    """A cell is a link to the words below the table, and the words are marked there."""
    page = export_table(table, "html").decode()
    targets = re.findall(r'href="#([^"]+)"', page)

    assert len(targets) >= 5
    assert all(f'id="{target}"' in page for target in targets)
    assert "<mark>" in page
    assert "IV 5 days (day 18)<sup>†</sup>" in page


def test_lines_hold_every_place(table):
    """One object a row; each cell with its text, its reason where blank, and its places."""
    (row,) = map(json.loads, export_table(table, "jsonl").decode().splitlines())
    dose = row["cells"]["dose"]

    assert dose["blank"] is None
    assert dose["notes"][0].startswith("DOS001")
    assert dose["places"][0]["quote"] in dose["places"][0]["sentence"]


def test_csv_has_the_quotes_behind_the_columns(table):
    """Each column has a companion with the words that state it."""
    rows = list(csv.DictReader(io.StringIO(export_table(table, "csv").decode())))

    assert rows[0]["Age, sex: quotes"]
    assert rows[0]["Notes"].startswith("† DOS001")


def test_workbooks_comment_on_cells_and_list_the_quotes(table):
    """The sentence is a comment at its cell and a row of the second sheet."""
    with zipfile.ZipFile(io.BytesIO(export_table(table, "xlsx"))) as book:
        assert "xl/comments1.xml" in book.namelist()
        assert "sheet2.xml" in " ".join(book.namelist())


def test_word_documents_are_well_formed_and_comment_on_cells(table, hostile):
    """Every part is XML; hostile words are text; a comment holds the sentence."""
    for made in (table, hostile):
        with zipfile.ZipFile(io.BytesIO(export_table(made, "docx"))) as book:
            parts = {name: ElementTree.fromstring(book.read(name)) for name in book.namelist()}
        words = "".join(parts["word/document.xml"].itertext())
        assert made.rows[0].cells[0].text in words
    with zipfile.ZipFile(io.BytesIO(export_table(table, "docx"))) as book:
        assert b"w:commentReference" in book.read("word/document.xml")
        assert b"w:tblHeader" in book.read("word/document.xml")


def test_other_programs_open_what_is_written(table):
    """python-docx and openpyxl read the files, where they are installed."""
    docx = pytest.importorskip("docx")
    openpyxl = pytest.importorskip("openpyxl")
    written = docx.Document(io.BytesIO(export_table(table, "docx")))
    book = openpyxl.load_workbook(io.BytesIO(export_table(table, "xlsx")))

    assert written.tables[0].rows[0].cells[0].text == "Study"
    assert book["evidence"]["A1"].value == "Study"


def test_word_documents_break_no_word(table):
    """Each column is as wide as its longest word, and all fit on the page."""
    with zipfile.ZipFile(io.BytesIO(export_table(table, "docx"))) as book:
        text = book.read("word/document.xml").decode()
    widths = list(map(int, re.findall(r'<w:gridCol w:w="(\d+)"', text)))
    letters = [
        max(len(word) for row in (head, *cells) for word in row.split())
        for head, *cells in zip(
            table.columns, *([cell.text for cell in row.cells] for row in table.rows), strict=True
        )
    ]

    assert sum(widths) <= 15400
    assert all(width >= 80 * longest for width, longest in zip(widths, letters, strict=True))


def test_words_of_many_wide_columns_end_at_a_hyphen_before_any_is_broken():
    """Nine long compounds do not fit beside one another, but their parts and a long name do."""
    words = ["encephalocraniocutaneous", *["piperacillin-tazobactam"] * 8]
    wide = EvidenceTable(("Head",) * 9, (EvidenceRow("x", tuple(map(EvidenceCell, words))),))
    with zipfile.ZipFile(io.BytesIO(export_table(wide, "docx"))) as book:
        text = book.read("word/document.xml").decode()
    widths = list(map(int, re.findall(r'<w:gridCol w:w="(\d+)"', text)))

    assert widths[0] >= 80 * len("encephalocraniocutaneous")
    assert all(width >= 80 * len("piperacillin-") for width in widths[1:])


def test_rows_of_workbooks_are_as_high_as_their_words(table):
    """Programs that do not measure wrapped words show them all the same."""
    openpyxl = pytest.importorskip("openpyxl")
    page = openpyxl.load_workbook(io.BytesIO(export_table(table, "xlsx")))["evidence"]
    longest = max(len(cell.text) for cell in table.rows[0].cells)

    assert page.row_dimensions[2].height >= 15 * (longest // 34)
    assert page.page_setup.orientation == "landscape"


def test_rows_of_quotes_are_as_high_as_their_words(table):
    """A sentence that is wrapped does not run into the next one."""
    openpyxl = pytest.importorskip("openpyxl")
    page = openpyxl.load_workbook(io.BytesIO(export_table(table, "xlsx")))["quotes"]
    wide = page.column_dimensions["D"].width
    longest = max(range(2, page.max_row + 1), key=lambda row: len(page.cell(row, 4).value))
    words = page.cell(longest, 4).value

    assert len(words) > wide
    assert page.row_dimensions[longest].height >= 15 * (len(words) // wide)
