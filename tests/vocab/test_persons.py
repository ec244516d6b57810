"""A word for a person is in the table once, and every rule that asks for its role knows it."""

import re

import pytest

from epicrisis.vocab.persons import person, person_sexes, person_words, phrases
from epicrisis.vocab.tables import read_table

ROLES = {"patient", "human", "sex", "birth", "kin", "companion", "family", "station", "pronoun"}


def test_each_word_is_listed_once_in_known_terms() -> None:
    """A misspelt role would be asked for by nobody."""
    rows = read_table("person_words.tsv")
    assert len({row["word"] for row in rows}) == len(rows)
    assert {role for row in rows for role in row["roles"].split("|")} == ROLES
    assert {row["number"] for row in rows} == {"one", "many"}
    assert {row["sex"] for row in rows} == {"male", "female", ""}


def test_companions_are_kin() -> None:
    """Whoever comes along as mother or husband has a history that is not the patient's."""
    assert set(person_words("companion")) < set(person_words("kin"))


def test_words_are_chosen_by_number_and_sex() -> None:
    """Roles add up; number and sex narrow."""
    assert person_words("birth", number="many", sex="female") == ("sisters",)
    assert set(person_words("sex", "birth", sex="male")) == {"male", "males", "brother", "brothers"}
    assert person_sexes("sex") == {
        "male": "male",
        "males": "male",
        "female": "female",
        "females": "female",
    }


@pytest.mark.parametrize("text", ["family members", "family\nmembers", "grandmother", "wife"])
def test_source_takes_the_longest_word(text: str) -> None:
    """`grandmother` is not read as something behind which `mother` stands."""
    found = re.match(person("kin"), text)
    assert found is not None
    assert found[0] == text


def test_a_role_in_braces_stands_for_its_words() -> None:
    """A phrase without one is itself."""
    assert list(phrases("in the family")) == ["in the family"]
    made = list(phrases("in his {kin}"))
    assert "in his niece" in made
    assert len(made) == len(person_words("kin"))
