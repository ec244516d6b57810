"""Times to an event come from courses with their bounds, and who gives none is named with why."""

from math import inf

import pytest

from epicrisis.errors import InputError
from epicrisis.synthesis import cohort

IVIG = "immunoglobulin"


def only(result):
    [part] = result.parts
    return part


def reasons(result) -> dict[str, str]:
    return {one.patient.id: one.reason for one in result.missing}


def test_days_are_counted_from_the_origin_and_known_days_give_kaplan_meier(patient):
    """Three patients: one died on day 11, two were last seen alive; the exact limits hold."""
    found = cohort(
        [
            patient("A").seen(3, 8).died(11).build(),
            patient("B").seen(2, 20).alive(31).build(),
            patient("C").seen(5).build(),
        ]
    ).survival("death", "admission")
    part = only(found)
    [curve] = part.curves

    assert [(one.event, one.days) for one in part.patients] == [
        (True, (10, 10)),
        (False, (30, inf)),
        (False, (4, inf)),
    ]
    assert curve.ids == ("A/1", "B/1", "C/1")
    assert curve.survival(10) == 0.5
    assert curve.at(10).exact.low == pytest.approx(0.0126, abs=1e-3)  # 1 of 2 left: exact limits
    assert any("1 of 3 are followed until last seen" in note for note in found.notes)


def test_bounds_stay_bounds(patient):
    """A death within a week, in a month, and a sight of the patient between: Turnbull."""
    found = cohort(
        [
            patient("A").died((11, 17)).build(),
            patient("B").seen(20).died((2, 31)).build(),
            patient("C").alive(61).build(),
        ]
    ).survival("death", "admission")
    part = only(found)

    assert [one.days for one in part.patients] == [(10, 16), (19, 30), (60, inf)]
    assert not part.curves
    [curve] = part.interval_curves
    assert [(s.after, s.until) for s in curve.stretches] == [(10, 16), (19, 30), (60, inf)]
    assert [end.curves[0].steps[0].time for end in part.at_ends] == [10, 16]


def test_origin_within_bounds_widens_the_time(patient):
    """What is counted from a day within a week is known within a week at best."""
    made = patient("A").drug(IVIG, "IVIG", day=(5, 12)).died(40)
    found = cohort([made.build()]).survival("death", "first IVIG")

    assert only(found).patients[0].days == (28, 35)


def test_who_gives_no_time_is_named_with_the_reason(patient, cited):
    """Five ways of not telling."""
    found = cohort(
        [
            patient("A").died().build(),
            patient("B").died((8, None)).build(),
            patient("C", cited=cited()).alive().build(),
            patient("D", cited=cited()).build(),
            patient("E", cited=cited(patients=12)).died(4).build(),
            patient("F").died(5).build(),
        ]
    ).survival("death", "first IVIG")
    told = reasons(found)

    assert told["A/1"] == "death: on a day that is not told"
    assert told["B/1"] == "death: on a day of which only the earliest is told"
    assert told["C/1"].startswith("alive, on a day that is not told; a row of a table")
    assert told["D/1"].startswith("outcome not reported")
    assert told["E/1"].startswith("stands for 12 patients")
    assert told["F/1"] == "first IVIG: not reported"
    assert any(note.startswith("3 had the event") is False for note in found.notes)
    assert any("2 had the event (death) on a day that is not told" in n for n in found.notes)


def test_silence_on_a_relapse_is_not_its_absence(patient):
    """Only who is stated to be without it, or to have died without it, is followed."""
    found = cohort(
        [
            patient("A").alive(50).build(),
            patient("B").outcome("relapse", status="absent").alive(80).build(),
            patient("C").outcome("relapse", day=21).build(),
            patient("D").outcome("relapse", status="absent").died(9).build(),
        ]
    ).survival("relapse", "admission")

    assert reasons(found) == {"A/1": "not reported whether relapse came"}
    assert [(one.patient.id, one.days.low) for one in only(found).patients] == [
        ("B/1", 79),
        ("C/1", 20),
        ("D/1", 0),
    ]
    assert any("1 died without the event" in note for note in found.notes)


def test_event_before_the_origin_is_no_time(patient):
    """A relapse on day 3 does not follow a treatment of day 9."""
    made = patient("A").outcome("relapse", day=3).drug(IVIG, "IVIG", day=9).build()

    assert reasons(cohort([made]).survival("relapse", "first IVIG")) == {
        "A/1": "relapse was before first IVIG"
    }


def test_event_after_an_origin_of_which_only_the_latest_day_is_told_has_no_time(patient):
    """A drug that was stopped on day 9 was begun before; a death on day 30 is no time then."""
    stopped = patient("A").drug("prednisolone", "prednisolone", day=9, status="stopped")
    found = cohort([stopped.died(30).build()]).survival("death", "first prednisolone")

    assert reasons(found) == {
        "A/1": "first prednisolone: on a day of which only the latest is told"
    }


def test_one_patient_told_twice_counts_once_with_the_longer_follow_up(patient):
    """And a death in either report is a death, even where the other one ends before."""
    one, other = patient("A").alive(30).build(), patient("B").alive(300).build()
    dead = patient("C").died().build()
    twice = cohort([one, other], same=[("A/1", "B/1")]).survival()
    died = cohort([one, dead], same=[("A/1", "C/1")]).survival()

    [row] = only(twice).patients
    assert (row.patient.id, row.patient.also, row.days.low) == ("A/1", ("B/1",), 299)
    assert reasons(died) == {"A/1": "death: on a day that is not told"}


def test_kinds_of_papers_are_kept_apart_unless_asked(patient, cited):
    """A case report, two patients of a series, and a row of a literature table."""
    courses = [
        patient("A").alive(9).build(),
        patient("S", "1").died(4).build(),
        patient("S", "2").alive(7).build(),
        patient("L", cited=cited()).seen(2).alive(8).build(),
    ]
    apart = cohort(courses).survival("death", "first ferritin")
    together = cohort(courses).survival(together=True)

    assert [part.kind for part in apart.parts] == ["case", "series", "cited"]
    assert [part.kind for part in together.parts] == ["all"]
    assert any("because that was asked" in note for note in together.notes)
    kept = cohort(courses).where("died").survival()
    assert [part.kind for part in kept.parts] == ["series"]  # the paper had two patients


def test_late_entry_counts_from_when_a_patient_was_followed(patient):
    """Counted from the fever, followed from the admission."""
    from epicrisis.model import PhenotypicFeature

    def ill(report: str, since: float):
        return patient(report).add(PhenotypicFeature, "fever", "fever", day=since)

    courses = [ill("A", -9).died(11).build(), ill("B", -29).alive(21).build()]
    part = only(cohort(courses).survival("death", "first fever", entry="admission"))

    assert [(one.entry, one.days.low) for one in part.patients] == [(10, 20), (30, 50)]
    assert part.curves[0].steps[0].at_risk == 1  # the second is not yet followed on day 20


def test_groups_are_of_what_was_so_from_the_beginning(patient):
    """Sexes are compared; who is of no known sex is missing; who was treated later is refused."""
    courses = [
        patient(name).sex("fever", sex).died(day).build()
        for name, sex, day in (("A", "female", 5), ("B", "female", 9), ("C", "male", 7))
    ]
    found = cohort([*courses, patient("D").died(3).build()])
    result = found.survival(group="sex")

    assert [curve.label for curve in only(result).curves] == ["female", "male"]
    assert only(result).log_rank.groups == ("female", "male")
    assert reasons(result) == {"D/1": "not reported to which group the patient belongs"}
    with pytest.raises(InputError, match="known only after time 0"):
        found.survival(group='treated("IVIG") and age > 5')
    with pytest.raises(InputError, match="is a number"):
        found.survival(group="age")


def test_nobody_is_said(patient):
    """None at all, and none with a time."""
    empty = cohort([patient("A").build()]).where("died").survival()
    silent = cohort([patient("A").died().build()]).survival()

    assert "no patient: there is nothing to estimate" in str(empty)
    assert "no patient has a time" in str(silent)
    assert empty.as_dict()["parts"] == []
    assert empty.records() == []


def test_groups_by_yes_and_no_are_named_by_their_question(patient):
    """`yes` alone would say nothing beside a curve."""
    courses = [
        patient(name).age("fever", age).died(5).build() for name, age in (("A", 70), ("B", 9))
    ]
    [part] = cohort(courses).survival(group="age >= 60").parts

    assert [curve.label for curve in part.curves] == ["age >= 60: no", "age >= 60: yes"]
