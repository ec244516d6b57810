"""What a check reads of a document, and how it reads numbers."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.audit.passages import (
    case_end,
    holding,
    lowered,
    number,
    passages,
    search,
    search_numbers,
    sentence_of,
)
from epicrisis.model import Block, Document


def document(text: str, *blocks: tuple[str, int, int, bool]) -> Document:
    made = tuple(
        Block(kind=kind, start=start, end=end, continues=goes_on)
        for kind, start, end, goes_on in blocks
    )
    return Document(id="d", name="d", format="text", text=text, blocks=made)


@pytest.mark.parametrize(
    ("printed", "value"),
    [("9,870", 9870), ("3.5", 3.5), ("3,5", 3.5), ("1,234,567.8", 1234567.8), ("1.2.3", None)],
)
def test_number_reads_commas_as_they_are_meant(printed, value):
    """Groups of three digits are thousands, anything else behind a comma is a fraction."""
    assert number(printed) == value


def test_reference_lists_are_not_read():
    """Neither a reference block nor, without blocks, what follows its heading is a passage."""
    text = "Words.\n[1] Abel K. 2001."
    read = document(text, ("paragraph", 0, 6, False), ("reference", 7, len(text), False))
    assert passages(read) == ((0, 6),)
    assert passages(document("Words.\nReferences\n1. Abel")) == ((0, 7),)


def test_a_paragraph_that_goes_on_is_one_passage():
    """A paragraph split by an empty line is read as one, one split by a table is not."""
    text = "The groups\n\nwere two.\tx\tthree"
    joined = document(text, ("paragraph", 0, 10, False), ("paragraph", 12, 21, True))
    assert passages(joined) == ((0, 21),)
    apart = document(text, ("paragraph", 0, 10, False), ("paragraph", 22, 29, True))
    assert passages(apart) == ((0, 10), (22, 29))


def test_sentence_stops_at_full_stops_and_not_at_abbreviations():
    """The sentence around a word begins behind the last full stop and ends with its own."""
    text = "One was low. Smith et al. Reported two, i.e. a pair. Three came."
    start = text.index("two")
    low, high = sentence_of(document(text), start, start + 3)
    assert text[low:high] == "Smith et al. Reported two, i.e. a pair."
    assert sentence_of(document(text), 13, 18)[0] == 13


def test_case_ends_where_the_discussion_begins():
    """A heading, not the word in a sentence, ends the case."""
    text = "A man came. The discussion with him was long.\n\nDiscussion\nOthers saw it too."
    assert case_end(document(text)) == text.index("\n\nDiscussion") + 2


def test_small_letters_keep_their_offsets():
    """No letter becomes two, and odd forms of i and s are read as the plain ones."""
    text = "İKI ſORE ẞ Δ YEARS"
    small = lowered(document(text))
    assert len(small) == len(text)
    assert small.startswith("iki sore")
    assert small.endswith("years")


@given(st.lists(st.sampled_from(["12", "345", "%", " ", ".", "/", "ab", "é", "\n"]), max_size=20))
def test_a_search_at_numbers_finds_what_a_search_finds(parts):
    """Where a pattern begins with a number, looking at numbers alone loses nothing."""
    pattern = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d+)?\s*%")
    read = document("".join(parts))
    spans = [found.span() for found in search(read, pattern)]
    assert [found.span() for found in search_numbers(read, pattern, "%")] == spans


def test_only_passages_with_the_words_are_read():
    """Words joined by a bar are alternatives, all others must stand there."""
    text = "BP 120/80.\n\nPressure high."
    read = document(text, ("paragraph", 0, 10, False), ("paragraph", 12, len(text), False))
    assert list(holding(read, "bp|pressure")) == [(0, 10), (12, len(text))]
    assert list(holding(read, "bp|pressure", "/")) == [(0, 10)]
