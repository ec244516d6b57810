"""What is shown of a text: no mark-up, joined words, and misread ones as printed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.model import Block, Document, Edit
from epicrisis.plots import page
from epicrisis.plots.typeset import Typeset


def document(text: str, *edits: tuple[str, str, str], form: str = "markdown") -> Document:
    """A text with edits, each given by its words, its reading and its kind, in order."""
    laid, position = [], 0
    for words, replacement, kind in edits:
        start = text.index(words, position)
        position = start + len(words)
        laid.append(Edit(start=start, end=position, replacement=replacement, kind=kind))
    block = Block(kind="paragraph", start=0, end=len(text))
    return Document(id="x", name="x", format=form, text=text, blocks=(block,), edits=tuple(laid))


def shown(text: str, *edits: tuple[str, str, str]) -> str:
    return Typeset(document(text, *edits)).words(0, len(text))


@pytest.mark.parametrize(
    ("text", "edits", "html"),
    [
        ("CRP <sup>a</sup>", [(" <sup>a</sup>", "", "markup")], "CRP<sup>a</sup>"),
        (
            "10 <sup>9</sup> /L",
            [(" <sup>", "^", "markup"), ("</sup> ", "", "markup")],
            "10<sup>9</sup>/L",
        ),
        (
            "O <sub>2</sub> x",
            [(" <sub>", "", "markup"), ("</sub>", "", "markup")],
            "O<sub>2</sub> x",
        ),
        ("**Bold** *it*", [("**", "", "markup")] * 2 + [("*", "", "markup")] * 2, None),
        ("a &lt; b", [("&lt;", "<", "markup")], "a &lt; b"),
        ("word-\nend", [("-\n", "", "hyphen")], "wordend"),
        ("IVlg now", [("IVlg", "IVIg", "ocr")], None),
        ("A; <sup>b</sup>Ward", [(" <sup>b</sup>", "", "markup")], "A; <sup>b</sup>Ward"),
    ],
)
def test_markup_is_set_and_never_shown(text, edits, html):
    """Raised and lowered characters are set as such; words at line ends are joined."""
    wanted = {
        "**Bold** *it*": "<b>Bold</b> <i>it</i>",
        "IVlg now": '<span class="ocr" title="Read as IVIg">IVlg</span> now',
    }

    assert shown(text, *edits) == (html or wanted[text])


def test_words_that_go_on_elsewhere_keep_their_hyphen():
    """A hyphen at the end of a block is joined to nothing, so it stays."""
    assert shown("inter-", ("-", "", "hyphen")) == "inter-"


@given(st.integers(0, 20), st.integers(0, 20))
def test_stretches_add_up_to_the_whole(one, two):
    """Wherever a text is cut, its parts show what the whole shows."""
    text = "a <sup>b</sup> c-\nd *e* f"
    edits = [("<sup>b</sup>", "", "markup"), ("-\n", "", "hyphen"), ("*", "", "markup")]
    typeset = Typeset(document(text, *edits, ("*", "", "markup")))
    low, high = sorted((one, two))
    parts = [typeset.words(0, low), typeset.words(low, high), typeset.words(high, len(text))]
    words = re.sub("<[^>]*>", "", "".join(parts))

    assert words == re.sub("<[^>]*>", "", typeset.words(0, len(text))) == "a b cd e f"


def test_marks_of_layout_are_not_shown():
    """What stands before a heading or between blocks in Markdown is no text."""
    text = "## Case\n\n---\n\nShe was well."
    blocks = (
        Block(kind="heading", start=3, end=7, level=2),
        Block(kind="paragraph", start=14, end=len(text)),
    )
    made = document(text).model_copy(update={"blocks": blocks})
    article = page(made, []).split("<article")[1].split("</article>")[0]

    assert "#" not in article
    assert "---" not in article
    assert '<h2 class="b-heading">Case</h2>' in article


def test_paragraphs_cut_by_a_page_are_one():
    """A paragraph that goes on is shown in one piece, unless something stands between."""
    text = "She was\n\nwell."
    blocks = (
        Block(kind="paragraph", start=0, end=7),
        Block(kind="paragraph", start=9, end=14, continues=True),
    )
    made = document(text).model_copy(update={"blocks": blocks})

    assert '<p class="b-paragraph">She was well.</p>' in page(made, [])
