"""Paragraphs that a break has cut in two."""

import pytest

BREAK = "\n\nFigure 1. A boat.\n\n"


@pytest.mark.parametrize(
    ("first", "second", "goes_on"),
    [
        ("He was given the tea of the", "island, and slept.", True),
        ("He was treated with", "IVIG for three days.", True),
        ("He took immunoglobulin", "(IVIG) by mouth.", True),
        ("The values of cal-", "cium rose.", True),
        ("It rose, it fell, and then,", "Ida said, it rose.", True),
        ("As told by Ek et al.", "reported in the same year.", True),
        ("He slept.", "He woke.", False),
        ("He slept [2,3]", "There was no more tea.", False),
        ("He slept.[4]", "and nothing else.", False),
        ("He slept (see the note).", "then he woke.", False),
    ],
)
def test_unfinished_sentence_is_finished_behind_the_figure(read, first, second, goes_on):
    """The end of the one and the start of the other decide."""
    page = read(f"A sentence to begin with, nothing more. {first}{BREAK}{second}", "text")

    assert page.document.blocks[-1].continues is goes_on


def test_heading_ends_every_paragraph(read):
    """Nothing goes on behind a heading."""
    page = read("He was given the tea of the\n\nDiscussion\n\nisland is far away.", "text")

    assert not any(block.continues for block in page.document.blocks)
