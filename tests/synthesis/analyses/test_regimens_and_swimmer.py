"""Lines of therapy and rows of a swimmer plot say what is known of the order, and no more."""

from math import inf

import pytest

from epicrisis.errors import InputError
from epicrisis.model import Encounter, Procedure
from epicrisis.synthesis import cohort

IVIG, PRED, RTX = "immunoglobulin", "prednisolone", "rituximab"


def given(made, **days):
    """Give drugs by the first letters of their names: `p=1, i=(4, 6), r=None`."""
    names = {"p": (PRED, "prednisolone"), "i": (IVIG, "IVIG"), "r": (RTX, "rituximab")}
    for letter, day in days.items():
        made.drug(*names[letter], day=day)
    return made


def lines(result) -> list[tuple]:
    return [
        (line.drugs, line.start, line.sure)
        for part in result.parts
        for row in part.patients
        for line in row.lines
    ]


def test_drugs_begun_together_make_a_line(patient):
    """A drug of day 5 belongs to the line of day 1 within a week; one of day 20 does not."""
    found = cohort([given(patient("A"), p=1, i=5, r=20).alive(60).build()])

    assert lines(found.regimens()) == [
        (("immunoglobulin", "prednisolone"), (0, 0), True),
        (("rituximab",), (19, 19), True),
    ]
    assert [line[0] for line in lines(found.regimens(within=2))] == [
        ("prednisolone",),
        ("immunoglobulin",),
        ("rituximab",),
    ]
    [path] = found.regimens().parts[0].pathways
    assert path.steps == ("immunoglobulin + prednisolone", "rituximab", "alive")


def test_what_the_days_do_not_tell_apart_is_one_unsure_line(patient):
    """IVIG between day 1 and day 90 may or may not have been begun with the prednisolone."""
    found = cohort([given(patient("A"), p=1, i=(1, 90)).died(99).build()]).regimens()

    assert lines(found) == [(("immunoglobulin", "prednisolone"), (0, 0), False)]
    assert "days do not tell them apart" in str(found)


def test_classes_and_drugs_without_a_day(patient):
    """A class stands for its drugs; a drug without a day is in no line and is listed."""
    found = cohort([given(patient("A"), p=1, r=None).build()])
    [row] = found.regimens("corticosteroids", "rituximab").parts[0].patients

    assert [line.drugs for line in row.lines] == [("corticosteroids",)]
    assert (row.undated, row.ended) == (("rituximab",), "not reported")
    records = found.regimens("corticosteroids", "rituximab").records()
    assert [(r["line"], r["drugs"]) for r in records] == [
        (1, "corticosteroids"),
        (None, "rituximab"),
    ]


def test_pathways_count_patients_and_two_reports_on_one_are_one(patient):
    """Two went the same way; the third is told of twice and its lines are put together."""
    courses = [
        given(patient("A"), p=1, i=30).alive(60).build(),
        given(patient("B"), p=1, i=40).alive(60).build(),
        given(patient("C"), p=1).build(),
        given(patient("D"), r=30).died(60).build(),
    ]
    found = cohort(courses, same=[("C/1", "D/1")]).regimens()

    assert [(p.steps, p.patients) for p in found.parts[0].pathways] == [
        (("prednisolone", "immunoglobulin", "alive"), ("A/1", "B/1")),
        (("prednisolone", "rituximab", "died"), ("C/1",)),
    ]


def test_rows_without_a_treatment_or_an_origin_are_missing(patient, cited):
    """Each with its reason."""
    courses = [
        patient("A").build(),
        given(patient("B", cited=cited()), p=3).build(),
        patient("C").drug(IVIG, "IVIG", status="considered").build(),
    ]
    found = cohort(courses).regimens()

    assert [one.reason for one in found.missing] == [
        "no treatment reported",
        "presentation: not reported",
        "no treatment reported",
    ]
    with pytest.raises(InputError, match="within"):
        cohort(courses).regimens(within=-1)
    with pytest.raises(InputError, match="no drug is named"):
        cohort(courses).regimens("kinmazolone")


def test_swimmer_row_has_bars_marks_and_an_arrow_for_who_lives(patient):
    """From the admission to the last certain day; what has no day stands beside."""
    made = given(patient("A"), i=(4, 6)).drug(PRED, "prednisolone", day=2, stop=9)
    made.outcome("relapse", day=(30, 40)).outcome("improved").alive((50, 80))
    made.add(Encounter, "ICU", "ICU", day=12, encounter="icu")
    made.add(Procedure, "plasma exchange", "plasma exchange", day=3)
    [row] = cohort([made.build()]).swimmer().rows

    assert (row.seen, row.ended, row.ongoing) == ((0, 49), "alive", True)
    assert [(b.label, b.start, b.stop) for b in row.bars] == [
        ("prednisolone", (1, 1), (8, 8)),
        ("immunoglobulin", (3, 5), None),
    ]
    assert [(m.what, m.days) for m in row.marks] == [
        ("admission", (0, 0)),
        ("procedure", (2, 2)),
        ("icu", (11, 11)),
        ("relapse", (29, 39)),
        ("alive", (49, 79)),
    ]
    assert row.undated == ("improved",)


def test_death_ends_a_row_within_its_bounds(patient):
    """The bar ends with the last sight; the death may lie later."""
    [row] = cohort([patient("A").seen(8).died((10, 17)).build()]).swimmer().rows

    assert (row.seen.high, row.end, row.ended, row.ongoing) == (7, (9, 16), "died", False)


def test_stop_is_joined_to_the_beginning_and_repeats_stand_once(patient):
    """Given, stopped later, and told again less closely."""
    made = patient("A").drug(PRED, "prednisolone", day=2)
    made.drug(PRED, "prednisolone", day=30, status="stopped")
    made.drug(PRED, "prednisolone", day=(1, None)).died(31)
    [row] = cohort([made.build()]).swimmer().rows

    assert [(b.start, b.stop) for b in row.bars] == [((1, 1), (29, 29))]


def test_longest_row_comes_first_within_its_kind(patient, cited):
    """And who has no day is missing."""
    courses = [
        patient("A").alive(9).build(),
        patient("B").alive(90).build(),
        patient("C", cited=cited()).alive(30).build(),
    ]
    found = cohort(courses).swimmer()

    assert [row.patient.id for row in found.rows] == ["B/1", "A/1"]
    assert [one.reason for one in found.missing] == ["presentation: not reported"]
    assert found.records()[0]["stop_low"] == 89
    assert inf not in found.records()[0].values()


def test_what_happened_on_no_day_is_told_in_words(patient):
    """A class of two words is printed as two; the report's own words follow where they differ."""
    course = patient("A").outcome("progressive_disease").seen(3, 9).build()
    [row] = cohort([course]).swimmer(origin="admission").rows

    assert row.undated == ("progressive disease",)
