"""Phrases of time that the words around them make something else.

Days of a cycle of treatment ("days 1-14 of each 21-day cycle", "days 1 and 8, every 3 weeks") are
repeated, and counted from nothing that a course has only once. Years that somebody survived say
when that person was still alive, and the length of a stay when it ended.
"""

import re
from dataclasses import replace

from epicrisis.mentions.time_words import SPACE
from epicrisis.model.mentions import TimeExpression
from epicrisis.vocab.numbers import COUNT_WORD, RANK_WORD

_STEP = (
    rf"(?:every{SPACE}(?:{COUNT_WORD}|{RANK_WORD}|other)|(?:every{SPACE}|q\s?)\d{{1,2}})"
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
_AT_WEEKS = re.compile(
    r"(?:at|(?P<end>until|till|up\sto))\s(?:week\s)?\d{1,2}(?:\sweeks?)?", re.IGNORECASE
)
_TERM = 43 * 7.0  # days that no pregnancy outlasts
_AROUND = 100  # characters of its sentence that tell which pregnancy weeks are counted from
_ENDED = re.compile(
    rf"\b(?:history|previous(?:ly)?|prior{SPACE}pregnanc\w+|past|earlier|years{SPACE}(?:ago|before)|"
    rf"had{SPACE}had|(?:was|were|had{SPACE}been){SPACE}born|born)\b",
    re.IGNORECASE,
)
_CYCLE = re.compile(r"\bcycles?\b", re.IGNORECASE)
_ITS_NUMBER = re.compile(r"\bcycles?\s\Z", re.IGNORECASE)
_SURVIVED = re.compile(rf"\bsurvived{SPACE}(?:for{SPACE})?\Z", re.IGNORECASE)
_STAY = re.compile(
    rf"\b(?:(?:hospital|in-?patient){SPACE}stay|hospitali[sz]ation){SPACE}"
    rf"(?:(?:was|took|lasted){SPACE}(?:for{SPACE})?)?\Z",
    re.IGNORECASE,
)
_LASTING = re.compile(r"(?:lasted|lasting|of|for)\b", re.IGNORECASE)
_CAME = re.compile(
    r"\b(?:admitted|presented|referred|visited|came|complained|hospitali[sz]ed|seen|consulted|brought)\b"
    r"(?:(?!\b(?:treat\w*|therap\w+|given|receiv\w+|tak\w+|took|administ\w+|start\w+|mg|after|discharged|"
    r"stay\w*|and\swas|where|observ\w+|follow\w*)\b)[^.;]){0,200}\Z",
    re.IGNORECASE,
)
_WITH = re.compile(r"\b(?:with|by|for)\s(?:an?\s)?\Z", re.IGNORECASE)
_ILL = re.compile(r"\b(?:with|because\sof|due\sto|of|for|by)\s", re.IGNORECASE)
_CARE = re.compile(
    r"\sof\s(?:[\w-]+\s(?:and\s)?){0,3}?(?:observation|treatment|therapy|monitoring|care|rehabilitation|antibiotic)"
)
_GIVEN = re.compile(
    r"\b(?:treat\w*|therap\w+|course|regimen|given|infusion|admission)\b", re.IGNORECASE
)
_LIST = re.compile(r"\d,\s?(?:\d+,\s?)*(?:and\s)?\d|\d,?\sand\s\d")
_DOSED = re.compile(r"\d\s?(?:mg|g|[µμ]g|mcg|iu|units?)\b[^.;]{0,40}\Z", re.IGNORECASE)
_REPEATED = re.compile(
    rf",?{SPACE}(?:and|then|followed{SPACE}by)(?:{SPACE}then)?{SPACE}every\b", re.IGNORECASE
)
_DURATION = re.compile(r"['\u2019]?\sduration\b", re.IGNORECASE)


def reread(text: str, found: list[TimeExpression]) -> list[TimeExpression]:
    """Leave out days of a cycle, and say what lengths of a cycle and of survival mean."""
    kept = [again for time in found if (again := _settled(text, time)) is not None]
    told = (t for t in kept if t.anchor == "pregnancy" and not _of_another(text, t))
    expecting = min((t.low for t in told), default=None)
    return kept if expecting is None else [_of_gestation(text, t, expecting) for t in kept]


def _of_another(text: str, time: TimeExpression) -> bool:
    """`A stillbirth at 26 weeks of gestation two years before`: that pregnancy has ended."""
    before = text[max(0, time.start - _AROUND) : time.start].rpartition(". ")[2]
    behind = text[time.end : time.end + _AROUND].partition(". ")[0]
    return _ENDED.search(f"{before} {behind}") is not None


def _of_gestation(text: str, time: TimeExpression, since: float) -> TimeExpression:
    """`At 34 weeks she was delivered`, where `28 weeks of gestation` was told: they go on.

    `Uneventful until 26 weeks` may look back from there.
    """
    bare = time.kind == "date" and time.relation == "after" and not time.anchor
    found = _AT_WEEKS.fullmatch(text, time.start, time.end) if bare else None
    if found and since - (_TERM / 2 if found["end"] else 0) <= time.low <= _TERM:
        return replace(time, anchor="pregnancy")
    return time


def _settled(text: str, time: TimeExpression) -> TimeExpression | None:
    if _after_illness(text, time):
        return replace(time, low=0.0, relation="before", anchor="presentation")
    if time.relation == "day" and not time.anchor:
        if _of_cycle(text, time):
            return None
        return replace(time, kind="set", relation="none") if _is_schedule(text, time) else time
    if time.kind != "duration" or time.relation != "none":
        return time
    if _ITS_NUMBER.search(text, max(0, time.start - 8), time.start):
        return None  # "cycle 2, day 8" read as two days
    if _SURVIVED.search(text, max(0, time.start - 16), time.start):
        return replace(time, kind="date", relation="after", anchor="presentation")
    if _of_stay(text, time):
        return replace(time, kind="date", relation="after", anchor="admission")
    if _before_coming(text, time):
        return replace(time, relation="past", anchor="presentation")
    repeats = _CYCLE.search(text, time.start, time.end)
    return replace(time, kind="set") if repeats else time


def _is_schedule(text: str, time: TimeExpression) -> bool:
    """`10 mg/kg at weeks 0, 2 and 6`, `weeks 0, 2 and 4 and every 4 weeks`: when it is repeated."""
    if _LIST.search(text, time.start, time.end) is None:
        return False
    dosed = _DOSED.search(text, max(0, time.start - 60), time.start)
    return dosed is not None or _REPEATED.match(text, time.end) is not None


def _after_illness(text: str, time: TimeExpression) -> bool:
    """`Was admitted after two days of fever`: so long had it lasted."""
    if time.kind != "date" or time.relation != "after" or time.anchor != "previous":
        return False
    led = text[time.start : time.end].lower().startswith(("after ", "following "))
    if not led or not text.startswith(" of ", time.end) or _CARE.match(text, time.end):
        return False
    return _CAME.search(text, max(0, time.start - 240), time.start) is not None


def _of_stay(text: str, time: TimeExpression) -> bool:
    """`The hospital stay lasted 10 days`, `after a hospital stay of 10 days`."""
    before = _STAY.search(text, max(0, time.start - 40), time.start)
    if before is None:
        return False
    return not before[0].lower().rstrip().endswith(("stay", "ation")) or bool(
        _LASTING.match(text, time.start)
    )


def _before_coming(text: str, time: TimeExpression) -> bool:
    """`Was admitted for fever for three days`, `presented with two weeks of cough`.

    What brought the patient had lasted so long; a treatment told in between keeps its length.
    """
    printed = text[time.start : time.end].lower()
    of_it = printed.startswith("of ")
    if of_it and (printed.endswith("duration") or _DURATION.match(text, time.end)):
        return _GIVEN.search(text, max(0, time.start - 60), time.start) is None
    came = _CAME.search(text, max(0, time.start - 240), time.start)
    if came is None:
        return False
    lasting = printed.startswith("for ")
    if text.startswith(" of ", time.end):
        led_in = lasting or _WITH.search(text, max(0, time.start - 12), time.start)
        return bool(led_in) and not _CARE.match(text, time.end)
    return lasting and not text.startswith(" after", time.end) and bool(_ILL.search(came[0]))


def _of_cycle(text: str, time: TimeExpression) -> bool:
    if _BEFORE.search(text, max(0, time.start - 16), time.start):
        return True
    return _BEHIND.match(text, time.end, time.end + 60) is not None
