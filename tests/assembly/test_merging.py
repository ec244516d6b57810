"""One datum told several times, and what must stay apart."""

from itertools import combinations

import pytest

import epicrisis

ABSTRACT = """# Sarcoidosis in a bell-ringer: a case report

## Abstract

A 52-year-old woman had a ferritin of 780 ng/mL and received immunoglobulin 30 g.

## Case presentation

A 52-year-old woman was admitted. Ferritin was 780 ng/mL. Immunoglobulin 30 g was given on day 3.
"""


@pytest.fixture(scope="module")
def course():
    """A report that tells its data twice."""
    (found,) = epicrisis.extract(epicrisis.read_document(ABSTRACT.encode()))
    return found


@pytest.mark.parametrize("kind", ["measurement", "treatment"])
def test_repeated_statement_is_one_datum(course, kind):
    """What abstract and case both say is one event with two places."""
    (event,) = course.of_kind(kind)

    assert len(event.anchors) == 2
    assert event.section == "case"


def test_person_is_stated_in_two_places(course):
    """So is the patient's age."""
    assert len(course.individual.age.anchors) == 2


def test_anchors_of_an_event_are_apart(course):
    """No two places of one datum are the same place."""
    pairs = [pair for event in course.events for pair in combinations(event.anchors, 2)]

    assert [pair for pair in pairs if pair[0].overlaps(pair[1])] == []


@pytest.mark.parametrize(
    ("sentences", "number"),
    [
        ("Ferritin was 780 ng/mL on day 1. Ferritin was 780 ng/mL on day 30.", 2),
        ("Ferritin was 780 ng/mL on day 1. Ferritin was 210 ng/mL on day 30.", 2),
        ("Ferritin was 780 ng/mL and CRP was 780 mg/L.", 2),
        ("Ferritin was 780 ng/mL. The ferritin of 780 ng/mL was striking.", 1),
    ],
)
def test_equal_numbers_are_one_datum_only_at_one_time(read, sentences, number):
    """The same number of the same examination on another day is another datum."""
    assert len(read(sentences).of_kind("measurement")) == number


def test_table_cells_stay_apart(read):
    """Two cells of a row with one number are two results."""
    course = read(
        "**Table 1.** Results\n\n| Test | Day 1 | Day 2 |\n|---|---|---|\n| CRP (mg/L) | 5 | 5 |\n",
        opening="# Case report\n\n## Case\n\nA 52-year-old woman was admitted (Table 1).\n\n",
    )

    assert [e.quantity.value for e in course.of_kind("measurement")] == [5, 5]


def test_opposed_results_of_one_day_are_marked(read):
    """Positive and negative at one time are both kept, each naming the other."""
    course = read("On day 2, anti-Jo-1 was positive. On day 2, anti-Jo-1 was negative.")
    first, second = course.of_kind("measurement")

    assert (first.conflicts, second.conflicts) == ((second.id,), (first.id,))


@pytest.mark.parametrize(
    ("sentences", "number"),
    [
        ("Immunoglobulin 30 g was given on day 3. Immunoglobulin was well tolerated.", 1),
        ("Immunoglobulin 30 g was given on day 3 and 30 g on day 31.", 2),
        ("Immunoglobulin 30 g was given. A second course of immunoglobulin was given.", 2),
    ],
)
def test_drug_named_again_is_the_same_unless_said_otherwise(read, sentences, number):
    """A drug without particulars repeats its fuller statement; another course does not."""
    assert len(read(sentences).of_kind("treatment")) == number


def test_drug_kept_on_is_dated_at_its_first_telling(read):
    """`Was continued` tells a second time of what was begun before."""
    found = read(
        "Prednisolone 40 mg daily was started. On day 12 ferritin fell. Prednisolone 40 mg daily "
        "was maintained. On day 30 she went home."
    )
    (event,) = found.of_kind("treatment")

    assert (event.time.earliest, event.time.latest) == (0, 12)


def test_sign_told_again_keeps_the_days_of_its_first_telling(read):
    """A dated complaint that comes up again later is not moved."""
    found = read("She had had myalgia for the past 3 weeks. Her CRP fell and the myalgia eased.")
    first = next(e for e in found.of_kind("phenotypic_feature") if e.text == "myalgia")

    assert first.time.earliest < -16


def test_each_improvement_of_a_story_is_one(read):
    """Two improvements told one after the other are two, whatever else agrees."""
    found = read("On day 3 her strength improved. On day 9 it improved. She improved again.")

    assert len(found.of_kind("outcome")) == 3


def test_drug_without_dose_joins_no_dose_of_another_time(read):
    """Oxygen in intensive care is not the oxygen she went home with."""
    found = read(
        "On day 2 she was given oxygen. On day 40 she was discharged with oxygen 2 L/min daily."
    )

    assert [e.time.earliest for e in found.of_kind("treatment")] == [2, 40]


FOLLOWED = """# Chorea in a ferryman: a case report

## Abstract

A 52-year-old man had chorea. At the last visit on 9 May 2020 his chorea had not improved.

## Case presentation

A 52-year-old man was admitted on 1 May 2019. He had chorea.
"""


def test_sign_told_again_at_the_last_visit_was_there_before():
    """What a patient came with is not moved to the day on which it is told last."""
    (found,) = epicrisis.extract(epicrisis.read_document(FOLLOWED.encode()))
    first = next(e for e in found.of_kind("phenotypic_feature") if e.text == "chorea")

    assert first.time.earliest <= 0
