"""Rules that every document keeps, whatever it was read from."""

import gzip
import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epicrisis.errors import EpicrisisError
from epicrisis.model import Document
from epicrisis.readers import read_document, read_documents

FORMATS = ("text", "markdown", "html", "jats", "pubmed", "bioc", "docx")
PIECES = st.sampled_from(
    [
        "\n", "\n\n", "\r\n", "\f", " ", "\t", "-\n", "|", "\n|--|--|\n", "# ", "**", "*", "_",
        "Table 1. ", "Figure 2. ", "Abstract\n", "References\n", "1. ", "- [1] ", "a: b",
        "<sup>", "</sup>", "<sup>a</sup>", "<sub>2</sub>", "&amp;", "[x](y)", "IVIg", "IVlg",
        "Day 4 ", "12 13 14", "<9 8", "(x)", "LDH: enzyme; CK: other", "et al. 2001;3:4.", "\ufb01",
        "µ", "😀", "e\u0301", "\u2028", "\x85", "\x0b", "Share\n", "Keywords: x, y", "\u00ad\n",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=40).map("".join)
TAGS = st.sampled_from(
    [
        "article", "body", "sec", "title", "p", "table-wrap", "table", "tr", "td", "th", "thead",
        "caption", "label", "sup", "sub", "xref", "list", "list-item", "table-wrap-foot", "fn",
        "ref-list", "ref", "mixed-citation", "name", "surname", "div", "ul", "li", "h1", "span",
        "fig", "front", "article-meta", "abstract", "math", "mfrac", "back", "break", "def-list",
    ]
)  # fmt: skip
MARKUP = st.recursive(
    st.text(max_size=12).map(lambda words: words.replace("<", "&lt;").replace("&", "&amp;")),
    lambda inner: st.builds(
        lambda tag, parts, spans: f"<{tag}{spans}>{''.join(parts)}</{tag}>",
        TAGS,
        st.lists(inner, max_size=4),
        st.sampled_from(["", ' rowspan="2"', ' colspan="3"', ' ref-type="bibr"', ' rowspan="x"']),
    ),
    max_leaves=25,
)
LENIENT = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def attempt(data: bytes, format: str | None) -> Document | None:
    try:
        return read_document(data, format=format)
    except EpicrisisError:
        return None


@LENIENT
@given(text=TEXTS, format=st.sampled_from(("text", "markdown")))
def test_text_is_kept_and_spans_are_sound(keeps_rules: Callable, text: str, format: str):
    """Characters are those of the file; blocks, cells and edits lie inside, in order, apart."""
    document = attempt(text.encode("utf-8", "replace"), format)
    if document is not None:
        assert document.text == text.encode("utf-8", "replace").decode().removeprefix("\ufeff")
        keeps_rules(document)


@LENIENT
@given(text=TEXTS)
def test_every_word_lies_in_a_block(text: str):
    """Nothing of a text file is lost between the blocks but white space and heading signs."""
    document = attempt(text.encode("utf-8", "replace"), "text")
    if document is not None:
        kept = list(document.text)
        for block in document.blocks:
            kept[block.start : block.end] = [" "] * (block.end - block.start)
        assert "".join(kept).strip() == ""


@LENIENT
@given(markup=MARKUP, format=st.sampled_from((None, "html", "jats")))
def test_markup_gives_sound_spans(keeps_rules: Callable, markup: str, format: str | None):
    """Whatever the tags, what is read keeps the rules."""
    for data in (markup, f"<article><body>{markup}</body></article>", f"<html>{markup}</html>"):
        document = attempt(data.encode("utf-8", "replace"), format)
        if document is not None:
            keeps_rules(document)


@LENIENT
@given(data=st.binary(max_size=200), format=st.sampled_from((None, *FORMATS)))
def test_any_bytes_are_read_or_refused_by_a_typed_error(keeps_rules, data, format):
    """No input raises anything but an error of ours."""
    document = attempt(data, format)
    if document is not None:
        keeps_rules(document)


@LENIENT
@given(cut=st.integers(min_value=0, max_value=700))
def test_article_cut_anywhere_is_read_or_refused(keeps_rules, cut):
    """A download that broke off."""
    whole = (
        "<?xml version='1.0'?><article><front><article-meta><title-group><article-title>A title"
        "</article-title></title-group></article-meta></front><body><sec><title>Case</title><p>One "
        "<italic>two</italic> 10<sup>9</sup>.</p><table-wrap><label>Table 1</label><table><tr><td>a"
        "</td><td>b</td></tr></table><table-wrap-foot><p><sup>a</sup>note</p></table-wrap-foot>"
        "</table-wrap></sec></body><back><ref-list><ref><mixed-citation>Kim J. T. J. 2001;1:2."
        "</mixed-citation></ref></ref-list></back></article>"
    )
    document = attempt(whole[:cut].encode(), None)
    if document is not None:
        keeps_rules(document)


def test_documents_survive_json(keeps_rules):
    """What is read can be stored and read back."""
    document = read_document(b"# T\n\nTest\tA\nNa\t1\n", format="markdown")

    assert Document.model_validate(json.loads(document.model_dump_json())) == document


def test_published_articles_are_read(shared, keeps_rules):
    """Every article beside the repository, whole and without a false repair."""
    papers = sorted((shared / "papers" / "jats").glob("*.xml"))
    if not papers:
        pytest.skip("no articles in ../shared/papers/jats")
    for paper in papers:
        document = read_document(paper)
        keeps_rules(document)
        assert document.references
        as_text = read_document(document.text.encode(), format="text")
        keeps_rules(as_text)
        assert [edit for edit in as_text.edits if edit.kind == "ocr"] == []
        assert len(as_text.references) == len(document.references)


def test_seed_reports_are_read(shared, keeps_rules):
    """The reports that were scanned, saved and converted."""
    for report in sorted((shared / "seeds").glob("*.txt")):
        document = read_document(report)
        keeps_rules(document)
        assert document.citation.title
        assert document.text.encode() == report.read_bytes()


def test_the_folder_of_papers_is_read_whole(shared):
    """XML and PDF, one after the other, none of them refused."""
    found = list(read_documents(shared / "papers"))

    assert len(found) > 30
    assert [one.error for one in found if one.error] == []


@pytest.mark.slow
def test_ten_thousand_descriptions_are_read(shared, keeps_rules):
    """The corpus for robustness: each text is a sound document."""
    corpus = shared / "corpus" / "case_texts.jsonl.gz"
    if not corpus.is_file():
        pytest.skip("no ../shared/corpus")
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            keeps_rules(read_document(json.loads(line)["text"].encode()))
    (whole,) = read_documents(corpus)
    assert whole.document is not None
