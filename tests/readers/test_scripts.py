"""How raised characters are read."""

import pytest

from epicrisis.readers.scripts import footnote_marks, superscript


@pytest.mark.parametrize(
    ("before", "raised", "after", "reading"),
    [
        ("12 x 10", "9", "/", "^9"),
        ("x 10", "\u22123", " ", "^-3"),
        ("kg/m", "2", ")", "2"),
        ("mL kg", "\u22121", " ", "-1"),
        ("mm", "3", " ", "3"),
        ("CD4", "+", " ", "+"),
        ("Ca", "2+", " ", "2+"),
        ("CD19", "high", " ", "high"),
        ("reported", "12", ".", "[12]"),
        ("reported.", "3,5\u20137", " ", "[3,5\u20137]"),
        ("the 21", "st", " ", "st"),
        ("99", "m", "T", "m"),
        ("(", "18", "F", "18"),
        ("Smith", "a", ",", ""),
        ("p", "*", " ", ""),
        ("Venoglob", "\u00ae", " ", ""),
        ("2", "8", " ", "^8"),
    ],
)
def test_raised_characters_are_read_by_what_stands_before(before, raised, after, reading):
    """Powers, units, charges, citations, ordinals, isotopes and marks."""
    assert superscript(before, raised, after) == reading


def test_cited_numbers_are_citations_whatever_stands_before():
    """The source knows better than the sight."""
    assert superscript("of 10", "9", ".", cited=True) == "[9]"


@pytest.mark.parametrize(
    ("before", "raised", "marks"),
    [
        ("CRP", "a", ("a",)),
        ("CRP", "a,b", ("a", "b")),
        ("7.5", "*\u2020", ("*", "\u2020")),
        ("7.5", "**", ("**",)),
        ("10", "9", ()),
        ("CD4", "+", ()),
        ("Value", "1", ("1",)),
    ],
)
def test_marks_of_a_cell_are_told_from_powers(before, raised, marks):
    """A letter or a sign is a mark; an exponent is part of the words."""
    assert footnote_marks(before, raised) == marks
