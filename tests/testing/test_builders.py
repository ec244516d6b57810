"""The builders make documents and courses whose anchors hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.errors import InputError
from epicrisis.testing import (
    CourseBuilder,
    DocumentBuilder,
    example_course,
    example_document,
    example_findings,
)
from epicrisis.testing.examples import example_cited_course
from epicrisis.testing.strategies import courses, documents, findings


def test_document_builder_places_cells_where_they_say():
    """Each cell's span holds its words, whatever stands before it."""
    document = (
        DocumentBuilder()
        .paragraph("Some words.")
        .table("Table 1. Things", [("a", "", "b"), ("c", "dd", "e")], footnotes=[("*", "note")])
        .build()
    )
    table = document.tables[0]
    words = [document.text[cell.start : cell.end] for cell in table.cells]

    assert words == ["a", "", "b", "c", "dd", "e"]
    assert document.text[slice(*table.caption)] == "Table 1. Things"
    assert document.text[table.footnotes[0].start : table.footnotes[0].end] == "note"


def test_course_builder_refuses_words_that_are_not_there():
    """A quote that the document does not hold is an error, not a made-up anchor."""
    builder = CourseBuilder(DocumentBuilder().paragraph("CRP 4").build())

    with pytest.raises(InputError, match="occurrence 1 of 'CRP'"):
        builder.lab("CRP", "CRP", 4, nth=1)


def test_course_builder_puts_events_in_time_order():
    """A course is in time order whatever the order of adding."""
    document = DocumentBuilder().paragraph("one two three").build()
    course = (
        CourseBuilder(document)
        .lab("a", "one", 1)
        .lab("a", "two", 2, day=(5, None))
        .lab("a", "three", 3, day=2)
        .build()
    )

    assert [event.anchors[0].exact for event in course.events] == ["three", "two", "one"]


def test_example_case_is_anchored():
    """Every datum of the invented case is where it says."""
    document = example_document()
    found = [*example_course(document).events, *example_cited_course(document).events]
    anchored = [*found, *example_findings(document)]

    assert len(anchored) > 60
    for item in anchored:
        for anchor in item.anchors:
            anchor.verify(document.text)


@given(st.data())
def test_strategies_give_anchored_courses(data):
    """What hypothesis draws is valid: anchors quote the document."""
    document = data.draw(documents())
    course = data.draw(courses(document))
    for item in [*course.events, data.draw(findings(document))]:
        for anchor in item.anchors:
            anchor.verify(document.text)
