"""A share has its denominator, its unreported, its extremes, and what would overturn it."""

import pytest

from epicrisis.errors import InputError
from epicrisis.synthesis import cohort
from epicrisis.synthesis.estimates import Options


def improved(patient, report: str, number: str = "1"):
    return patient(report, number).outcome("improved", day=9)


def test_three_case_reports_are_crude_exact_and_say_so(patient):
    """Two improved and one died: Clopper-Pearson limits, no model, the reason in words."""
    found = cohort(
        [
            improved(patient, "A").build(),
            improved(patient, "B").build(),
            patient("C").died(4).build(),
        ]
    ).proportion("improved")
    [group] = found.groups

    assert (group.yes, group.no, group.unreported) == (("A/1", "B/1"), ("C/1",), ())
    assert group.pooled.method == "crude"
    assert "every paper holds one patient" in group.pooled.because
    low, high = group.pooled.interval.low, group.pooled.interval.high
    assert (low, high) == pytest.approx((0.0943, 0.9916), abs=1e-4)  # binom.test(2, 3) of R
    assert "case reports are published because of what happened" in str(found)


def test_unreported_are_in_no_denominator_and_bound_the_share(patient):
    """One improved, two are silent: 1 of 1, and between 1 and 3 of 3."""
    found = cohort(
        [improved(patient, "A").build(), patient("B").build(), patient("C").build()]
    ).proportion("improved")
    [group] = found.groups

    assert (group.pooled.crude.events, group.pooled.crude.patients) == (1, 1)
    assert (group.if_none.events, group.if_all.events, group.if_all.patients) == (1, 3, 3)
    assert [one.reason for one in found.missing] == ["improved: not reported"] * 2


def test_who_became_worse_or_died_did_not_improve_but_silence_says_nothing(patient):
    """The three states of improvement."""
    courses = [
        improved(patient, "A").died(30).build(),
        patient("B").outcome("worsened").build(),
        patient("C").outcome("recovered", status="absent").build(),
        patient("D").outcome("stable").build(),
    ]
    [group] = cohort(courses).proportion("improved").groups

    assert (group.yes, group.no, group.unreported) == (("A/1",), ("B/1", "C/1"), ("D/1",))


def test_series_are_pooled_by_paper_and_apart_from_case_reports(patient):
    """Four series with two or three patients each have a model; the case report is not in it."""
    courses = [patient("A").died(3).build()]
    for report, deaths in (("S", 1), ("T", 2), ("U", 0), ("V", 1)):
        for number in range(3):
            made = patient(report, str(number))
            courses.append((made.died(9) if number < deaths else made.alive(9)).build())
    case, series = cohort(courses).proportion("death").groups
    [together] = cohort(courses).proportion("death", options=Options(together=True)).groups

    assert (case.kind, series.kind, together.kind) == ("case", "series", "all")
    assert series.pooled.method == "glmm"
    assert [study.share.events for study in series.pooled.studies] == [1, 2, 0, 1]
    assert together.pooled.crude.events == 5


def test_tipping_says_how_many_unpublished_patients_overturn_it(patient):
    """All twenty improved: the lower limit lies above one half until that many did not."""
    courses = [improved(patient, f"R{n}").build() for n in range(20)]
    [group] = cohort(courses).proportion("improved").groups

    assert group.tipping.holds
    assert group.tipping.statement == "the lower 95% limit of 20/20 lies above 0.5"
    assert group.tipping.unreported == 9  # binom.test of R: 0.513 for 20 of 28, 0.492 for 20 of 29
    text = str(cohort(courses).proportion("improved"))
    assert "unpublished patients of whom it is not so would overturn it" in text


def test_answers_are_compared_and_the_bias_of_a_treatment_is_named(patient):
    """Fisher's test between two answers; who was treated had to live until then."""
    courses = []
    for number in range(6):
        made = patient(f"A{number}").drug("immunoglobulin", "IVIG", day=4)
        courses.append(made.alive(30).build())
        refused = patient(f"B{number}").drug("immunoglobulin", "IVIG", status="not_given")
        courses.append(refused.died(8).build())
    found = cohort(courses).proportion("death", by='treated("IVIG")')
    [test] = found.comparisons

    assert test.answers == ("no", "yes")
    assert test.test.fisher == pytest.approx(0.0021645, abs=1e-6)  # 2 / choose(12, 6)
    assert test.tipping.unreported
    assert any("had to live until then" in note for note in found.notes)


def test_rows_of_literature_tables_are_a_kind_of_their_own(patient, cited):
    """Their study is the paper cited; the paper's own row and a group are no patients of theirs."""
    courses = [
        improved(patient, "L").build(),
        patient("L", "c1", cited=cited("Orla [3]")).died().build(),
        patient("L", "c2", cited=cited("Pell et al. [4]", 4)).alive().build(),
        patient("L", "c3", cited=cited("Present case", None)).alive().build(),
        patient("L", "c4", cited=cited("Suzuki et al. [5]", 5, patients=17)).died().build(),
    ]
    found = cohort(courses).proportion("death")

    assert [group.kind for group in found.groups] == ["case", "cited"]
    studies = [study.study for study in found.groups[1].pooled.studies]
    assert studies == ["Orla [3], cited by L", "Pell et al. [4], cited by L"]
    assert {one.reason for one in found.missing} >= {
        "a row named for the paper's own patient, who is counted already",
        "stands for 17 patients; gives no individual data",
    }


def test_files_of_one_name_are_two_patients(patient):
    """In two folders; nobody is lost, and each has an id of its own."""
    died, lived = patient("A").died(4).build(), patient("B").alive(9).build()
    found = cohort([died, lived.model_copy(update={"id": died.id, "document_name": "A"})])
    [group] = found.proportion("death").groups

    assert (len(group.yes), len(group.no)) == (1, 1)
    assert set(group.yes).isdisjoint(group.no)
    assert len(found.survival().parts[0].patients) == 2


def test_nobody_and_bad_questions_are_said(patient):
    """No patient; a number to part by; a threshold that is no share."""
    found = cohort([patient("A").died(4).build()])

    assert "no patient" in str(found.where("alive").proportion("death"))
    with pytest.raises(InputError, match="is a number"):
        found.proportion("death", by="age")
    with pytest.raises(InputError, match=r'reported\(measured\("ferritin"\)\)'):
        found.proportion("ferritin")
    with pytest.raises(InputError, match="threshold"):
        found.proportion("death", threshold=50)
    with pytest.raises(InputError, match="Known words"):
        found.proportion("deth")


def test_a_paper_has_one_name_in_all_parts(patient):
    """Also where a second paper bears the same name in one of the parts only."""

    def one(report: str, number: str, relapse: str):
        course = improved(patient, report, number).outcome("relapse", 4, relapse).build()
        return course.model_copy(update={"document_name": "A"})

    courses = [one("A", "1", "absent"), one("A", "2", "present"), one("B", "3", "present")]
    how = Options(together=True)
    groups = cohort(courses).proportion("improved", by="relapse", options=how).groups
    without, having = ([study.study for study in group.pooled.studies] for group in groups)

    assert len(set(having)) == 2
    assert set(without) < set(having)
