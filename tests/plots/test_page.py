"""The page is one inert file in which text, timeline and list are linked."""

import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epicrisis.model import Cell, PhenotypicFeature, Table
from epicrisis.plots import page
from epicrisis.testing import (
    CourseBuilder,
    DocumentBuilder,
    example_course,
    example_document,
    example_findings,
)
from epicrisis.testing.examples import example_cited_course
from epicrisis.testing.strategies import courses, documents, findings

VOID = {"meta"}
HOSTILE = "</style></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'><!--"


class Tree(HTMLParser):
    """Collects what a browser would see: elements, whether they balance, and the words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words = {"article": "", "aside": ""}

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        for place in self.words:
            if place in self.open and "ul" not in self.open:
                self.words[place] += data


def seen(html: str) -> Tree:
    tree = Tree()
    tree.feed(html)
    tree.close()
    assert tree.open == []
    return tree


def example_page() -> str:
    document = example_document()
    patients = [example_course(document), example_cited_course(document)]
    return page(document, patients, example_findings(document))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_text_timeline_and_list_are_linked():
    """Every event of every patient is found in the text and in the list by one token."""
    document = example_document()
    html = example_page()
    article, aside = html.split("<aside")
    for prefix, course in (
        ("", example_course(document)),
        ("p2-", example_cited_course(document)),
    ):
        for event in course.events:
            token = re.escape(prefix + event.id)
            assert re.search(rf'<mark[^>]* data-event="([^"]* )?{token}[ "]', article)
            assert re.search(rf'<tr data-event="{token}" tabindex="0"', aside)
    assert re.search(r'<g class="datum" data-event="t5"', aside)


def test_findings_are_marked_and_listed():
    """A doubted stretch is underlined in the text, and the message stands beside it."""
    html = example_page()

    assert re.search(r'<mark class="k-treatment doubted"[^>]* data-finding="1"', html)
    assert re.search(r'<li data-finding="1" tabindex="0" class="s-error open"', html)


def test_page_fetches_nothing():
    """No address is asked for, and the policy forbids all but the page's own style and script."""
    html = example_page()
    tree = seen(html)
    policy = next(a["content"] for t, a in tree.elements if a.get("http-equiv"))
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)

    assert policy.startswith("default-src 'none';")
    for content in (style, script):
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert {"src", "style", "action", "onclick", "onload"}.isdisjoint(
        name for _, attributes in tree.elements for name in attributes
    )
    assert all(a["href"].startswith("#") for t, a in tree.elements if t == "a")
    assert "url(http" not in style


def test_hostile_words_stay_words():
    """Mark-up in text, names, findings and file names is shown, never run."""
    document = DocumentBuilder(HOSTILE).title(HOSTILE).table(HOSTILE, [(HOSTILE,)]).build()
    document = document.model_copy(update={"warnings": (HOSTILE,)})
    made = CourseBuilder(document, patient=HOSTILE)
    course = made.add(PhenotypicFeature, HOSTILE, HOSTILE, day=1).build()
    (example,) = example_findings()
    finding = example.model_copy(
        update={
            "message": HOSTILE,
            "suggestion": HOSTILE,
            "anchors": course.events[0].anchors,
            "course": "",
        }
    )
    tree = seen(page(document, [course], [finding]))
    names = [name for name, _ in tree.elements]

    assert names.count("script") == names.count("style") == 1
    assert "img" not in names
    assert not any(n.startswith("on") for _, attributes in tree.elements for n in attributes)
    assert HOSTILE in unescape(tree.words["article"])


@pytest.mark.slow
@given(st.data())
@settings(max_examples=40, deadline=None)
def test_all_the_text_is_shown_once(data):
    """Whatever the blocks, tables and anchors: each character but white space is there once."""
    document = data.draw(documents())
    patients = [data.draw(courses(document)), data.draw(courses(document))]
    html = page(document, patients, [data.draw(findings(document))])
    shown = seen(html.replace("\ufffd", "?")).words["article"]
    expected = re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", document.text)

    assert sorted(squeezed(shown)) == sorted(squeezed(expected.replace("\ufffd", "?")))


def test_tables_are_tables():
    """Heads are heads, cells keep their marks, notes follow."""
    html = example_page()

    assert html.count('<th scope="col">') >= 6
    assert '<th scope="row">P/F ratio</th>' in html
    assert re.search(r'<td><mark class="k-result" data-event="\w+"[^>]*>2380</mark></td>', html)
    assert "<sup>*</sup>" in html


def test_spans_of_cells_are_kept_and_bounded():
    """A head over two columns spans them; an absurd span is cut to the table."""
    document = DocumentBuilder().paragraph("head a b").build()
    cells = (
        Cell(row=0, column=0, start=0, end=4, colspan=10**9, header=True),
        Cell(row=1, column=0, start=5, end=6, rowspan=10**9),
        Cell(row=1, column=1, start=7, end=8),
    )
    table = Table(start=0, end=8, cells=cells)
    html = page(document.model_copy(update={"blocks": (), "tables": (table,)}), [])

    assert '<th scope="col" colspan="2">head</th>' in html
    assert "<tr><td>a</td><td>b</td></tr>" in html


def test_overlapping_data_share_their_words():
    """Words that state two data carry both tokens, and each datum is one stop of the tab key."""
    document = DocumentBuilder().paragraph("severe muscle weakness").build()
    course = (
        CourseBuilder(document)
        .add(PhenotypicFeature, "a", "severe muscle")
        .add(PhenotypicFeature, "b", "muscle weakness")
        .build()
    )
    marks = re.findall(
        r'<mark class="k-sign" data-event="([^"]*)"( tabindex="0")?', page(document, [course])
    )

    assert marks == [("f1", ' tabindex="0"'), ("f1 f2", ' tabindex="0"'), ("f2", "")]


def test_dismissed_findings_leave_the_text_alone():
    """They stay in the list, with who dismissed them."""
    document = example_document()
    (finding,) = example_findings(document)
    done = finding.model_copy(update={"status": "dismissed", "decided_by": "a referee"})
    html = page(document, [example_course(document)], [done])

    assert "<mark" in html
    assert " doubted" not in html.split("<article")[1].split("<aside")[0]
    assert "Dismissed by a referee" in html


def test_documents_without_patients_are_pages_too():
    """The text is shown, and no figure is made up."""
    html = page(DocumentBuilder("letter").paragraph("Dear editor").build(), [])

    assert "Dear editor" in html
    assert "<svg" not in html


@pytest.mark.parametrize("name", ["page.css", "page.js"])
def test_style_and_script_cannot_close_their_element(root, name):
    """They are put into the page as they are, so they must hold no closing tag."""
    content = (root / "src" / "epicrisis" / "plots" / "data" / name).read_text("utf-8")

    assert "</" not in content
