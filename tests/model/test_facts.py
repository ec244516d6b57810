"""The flat table: its columns are a public format, and its rows say what the course says."""

import json

from hypothesis import given

from epicrisis.model import COLUMNS, Fact, PhenotypicFeature, facts
from epicrisis.testing import (
    CourseBuilder,
    DocumentBuilder,
    example_course,
    example_document,
    strategies,
)
from epicrisis.testing.examples import example_cited_course

# The published format; adding a column is a new version of it.
FORMAT = (
    "document, patient, kind, concept, concept_text, code, status, comparator, value, "
    "value_high, unit, ucum, ref_low, ref_high, per_kg, route, schedule, duration_days, "
    "day_earliest, day_latest, start, end, quote, section, cited, origin"
)
KINDS = (
    "age, sex, ethnicity, diagnosis, antibody, finding, laboratory, vital, lung_function, imaging, "
    "biopsy, treatment, procedure, encounter, outcome, other_measurement"
)
STATUSES = "present, absent, given, planned, considered, stopped, changed, not_given, unknown"


def row(kind: str, concept: str) -> Fact:
    """The first fact of the example of a kind and a concept."""
    return next(f for f in facts(example_course()) if (f.kind, f.concept) == (kind, concept))


def test_columns_are_the_published_ones():
    """The columns and their order are those that the format names."""
    assert ", ".join(COLUMNS) == FORMAT


@given(strategies.courses())
def test_every_event_is_a_row(course):
    """No event is left out, and kind and status are of the published lists."""
    rows = facts(course)

    assert len(rows) == len(course.events)
    assert {fact.kind for fact in rows} <= set(KINDS.split(", "))
    assert {fact.status for fact in rows} <= {*STATUSES.split(", "), None}


@given(strategies.courses())
def test_facts_survive_json(course):
    """A row written as JSON is read back equal; missing stays missing."""
    for fact in facts(course):
        data = json.loads(fact.model_dump_json())

        assert tuple(data) == COLUMNS
        assert Fact.model_validate(data) == fact


def test_quote_stands_where_the_row_says():
    """The text at the offsets is the quote."""
    text = example_document().text

    assert all(text[f.start : f.end] == f.quote for f in facts(example_course()))


def test_person_comes_first():
    """Age and sex stand before the events."""
    assert [f.kind for f in facts(example_course())][:2] == ["age", "sex"]


def test_measurement_keeps_value_unit_and_range():
    """A number has its unit and both sides of its range in columns of their own."""
    fact = row("laboratory", "ferritin")

    assert (fact.value, fact.unit, fact.ref_low, fact.ref_high) == (780, "ng/mL", 10, 120)


def test_negative_antibody_is_absent():
    """A negative test says that the antibody is not there."""
    assert (row("antibody", "anti-Ro52").status, row("antibody", "anti-PL-7").status) == (
        "absent",
        "present",
    )


def test_treatment_without_dose_has_no_value():
    """A dose that is not printed is missing and not 0."""
    fact = row("treatment", "rituximab")

    assert (fact.status, fact.value, fact.unit, fact.per_kg) == ("planned", None, None, None)


def test_rows_of_others_are_marked():
    """Each row of a cited course says that it is somebody else's patient."""
    assert {f.cited for f in facts(example_cited_course())} == {True}


def test_what_a_relative_had_is_a_family_history():
    """No row says that the patient has it."""
    words = "Her father had gout."
    builder = CourseBuilder(DocumentBuilder("note").paragraph(words).build())
    builder.add(PhenotypicFeature, "gout", "gout", status="family")
    (row,) = (fact for fact in facts(builder.build()) if fact.kind == "finding")

    assert (row.concept, row.code, row.status) == ("family history of gout", None, "present")
