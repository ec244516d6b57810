"""The flat table keeps every fact exact, and no cell of text can run in a spreadsheet."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epicrisis.exports import export
from epicrisis.exports.cells import guarded, printed
from epicrisis.model import COLUMNS, Fact, PhenotypicFeature, facts
from epicrisis.testing import CourseBuilder, DocumentBuilder, example_course
from epicrisis.testing.strategies import courses, documents


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_lines_of_json_give_back_every_fact(data):
    """What is read back is what was written, one object a line."""
    course = data.draw(courses())
    lines = export([course], "jsonl").decode().split("\n")

    assert lines.pop() == ""
    assert [Fact.model_validate_json(line) for line in lines] == facts(course)
    assert all(tuple(json.loads(line)) == COLUMNS for line in lines)
    assert all(line.splitlines() == [line] for line in lines)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_quotes_stay_exact_in_every_format(data):
    """A scorer finds `text[start:end] == quote` in the comma-separated file as well."""
    document = data.draw(documents())
    rows = read_csv(export([data.draw(courses(document))], "csv"))
    for row in rows:
        assert document.text[int(row["start"]) : int(row["end"])] == row["quote"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_cells_of_text_cannot_be_formulas(start):
    """A name that a spreadsheet would run is guarded; its quote is not."""
    words = f"{start}cmd|calc"
    document = DocumentBuilder("=1+1").paragraph(f"Found {words} today").build()
    course = CourseBuilder(document).add(PhenotypicFeature, words, words).build()
    (row,) = read_csv(export([course], "csv"))

    assert row["concept"] == row["concept_text"] == "'" + words
    assert row["document"] == "'=1+1"
    assert row["quote"] == words


def test_negative_numbers_are_not_taken_for_formulas():
    """A number is a number: only cells of text are guarded."""
    document = DocumentBuilder().paragraph("base excess -3").build()
    course = CourseBuilder(document).lab("base excess", "-3", -3, day=-5).build()
    (row,) = read_csv(export([course], "csv"))

    assert (row["value"], row["day_earliest"], row["quote"]) == ("-3", "-5", "-3")


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, ""), (True, "true"), (1393.0, "1393"), (0.1, "0.1"), (2e20, "2e+20"), ("a", "a")],
)
def test_values_are_printed_as_short_as_they_read_back(value, words):
    """Missing is empty; a number has the fewest digits that give it back."""
    assert printed(value) == words


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_printed_numbers_read_back(number):
    """No digit is lost."""
    assert float(printed(number)) == number


def test_files_have_one_kind_of_line_end():
    """Lines end in a line feed on every system."""
    for name in ("csv", "jsonl", "json", "markdown"):
        assert b"\r" not in export([example_course()], name)


def test_guard_leaves_other_text_alone():
    """Nothing that is safe is changed."""
    assert guarded("anti-Jo-1") == "anti-Jo-1"
    assert guarded("") == ""
