"""The numbers of the flow add up, and the paragraph says them."""

import re

import pytest

from epicrisis.model import CitedSource
from epicrisis.plots import flow_diagram
from epicrisis.synthesis import cohort
from epicrisis.synthesis.flow import flow
from epicrisis.synthesis.methods import methods, terminologies
from epicrisis.testing import CourseBuilder, DocumentBuilder, example_course, example_document


def course(name: str, age: int | None = None, patients: int | None = None):
    document = DocumentBuilder(name).paragraph(f"a man of {age}").build()
    cited = CitedSource(text="Okoro [3]", patients=patients) if patients else None
    made = CourseBuilder(document, cited=cited)
    return (made.age(str(age), age) if age else made).build()


@pytest.fixture
def numbers():
    read = [[course("a", 30)], [course("b", 12), course("g", None, 5)], [course("c")], []]
    chosen = cohort([one for found in read for one in found]).where("age >= 18")
    return flow(read, chosen, unreadable=1, copies=2, identified=90, screened=80, sought=9)


def test_what_came_in_is_what_was_kept_and_what_was_left(numbers):
    """Files and patients, at each step."""
    assert (numbers.files, numbers.reports, numbers.without) == (7, 3, 1)
    assert numbers.files == numbers.unreadable + numbers.copies + numbers.without + numbers.reports
    assert (numbers.own, numbers.cited, numbers.groups, numbers.in_groups) == (3, 0, 1, 5)
    tally = numbers.steps[0].tally
    assert (tally.yes, tally.no, tally.not_reported) == (1, 1, 1)
    assert numbers.kept == 1


def test_what_nobody_knows_is_not_nought():
    """Of a library it is not known how many files could not be read: no number is told."""
    read = [[course("a", 30)], []]
    numbers = flow(read, cohort(read[0]), unreadable=None)
    told = methods(numbers, [], read[0], [], version="9.9", checks=3)

    assert (numbers.files, numbers.lost) == (2, 1)
    assert "not readable" not in told
    assert "how many files could not be read, a library does not know" in told


def test_diagram_says_every_number(numbers):
    """One SVG; who reads it aloud hears the boxes."""
    svg = flow_diagram(numbers)
    words = " ".join(re.findall(r">([^<>]+)</text>", svg))

    for said in (
        "Records identified: 90",
        "Left out before screening: 10",
        "Records excluded: 71",
        "Reports not obtained: 2",
        "Reports read: 7",
        "not readable: 1",
        "individual data of 3 patients",
        "1 group (5 patients)",
        "age &gt;= 18",
        "it is not so: 1",
        "not reported: 1",
        "Analysed: 1 patient",
    ):
        assert said in words
    assert svg == flow_diagram(numbers)


def test_paragraph_gives_versions_and_counts():
    """What a reader needs to do it again."""
    document = example_document()
    one = example_course(document)
    chosen = cohort([one]).where("age >= 18")
    text = methods(flow([[one]], chosen), [document], [one], [], version="9.9", checks=3)

    assert "epicrisis 9.9" in text
    assert "HPO 2025-01-16" in text
    assert "age >= 18 (yes 1, no 0, not reported 0 of 1)" in text
    assert set(terminologies()) == {"HPO", "MONDO"}
