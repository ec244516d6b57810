"""A treatment parts the time of patients and never the patients."""

import numpy as np
import pytest

from epicrisis.errors import InputError
from epicrisis.model import Course, DayZero, TimeElement, Treatment, VitalStatus
from epicrisis.synthesis import cohort
from epicrisis.testing import DocumentBuilder

IVIG = "immunoglobulin"
NULL = 200  # simulated literatures in which the treatment does nothing


def test_group_that_is_a_treatment_is_compared_over_time(patient):
    """All three ways stand side by side, the naive one with its bias in days."""
    courses = [
        patient("A").drug(IVIG, "IVIG", day=11).alive(31).build(),
        patient("B").drug(IVIG, "IVIG", status="not_given").died(6).build(),
        patient("C").drug(IVIG, "IVIG", day=6).died(26).build(),
        patient("D").drug(IVIG, "IVIG").alive(40).build(),
        patient("E").alive(40).build(),
    ]
    result = cohort(courses).survival(group='treated("IVIG")', landmark=8)
    [part] = result.parts
    [corner] = part.regimens
    ways = {one.way: one for one in corner.regimens.comparisons}

    assert (result.group, result.treatment) == ("", 'treated("IVIG")')
    assert ways["time-varying"].patients == (3, 2)
    assert ways["time-varying"].follow_up == (20, 40)
    assert "15 units of follow-up before the treatment" in ways["naive"].bias
    assert ways["landmark"].ids == ("A/1", "C/1")
    assert {one.patient.id: one.reason for one in part.left_out} == {
        "D/1": 'treated("IVIG"): day not told',
        "E/1": 'treated("IVIG"): not reported',
    }


def test_silence_is_untreated_only_if_asked(patient):
    """And then a note counts it; a drug given on a day that is not told stays out."""
    courses = [
        patient("A").drug(IVIG, "IVIG", day=3).died(9).build(),
        patient("B").drug(IVIG, "IVIG").died(9).build(),
        patient("C").died(5).build(),
    ]
    [part] = cohort(courses).survival(treatment="IVIG", silent_untreated=True).parts

    assert part.regimens[0].regimens.comparisons[0].ids == ("A/1", "C/1")
    assert "1 whose reports say nothing of IVIG are taken for untreated" in part.notes[-1]
    assert [one.patient.id for one in part.left_out] == ["B/1"]


def test_days_within_bounds_are_compared_at_all_their_ends(patient):
    """Two ends of the event times two of the start."""
    courses = [
        patient("A").drug(IVIG, "IVIG", day=(3, 9)).died((20, 30)).build(),
        patient("B").drug(IVIG, "IVIG", status="not_given").died(12).build(),
    ]
    [part] = cohort(courses).survival(treatment="first IVIG").parts

    assert [corner.taken for corner in part.regimens] == [
        "events at the earliest, starts at the earliest",
        "events at the earliest, starts at the latest",
        "events at the latest, starts at the earliest",
        "events at the latest, starts at the latest",
    ]
    follow_up = [c.regimens.comparisons[0].follow_up for c in part.regimens]
    assert follow_up == [(13, 17), (19, 11), (13, 27), (19, 21)]


def test_what_does_not_go_together_is_refused(patient):
    """A landmark without a treatment, late entry with one."""
    found = cohort([patient("A").died(4).build()])

    with pytest.raises(InputError, match="landmark"):
        found.survival(landmark=5)
    with pytest.raises(InputError, match="entry does not go"):
        found.survival(treatment="IVIG", entry="admission")


def literature(generator: np.random.Generator) -> list[Course]:
    """Sixty case reports; IVIG begins late in those who live to see it and does nothing."""
    document = DocumentBuilder("A").paragraph("IVIG; died; well").build()
    anchors = {word: document.text.index(word) for word in ("IVIG", "died", "well")}
    courses = []
    for number in range(60):
        death, last = generator.exponential(100), generator.uniform(50, 365)
        begun, end = generator.uniform(0, 150), min(death, last)
        words = "died" if death <= last else "well"
        status = "dead" if death <= last else "alive"
        events = [event(VitalStatus, "v1", words, end, document, anchors, status=status)]
        given = "given" if begun < end else "not_given"
        events.append(
            event(Treatment, "t1", "IVIG", begun, document, anchors, agent=IVIG, status=given)
        )
        courses.append(
            Course(
                id=f"{number}/1",
                document=str(number),
                day_zero=DayZero(event="admission"),
                events=tuple(events),
            )
        )
    return courses


def event(kind, id, words, day, document, anchors, **fields):
    from epicrisis.model import Anchor

    start = anchors[words]
    anchor = Anchor.at(document.id, document.text, start, start + len(words))
    time = TimeElement(earliest=day, latest=day)
    return kind(id=id, text=words, time=time, anchors=(anchor,), origin="testing", **fields)


@pytest.mark.slow
def test_from_courses_too_the_naive_way_rejects_a_true_null_and_ours_does_not():
    """What holds of numbers (see `test_regimens`) holds of courses: nothing is lost on the way."""
    generator = np.random.default_rng(11)
    naive = ours = 0
    for _ in range(NULL):
        result = cohort(literature(generator)).survival(treatment="IVIG")
        ways = {c.way: c.p for c in result.parts[0].regimens[0].regimens.comparisons}
        naive += ways["naive"] < 0.05
        ours += ways["time-varying"] < 0.05

    assert naive / NULL > 0.8
    assert 0.01 < ours / NULL < 0.1  # 5 per cent expected
