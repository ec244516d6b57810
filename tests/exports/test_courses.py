"""Whole courses survive the trip through a file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epicrisis.errors import FormatVersionError, InputError
from epicrisis.exports import export, read_courses
from epicrisis.testing import example_course
from epicrisis.testing.strategies import courses


@given(st.lists(courses(), max_size=2))
@settings(max_examples=30, deadline=None)
def test_courses_survive_a_round_trip(drawn):
    """Reading gives equal courses, every anchor included."""
    assert read_courses(export(drawn, "json")) == tuple(drawn)


def test_equal_courses_give_equal_bytes():
    """A file can be compared to tell whether anything changed."""
    for name in ("csv", "jsonl", "json", "markdown", "xlsx"):
        assert export([example_course()], name) == export([example_course()], name)


def test_newer_files_are_refused_by_name():
    """A file of a later version is no guess: the message says which version it is."""
    data = b'{"kind": "epicrisis.courses", "version": "9", "courses": []}'

    with pytest.raises(FormatVersionError, match="'9'"):
        read_courses(data)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"\xff\xfe", b"{}", b'{"kind": "epicrisis.courses", "version": "1"}'],
)
def test_other_files_are_refused(data):
    """What is no file of courses is an input error, never a crash."""
    with pytest.raises(InputError, match="not a file of courses"):
        read_courses(data)
