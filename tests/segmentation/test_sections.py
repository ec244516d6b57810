"""Headings name sections, by their words and depths."""

import pytest

from epicrisis.segmentation.reading import read
from epicrisis.segmentation.sections import heading, name_sections
from epicrisis.testing import DocumentBuilder


@pytest.mark.parametrize(
    ("words", "section"),
    [
        ("Case presentation", "case"),
        ("2. CASE REPORT", "case"),
        ("Presentation of case", "case"),
        ("Patient information", "case"),
        ("Case 2", "case"),
        ("Clinical findings", "case"),
        ("Treatment and outcome", "case"),
        ("Discussion and conclusion", "discussion"),
        ("Discussion/Conclusions", "discussion"),
        ("Review of the literature", "discussion"),
        ("Background", "introduction"),
        ("IV. Conclusions", "conclusion"),
        ("Data availability statement", "back"),
        ("Acknowledgements", "back"),
        ("Notes on contributors", "back"),
        ("Funding", "back"),
        ("Author contributions", "back"),
    ],
)
def test_heading_words_are_known_in_many_forms(words: str, section: str) -> None:
    """Numbering, capitals and additions do not hide what a heading means."""
    found = heading(words)
    assert found is not None
    assert found.section == section


@pytest.mark.parametrize("words", ["Patients with kidney stones", "The velmora hypothesis", ""])
def test_a_word_in_passing_names_no_section(words: str) -> None:
    """A heading about patients at large is not the heading of a case."""
    assert heading(words) is None


def sections(builder: DocumentBuilder) -> list[str]:
    reading = read(builder.build())
    name_sections(reading)
    return [p.section for p in reading.passages if p.kind == "paragraph"]


def test_sub_headings_belong_to_the_heading_above() -> None:
    """An unknown or weak heading below another one does not leave its section."""
    builder = DocumentBuilder()
    for level, words in ((1, "Case"), (2, "The second week"), (1, "Discussion"), (2, "Treatment")):
        builder.block("heading", words, level=level).paragraph(f"About {words}.")
    assert sections(builder) == ["case", "case", "discussion", "discussion"]


def test_an_abstract_keeps_its_own_headings_at_any_depth() -> None:
    """Headings repeated in the article are the abstract's when they come first."""
    builder = DocumentBuilder()
    words = ("Abstract", "Background", "Case presentation", "Conclusions")
    for name in (*words, "Background", "Case presentation", "Discussion"):
        builder.block("heading", name, level=1)
        if name != "Abstract":
            builder.paragraph(f"About {name}.")
    assert sections(builder) == ["abstract"] * 3 + ["introduction", "case", "discussion"]


def test_a_document_without_headings_is_all_case() -> None:
    """A bare narrative is a case."""
    assert sections(DocumentBuilder().paragraph("He fell.").paragraph("He rose.")) == ["case"] * 2


def test_a_heading_run_into_its_paragraph_opens_its_section() -> None:
    """ "Discussion: ..." at the beginning of a paragraph is a heading."""
    builder = DocumentBuilder().paragraph("Case report: He fell.").paragraph("He rose.")
    builder.paragraph("Discussion: Falls are common.").paragraph("They hurt.")
    assert sections(builder) == ["case", "case", "discussion", "discussion"]
