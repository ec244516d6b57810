"""The page of findings: one inert file, whatever a report holds."""

import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.diagnostics import FORMATS, Audited, Look, Unread
from epicrisis.model import Anchor, Document, Finding, Table

HOSTILE = "</style></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'><!--\u202e"
VOID = {"meta", "input"}


class Tree(HTMLParser):
    """Collects elements and sees to it that they balance."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def seen(html: str) -> Tree:
    tree = Tree()
    tree.feed(html)
    tree.close()
    assert tree.open == []
    return tree


def test_the_page_shows_findings_with_quote_counterpart_and_reading(written, audited):
    """A reader sees the words marked in their sentence, the counterpart, and what was meant."""
    text = "He had IVIG 2 mg/kg on day 1.\n\n" + "Filler. " * 60 + "\n\nLater it was 2 g/kg.\n"
    page = written("html", audited(text, "2 mg/kg", "2 g/kg", suggestion="2 g/kg"))

    assert '<mark class="here">2 mg/kg</mark>' in page
    assert '<mark class="there">2 g/kg</mark>' in page
    assert "line 1, column 13" in page
    assert "beside line 5, column 14" in page
    assert "<b>2 g/kg</b>" in page
    assert "1 finding in 1 document" in page
    assert 'id="DOS001"' in page


def test_a_counterpart_nearby_is_marked_in_the_same_sentence(written, audited):
    """Two statements of one sentence are one quote."""
    page = written("html", audited("BP was 72/126 mmHg, then 126/72 mmHg.", "72/126", "126/72"))

    assert page.count("<blockquote") == 1
    assert '<mark class="there">126/72</mark>' in page


def test_rows_of_a_table_stay_rows(written):
    """In a table the line ends say something and are kept."""
    text = "Day\t1\t8\nFerritin\t900\t640\nCRP\t12\t3\n"
    document = Document(
        id="sha256:0", name="t", format="text", text=text, tables=(Table(start=0, end=len(text)),)
    )
    at = text.index("640")
    anchor = Anchor.at(document.id, text, at, at + 3)
    finding = Finding(code="TAB001", severity="error", message="m", anchors=(anchor,))
    page = written("html", Audited("t.txt", document, (finding,)))

    assert "Day    1    8\nFerritin    900" in page
    assert '<blockquote class="rows">' in page


def test_the_page_is_inert(written, audited):
    """It asks for nothing and runs nothing; the policy allows its own style alone."""
    page = written("html", audited("IVIG 2 mg/kg.", "2 mg/kg"))
    tree = seen(page)
    names = [name for name, _ in tree.elements]
    (policy,) = (a["content"] for _, a in tree.elements if a.get("http-equiv"))
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()

    assert "script" not in names
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'")
    assert "script-src" not in policy
    assert not {"src", "style"} & {key for _, attributes in tree.elements for key in attributes}
    assert all(a["href"].startswith("#") for name, a in tree.elements if name == "a")
    assert "url(" not in style
    assert "@import" not in style


def test_links_on_the_page_lead_somewhere(written, audited):
    """Every fragment is the id of an element, and no id is there twice."""
    page = written("html", audited("IVIG 2 mg/kg.", "2 mg/kg"), audited("IVIG 2 mg/kg.", "IVIG"))
    tree = seen(page)
    ids = [a["id"] for _, a in tree.elements if "id" in a]
    targets = {a["href"].removeprefix("#") for name, a in tree.elements if name == "a"}

    assert len(ids) == len(set(ids))
    assert targets <= set(ids)


def test_nothing_hostile_becomes_an_element(written, audited):
    """Text, message, reading, name, path and reason are all words."""
    page = written(
        "html",
        audited(
            HOSTILE,
            HOSTILE,
            message=HOSTILE,
            suggestion=HOSTILE,
            path=HOSTILE,
            decided_by=HOSTILE,
            status="dismissed",
        ),
        audited("Nothing.", path=HOSTILE),
        Unread(HOSTILE, HOSTILE),
    )
    names = {name for name, _ in seen(page).elements}

    assert not names & {"script", "img"}
    assert "\u202e" not in page
    assert "<U+202E>" in unescape(page)


def test_a_page_without_findings_says_so(written, audited):
    """Nothing found is a result, with what was read and what was not."""
    page = written("html", audited("Nothing.", path="a.txt"), Unread("b.pdf", "no text"))
    seen(page)

    assert "Nothing doubtful found" in page
    assert "a.txt" in page
    assert "no text" in page


@pytest.mark.parametrize("quote", ["x" * 5000, "word " * 2000], ids=["one word", "many words"])
def test_a_long_quote_is_shortened(written, audited, quote):
    """The page quotes no page."""
    page = written("html", audited(f"Before {quote} behind.", quote.strip()))
    (marked,) = re.findall(r'<mark class="here">(.*?)</mark>', page, re.DOTALL)

    assert len(marked) < 700


@given(st.text(min_size=1, max_size=200), st.data())
def test_any_text_makes_a_page_that_balances(text, data):
    """Whatever a report holds, the page is well formed and keeps the quoted words."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    document = Document(id="sha256:0", name=text, format="text", text=text)
    anchor = Anchor.at(document.id, text, start, end)
    finding = Finding(code="X", severity="note", message=text, anchors=(anchor,), related=(anchor,))
    page = "".join(FORMATS["html"].write([Audited(text, document, (finding,))], Look()))

    seen(page)
