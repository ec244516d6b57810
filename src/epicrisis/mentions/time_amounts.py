"""From "about three weeks" to an honest interval of days.

Days and shorter units are meant exactly. A week, a month or a year is rounded by whoever wrote it
and may be half a unit off either way; a number with a half may be a quarter off. A printed range
keeps its printed ends. "About" widens by a quarter, at least by a whole unit; "more than" and "up
to" open one side. Nothing is below zero.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from epicrisis.mentions.time_words import ABOUT, LESS, MORE, SPACE
from epicrisis.vocab.numbers import CARDINAL, cardinal

_JOIN = rf"(?:\s?[-–]\s?|-?{SPACE}(?:to|or|and|through){SPACE})"
NUMBERS = rf"(?:{CARDINAL}(?:,\s?{CARDINAL}){{0,4}},?(?:{_JOIN}{CARDINAL})?)"
"""Pattern of a number, a range ("2-3", "two to three") or a list ("1, 3 and 6"); no groups."""

_SPLIT = re.compile(rf"{CARDINAL}", re.I)


@dataclass(slots=True, frozen=True)
class Amount:
    """A printed number of some unit.

    Attributes:
        low: Least number of units printed.
        high: Greatest number of units printed.
        printed_range: Both ends are printed, or the word is vague ("several").
        bound: "", "about", "more" or "less", as the words before the number say.
    """

    low: float
    high: float
    printed_range: bool = False
    bound: str = ""

    def days(self, unit: float) -> tuple[float, float]:
        """Least and greatest number of days meant, where a unit has `unit` days."""
        low, high = self.low * unit, self.high * unit
        if self.bound == "more":
            return low, inf
        if self.bound == "less":
            return 0.0, high
        if self.bound == "about":
            slack = max(unit, (low + high) / 8)
            return max(low / 2, low - slack), high + slack
        if self.printed_range or unit <= 1:
            return low, high
        slack = unit / 2 if self.low == int(self.low) else unit / 4
        return max(0.0, low - slack), high + slack


def bound_class(words: str | None) -> str:
    """Class of the words before a number: "about", "more", "less", or "" for none or "only"."""
    phrase = " ".join((words or "").lower().split())
    for name, table in (("about", ABOUT), ("more", MORE), ("less", LESS)):
        if phrase in table:
            return name
    return ""


def read_numbers(text: str, bound: str = "") -> Amount | None:
    """Read what `NUMBERS` matches.

    Returns:
        The amount; None where the numbers do not ascend, as in "in 2014, 3 months later".
    """
    values = [cardinal(part) for part in _SPLIT.findall(text)]
    if not values or any(value is None for value in values):
        return None
    ends = [value for value in values if value is not None]
    if any(a[0] > b[0] for a, b in pairwise(ends)):
        return None
    low, high = ends[0][0], ends[-1][1]
    return Amount(low, high, printed_range=low != high, bound=bound)
