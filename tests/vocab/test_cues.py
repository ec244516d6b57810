"""Cue phrases are found as whole words, the longest first, at the offsets of the text."""

from hypothesis import given
from hypothesis import strategies as st

from epicrisis.vocab.cues import CueFinder, fold_cues

FINDER = CueFinder([("no", 1), ("no sign of", 2), ("year-old", 3), ("n =", 4)])


def found(text: str) -> list[tuple[str, int]]:
    return [(text[cue.start : cue.end], cue.meaning) for cue in FINDER.scan(text)]


def test_phrases_are_whole_words_and_the_longest_wins() -> None:
    """ "No" is not in "normal", and "no sign of" is one cue."""
    assert found("No sign of it; normal (no fever), No") == [
        ("No sign of", 2),
        ("no", 1),
        ("No", 1),
    ]


def test_hyphens_and_signs_do_not_hide_a_phrase() -> None:
    """A hyphen is a space, and a phrase may end in a sign."""
    assert found("a 3-Year-old (n =4)") == [("Year-old", 3), ("n =", 4)]


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    """Offsets into the folded text are offsets into the text."""
    assert len(fold_cues(text)) == len(text)


def test_phrase_that_ends_inside_a_word_leaves_the_one_it_begins_with():
    """`Was considered a` is not in "was considered and", but `was considered` is."""
    finder = CueFinder([("was considered", 1), ("was considered a", 2)])

    assert [cue.meaning for cue in finder.scan("X was considered and Y was considered a Z")] == [
        1,
        2,
    ]
