"""Moments named by an event or an age: "on admission", "at the last follow-up", "at age 5"."""

import re

from epicrisis.mentions.time_amounts import NUMBERS, bound_class, read_numbers
from epicrisis.mentions.time_anchors import anchor_name
from epicrisis.mentions.time_tails import read_tail
from epicrisis.mentions.time_words import ALL_UNITS, BOUND, SPACE, UNIT, YEAR
from epicrisis.model.mentions import TimeExpression
from epicrisis.vocab.numbers import CARDINAL, ORDINAL, cardinal, ordinal

_AT = re.compile(
    rf"\b(?:at|on|upon)(?:{SPACE}the)?(?:{SPACE}(?:time|day|date|moment){SPACE}of)?"
    rf"(?:{SPACE}(?:the|his|her|their|our|initial|first|last|latest|final|most{SPACE}recent|hospital"
    rf"|(?<=the )present|this|disease|symptom|current|index|emergency)){{0,2}}{SPACE}\Z",
    re.I,
)
_AGE_LEAD = re.compile(
    rf"\b(?:at|by|since|from|until|before|after|between)?(?:{SPACE}(?:the|an))?{SPACE}\Z", re.I
)
_AGE = re.compile(
    rf"(?:{SPACE}of)?{SPACE}(?:(?P<bound>{BOUND})\s?)?(?P<number>{NUMBERS})(?=\W|\Z)"
    rf"(?:[\s-](?P<unit>{UNIT})\b(?:(?:,|{SPACE}and)?{SPACE}(?P<rest>{CARDINAL})[\s-]"
    rf"(?P<small>{UNIT})\b)?)?(?:{SPACE}old\b)?",
    re.I,
)
_UNITLESS_END = re.compile(r"\s*(?:[%/]|[a-zA-Zµμ]+/)")
_GESTATION = re.compile(
    rf"(?:\b(?P<preposition>at|until|till|by|from|since|in){SPACE}(?:the{SPACE})?)?"
    r"(?<![\d.])(?P<weeks>[1-4]?\d)\s?\+\s?(?P<days>[0-6])(?:/7)?(?:\s|-)?\Z",
    re.I,
)
_POD = re.compile(r"\s?#?\s?(?P<low>\d{1,4})(?:\s?[-–]\s?(?P<high>\d{1,4}))?(?![\d%])")
_ORDINAL_BEFORE = re.compile(rf"(?<!\w)(?:the{SPACE})?(?P<ordinal>{ORDINAL})\s\Z", re.I)
_DECADE = re.compile(
    rf"\b(?:in|during|since|by|until){SPACE}(?:his|her|their){SPACE}"
    r"(?:(?P<part>early|mid|late)[\s-])?\Z",
    re.I,
)
_AT_ONLY = ("pregnancy", "treatment", "surgery", "symptom", "previous")


def at_event(text: str, floor: int, start: int, stop: int) -> TimeExpression | None:
    """Read "on admission", "at the time of diagnosis", "at the last follow-up"."""
    name = anchor_name(text[start:stop])
    found = _AT.search(text, max(floor, start - 40), start)
    if found is None or (name in _AT_ONLY and " of " not in found[0].lower()):
        return None
    if text[start:stop].lower() in ("life", "illness", "disease"):
        return None
    return TimeExpression(found.start(), stop, "date", 0, 0, "at", name, (start, stop))


def age_expression(text: str, floor: int, start: int, stop: int, end: int) -> TimeExpression | None:
    """Read "at the age of 22 years", "at age 5", "by age 2 years and 6 months".

    An age counts completed units, so that 22 years last until the 23rd birthday.
    """
    found = _AGE.match(text, stop, end)
    if found is None or _UNITLESS_END.match(text, found.end(), end):
        return None
    amount = read_numbers(found["number"], bound_class(found["bound"]))
    if amount is None:
        return None
    unit = ALL_UNITS[found["unit"].lower()] if found["unit"] else YEAR
    if amount.bound:
        low, high = amount.days(unit)
    else:
        low, high = amount.low * unit, amount.high * unit
        step = unit
        if found["rest"] and (rest := cardinal(found["rest"])):
            step = ALL_UNITS[found["small"].lower()]
            low, high = low + rest[0] * step, high + rest[1] * step
        high += step if step > 1 else 0.0
    lead = _AGE_LEAD.search(text, max(floor, start - 14), start)
    begin = start if lead is None else lead.start() + (len(lead[0]) - len(lead[0].lstrip()))
    return TimeExpression(begin, found.end(), "age", low, high, "after", "birth")


def decade_of_life(text: str, floor: int, start: int, stop: int) -> TimeExpression | None:
    """Read "in her 50s", "in his late 40s" around the figures."""
    lead = _DECADE.search(text, max(floor, start - 30), start)
    if lead is None:
        return None
    low = int(re.sub(r"\D", "", text[start:stop]))
    first, last = {"early": (0, 4), "mid": (3, 7), "late": (6, 10)}.get(
        (lead["part"] or "").lower(), (0, 10)
    )
    return TimeExpression(
        lead.start(), stop, "age", (low + first) * YEAR, (low + last) * YEAR, "after", "birth"
    )


def weeks_and_days(text: str, floor: int, start: int, stop: int, end: int) -> TimeExpression | None:
    """Read "at 32+4 weeks" around the unit: so old is a pregnancy, or the child in it."""
    lead = _GESTATION.search(text, max(floor, start - 24), start)
    if lead is None or not text[start:stop].lower().startswith("w"):
        return None
    tail, tail_end = read_tail(text, stop, end)
    if not lead["preposition"] and tail != "pregnancy":
        return None
    day = 7.0 * int(lead["weeks"]) + int(lead["days"])
    stop = tail_end if tail == "pregnancy" else stop
    return TimeExpression(lead.start(), stop, "date", day, day, "after", "pregnancy")


def postoperative_day(
    text: str, floor: int, start: int, stop: int, end: int
) -> TimeExpression | None:
    """Read "POD 5", "POD#3", "the 9th POD"."""
    if (found := _POD.match(text, stop, end)) is not None:
        low = float(found["low"])
        high = float(found["high"] or low)
        return TimeExpression(start, found.end(), "date", low, high, "after", "surgery")
    before = _ORDINAL_BEFORE.search(text, max(floor, start - 24), start)
    number = ordinal(before["ordinal"]) if before else None
    if before is None or number is None:
        return None
    return TimeExpression(before.start(), stop, "date", number, number, "after", "surgery")
