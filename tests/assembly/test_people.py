"""Who the patient is: age, sex and ethnicity, and nobody else's."""

import pytest


@pytest.mark.parametrize(
    ("opening", "years", "sex"),
    [
        ("A 52-year-old woman was admitted.", 52, "female"),
        ("A 52 year old man was admitted.", 52, "male"),
        ("A man aged 52 years was admitted.", 52, "male"),
        ("A fifty-two-year-old lady was admitted.", 52, "female"),
        ("A 7-month-old boy was admitted.", 7 / 12, "male"),
        ("A 52-year-old patient was admitted. She had a cough. Her mother was well.", 52, "female"),
        ("A 52-year-old patient was admitted.", 52, None),
    ],
)
def test_age_and_sex_are_read_as_printed(read, opening, years, sex):
    """Age in years, sex by noun or by pronouns that agree, and nothing where nothing is said."""
    who = read("", opening=f"Case report\n\n{opening} ").individual

    assert who.age.years == pytest.approx(years, abs=0.01)
    assert (who.sex.value if who.sex else None) == sex


def test_ethnicity_is_read_as_printed(read):
    """The ethnicity is the word of the report."""
    who = read("", opening="Case report\n\nA 52-year-old Japanese woman was admitted. ").individual

    assert who.ethnicity.anchors[0].exact == "Japanese"


def test_relatives_are_not_the_patient(read):
    """The age of a relative is not the patient's."""
    course = read("Her 80-year-old father had asthma.")

    assert course.individual.age.years == 52
    assert course.individual.sex.value == "female"


@pytest.mark.parametrize(
    ("words", "sex"),
    [
        ("A 12-year-old g\u0131rl", "female"),
        ("A 12-year-old boy, \u017feen for 2 year\u017f", "male"),
    ],
    ids=["dotless i", "long s"],
)
def test_letters_of_other_alphabets_end_nothing(read, words, sex):
    """A word in a letter that patterns take for a plain one is that word."""
    opening = f"Case report\n\n{words}, had had pain for 2 years and 3 month\u017f. "

    assert read("", opening=opening).individual.sex.value == sex
