"""From a course to the time until an event: origin, event, last sight, late entry, treatment.

Nothing is filled in. A day known within bounds gives bounds; a death on a day that is not told, a
relapse that is not spoken of, and a row of a table without days give a reason and no time. That a
death is not reported is not "no": such a patient counts as alive until last seen, and not longer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, isfinite

from epicrisis.measures.intervals import Interval
from epicrisis.model import Course
from epicrisis.synthesis.moments import Happening, Moment
from epicrisis.synthesis.persons import Person
from epicrisis.synthesis.presence import DIED, UNTOLD, ended, last_seen
from epicrisis.synthesis.results import CITED, Missing, PatientTime
from epicrisis.synthesis.states import State

GIVEN, NOT_GIVEN, DAY_NOT_TOLD = "given", "not given", "day not told"


@dataclass(frozen=True, slots=True)
class Wait:
    """What is waited for, from when, and what parts the time.

    Attributes:
        event: What ends the time.
        origin: What days are counted from.
        entry: From when patients were followed, if that is later.
        treatment: Whose beginning parts untreated from treated time.
        group: Answers for a patient to which group it belongs; `None` if that is not reported.
    """

    event: Moment
    origin: Moment
    entry: Moment | None = None
    treatment: Moment | None = None
    group: Callable[[Person], str | None] | None = None

    @property
    def for_death(self) -> bool:
        """Whether it is the death that is waited for."""
        return self.event.asked is not None and self.event.asked.text == "died"


@dataclass(frozen=True, slots=True)
class _Ends:
    """When a time ends, on the course's axis, and by what."""

    event: bool
    days: Interval
    words: str
    quotes: tuple[str, ...] = ()


def wait_of(person: Person, wait: Wait) -> PatientTime | Missing:
    """Give the time of a patient, from whichever of the courses says most; else the reason."""
    group = wait.group(person) if wait.group else ""
    if group is None:
        return Missing(person.patient, "not reported to which group the patient belongs")
    found = [_of_course(course, person, wait, group) for course in person.case]
    times = [one for one in found if isinstance(one, PatientTime)]
    undated = [m for m in found if isinstance(m, Missing) and m.reason.startswith(_had(wait))]
    if times and (not undated or any(one.event for one in times)):
        return max(times, key=lambda one: (one.event, one.days.low))
    return next(iter(undated or (m for m in found if isinstance(m, Missing))))


def _had(wait: Wait) -> str:
    """Begin the reason of those who had the event on a day that is not told."""
    return f"{wait.event.name}: on a day"


def _of_course(course: Course, person: Person, wait: Wait, group: str) -> PatientTime | Missing:
    def missing(reason: str) -> Missing:
        return Missing(person.patient, reason)

    end = _end(course, wait)
    if isinstance(end, str):
        return missing(_undated(end, person))
    zero = wait.origin.find(course)
    if zero.days is None or not isfinite(zero.days.high):
        return missing(_undated(f"{wait.origin.name}: {zero.why}", person))
    span = _counted(end, zero.days)
    if span is None:
        return missing(f"{wait.event.name} was before {wait.origin.name}")
    if end.event and span.high == inf:
        return missing(f"{wait.origin.name}: on a day of which only the latest is told")
    entry = _entry(course, wait, zero.days, span)
    if isinstance(entry, str):
        return missing(entry)
    treated, treatment = _treated(course, wait, zero.days)
    quotes = tuple(dict.fromkeys((*zero.quotes, *end.quotes)))
    return PatientTime(
        person.patient, group, end.event, span, entry, treated, treatment, end.words, quotes,
        zero.assumed,
    )  # fmt: skip


def _undated(reason: str, person: Person) -> str:
    if person.patient.kind == CITED and "day" in reason:
        return f"{reason}; a row of a table without days"
    return reason


def _end(course: Course, wait: Wait) -> _Ends | str:
    """Give what ends the time: the event, or the last sight without it; else the reason."""
    found = wait.event.find(course)
    name = wait.event.name
    if found.state is State.YES:
        return _event(course, wait, found)
    seen = last_seen(course)
    if wait.for_death:
        if seen is None:
            return "alive, on a day that is not told" if found.state is State.NO else (
                "outcome not reported, and no day on which the patient was seen"
            )  # fmt: skip
        told = "alive" if found.state is State.NO else "vital status not reported"
        return _Ends(False, Interval(seen, inf), f"last seen; {told}", found.quotes)
    if found.state is State.NOT_REPORTED:
        return f"not reported whether {name} came"
    if seen is None:
        return f"without {name}, until a day that is not told"
    died = "died" if ended(course) == DIED else "last seen"
    return _Ends(False, Interval(seen, inf), f"{died} without it", found.quotes)


def _event(course: Course, wait: Wait, found: Happening) -> _Ends | str:
    name = wait.event.name
    if found.days is None:
        return f"{name}: on a day that is not told"
    if found.days.high == inf:
        return f"{name}: on a day of which only the earliest is told"
    low = found.days.low
    if wait.for_death:
        low = max(low, last_seen(course, found.days.high) or -inf)  # who is seen has not died
    return _Ends(True, Interval(low, found.days.high), name, found.quotes)


def _counted(end: _Ends, zero: Interval) -> Interval | None:
    """Count the days of an end from the origin; `None` where the event surely lies before.

    Whoever reached the origin was seen then.
    """
    if end.event:
        span = end.days - zero
        return None if span.high < 0 else Interval(max(0.0, span.low), span.high)
    return Interval(max(0.0, end.days.low - zero.high), inf)


def _entry(course: Course, wait: Wait, zero: Interval, span: Interval) -> float | str:
    """Give the day from which a patient was surely followed."""
    if wait.entry is None:
        return 0.0
    name = wait.entry.name
    found = wait.entry.find(course)
    if found.days is None or found.days.high == inf:
        return f"{name} (entry): no day told"
    if isfinite(span.high) and span.low < span.high:
        return "known within bounds only; late entry needs a day"
    entry = max(0.0, found.days.high - zero.low)
    return entry if entry < span.low else f"not seen after {name} (entry)"


def _treated(course: Course, wait: Wait, zero: Interval) -> tuple[Interval | None, str]:
    """Give when the treatment began, counted from the origin, and what is told of it."""
    if wait.treatment is None:
        return None, ""
    found = wait.treatment.find(course)
    if found.state is not State.YES:
        return None, NOT_GIVEN if found.state is State.NO else UNTOLD
    if found.days is None or found.days.high == inf:
        return None, DAY_NOT_TOLD
    span = found.days - zero
    return Interval(max(0.0, span.low), max(0.0, span.high)), GIVEN
