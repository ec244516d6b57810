"""The same report from another format and from print gives the same facts."""

from collections.abc import Callable

import pytest

import epicrisis
from epicrisis.model import Document

pytest.importorskip("reportlab")

from press import Layout, printed

LAYOUTS = {
    "one column": Layout(),
    "two columns": Layout(
        columns=2, size=9, justified=True, broken=True, ruled="three", indented=True
    ),
    "two columns without lines": Layout(columns=2, size=9.5, font="Helvetica", ruled="none"),
    "justified without lines": Layout(justified=True, broken=True, ruled="none", font="Helvetica"),
}
REPORTS = ["weil-disease.xml", "kawasaki.txt", "myocarditis-page.html", "first-case.txt"]
MOST_DIFFERING = 0.03
MOST_COLUMNS = 7  # of a table that is printed in a column


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("report", REPORTS)
def test_print_gives_the_same_facts(examples, difference, report, layout):
    """Columns, broken words, raised numbers and tables in print change next to nothing."""
    source = epicrisis.read_document(examples / report)
    twin = epicrisis.read_document(printed(source, layout))

    assert twin.format == "pdf"
    assert difference(source, twin) < MOST_DIFFERING


def test_a_published_article_and_its_twin(shared, difference):
    """The PDF of the publisher gives the facts of its XML."""
    source = epicrisis.read_document(shared / "papers" / "jats" / "PMC5747505.xml")
    twin = epicrisis.read_document(shared / "papers" / "pdf" / "PMC5747505.pdf")

    assert difference(source, twin) < MOST_DIFFERING
    assert twin.citation.title == source.citation.title
    assert twin.citation.authors == source.citation.authors
    assert (twin.citation.doi, twin.citation.year) == (source.citation.doi, source.citation.year)
    assert len(twin.references) == len(source.references)


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["one column", "two columns"])
def test_published_articles_in_print(shared, difference, layout):
    """Every article beside the repository; those whose tables no column holds, in one column."""
    shares = []
    for paper in sorted((shared / "papers" / "jats").glob("*.xml")):
        source = epicrisis.read_document(paper)
        widest = max((cell.column for table in source.tables for cell in table.cells), default=0)
        if widest < MOST_COLUMNS or layout == "one column":
            twin = epicrisis.read_document(printed(source, LAYOUTS[layout]))
            shares.append(difference(source, twin))

    assert len(shares) > 25
    assert sum(shares) / len(shares) < MOST_DIFFERING
    assert sorted(shares)[len(shares) * 3 // 4] < MOST_DIFFERING


@pytest.fixture(name="weil")
def weil_in_print(examples) -> Callable[[str], Document]:
    """One example in one of the layouts."""
    source = epicrisis.read_document(examples / "weil-disease.xml")

    def read(layout: str) -> Document:
        return epicrisis.read_document(printed(source, LAYOUTS[layout]), name="weil")

    return read


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_parts_of_a_paper_are_found(weil, keeps_rules, layout):
    """Title, tables with captions, references, and the running heads apart from the text."""
    document = weil(layout)
    keeps_rules(document)
    pieces: dict[str, list[str]] = {}
    for block in document.blocks:
        pieces.setdefault(block.kind, []).append(document.text[block.start : block.end])

    assert document.citation.title.startswith("Weil’s disease with pulmonary haemorrhage")
    assert [table.label for table in document.tables] == ["Table 1", "Table 2"]
    assert [ref.number for ref in document.references] == [1, 2, 3, 4, 5]
    assert all("Fictional Medicine" not in words for words in pieces["paragraph"])
    assert {"Discussion", "References"} <= set(pieces["heading"])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_datum_can_be_shown_on_its_page(weil, layout):
    """Each fact has boxes on a page, inside it and as wide as words are."""
    document = weil(layout)
    rows = [fact for course in epicrisis.extract(document) for fact in course.to_facts()]
    anchored = [fact for fact in rows if fact.end > fact.start]

    for fact in anchored:
        places = document.place(fact.start, fact.end)
        assert places
        for place in places:
            width, height = document.pages[place.page - 1]
            assert 0 <= place.left < min(place.right, width)
            assert 0 <= place.top < place.bottom <= height


def test_places_are_not_written_out(weil):
    """The JSON of a document is that of its text; where it is printed is asked for."""
    document = weil("one column")

    assert document.prints
    assert "prints" not in document.model_dump()
    assert "pages" not in document.model_dump()


def test_a_broken_word_is_joined_over_the_text(weil):
    """The text keeps the printed hyphen, and an edit takes it out."""
    document = weil("two columns")
    joined = [edit for edit in document.edits if edit.kind == "hyphen"]

    assert joined
    assert all("\n" in document.text[edit.start : edit.end] for edit in joined)
