"""Repeated times: "daily", "twice a week", "every third month", "b.i.d.", "q8h".

Low and high are the days between two events: 1 for daily, 0.5 for twice a day.
"""

import re

from epicrisis.mentions.time_amounts import NUMBERS, Amount, read_numbers
from epicrisis.mentions.time_phrases import Phrase
from epicrisis.mentions.time_words import ADVERBS, ALL_UNITS, BEHIND_DOSE, LATIN, SPACE
from epicrisis.model.mentions import TimeExpression

PERIODIC = {"every", "each", "per", "every other", "alternate", "/"}
"""Words before a unit that make it a repeated one."""

_COUNT = re.compile(
    rf"(?<![\w.])(?:(?P<fixed>once|twice|thrice)|(?P<number>{NUMBERS})(?P<times>{SPACE}times)?)"
    rf"(?:{SPACE}|-)\Z",
    re.I,
)
_FIXED = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_DOSE = re.compile(
    r"\d\s?(?:mg|g|gm|µg|mcg|ug|IU|U|units?|mL|tablets?|capsules?|puffs?|drops?)"
    r"(?:\s(?:i\.?v\.?|s\.?c\.?|p\.?o\.?|orally))?\s\Z",
    re.I,
)
_Q = re.compile(r"q\s?(?P<number>\d{1,2}(?:-\d{1,2})?)\s?(?P<unit>[a-z]+)\b", re.I)


def periodic(phrase: Phrase) -> TimeExpression | None:
    """Read a repeated unit: "every 2 weeks", "three times a week", "every second month".

    Returns:
        A set; None where it is a rate ("beats per minute") or no repetition ("3 times 2 weeks").
    """
    tied = phrase.deixis in PERIODIC or phrase.preposition == "every"
    if not tied and phrase.article not in ("a", "an"):
        return None
    if phrase.unit < 1 and phrase.deixis in ("per", "/") and phrase.amount is None:
        return None
    if phrase.deixis == "/" and phrase.times is None and phrase.amount is None:
        return None
    steps = Amount(1, 1)
    if phrase.deixis in ("every other", "alternate"):
        steps = Amount(2, 2)
    elif phrase.order is not None:
        steps = Amount(phrase.order, phrase.order)
    elif phrase.amount is not None:
        steps = phrase.amount
    elif phrase.plural:
        return None
    low, high = steps.low * phrase.unit, steps.high * phrase.unit
    if phrase.times is not None and phrase.times.low > 0:
        low, high = low / phrase.times.high, high / phrase.times.low
    return TimeExpression(phrase.start, phrase.end, "set", low, high)


def adverb(text: str, floor: int, start: int, stop: int) -> TimeExpression | None:
    """Read "daily", "twice weekly", "three times daily", "8-hourly" around the adverb."""
    low, high = ADVERBS[text[start:stop].lower()]
    found = _COUNT.search(text, max(floor, start - 32), start)
    hourly = text[start:stop].lower() == "hourly"
    if found is None or (found["number"] and not hourly and not found["times"]):
        return TimeExpression(start, stop, "set", low, high)
    if found["fixed"]:
        count: Amount | None = Amount(*(_FIXED[found["fixed"].lower()],) * 2)
    else:
        count = read_numbers(found["number"])
    if count is None or count.low <= 0:
        return TimeExpression(start, stop, "set", low, high)
    if hourly:
        return TimeExpression(found.start(), stop, "set", low * count.low, high * count.high)
    return TimeExpression(found.start(), stop, "set", low / count.high, high / count.low)


def latin(text: str, start: int, stop: int) -> TimeExpression | None:
    """Read a prescription abbreviation, with or without full stops: "b.i.d.", "TID"."""
    word = text[start:stop].lower().replace(".", "").replace(" ", "")
    if word in BEHIND_DOSE and not _DOSE.search(text, max(0, start - 24), start):
        return None
    days = LATIN.get(word)
    return None if days is None else TimeExpression(start, stop, "set", days, days)


def every_so_many(text: str, start: int, end: int) -> TimeExpression | None:
    """Read "q8h", "q 2 wk", "q14 days" at `start`."""
    found = _Q.match(text, start, end)
    if found is None:
        return None
    unit = ALL_UNITS.get(found["unit"].lower())
    steps = read_numbers(found["number"])
    if unit is None or steps is None:
        return None
    return TimeExpression(start, found.end(), "set", steps.low * unit, steps.high * unit)
