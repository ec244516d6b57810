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
    ],
)
def test_age_of_a_parent_introduces_nobody(text):
    """The age behind `mother` or `father` is that of somebody else."""
    assert [m for m in demographics(text) if isinstance(m, AgeMention)] == []


def test_age_of_whoever_a_child_was_born_to_is_not_the_childs():
    """`Born at 34 weeks to a 31-year-old woman`: the age is that of the mother."""
    text = "A male infant was born at 34 weeks by caesarean section to a 31-year-old woman."

    assert [m for m in demographics(text) if m.kind == "age"] == []
