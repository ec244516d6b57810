"""The words of time, read from their table, and the pattern fragments built from them.

Everything here is lower case; patterns are to be compiled with `re.IGNORECASE`.
"""

import re
from fractions import Fraction

from epicrisis.vocab.tables import read_table

MONTH = 30.44
"""Mean length of a calendar month in days."""

YEAR = 365.25
"""Mean length of a year in days."""

SPACE = r"[^\S\n\t]{0,2}[^\S\t]"
"""Pattern of the white space inside a phrase: a line end, never an empty line or a cell's end."""


def _role(role: str) -> dict[str, str]:
    rows = [row for row in read_table("time_words.tsv") if row["role"] == role]
    rows.sort(key=lambda row: -len(row["word"]))
    return {row["word"]: row["value"] for row in rows}


def _days(value: str) -> tuple[float, float]:
    """Read "7", "1/24" or "3.5-14" as least and greatest number of days."""
    low, _, high = value.partition("-")
    return float(Fraction(low)), float(Fraction(high or low))


def alternation(words: dict[str, str] | dict[str, float] | tuple[str, ...]) -> str:
    """A pattern that matches any of the words; blanks in them match white space."""
    return "(?:" + "|".join(map(re.escape, words)).replace(r"\ ", SPACE) + ")"


UNITS = {word: _days(value)[0] for word, value in _role("unit").items()}
"""Days in a unit, by its full name in singular and plural."""

PARTS_OF_DAY = {word: _days(value)[0] for word, value in _role("part_of_day").items()}
"""Days from one to the next, by name ("morning")."""

SHORT_UNITS = {word: _days(value)[0] for word, value in _role("short_unit").items()}
"""Days in a unit, by abbreviations that mean it behind a number only."""

ALL_UNITS = UNITS | PARTS_OF_DAY | SHORT_UNITS

MONTHS = {word: int(value) for word, value in _role("month").items()}
SHORT_MONTHS = {word: int(value) for word, value in _role("short_month").items()}
MONTH_NUMBER = MONTHS | SHORT_MONTHS
"""1 to 12 by full or short name."""

ADVERBS = {word: _days(value) for word, value in _role("adverb").items()}
"""Days between two events, least and greatest, by adverb ("weekly")."""

BEHIND_DOSE = {word: _days(value)[0] for word, value in _role("latin_behind_dose").items()}
LATIN = {word: _days(value)[0] for word, value in _role("latin").items()} | BEHIND_DOSE
"""Days between two doses by prescription abbreviation, without its full stops.

Those of `BEHIND_DOSE` have other meanings too (OD is the right eye): an amount must stand before.
"""

ABOUT, MORE, LESS, PLAIN = map(_role, ("about", "more", "less", "plain"))
ANCHORS = _role("anchor")
"""Name of the anchor event by the words that name it."""

START_OF, END_OF = _role("start_of"), _role("end_of")

SEASONS = _role("season")
"""First and last day of a season of the north, as month/day, by its name."""

SOUTHERN = _role("southern")
"""Beginnings of the names of countries where the seasons are those of the south."""

BOUND = alternation(dict.fromkeys(sorted(ABOUT | MORE | LESS | PLAIN, key=len, reverse=True), ""))
UNIT = alternation(dict.fromkeys(sorted(ALL_UNITS, key=len, reverse=True), ""))
