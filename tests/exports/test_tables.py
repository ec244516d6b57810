"""The evidence table in each format: same words, nothing that runs."""

import csv
import io
import zipfile

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


@pytest.mark.parametrize("form", ["md", "csv", "html"])
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
    with pytest.raises(UnknownNameError, match="Known: csv, html, md, xlsx"):
        export_table(table, "docx")
