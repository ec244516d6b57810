"""The view reads well, and every character of it leads back to the print."""

import hashlib
import re
import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.model.documents import Block, Cell, Document, Edit, Footnote, Table
from epicrisis.segmentation.characters import normalize
from epicrisis.segmentation.reading import read
from epicrisis.segmentation.segments import segment


def document(text: str, **parts: Any) -> Document:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(id=f"sha256:{digest}", name="made-up", format="text", text=text, **parts)


def block(text: str, words: str, kind: str = "paragraph", **more: Any) -> Block:
    start = text.index(words)
    return Block.model_validate(
        {"kind": kind, "start": start, "end": start + len(words), **more}, strict=False
    )


def test_document_without_blocks_splits_at_blank_lines() -> None:
    """A text nobody has laid out is read paragraph by paragraph."""
    reading = read(document("First line\nsecond line\n\n  \nOther   one  \n"))
    assert reading.view.text == "First line second line\n\nOther one"
    assert [p.kind for p in reading.passages] == ["paragraph", "paragraph"]


def test_torn_paragraph_is_joined_before_what_stood_between() -> None:
    """A paragraph cut in two by a caption is read in one piece, the caption after it."""
    text = "The ferritin was re-\n\nFig 1. A scan.\n\npeatedly high.\n\nDOI 10.1/x"
    first = text.index("re-") + 2
    reading = read(
        document(
            text,
            blocks=(
                Block(kind="paragraph", start=0, end=first + 1),
                block(text, "Fig 1. A scan.", "caption"),
                block(text, "peatedly high.", continues=True),
                block(text, "DOI 10.1/x", "front_matter"),
            ),
            edits=(Edit(start=first, end=first + 1, replacement="", kind="hyphen"),),
        )
    )
    assert reading.view.text == "The ferritin was repeatedly high.\n\nFig 1. A scan."
    start = reading.view.text.index("repeatedly")
    assert [text[a:b] for a, b in reading.view.spans(start, start + 10)] == ["re", "peatedly"]


def test_table_cells_are_passages_of_their_own() -> None:
    """Each filled cell can be told apart and leads back to its place in the table."""
    text = "Day\t1\tCRP\t91"
    filled = [
        Cell(row=n // 2, column=n % 2, start=text.index(w), end=text.index(w) + len(w))
        for n, w in enumerate(("Day", "1", "CRP", "91"))
    ]
    cells = (*filled, Cell(row=2, column=0, start=len(text), end=len(text)))
    reading = read(
        document(
            text,
            blocks=(Block(kind="table", start=0, end=len(text)),),
            tables=(Table(start=0, end=len(text), cells=cells),),
        )
    )
    assert reading.view.text == "Day\n1\nCRP\n91"
    assert [(p.kind, p.table, p.cell) for p in reading.passages][-1] == ("cell", 0, 3)


def test_characters_are_spelled_one_way() -> None:
    """Dashes, spaces, quotation marks and micro signs have one spelling, a ligature its letters."""
    reading = read(document("5–6\u2009μg, the “ﬁrst” patient’s pH\u200b was 7·4"))
    assert reading.view.text == '5-6 µg, the "first" patient\'s pH was 7.4'


@pytest.mark.parametrize(("letter", "plain"), [("\u0131", "i"), ("\u017f", "s"), ("\u212a", "k")])
def test_no_letter_is_one_for_patterns_and_another_for_tables(letter: str, plain: str) -> None:
    """A word that a pattern finds in any case can be looked up in small letters."""
    assert re.fullmatch(plain, letter, re.IGNORECASE)
    assert normalize(letter).lower() == plain


@st.composite
def laid_out(draw: st.DrawFn) -> Document:
    """Documents with random blocks and edits over awkward characters."""
    text = draw(st.text(st.sampled_from("ab -\n\t.–’\u2009\u200bﬁ1"), max_size=60))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    blocks = tuple(
        Block(
            kind=draw(st.sampled_from(["paragraph", "heading", "caption", "reference"])),
            start=low,
            end=high,
            continues=draw(st.booleans()),
        )
        for low, high in pairwise(cuts)
    )
    edges = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    edits = tuple(
        Edit(start=low, end=high, replacement=draw(st.sampled_from(["", "x", " "])), kind="ocr")
        for low, high in zip(edges[::2], edges[1::2], strict=False)
    )
    return document(text, blocks=blocks, edits=edits)


@given(laid_out())
def test_every_character_of_the_view_leads_back(doc: Document) -> None:
    """Copied runs equal their source, normalised; all else is an edit or a separator."""
    reading = read(doc)
    plain = normalize(doc.text)
    edited = {(edit.start, edit.end) for edit in doc.edits}
    position = 0
    for run in reading.view.runs:
        assert run.start == position
        position += run.length
        words = reading.view.text[run.start : position]
        if (run.source, run.source_end) in edited:
            continue
        if run.source == run.source_end:
            assert words in (" ", "\n", "\n\n")
        elif plain[run.source] == "ﬁ":
            assert words.startswith("fi")
        else:
            assert run.copied
            assert words == plain[run.source : run.source_end]
            span = reading.view.spans(run.start, position)
            assert span == [(run.source, run.source_end)]
    assert position == len(reading.view.text)


@given(laid_out())
def test_passages_hold_words_without_loose_spaces(doc: Document) -> None:
    """Passages stand in order, do not overlap, and hold no runs of white space."""
    reading = read(doc)
    behind = 0
    for passage in reading.passages:
        words = reading.view.text[passage.start : passage.end]
        assert passage.start >= behind
        assert words.strip() == words != ""
        assert "  " not in words
        assert "\n" not in words
        behind = passage.end


@given(st.text())
def test_normalizing_keeps_the_length(text: str) -> None:
    """Offsets into the normalised text are offsets into the text."""
    assert len(normalize(text)) == len(text)


def test_many_tables_are_found_at_once() -> None:
    """Thousands of small tables with notes are read in the time of their text."""
    row, note = "LDH <sup>a</sup>|9\n", "a: lactate dehydrogenase\n"
    size, count = len(row) + len(note), 4_000
    places = [number * size for number in range(count)]
    doc = document(
        (row + note) * count,
        blocks=tuple(Block(kind="table", start=at, end=at + len(row)) for at in places),
        tables=tuple(
            Table(
                start=at,
                end=at + len(row),
                header_rows=0,
                cells=(Cell(row=0, column=0, start=at, end=at + 16),),
                footnotes=(Footnote(mark="a", start=at + len(row) + 3, end=at + size - 1),),
            )
            for at in places
        ),
        edits=tuple(
            Edit(start=at + 3, end=at + 16, replacement="", kind="markup") for at in places
        ),
    )
    begin = time.perf_counter()
    found = segment(doc)

    assert time.perf_counter() - begin < 3
    assert len(found.passages) == count
    assert found.abbreviations == {"LDH": "lactate dehydrogenase"}
