"""Citation marks are found in one style, and nothing else is taken for one."""

import time

import pytest

from epicrisis.model.documents import Reference
from epicrisis.segmentation.citations import find_marks

LIST = [Reference(number=number, start=0, end=1) for number in range(1, 13)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Lungs fail [1,2]. Skin peels [3-5].", [(1, 2), (3, 4, 5)]),
        ("Lungs fail (1,2). Skin peels (3-5).", [(1, 2), (3, 4, 5)]),
        ("Lungs fail.1,2 Skin peels.3-5 So it is.", [(1, 2), (3, 4, 5)]),
        ("The level was 3.5, then 12,5 and on day 4 it fell.", []),
        ("Lungs fail.1,44 Skin peels.45 So it is.", []),
    ],
)
def test_marks_stand_in_brackets_or_raised(text, numbers):
    """A mark is believed as far as the list goes, and a decimal is none."""
    assert [mark.numbers for mark in find_marks(text, LIST)] == numbers


@pytest.mark.parametrize("piece", ["1,1,", "a.1,", "[1,", "(1,"])
def test_long_lists_of_numbers_are_passed_once(piece):
    """A table of small numbers in running text is no list of citations to try from each place."""
    begin = time.perf_counter()
    find_marks(piece * 25_000, LIST)

    assert time.perf_counter() - begin < 3
