"""Seasons: "in the autumn of 2008", "late winter 2014".

Which months a season has depends on the side of the Earth. Both the calendar of the weather and
that of the stars are allowed for, so that spring is 1 March to 21 June. Where the text names a
country of the south, a season is any time of its year. A winter has two years, and may be named
after either.
"""

import re
from datetime import date

from epicrisis.mentions.time_words import SEASONS, SOUTHERN, SPACE, alternation

_BEFORE_YEAR = re.compile(
    rf"(?:(?P<part>early|mid|late)[\s-])?(?P<season>{alternation(SEASONS)})"
    rf"(?:,?\s|,?{SPACE}(?:of|in){SPACE})(?:the{SPACE}year{SPACE})?\Z",
    re.I,
)
_SOUTHERN = re.compile(rf"\b{alternation(SOUTHERN)}", re.I)


def season(text: str, floor: int, year: int, start: int) -> tuple[int, int, int] | None:
    """Read the season before the year that begins at `start`.

    Returns:
        Where it begins, and the first and last day meant; None where no season stands there.
    """
    found = _BEFORE_YEAR.search(text, max(floor, start - 32), start)
    if found is None or (found.start() > floor and text[found.start() - 1].isalnum()):
        return None
    if _SOUTHERN.search(text):
        return found.start(), date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    begins, _, ends = SEASONS[found["season"].lower()].partition("-")
    first, last = _day(year, begins), _day(year, ends)
    if first > last:
        first, last = _day(year - 1, begins), _day(year + 1, ends)
    return found.start(), first, last


def _day(year: int, month_day: str) -> int:
    month, _, day = month_day.partition("/")
    return date(year, int(month), int(day)).toordinal()
