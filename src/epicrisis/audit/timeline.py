"""TIM: what cannot have happened when it is said to have happened."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule, Span, place_of
from epicrisis.audit.passages import one_line, sentence_of
from epicrisis.model import AnyEvent, Course, Document, Encounter, Outcome, VitalStatus
from epicrisis.vocab.numbers import COUNT_WORD, RANK_WORD

MARK = "time contradiction:"  # how the time network begins its note on an event
# What happens once; a symptom noted on admission and again on day 17 contradicts nothing.
_ONCE = ("encounter", "vital_status", "procedure")
_ONE_STAY = 400.0  # days; events further off belong to another story or another calendar
_COUNT = re.compile(rf"\d|\b(?:{COUNT_WORD}|{RANK_WORD}|\w+th)\b", re.I)
_QUOTED = re.compile(r"“([^”]*)”")
_DAY_NUMBER = re.compile(r"\bday\s*\d", re.I)
_STAY_BEFORE = 60.0  # days; a discharge further back is that from an earlier stay
_CLOSE = 80  # characters between an event and its time in one sentence
_DATED = re.compile(r"\b(?:19|20)\d\d\b")
_FAR_APART = 1500  # characters in which one story is told
_SLACK = 1.0  # days that may be counted either way
_YEAR = 365.25


def contradictions(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Report what the time network found, and orders that no course can have."""
    for course in courses:
        yield from _noted(document, course)
        yield from _after_death(course)
        stays = [event for event in course.events if isinstance(event, Encounter)]
        if stays:
            yield from _stay(course, stays)
            yield from _told_before(document, course, stays)
            yield from _follow_up(course, stays)


def _noted(document: Document, course: Course) -> Iterator[Remark]:
    """What the time network found, but for times that one sentence gives of one thing.

    Day 3 of a stay and day 5 of the symptoms may be one day, and only the author knows.
    """
    noted = [
        (event, note)
        for event in course.events
        if event.notes and event.kind in _ONCE
        for note in _contradictions_of(event)
    ]
    by_id = {event.id: event for event in course.events} if noted else {}
    told: set[frozenset[str]] = set()
    for event, note in noted:
        others = [by_id[id] for id in event.conflicts if id in by_id]
        group = frozenset([event.id, *(other.id for other in others)])
        if group in told or _in_brackets(document, event, note):
            continue
        told.add(group)
        yield Remark(
            f"These times cannot all hold: {note.removeprefix(MARK).strip()}",
            place_of(event),
            related=tuple(place_of(other) for other in others),
            events=(event.id, *(other.id for other in others)),
            course=course.id,
        )


def _in_brackets(document: Document, event: AnyEvent, note: str) -> bool:
    """Whether two times stand side by side, the one in brackets, as two counts of one day."""
    low, high = sentence_of(document, *place_of(event))
    words, times = document.text[low:high], _QUOTED.findall(note)
    if len(times) != 2 or not all(time in words for time in times):
        return False
    one, two = sorted(times, key=words.index)
    return not words[words.index(one) + len(one) : words.rindex(two)].strip(" (,;or")


def _contradictions_of(event: AnyEvent) -> list[str]:
    """The first note on an event that tells of a contradiction between counted times, if any."""
    noted = [note for note in event.notes if note.startswith(MARK)][:1]
    times = [time for note in noted for time in _QUOTED.findall(note)]
    return noted if all(_COUNT.search(time) for time in times) else []


def _pair(course: Course, message: str, first: AnyEvent, second: AnyEvent) -> Remark:
    return Remark(
        message,
        place_of(first),
        related=(place_of(second),),
        events=(first.id, second.id),
        course=course.id,
    )


def _after_death(course: Course) -> Iterator[Remark]:
    """Find what is told of before the death, dated in the same way, and later than it."""
    dead = [e for e in course.events if isinstance(e, VitalStatus) and e.status == "dead"]
    last = dead[0].time.latest if dead and dead[0].time else None
    if last is None or len(dead) != 1 or last < 0 or not _counted(dead[0]):
        return
    late = [
        (event.time.earliest, event)
        for event in course.of_kind("treatment", "encounter", "measurement", "outcome")
        if event.time and event.time.earliest is not None and _one_clock(event, dead[0])
        if last + _SLACK < event.time.earliest < last + _ONE_STAY
    ]
    if late:
        first, event = late[-1]
        message = (
            f"{one_line(event.anchors[0].exact)!r} is on day {first:.0f} at the earliest, the "
            f"death on day {last:.0f} at the latest."
        )
        yield _pair(course, message, event, dead[0])


def _one_clock(first: AnyEvent, last: AnyEvent) -> bool:
    """Whether two events of one section are told one soon after the other, both by a number.

    The days of two stays, or of two illnesses, count from different days.
    """
    one, other = (event.time.text or "" if event.time else "" for event in (first, last))
    numbered = _DAY_NUMBER.search(one) and _DAY_NUMBER.search(other)
    dated = _DATED.search(one) and _DATED.search(other)
    apart = last.anchors[0].start - first.anchors[0].start
    return bool(numbered or dated) and first.section == last.section and abs(apart) < _FAR_APART


def _counted(event: AnyEvent) -> bool:
    """Whether the print gives the time by a number, not by "later" or "a few months"."""
    return bool(event.time and _COUNT.search(event.time.text or ""))


def _stay(course: Course, stays: list[Encounter]) -> Iterator[Remark]:
    admissions = [e for e in stays if e.encounter == "admission"]
    discharges = [e for e in stays if e.encounter == "discharge"]
    if len(admissions) != 1 or len(discharges) != 1:
        return
    if admissions[0].anchors[0].start > discharges[0].anchors[0].start:
        return  # told behind the discharge, it is that to another stay
    came, left = admissions[0].time, discharges[0].time
    if not came or not left or came.earliest is None or left.latest is None:
        return
    if not _one_clock(admissions[0], discharges[0]) and not (
        _counted(discharges[0]) and came.earliest > 0
    ):
        return
    if came.earliest - _STAY_BEFORE < left.latest < came.earliest - _SLACK:
        message = (
            f"The discharge is on day {left.latest:.0f} at the latest, the admission on day "
            f"{came.earliest:.0f} at the earliest."
        )
        yield _pair(course, message, discharges[0], admissions[0])


def _told_before(document: Document, course: Course, stays: list[Encounter]) -> Iterator[Remark]:
    """Find a numbered day told of before the discharge and later than the day of it."""
    discharges = [e for e in stays if e.encounter == "discharge"]
    left = discharges[0] if len(discharges) == 1 else None
    day = _numbered(left) if left else None
    if left is None or day is None:
        return
    late = [
        (other, event)
        for event in course.events
        if event.anchors[0].start < left.anchors[0].start and event.section == left.section
        if (other := _numbered(event)) is not None and other > day + _SLACK
    ]
    if late:
        other, event = max(late, key=lambda pair: pair[0])
        message = (
            f"{one_line(event.anchors[0].exact)!r} is told of before the discharge and is on day "
            f"{other:.0f}, the discharge on day {day:.0f}."
        )
        yield Remark(
            message,
            _with_time(document, left),
            related=(_with_time(document, event),),
            events=(left.id, event.id),
            course=course.id,
        )


def _with_time(document: Document, event: AnyEvent) -> Span:
    """The place of an event together with its time, where that stands close by."""
    start, end = place_of(event)
    words = event.time.text if event.time else None
    behind = document.text.find(words, end, end + _CLOSE) if words else -1
    if words and behind >= 0:
        return start, behind + len(words)
    before = document.text.rfind(words, max(0, start - _CLOSE), start) if words else -1
    return (before, end) if before >= 0 else (start, end)


def _numbered(event: AnyEvent) -> float | None:
    """The day of an event that the print gives as a number of the stay: "hospital day 4"."""
    time = event.time
    if time is None or not time.known or time.earliest != time.latest:
        return None
    return time.earliest if _DAY_NUMBER.search(time.text or "") else None


def _follow_up(course: Course, stays: list[Encounter]) -> Iterator[Remark]:
    """A follow-up that is said to end before something seen in it."""
    ends = [e for e in stays if e.encounter == "follow_up"]
    if len(ends) != 1 or ends[0].time is None or ends[0].time.latest is None:
        return
    end = ends[0].time.latest
    if end < 0 or not _counted(ends[0]):
        return
    for event in course.events:
        first = event.time.earliest if event.time else None
        seen = isinstance(event, Outcome) and event.outcome in ("relapse", "remission")
        near = abs(event.anchors[0].start - ends[0].anchors[0].start) < _CLOSE * 2
        seen = seen and near and _counted(event)
        if seen and first is not None and first > end * 1.1 + _SLACK:
            message = (
                f"{one_line(event.anchors[0].exact)!r} is on day {first:.0f} at the earliest, the "
                f"follow-up ends on day {end:.0f}."
            )
            yield _pair(course, message, event, ends[0])


def _died(day: int) -> dict[str, object]:
    time = {"text": f"on day {day}", "earliest": day, "latest": day}
    return {"kind": "vital_status", "status": "dead", "quote": f"died on day {day}", "time": time}


def _seen(day: int) -> dict[str, object]:
    time = {"text": f"day {day}", "earliest": day, "latest": day}
    quote = f"day {day} ferritin was measured"
    return {"kind": "measurement", "quote": quote, "time": time}


_ORDERED = "Biopsy was done on day 20. She was discharged on day {}."


def _left(day: int) -> tuple[dict[str, object], ...]:
    done = {"text": "on day 20", "earliest": 20, "latest": 20}
    gone = {"text": f"on day {day}", "earliest": day, "latest": day}
    return (
        {"kind": "procedure", "quote": "Biopsy was done on day 20", "time": done},
        {
            "kind": "encounter",
            "encounter": "discharge",
            "quote": f"discharged on day {day}",
            "time": gone,
        },
    )


_NOTED = "On day 3 he left; ten days after admission he left."
_CONFLICT = (
    {
        "kind": "encounter",
        "encounter": "discharge",
        "quote": "On day 3 he left",
        "conflicts": ["e1"],
        "notes": [f"{MARK} day 3 and ten days after admission"],
    },
    {
        "kind": "encounter",
        "encounter": "discharge",
        "quote": "ten days after admission he left",
        "conflicts": ["e0"],
        "notes": [f"{MARK} day 3 and ten days after admission"],
    },
)
TIM001 = Rule(
    "TIM001",
    "Times that cannot all hold",
    "warning",
    ("Dechter, Meiri & Pearl 1991, Artif Intell 49:61 (temporal constraint networks)",),
    contradictions,
    Examples(
        fires=(
            Example(_ORDERED.format(12), _left(12)),
            Example(_NOTED, _CONFLICT),
            Example("He died on day 20. On day 30 ferritin was measured.", (_died(20), _seen(30))),
        ),
        still=(
            Example(_ORDERED.format(30), _left(30)),
            Example("He died on day 40. On day 30 ferritin was measured.", (_died(40), _seen(30))),
        ),
    ),
)
