"""The page is one file: it asks for nothing, runs nothing, and leads from cells to their places."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from epicrisis import audit, cohort, compile_report, extract, read_document
from epicrisis.model import Finding
from epicrisis.testing import CourseBuilder, DocumentBuilder

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&]]>"


def test_page_asks_for_nothing_outside(report):
    """The policy allows its own style alone; no address leads out of it."""
    page = report.html()
    tree = LexborHTMLParser(page)

    policy = tree.css_first("meta[http-equiv]").attributes["content"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script-src" not in policy
    assert "unsafe" not in policy
    links = [node.attributes["href"] for node in tree.css("[href]")]
    assert [link for link in links if not link.startswith("#")] == []
    assert tree.css("script, img, iframe, object, link, [style], [src]") == []
    assert set(re.findall(r"https?://[^\"\s]+", page)) == {"http://www.w3.org/2000/svg"}


def test_each_link_leads_somewhere(report):
    """A cell leads to its sentences, an entry of the contents to its section."""
    tree = LexborHTMLParser(report.html())
    ids = {node.attributes["id"] for node in tree.css("[id]")}
    links = [node.attributes["href"].removeprefix("#") for node in tree.css("a[href]")]

    assert [link for link in links if link not in ids] == []
    cells = tree.css(".evidence td a")
    assert len(cells) > 20
    target = cells[0].attributes["href"]
    assert tree.css_first(f"{target} mark") is not None


def test_figures_are_numbered_and_print_at_their_width(report):
    """Figures are SVG inside the page; the style sheet knows the width of print."""
    page = report.html()
    tree = LexborHTMLParser(page)

    assert len(tree.css("figure svg")) == len(tree.css("figcaption")) > 5
    assert "@page" in page
    assert "175mm" in page


def test_hostile_words_are_words():
    """What a report prints, a person asks, or a finding says is never mark-up."""
    document = DocumentBuilder("hostile <b>").paragraph(f"{HOSTILE} was given 5 mg").build()
    course = (
        CourseBuilder(document)
        .drug("x<script>", HOSTILE, 5, "<b>mg</b>", day=1, text=HOSTILE)
        .build()
    )
    finding = Finding(
        code="DOS001",
        severity="error",
        message=HOSTILE,
        anchors=course.events[0].anchors,
        suggestion=HOSTILE,
        events=(course.events[0].id,),
        course=course.id,
    )
    made = compile_report(
        cohort([(document, course)]),
        question=HOSTILE,
        title=HOSTILE,
        findings=[finding],
        version=HOSTILE,
    )
    tree = LexborHTMLParser(made.html())

    assert tree.css("script, img, b > b") == []
    assert HOSTILE in tree.css_first("h1").text()
    assert HOSTILE in tree.css_first("ol.doubts").text()


def test_equal_cohorts_give_equal_pages(compiled):
    """Nothing depends on the clock or on chance."""
    assert compiled().html() == compiled().html()


@pytest.mark.slow
def test_a_thousand_patients_make_a_page_that_opens(examples):
    """Length is bounded: figures of single patients stop, sentences behind a cell are fewer."""
    read = []
    one = read_document(examples / "kawasaki.txt")
    (course,) = extract(one)
    for number in range(1000):
        fields = {"id": f"case-{number:04}/1", "document_name": f"case-{number:04}"}
        read.append((one, [course.model_copy(update=fields)]))
    made = compile_report(cohort(read), findings=audit(one, [course]))
    page = made.html()

    assert len(page) < 10_000_000
    assert "Not drawn, because they are very many (900)" in page
    assert page.count("<tr>") > 1000
