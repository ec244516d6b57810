"""Plain text: what each piece of a page is."""

REPORT = """ Case Report

Slow recovery of a lighthouse keeper after
seal-bite fever

Ann Marie Oakes1, Bertil Stromqvist2*

Department of Coastal Medicine, Invented University

Abstract

A keeper of 51 years fell ill two days after a seal had bitten his hand, and the fever stayed.
It went after

three weeks of doxycycline.
 Introduction

Seal finger is known to those who live by the sea, and it is seldom written about in the papers.

Case Presentation

The man came on foot, with a hand that was swollen to twice its size and a temperature of 39.1.
He was given doxy-
cycline (100 mg/
day), and the swelling went down while the inflammation markers in-
 Figure 1. The hand on the day of admission

creased for two more days. He then went home with long-
term follow-up by the pilot boat.

Physical Examination

There was a wound of two centimetres over the joint, which had closed, and the joint was stiff.

References

1. Olsen B, Dahl P. Seals and their teeth. Invent J Sea Med. 2003;4(2):11-14.
2. Holm K. Doxycycline by boat.
Polar Notes. 1999;12:5.
"""


def test_text_is_the_file_character_for_character(read):
    """Offsets are offsets into the file, whatever its line ends."""
    text = "A first line\r\nof a note.\r\n\r\n\tSecond \u00b5 part.  \r\n"

    assert read(text).document.text == text


def test_front_matter_title_and_headings_are_told_apart(read):
    """The article type, the title, the names and the sections each get their kind."""
    page = read(REPORT)

    assert page.pieces("title") == ["Slow recovery of a lighthouse keeper after\nseal-bite fever"]
    assert page.pieces("front_matter")[0] == "Case Report"
    assert page.pieces("heading") == [
        "Abstract",
        "Introduction",
        "Case Presentation",
        "Physical Examination",
        "References",
    ]
    assert page.document.citation.authors == ("Ann Marie Oakes", "Bertil Stromqvist")
    assert page.document.citation.article_type == "case-report"


def test_paragraphs_cut_by_a_blank_line_or_a_figure_go_on(read):
    """An unfinished sentence continues behind a break, and only there."""
    page = read(REPORT)
    going_on = [page.document.text[b.start : b.end] for b in page.document.blocks if b.continues]

    assert [words.split()[0] for words in going_on] == ["three", "creased"]


def test_broken_words_are_joined_and_compounds_keep_their_hyphen(read):
    """A printer's hyphen goes, also across a figure; one of our own stays."""
    reading = read(REPORT).reading

    assert "doxycycline (100 mg/day)" in reading
    assert "markers in\n" in reading
    assert "long-term follow-up" in reading


def test_references_are_entries_with_their_parts(read):
    """Numbered entries may run over several lines."""
    first, second = read(REPORT).document.references

    assert (first.number, first.first_author, first.year) == (1, "Olsen", 2003)
    assert first.title == "Seals and their teeth"
    assert (second.number, second.first_author, second.year) == (2, "Holm", 1999)


def test_repository_page_loses_its_furniture(read):
    """What a repository prints around an abstract is no part of the report."""
    page = read(
        "A rare cough in a bell founder\n\nPublication/Presentation Date\n\n3-2-2017\n\n"
        "Abstract\n\n"
        "The founder coughed for a year before anyone thought of the dust that he breathed in.\n\n"
        "Disciplines\n\nMedicine\n\nDocument Type\n\nPoster\n\nShare\n\nCOinS"
    )

    assert page.document.citation.year == 2017
    assert page.pieces("heading") == ["Abstract"]
    assert len(page.pieces("paragraph")) == 1
    assert page.pieces("boilerplate")[-1] == "COinS"


def test_bare_case_text_is_a_paragraph_and_nothing_else(read):
    """Nothing of a text without any layout is taken for front matter and lost."""
    page = read(
        "A 70-year-old farmer was brought to the University Hospital of Nowhere with a fever of"
        " three days, a cough, and pain on breathing in. He was given oxygen."
    )

    assert [b.kind for b in page.document.blocks] == ["paragraph"]


def test_keywords_are_read(read):
    """A line of keywords is a block of its own and part of the citation."""
    page = read(
        "A short title of a note\n\nAbstract\n\nThe text of it stands here, and it is long enough"
        " to be taken for prose.\n\nKeywords: tremor; gold; bees\n\nIntroduction\n\nMore of it."
    )

    assert page.document.citation.keywords == ("tremor", "gold", "bees")
    assert page.pieces("keywords") == ["Keywords: tremor; gold; bees"]


def test_form_feed_and_page_number_do_not_end_a_sentence(read):
    """A page turn in the middle of a sentence, with its number, is passed over."""
    page = read(
        "Introduction\n\nThe fever went\n\n12\n\fon for four more days, and then it left.\n"
    )

    assert page.pieces("boilerplate") == ["12"]
    assert page.document.blocks[-1].continues
