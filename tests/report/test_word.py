"""The Word document says what the page says, and opens."""

import sys
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest

from epicrisis import cohort, compile_report
from epicrisis.errors import UnknownNameError
from epicrisis.testing import CourseBuilder, DocumentBuilder


@pytest.fixture(scope="module")
def written(report) -> bytes:
    """The document of the examples, written once."""
    return report.docx()


def test_sections_and_tables_are_there(report, written):
    """Each section is a heading, the evidence table a table whose head row is repeated."""
    made = docx.Document(BytesIO(written))
    headings = [p.text for p in made.paragraphs if p.style.name == "Heading 1"]

    assert headings == [section.title for section in report.sections]
    assert any(table.rows[0].cells[0].text == "Study" for table in made.tables)
    assert {round(s.page_width.mm) for s in made.sections} == {210, 297}


def test_figures_are_pictures_with_words(report, written):
    """A picture for each figure, described for who cannot see it, no wider than the page."""
    made = docx.Document(BytesIO(written))
    captions = [p.text for p in made.paragraphs if p.text.startswith("Figure ")]

    assert len(made.inline_shapes) == len(captions) > 5
    assert all(shape.width.mm <= 175.1 for shape in made.inline_shapes)
    assert all(shape.height.mm <= 225.1 for shape in made.inline_shapes)


def test_sentences_stand_in_comments(written):
    """A cell keeps the sentences that state it."""
    with ZipFile(BytesIO(written)) as archive:
        comments = archive.read("word/comments.xml").decode()

    assert comments.count("<w:comment ") > 20
    assert "caplacizumab" in comments


def test_equal_reports_give_equal_bytes(report, written):
    """Nothing depends on the clock."""
    assert report.docx() == written


def test_without_the_extra_a_sentence_says_how_to_get_figures(report, monkeypatch):
    """The document is written all the same."""
    monkeypatch.setitem(sys.modules, "typst", None)
    made = docx.Document(BytesIO(report.docx()))

    assert len(made.inline_shapes) == 0
    assert any("pip install 'epicrisis[figures]'" in p.text for p in made.paragraphs)


def test_hostile_words_do_not_break_the_document():
    """Mark-up and characters that XML forbids are words."""
    hostile = "</w:t><w:p>&\x00\x0b\"'"
    document = DocumentBuilder("hostile").paragraph("fever").build()
    course = CourseBuilder(document).drug("x", "fever", 5, hostile, day=1, text=hostile).build()
    made = compile_report(cohort([(document, course)]), question=hostile, title=hostile)
    read = docx.Document(BytesIO(made.docx()))

    assert any("</w:t><w:p>&" in p.text for p in read.paragraphs)


def test_a_report_is_saved_by_its_ending(report, tmp_path):
    """HTML and DOCX, and no other."""
    report.save(tmp_path / "report.html")
    report.save(tmp_path / "report.docx")
    assert (tmp_path / "report.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert (tmp_path / "report.docx").read_bytes()[:2] == b"PK"
    with pytest.raises(UnknownNameError):
        report.save(tmp_path / "report.pdf")
