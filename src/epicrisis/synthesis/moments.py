"""When something happened to a patient: the moment from which days are counted, or that ends them.

A moment is named by a word (`admission`, `onset`, `death`, `relapse`), by a name with or without
`first` or `last` (`first IVIG`, `plasma exchange`, `fever`), or by a condition as `epicrisis cases`
takes it (`measured("ferritin") > 1000`). It is that of the events each of which by itself makes the
condition true. Its day is an interval, as the report gives it; where several events would do, the
first lies between the earliest of their first days and the earliest of their last days.

`onset`, `presentation`, `diagnosis` and `birth` are known only where a report counts its days from
them. A symptom seen on admission began before, and one of years ago may be of another illness; so
none is taken for the onset, but one may be named (`first fever`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from math import inf
from typing import TypeVar

from epicrisis.errors import InputError
from epicrisis.measures.intervals import Interval, days
from epicrisis.model import AnyEvent, Course, DayZero, Encounter, Treatment
from epicrisis.synthesis.conditions import PREDICATES, Condition, condition
from epicrisis.synthesis.predicates import ENCOUNTERS, OUTCOMES
from epicrisis.synthesis.replies import Anchors
from epicrisis.synthesis.sought import Scope, UnknownConceptError, seek, similar
from epicrisis.synthesis.states import State
from epicrisis.vocab.analytes import analytes

_E = TypeVar("_E", bound=AnyEvent)
DAY_ZERO = "day zero"
_ZEROES = {
    "admission": ("admission",),
    "presentation": ("presentation", "admission"),
    "onset": ("onset",),
    "diagnosis": ("diagnosis",),
    "discharge": ("discharge",),
    "birth": ("birth",),
}
_ALIASES = {"death": "died", "dead": "died", "discharged": "discharge", "admitted": "admission"}
_WHY = {
    State.YES: "on a day that is not told",
    State.NO: "never came",
    State.NOT_REPORTED: "not reported",
}
_AS_CONDITION = frozenset("(\"'<>=")
_CALLS = (
    ("drug", "treated"),
    ("procedure", "procedure"),
    ("disease", "has"),
    ("analyte", "measured"),
)
_ONE_NAME = re.compile(r'\w+\("([^"]+)"\)')
_NOUNS = {
    "died": "death",
    "dead": "death",
    "improved": "improvement",
    "recovered": "recovery",
    "worsened": "worsening",
}
WORDS = tuple(dict.fromkeys((DAY_ZERO, *_ZEROES, "death", *ENCOUNTERS, *OUTCOMES)))


@dataclass(frozen=True, slots=True)
class Happening:
    """What a course says of a moment.

    Attributes:
        state: Whether it came.
        days: Earliest and latest day on the course's axis; `None` where no day is told.
        quotes: The words that state it.
        assumed: Whether the day rests on a day 0 that no word states.
    """

    state: State
    days: Interval | None = None
    quotes: tuple[str, ...] = ()
    assumed: bool = False

    @property
    def why(self) -> str:
        """Say why there is no day."""
        return _WHY[self.state]


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that any course can be asked for.

    Attributes:
        name: As it was named.
        which: `first` or `last` of the events that make it.
        asked: The condition that they make true; `None` where the axis alone knows it.
        zeroes: Events of day 0 that are this moment.
    """

    name: str
    which: str
    asked: Condition | None
    zeroes: tuple[str, ...] = ()

    def find(self, course: Course) -> Happening:
        """Say whether and when it came in a course."""
        zero = course.day_zero
        if zero is not None and (self.name == DAY_ZERO or zero.event in self.zeroes):
            return _at_zero(course, zero)
        if self.asked is None:
            return Happening(State.NOT_REPORTED)
        answer = self.asked.ask(course)
        if answer.state is not State.YES:
            return Happening(answer.state, None, tuple(a.exact for a in answer.anchors))
        events = self._events(course, self.asked, answer.anchors)
        known = begun([(event, days(event.time)) for event in events])
        if not known:
            return Happening(State.YES, None, tuple(a.exact for a in answer.anchors[:1]))
        return Happening(State.YES, *_outermost(known, self.which))

    def _events(self, course: Course, asked: Condition, answered: Anchors) -> list[AnyEvent]:
        """Give the events each of which answers yes by itself and is among those that answered."""
        places = {(anchor.start, anchor.end) for anchor in answered}
        alone = [e for e in course.events if (e.anchors[0].start, e.anchors[0].end) in places]
        found = [e for e in alone if asked(_only(course, (e,))) is State.YES]
        if found and asked(_only(course, ())) is State.YES:
            raise InputError(f"{self.name!r} is so at any time: it is no moment")
        return found


def moment(text: str, courses: Iterable[Course] = ()) -> Moment:
    """Make a moment of its name.

    Args:
        text: A word, a name, or a condition.
        courses: Courses whose printed names count as known beside those of the packaged tables.

    Raises:
        ExpressionError: It is a condition that cannot be read, or a name in it is not known.
        UnknownConceptError: It is a name that nothing bears; the message lists known words.
    """
    said = " ".join(text.split())
    which, _, rest = said.partition(" ")
    if which.lower() not in ("first", "last") or not rest:
        which, rest = "first", said
    word = _ALIASES.get(rest.lower(), rest.lower())
    if word == DAY_ZERO:
        return Moment(DAY_ZERO, "first", None)
    zeroes = _ZEROES.get(word, ()) if which.lower() == "first" else ()
    told = tuple(courses)
    if word in _ZEROES and word not in ENCOUNTERS:
        return Moment(word, "first", None, zeroes)
    return Moment(said, which.lower(), condition(spelt_out(rest, told), told), zeroes)


def spelt_out(text: str, courses: Iterable[Course] = ()) -> str:
    """Give the condition that a word or a name stands for; a condition stays as it is.

    Raises:
        UnknownConceptError: Nothing bears the name.

    >>> spelt_out("relapse"), spelt_out("death"), spelt_out("age >= 18")
    ('outcome("relapse")', 'died', 'age >= 18')
    """
    said = " ".join(text.split())
    word = _ALIASES.get(said.lower(), said.lower().replace(" ", "_"))
    if word in PREDICATES and not any(p.default is None for p in PREDICATES[word].parameters):
        return word
    if word in OUTCOMES:
        return f'outcome("{word}")'
    if not _AS_CONDITION.isdisjoint(said):
        return said
    scope = Scope(tuple(courses))
    calls = [f'encounter("{word}")'] if word in ENCOUNTERS else []
    kinds = _CALLS[1:2] if calls else _CALLS  # an intubation is a procedure, too
    known = (found for kind, call in kinds if (found := _call(kind, call, said, scope)))
    calls += [f'{found}("{said}")' for found in islice(known, 1)]
    if not calls:
        near = [name for kind, _ in _CALLS for name in similar(kind, said, scope)]
        hint = f" Did you mean {' or '.join(map(repr, near[:4]))}?" if near else ""
        raise UnknownConceptError(
            f"no drug, procedure, finding or examination is named {said!r}, nor is it a word for "
            f"an event.{hint} Known words: {', '.join(WORDS)}"
        )
    return " or ".join(calls)


def spoken(text: str) -> str:
    """Give what a heading or an axis calls an event.

    >>> spoken("died"), spoken('has("fever")'), spoken("progressive_disease"), spoken("age > 60")
    ('death', 'fever', 'progressive disease', 'age > 60')
    """
    said = text.strip()
    quoted = _ONE_NAME.fullmatch(said)
    name = quoted[1] if quoted else said
    known = _NOUNS.get(name, name)
    return known.replace("_", " ") if known.isidentifier() else known


def _call(kind: str, call: str, name: str, scope: Scope) -> str:
    """Give the question on a name of a kind; nothing where the kind does not know it."""
    try:
        found = seek(kind, name, scope)
    except UnknownConceptError:
        return ""
    known = analytes().get(found.id) if kind == "analyte" else None
    return "antibody" if known and known.kind == "antibody" else call


def _only(course: Course, events: Sequence[AnyEvent]) -> Course:
    """Give a course with some of its events alone."""
    return Course.trusted(**{**dict(course), "events": tuple(events)})


def begun(dated: Sequence[tuple[_E, Interval]]) -> list[tuple[_E, Interval]]:
    """Give those events of which any day is known, each told as closely as it is anywhere.

    A statement whose days hold those of another one is taken for the same told less closely, as an
    abstract tells a relapse that the text dates. That a drug was stopped or changed says only that
    it had been begun by then, and nothing where another statement dates when it was given.
    """
    known = [(event, span) for event, span in dated if span != (-inf, inf)]
    late = [pair for pair in known if _is_late(pair[0])]
    if len(late) < len(known):
        given = [pair for pair in known if pair not in late]
        return [pair for pair in given if not any(holds(pair[1], span) for _, span in given)]
    return [(event, Interval(-inf, span.high)) for event, span in late if span.high < inf]


def holds(wide: Interval, close: Interval) -> bool:
    """Say whether one stretch of days holds another one, and more."""
    return wide != close and wide.low <= close.low and close.high <= wide.high


def _is_late(event: AnyEvent) -> bool:
    return isinstance(event, Treatment) and event.status in ("stopped", "changed")


def _at_zero(course: Course, zero: DayZero) -> Happening:
    """Give day 0; where no word beside it says what it is, a move of care on that day may."""
    day = float(zero.number)
    anchors = [zero.anchor] if zero.anchor else []
    moves = [
        event.anchors[0]
        for event in course.events
        if isinstance(event, Encounter)
        and event.encounter == zero.event
        and event.time is not None
        and event.time.bounds == (day, day)
    ]
    stated = zero.stated or bool(moves)
    quotes = tuple(anchor.exact for anchor in (moves or anchors)[:1])
    return Happening(State.YES, Interval(day, day), quotes, not stated)


def _outermost(
    known: Sequence[tuple[AnyEvent, Interval]], which: str
) -> tuple[Interval, tuple[str, ...]]:
    """Give the days of the first, or the last, of several events, with the words that state it."""
    best = min if which == "first" else max
    span = Interval(best(s.low for _, s in known), best(s.high for _, s in known))
    end = 1 if which == "first" else 0
    event = best(known, key=lambda pair: pair[1][end])[0]
    return span, (event.anchors[0].exact,)
