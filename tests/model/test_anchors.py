"""Anchors hold their words, and say so when they do not."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from epicrisis.errors import AnchorMismatchError
from epicrisis.model import Anchor
from epicrisis.testing import strategies


@given(st.data())
def test_anchor_verifies_against_its_own_text(data):
    """An anchor made from a text is true of that text, and its context surrounds it."""
    document = data.draw(strategies.documents())
    anchor = data.draw(strategies.anchors(document))

    anchor.verify(document.text)
    assert document.text[: anchor.start].endswith(anchor.prefix)
    assert document.text[anchor.end :].startswith(anchor.suffix)


def test_moved_text_is_told_apart():
    """Where the words are not at the offsets any more, the error says what stands there."""
    anchor = Anchor.at("d", "CRP was 64 mg/L.", 8, 15)

    with pytest.raises(AnchorMismatchError, match=r"'64 mg/L', found '4 mg/L\."):
        anchor.verify("CRP as 64 mg/L.")


def test_mismatch_crosses_a_process_boundary():
    """A worker's error arrives with its message and its fields."""
    error = AnchorMismatchError("d", 3, 9, "fever!", "feve")
    copy = pickle.loads(pickle.dumps(error))

    assert (str(copy), copy.found, copy.start) == (str(error), "feve", 3)


@pytest.mark.parametrize(("start", "end"), [(0, 4), (0, 6), (-1, 4), (5, 0)])
def test_length_must_be_that_of_the_quote(start, end):
    """An anchor whose span and quote disagree cannot be made."""
    with pytest.raises(ValidationError):
        Anchor(document="d", start=start, end=end, exact="fever")


@pytest.mark.parametrize(
    ("one", "two", "shared"),
    [((0, 5), (4, 8), True), ((0, 5), (5, 8), False), ((2, 3), (0, 9), True)],
)
def test_overlap_needs_a_shared_character(one, two, shared):
    """Half-open spans that touch share nothing; the order of asking does not matter."""
    first, second = (Anchor.at("d", "0123456789", *span) for span in (one, two))

    assert first.overlaps(second) == second.overlaps(first) == shared


def test_anchors_of_two_documents_never_overlap():
    """Equal offsets in another text are another place."""
    assert not Anchor.at("a", "fever", 0, 5).overlaps(Anchor.at("b", "fever", 0, 5))
