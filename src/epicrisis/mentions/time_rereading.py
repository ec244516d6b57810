"""Phrases of time that the words around them make something else.

Days of a cycle of treatment ("days 1-14 of each 21-day cycle", "days 1 and 8, every 3 weeks") are
repeated, and counted from nothing that a course has only once. Years that somebody survived say
when that person was still alive, and the length of a stay when it ended.
"""

import re
from dataclasses import replace

from epicrisis.mentions.time_words import SPACE
from epicrisis.model.mentions import TimeExpression

_STEP = (
    rf"(?:every{SPACE}(?:two|three|four|five|six|other|second|third)|(?:every{SPACE}|q\s?)\d{{1,2}})"
    r"[\s-]?(?:d|w|wk|days?|weeks?|months?)\b"
)
_NAMED = (
    rf"(?:(?:each|every|one|per|a|an|the|first|subsequent|\d{{1,2}}[\s-]days?|\w+-week){SPACE})*"
)
_BEHIND = re.compile(
    rf"[\s,;:()\[\]]{{0,3}}(?:(?:of|in|per|with|on|for){SPACE}{_NAMED}[\w-]{{0,9}}\s?cycles?\b"
    rf"|(?:repeated|administered|given|recycled){SPACE}{_STEP}|{_STEP}"
    rf"|\d{{1,2}}[\s-]days?{SPACE}(?:per|a|each|every){SPACE}cycle\b|\d{{1,2}}-day{SPACE}cycles?\b)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"\bcycles?{SPACE}?\d{{1,2}}(?:,{SPACE}?|{SPACE}?\(|{SPACE})(?:on\s)?\Z", re.I
)
_CYCLE = re.compile(r"\bcycles?\b", re.IGNORECASE)
_ITS_NUMBER = re.compile(r"\bcycles?\s\Z", re.IGNORECASE)
_SURVIVED = re.compile(rf"\bsurvived{SPACE}(?:for{SPACE})?\Z", re.IGNORECASE)
_STAY = re.compile(
    rf"\b(?:(?:hospital|in-?patient){SPACE}stay|hospitali[sz]ation)"
    rf"(?:{SPACE}(?:lasted|was|took|of|lasting)){{1,2}}(?:{SPACE}(?:for{SPACE})?[^.;]*)?\Z",
    re.IGNORECASE,
)


def reread(text: str, found: list[TimeExpression]) -> list[TimeExpression]:
    """Leave out days of a cycle, and say what lengths of a cycle and of survival mean."""
    return [kept for time in found if (kept := _settled(text, time)) is not None]


def _settled(text: str, time: TimeExpression) -> TimeExpression | None:
    if time.relation == "day" and not time.anchor:
        return None if _of_cycle(text, time) else time
    if time.kind != "duration" or time.relation != "none":
        return time
    if _ITS_NUMBER.search(text, max(0, time.start - 8), time.start):
        return None  # "cycle 2, day 8" read as two days
    if _SURVIVED.search(text, max(0, time.start - 16), time.start):
        return replace(time, kind="date", relation="after", anchor="presentation")
    if _STAY.search(text, max(0, time.start - 40), time.end):
        return replace(time, kind="date", relation="after", anchor="admission")
    repeats = _CYCLE.search(text, time.start, time.end)
    return replace(time, kind="set") if repeats else time


def _of_cycle(text: str, time: TimeExpression) -> bool:
    if _BEFORE.search(text, max(0, time.start - 16), time.start):
        return True
    return _BEHIND.match(text, time.end, time.end + 60) is not None
