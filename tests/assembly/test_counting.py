"""What a phrase of time counts from: which treatment, which operation, which of two moments."""

import pytest


def days(course, kind, text):
    """Earliest and latest day after day 0 of the event whose words hold a text."""
    (event,) = [e for e in course.of_kind(kind) if text in e.text.lower()]
    low, high = event.time.bounds
    return low - course.day_zero.number, high - course.day_zero.number


DATED = "Case report\n\nA 60-year-old man was admitted on 1 June 2015 with weight loss. "


def test_days_after_surgery_count_from_the_last_operation_told(read):
    """Each of two operations has days of its own."""
    course = read(
        "On 3 June 2015 he underwent gastrectomy. On postoperative day 4 he developed a fever. On"
        " 1 July 2015 he underwent splenectomy. On postoperative day 2 he developed a rash.",
        opening=DATED,
    )

    assert days(course, "phenotypic_feature", "fever") == (6, 6)
    assert days(course, "phenotypic_feature", "rash") == (32, 32)


def test_cesarean_is_an_operation_that_days_count_from(read):
    """Postoperative days behind a cesarean section are its own."""
    course = read(
        "On 5 June 2015, a cesarean section was performed. On POD 2, she was intubated.",
        opening="Case report\n\nA 33-year-old woman was admitted on 1 June 2015 with a rash. ",
    )
    assert days(course, "procedure", "intubated") == (6, 6)


def test_weeks_after_a_birth_are_those_of_the_patient_s_child(read):
    """`Four weeks postpartum` of a woman of 33 is not her own first month."""
    course = read(
        "On 5 June 2015, a cesarean section was performed. Ten days postpartum, she developed"
        " a fever.",
        opening="Case report\n\nA 33-year-old woman was admitted on 1 June 2015 with a rash. ",
    )
    assert days(course, "phenotypic_feature", "fever") == (14, 14)


def test_word_of_a_phrase_names_the_operation_told(read):
    """`Ten days after surgery` tells of no second operation, and not of one on that day."""
    course = read(
        "On 3 June 2015 he underwent gastrectomy. Ten days after surgery, he developed a fever.",
        opening=DATED,
    )

    assert days(course, "phenotypic_feature", "fever") == (12, 12)
    assert all(e.time.bounds == (2, 2) for e in course.of_kind("procedure"))


@pytest.mark.parametrize(
    ("phrase", "low", "high"),
    [("On day 14 of amphotericin", 22, 23), ("On day 3 of hospitalization", 2, 2)],
)
def test_day_of_a_treatment_is_of_its_own_count(read, phrase, low, high):
    """`Day 14 of amphotericin` is not day 14 of the stay."""
    course = read(
        f"On 10 June 2015, amphotericin was begun. {phrase}, he developed a rash.", opening=DATED
    )
    assert days(course, "phenotypic_feature", "rash") == (low, high)


def test_months_of_treatment_count_from_its_start(read):
    """`After 12 months of treatment` is not a year after what was told last."""
    course = read(
        "On 3 June 2015, tacrolimus was begun. On 3 September 2015 he developed a rash. After 12"
        " months of treatment, ferritin was 80 ng/mL.",
        opening=DATED,
    )

    low, high = days(course, "measurement", "ferritin")
    assert 345 < low < 355
    assert 380 < high < 385


def test_follow_ups_in_a_row_count_from_one_moment(read):
    """`At 3 months ... at 6 months`: the second is not nine months on."""
    course = read(
        "On 3 June 2015 he underwent gastrectomy. At 3 months, ferritin was 80 ng/mL. At 6 months,"
        " albumin was 41 g/L.",
        opening=DATED,
    )

    low, high = days(course, "measurement", "albumin")
    assert 165 < low < high < 205


def test_cycle_is_not_before_the_drug(read):
    """The third cycle of a drug comes after its first."""
    course = read(
        "In March 2016, pembrolizumab was started. Two weeks after the third cycle, he developed a"
        " rash.",
        opening=DATED,
    )
    assert days(course, "phenotypic_feature", "rash")[0] >= 274 + 10


def test_discharge_after_some_weeks_may_count_from_the_admission(read):
    """`Discharged after 6 weeks` allows for weeks in all, and for weeks since the last event."""
    course = read(
        "On 21 June 2015 he underwent gastrectomy. He was discharged after 6 weeks.", opening=DATED
    )

    low, high = days(course, "encounter", "discharged")
    assert low == pytest.approx(38.5)
    assert high == pytest.approx(20 + 45.5)


def test_weeks_of_a_course_of_treatment_count_from_its_start(read):
    """`At week 12`, behind a drug begun in June, is no week of the stay in May alone."""
    course = read(
        "In June 2016, abatacept was started. At week 12, ferritin was 80 ng/mL.", opening=DATED
    )

    low, high = days(course, "measurement", "ferritin")
    assert low <= 366 + 84 <= high < 366 + 29 + 90


def test_illness_is_as_old_as_its_history(read):
    """`6 months after disease onset` counts from the history that the case begins with."""
    course = read(
        "On day 2 she was given prednisone. Tocilizumab was started 6 months after disease onset.",
        opening="Case report\n\nA 29-year-old woman was admitted with a 6-week history of fever. ",
    )

    low, high = days(course, "treatment", "tocilizumab")
    assert 115 < low < high < 165


def test_new_pregnancy_has_weeks_of_its_own(read):
    """Week 20 of the next pregnancy is not before week 31 of this one."""
    course = read(
        "Three years later she became pregnant again. At 20 weeks of gestation, she developed"
        " dyspnea.",
        opening="Case report\n\nA 33-year-old woman presented at 31 weeks of gestation with rash. ",
    )
    assert days(course, "phenotypic_feature", "dyspnea")[0] > 900


def test_first_treatment_begins_within_weeks(read):
    """What is begun at the presentation is supposed to be so within a month, if print allows."""
    opening = "Case report\n\nA 29-year-old woman presented with fever. "
    begun = read("Prednisone was started.", opening=opening)
    later = read("Prednisone was started. Three months after admission ...", opening=opening)

    assert days(begun, "treatment", "prednisone")[1] <= 33
    assert days(later, "treatment", "prednisone")[1] <= 33


def test_beginning_of_a_treatment_gives_way_to_print(read):
    """A month is supposed, no more: the print says three."""
    course = read(
        "Three months after admission, prednisone was started.",
        opening="Case report\n\nA 29-year-old woman was admitted with fever. ",
    )
    assert days(course, "treatment", "prednisone")[0] > 70
