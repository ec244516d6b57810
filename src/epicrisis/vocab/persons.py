"""Words for persons: whom reports tell of, people by age and sex, and the kin of a patient.

All of them are data, one row a form in ``data/person_words.tsv``, so that a word that one rule
knows is known to every other. What a rule asks for it names by role:

- ``patient``: what reports call those they tell of, *patient*, *case*, *individual*;
- ``human``: people by age and sex, *man*, *infant*; ``sex``: *male* and *female*;
- ``birth``: kin who are often patients beside one another, *brother*, *twin*;
- ``kin``: people of a patient's family, so that what is told of them is not the patient's;
- ``companion``: kin who come along and are hardly ever patients too, *mother*, *wife*;
- ``family``: all of them together;
- ``station``: what else tells a person's sex, *housewife*, *mother*;
- ``pronoun``: those that tell a sex.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from epicrisis.vocab.tables import read_table, split_cell

Number = Literal["one", "many"]
Sex = Literal["male", "female"]
_PLACE = re.compile(r"\{(\w+)\}")


class _PersonWord(NamedTuple):
    word: str
    number: str
    sex: str
    roles: tuple[str, ...]


@cache
def _table() -> tuple[_PersonWord, ...]:
    rows = read_table("person_words.tsv")
    words = (
        _PersonWord(row["word"], row["number"], row["sex"], split_cell(row["roles"]))
        for row in rows
    )
    return tuple(sorted(words, key=lambda row: -len(row.word)))


def person_words(
    *roles: str, number: Number | None = None, sex: Sex | None = None
) -> tuple[str, ...]:
    """Give the words of any of some roles, the longest first.

    Args:
        roles: Their names, see above.
        number: Those for one person, or for several; both by default.
        sex: Those for this sex alone; all by default.
    """
    return tuple(
        row.word
        for row in _table()
        if not set(roles).isdisjoint(row.roles)
        and number in (None, row.number)
        and sex in (None, row.sex)
    )


def person(*roles: str, number: Number | None = None, sex: Sex | None = None) -> str:
    """Give the regular-expression source of `person_words`, in a group that captures nothing.

    >>> person("sex", number="many")
    '(?:females|males)'
    """
    words = person_words(*roles, number=number, sex=sex)
    return f"(?:{'|'.join(map(re.escape, words))})".replace(r"\ ", r"\s")


def person_sexes(*roles: str) -> dict[str, str]:
    """Give the sex of every word of some roles that tells one."""
    return {
        row.word: row.sex for row in _table() if row.sex and not set(roles).isdisjoint(row.roles)
    }


def phrases(template: str) -> Iterator[str]:
    """Give the phrases that a phrase with a role in braces stands for: `in his {kin}`."""
    place = _PLACE.search(template)
    if place is None:
        yield template
        return
    for word in person_words(place[1]):
        yield template[: place.start()] + word + template[place.end() :]
