"""A course as a person reads it."""

import re

import pytest
from hypothesis import given

from epicrisis.model import (
    Anchor,
    Outcome,
    Quantity,
    TimeElement,
    Treatment,
    VitalStatus,
    describe,
    html_table,
    summary,
    text_table,
    when,
)
from epicrisis.testing import example_course, strategies

COMMON = {"id": "x1", "text": "IVIG", "anchors": (Anchor.at("d", "IVIG", 0, 4),), "origin": "test"}


@pytest.mark.parametrize(
    ("low", "high", "printed"),
    [
        (92, 92, "day 92"),
        (107, 137, "day 107 to 137"),
        (30, None, "≥ day 30"),
        (None, 30, "≤ day 30"),
        (None, None, ""),
        (-3, -3, "day -3"),
    ],
)
def test_interval_is_said_as_shortly_as_it_can_be(low, high, printed):
    """One day, two ends, or one open side."""
    assert when(TimeElement(earliest=low, latest=high)) == printed


def test_unplaced_time_is_said_in_its_own_words():
    """Where no day follows, the phrase of the report is better than nothing."""
    assert when(TimeElement(text="in spring")) == "in spring"


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (
            Treatment(**COMMON, dose=Quantity(value=30, unit="g"), schedule="monthly"),
            ("IVIG", "30 g monthly"),
        ),
        (
            Treatment(**COMMON, dose=Quantity(value=5, unit="mg/day"), schedule="/day"),
            ("IVIG", "5 mg/day"),
        ),
        (Treatment(**COMMON, status="not_given"), ("IVIG", "not given")),
        (VitalStatus(**COMMON, status="dead", cause="sepsis"), ("vital status", "dead, sepsis")),
        (Outcome(**COMMON, outcome="relapse", status="absent"), ("outcome", "no relapse")),
        (
            Outcome(**COMMON, outcome="improved", status="absent", of="cough"),
            ("cough", "not improved"),
        ),
    ],
)
def test_event_is_described_in_a_phrase(event, words):
    """What it is, and what it says, without saying anything twice."""
    assert describe(event) == words


@given(strategies.courses())
def test_summary_has_a_row_an_event(course):
    """Nothing is left out, and every row fits on a line."""
    rows = summary(course)

    assert [row.event for row in rows] == [event.id for event in course.events]
    assert all(len(row.evidence) <= 90 and "\n" not in row.evidence for row in rows)


@given(strategies.courses())
def test_tables_are_made_of_any_course(course):
    """Whatever characters a report holds, the HTML holds no mark-up of its making."""
    page = html_table(course)
    tags = set(re.findall(r"</?[a-z]+>", page))

    assert tags <= {
        f"<{s}{t}>" for s in ("", "/") for t in ("table", "caption", "thead", "tr", "th", "td")
    }
    assert page.count("<tr>") == 1 + len(summary(course))
    assert isinstance(text_table(course), str)


def test_course_prints_its_table():
    """`print(course)` shows who, and each datum with its quote."""
    printed = str(example_course())

    assert printed.splitlines()[0].startswith("Course harbour-case/1: ")
    assert "780 ng/mL" in printed
