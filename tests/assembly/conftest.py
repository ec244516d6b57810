"""Reading a few sentences as a whole report."""

from collections.abc import Callable

import pytest

import epicrisis

OPENING = "Case report\n\nA 52-year-old woman was admitted to our hospital. "

Read = Callable[..., epicrisis.Course]


@pytest.fixture(scope="session")
def read() -> Read:
    """Give the course of a report that consists of an opening and these sentences."""

    def course(sentences: str, *, opening: str = OPENING) -> epicrisis.Course:
        found = epicrisis.extract(epicrisis.read_document((opening + sentences).encode()))
        return found[0]

    return course
