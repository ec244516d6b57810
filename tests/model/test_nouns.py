"""The nouns go through JSON unchanged, cannot be altered, and know no other fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from epicrisis.model import Course, Document, Finding, Quantity, ReferenceRange, TimeElement
from epicrisis.testing import example_course, example_document, strategies


@given(strategies.documents())
def test_document_survives_json(document):
    """A document written out is read back equal."""
    assert Document.model_validate_json(document.model_dump_json()) == document


@given(strategies.courses())
def test_course_survives_json(course):
    """So is a course, each event as the kind it was."""
    copy = Course.model_validate_json(course.model_dump_json())

    assert copy == course
    assert [type(e) for e in copy.events] == [type(e) for e in course.events]


@given(st.data())
def test_finding_survives_json(data):
    """So is a finding."""
    finding = data.draw(strategies.findings(data.draw(strategies.documents())))

    assert Finding.model_validate_json(finding.model_dump_json()) == finding


def test_example_survives_json():
    """The richest course that tests know goes through JSON, too."""
    course = example_course()

    assert Course.model_validate_json(course.model_dump_json()) == course


def test_nouns_cannot_be_altered():
    """A noun is what it was made."""
    with pytest.raises(ValidationError, match="frozen"):
        example_document().text = "other"


@pytest.mark.parametrize("field", [{"dose": 3}, {"version": "9"}])
def test_unknown_fields_and_versions_are_refused(field):
    """A file of another format is an error and no half-read course."""
    data = example_course().model_dump() | field

    with pytest.raises(ValidationError):
        Course.model_validate(data)


@pytest.mark.parametrize(
    ("quantity", "printed"),
    [
        (Quantity(value=64, unit="mg/L"), "64 mg/L"),
        (Quantity(value=8, comparator="<"), "<8"),
        (Quantity(value=35, high=45, text="35-45"), "35–45"),
        (Quantity(value=151, high=84, unit="mmHg", text="151/84"), "151/84 mmHg"),
        (Quantity(value=0.4, unit="g/kg"), "0.4 g/kg"),
    ],
)
def test_quantity_prints_as_a_person_would(quantity, printed):
    """A comparator, a range, a pair and a unit are each where they belong."""
    assert str(quantity) == printed


@given(strategies.times())
def test_bounds_of_a_time_are_in_order(time):
    """An open side is infinitely far; both sides known is said so."""
    time = time or TimeElement()
    low, high = time.bounds

    assert low <= high
    assert time.known == (time.earliest is not None and time.latest is not None)


def test_open_side_of_a_range_is_missing_and_not_zero():
    """An upper limit alone says nothing of a lower one."""
    assert ReferenceRange(high=5).low is None
