"""A story that looks back: what is told there is of that time, and the main line goes on."""

import pytest

OPENING = "Case report\n\nA 52-year-old woman was admitted in March 2018 with a cough. "


def days(course, kind, text):
    """Earliest and latest day of the event whose words hold a text."""
    (event,) = [e for e in course.of_kind(kind) if text in e.text.lower()]
    return event.time.bounds


def test_year_gone_by_is_told_in_the_simple_past(read):
    """`In 2009 she underwent ...` behind 2018 does not take the examination with it."""
    course = read(
        "In 2009 she underwent thyroidectomy. She was given levothyroxine."
        " On examination, her temperature was 38.1 °C. In May 2018 she underwent lobectomy.",
        opening=OPENING,
    )

    low, high = days(course, "procedure", "thyroidectomy")
    assert -3400 < low < high < -2900
    assert days(course, "measurement", "temperature") == (0, 3)
    low, high = days(course, "procedure", "lobectomy")
    assert 30 <= low < high <= 92


def test_paragraph_ends_a_look_back(read):
    """What is told in the next paragraph is of the main line again."""
    course = read(
        "In 2009 she was treated with rituximab for vasculitis.\n\nLung biopsy showed fibrosis.",
        opening=OPENING,
    )

    assert days(course, "biopsy", "biopsy")[0] >= -1


def test_age_below_the_patient_s_looks_back(read):
    """`At age 19`, told of a woman of 52, is no step of the story."""
    course = read(
        "At the age of 19, she was treated with doxorubicin. On examination, her heart rate was"
        " 104 beats/min.",
        opening=OPENING,
    )

    assert days(course, "treatment", "doxorubicin")[1] < -11000
    assert days(course, "measurement", "heart rate") == (0, 3)


def test_examination_behind_a_visit_of_the_past_is_of_that_visit(read):
    """A story that begins in the past and comes to a visit has nowhere else to go back to."""
    course = read(
        "Fifteen years later, she complained of dyspnea. On examination, her heart rate was"
        " 104 beats/min.",
        opening="Case report\n\nA 42-year-old woman was diagnosed with rickets at the age of ten. ",
    )

    low, high = days(course, "measurement", "heart rate")
    assert -7000 < low < high < -5500


def test_what_follows_in_a_look_back_counts_from_it(read):
    """`Ten days before admission ..., and three days later`: seven days before."""
    course = read(
        "Ten days before admission, she had developed headache, and three days later she became"
        " confused. On day 5 of hospitalization she woke."
    )
    number = course.day_zero.number

    assert days(course, "phenotypic_feature", "headache") == (number - 10, number - 10)
    assert days(course, "phenotypic_feature", "confus") == (number - 7, number - 7)


@pytest.mark.parametrize(
    ("sentence", "kind", "text"),
    [
        ("She had taken ibuprofen for the pain.", "treatment", "ibuprofen"),
        ("She had also been treated with rituximab without effect.", "treatment", "rituximab"),
        ("She had previously undergone splenectomy.", "procedure", "splenectomy"),
    ],
)
def test_what_had_been_done_was_before(read, sentence, kind, text):
    """The pluperfect without a time is of any time before the one that the story is at."""
    low, high = days(read(f"On day 12 ferritin rose. {sentence}"), kind, text)
    assert low == float("-inf")
    assert high <= 12


def test_what_had_changed_is_of_the_time_told(read):
    """`The ferritin had risen` says how it was on that day."""
    course = read("On day 12 she had a cough. Ferritin had risen to 900 ng/mL.")
    assert days(course, "measurement", "ferritin")[0] == 12


def test_admission_of_the_past_is_not_day_zero(read):
    """`In 2011 she was admitted elsewhere`, told behind 2018, is no day 0."""
    course = read(
        "In 2011, she was admitted to another hospital with syncope.",
        opening="Case report\n\nA 70-year-old woman presented in July 2018 with chest pain. ",
    )

    assert course.day_zero.event == "presentation"
    assert days(course, "phenotypic_feature", "syncope")[1] < -2300


def test_day_zero_told_late_has_its_story_before_it(read):
    """What led to the visit that days are counted from lies before it."""
    course = read(
        "A 40-year-old man visited a local clinic on 2 May 2015 because of a rash. Radiography"
        " showed opacities. On 20 May 2015 he was admitted to our hospital.",
        opening="Case report\n\n",
    )

    assert days(course, "phenotypic_feature", "rash") == (-18, -18)
    assert days(course, "imaging", "radiography")[0] == -18


def test_age_of_the_visit_is_preferred_for_day_zero(read):
    """Of two presentations, the one at the age that the report introduces is day 0."""
    course = read(
        "As an infant she presented with jaundice. At the age of 15 she presented with ascites.",
        opening="Case report\n\nWe describe a 15-year-old girl with biliary atresia. ",
    )
    assert days(course, "phenotypic_feature", "ascites") == (0, 0)


def test_age_of_today_dates_nothing(read):
    """`She is now 30 years old` is not how old she was on day 0."""
    course = read(
        "At the age of 9 years, she was given abatacept. She is now 30 years old.",
        opening="Case report\n\nThe patient first presented at the age of 5 years with a rash. ",
    )
    low, high = days(course, "treatment", "abatacept")
    assert 3 * 365 <= low < high <= 5.1 * 366


@pytest.mark.parametrize("heading", ["Case Presentation:", "Clinical presentation:"])
def test_heading_in_the_line_is_no_visit(read, heading):
    """The words of a heading that stands before its text are no encounter."""
    course = read(
        f"{heading} A man of 50 years was referred to us with a rash.",
        opening="Abstract\n\nBackground: Rashes are common. ",
    )
    assert [e.text for e in course.of_kind("encounter")] == ["was referred"]


def test_phrase_behind_what_had_been_moves_nothing(read):
    """`He had received ... for 6 months after the operation` leaves the story where it is."""
    course = read(
        "Fifteen years earlier he had undergone nephrectomy. He had received prednisone for 6"
        " months after the operation. CT showed a nodule. In June 2017 he underwent lobectomy.",
        opening="Case report\n\nIn May 2017, a 74-year-old man visited us because of a cough. ",
    )

    assert days(course, "phenotypic_feature", "nodule") == (0, 3)
    assert days(course, "treatment", "prednisone")[1] < -4900


def test_age_of_a_look_back_beside_its_years_moves_nothing(read):
    """`Two years earlier, at the age of 14` is one moment, and the examination is of today."""
    course = read(
        "Two years earlier, at the age of 14, she had been treated with prednisone. Ferritin was"
        " 80 ng/mL.",
        opening="Case report\n\nA 16-year-old girl was admitted with a headache. ",
    )

    assert days(course, "measurement", "ferritin") == (-1, 3)


def test_readmission_is_not_the_first_admission(read):
    """Where the first coming is told in other words, day 0 is not the readmission."""
    course = read(
        "On hospital day 2, she had a seizure. Eighteen months later, she was readmitted with"
        " fever.",
        opening="Case report\n\nA 16-year-old girl was brought to our emergency room. ",
    )

    assert days(course, "phenotypic_feature", "fever")[0] > 500


def test_days_before_a_readmission_count_from_it(read):
    """`Three days before readmission` is told where the readmission is."""
    course = read(
        "Three days before readmission, voriconazole had been started.",
        opening="Case report\n\nA 50-year-old man was readmitted with confusion. ",
    )

    assert days(course, "treatment", "voriconazole") == (-3, -3)


def test_child_is_born_where_its_story_begins(read):
    """Days of life count from the birth, and weeks of gestation are no months of the story."""
    course = read(
        "At 6 hours of life she developed hypoglycemia. On the fifth day of life she was given"
        " immunoglobulin.",
        opening="Case report\n\nA girl was born at 35+3 weeks of gestation and was admitted. ",
    )

    low, high = days(course, "treatment", "immunoglobulin")
    assert 3 <= low <= high <= 9


def test_age_of_the_mother_is_not_the_child_s(read):
    """`To a 31-year-old mother` says nothing of how old the patient is."""
    course = read(
        "She was given immunoglobulin.",
        opening="Case report\n\nA female infant was born to a 31-year-old mother. ",
    )
    assert course.individual.age is None
