import pytest

from epicrisis.mentions.demographics import demographics
from epicrisis.model import AgeMention


@pytest.mark.parametrize(
    ("text", "years", "sex"),
    [
        ("A 58-year-old woman was admitted", 58, "female"),
        ("a 4 year old boy", 4, "male"),
        ("A fifty-eight-year-old Dutch man", 58, "male"),
        ("a man aged 71 years", 71, "male"),
        ("A 6-month-old girl", 0.5, "female"),
        ("the patient (34/F) came", 34, "female"),
        ("This 45 y/o male", 45, "male"),
        ("A previously healthy 19-year-old", 19, None),
        ("A 26 y.o. lady had cramps", 26, "female"),
        ("A 35-year- old carpenter, a man of few words", 35, "male"),
        ("A 50 year male was seen", 50, "male"),
        ("An 18-years woman was seen", 18, "female"),
        ("A 28 year otherwise healthy man was seen", 28, "male"),
    ],
)
def test_patient_is_introduced_by_age_and_sex(text, years, sex):
    """The common forms of introducing a patient give the age in years and the sex."""
    found = demographics(text)
    ages = [m for m in found if isinstance(m, AgeMention)]
    sexes = [m.id for m in found if m.kind == "sex"]

    assert [round(age.years, 1) for age in ages] == [years]
    assert sexes == ([sex] if sex else [])


def test_age_at_another_time_introduces_nobody():
    """`at the age of 22` dates an event."""
    assert demographics("diabetes since the age of 22 years") == []


def test_ethnicity_stands_with_the_age():
    """The adjective between age and noun is the ethnicity."""
    found = demographics("A 62-year-old Japanese man")

    assert [m.id for m in found if m.kind == "ethnicity"] == ["Japanese"]


@pytest.mark.parametrize(
    "text", ["After a 5 year history of gout the man died.", "A 3 year follow-up of one boy."]
)
def test_years_of_something_else_are_no_age(text):
    """What lasted years is no age of the man who is named behind it."""
    assert [m for m in demographics(text) if isinstance(m, AgeMention)] == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("A woman in her 60s was admitted", "60s"),
        ("A newborn girl was seen for jaundice", "newborn"),
    ],
)
def test_age_without_years_is_an_age(text, printed):
    """A decade of life and `newborn` say how old the patient is."""
    ages = [m for m in demographics(text) if isinstance(m, AgeMention)]

    assert [text[age.start : age.end] for age in ages] == [printed]


@pytest.mark.parametrize(
    "text",
    [
        "His mother (a nurse, 52 years old) was well.",
        "Her father, a 61-year-old farmer, had the same rash.",
        "His spouse (52 years old) was well.",
        "Her aunt was a 61-year-old farmer.",
    ],
)
def test_age_of_a_companion_introduces_nobody(text):
    """The age behind `mother` or `aunt` is that of somebody else."""
    assert [m for m in demographics(text) if isinstance(m, AgeMention)] == []


@pytest.mark.parametrize(
    "text", ["Two brothers (13 and 11 years old) came.", "The son, 11 years old, came."]
)
def test_kin_of_one_series_are_introduced_by_their_ages(text):
    """Brothers and sisters, sons and daughters may be the patients themselves."""
    assert [m for m in demographics(text) if isinstance(m, AgeMention)]


@pytest.mark.parametrize(
    ("text", "sex"),
    [("Three girls aged 17 ran.", "female"), ("Two 14-year-old boys ran.", "male")],
)
def test_several_of_one_sex_are_of_that_sex(text, sex):
    """The plural tells it as the singular does."""
    assert [m.id for m in demographics(text) if m.kind == "sex"] == [sex]


def test_age_of_whoever_a_child_was_born_to_is_not_the_childs():
    """`Born at 34 weeks to a 31-year-old woman`: the age is that of the mother."""
    text = "A male infant was born at 34 weeks by caesarean section to a 31-year-old woman."

    assert [m for m in demographics(text) if m.kind == "age"] == []
