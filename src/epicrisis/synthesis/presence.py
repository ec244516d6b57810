"""Until when a report surely shows its patient, and what it says of life and death in the end."""

from collections.abc import Iterable, Iterator
from math import inf, isfinite

from epicrisis.measures.intervals import Interval, days
from epicrisis.model import (
    AnyEvent,
    Course,
    Encounter,
    Imaging,
    Measurement,
    Outcome,
    PhenotypicFeature,
    Procedure,
    Treatment,
    VitalStatus,
)

DIED, ALIVE, UNTOLD = "died", "alive", "not reported"
_DONE = frozenset({"given", "changed", "stopped"})


def ended(course: Course) -> str:
    """Say how a report leaves its patient: `died`, `alive` or `not reported`."""
    told = {e.status for e in course.events if isinstance(e, VitalStatus)}
    return DIED if "dead" in told else ALIVE if "alive" in told else UNTOLD


def ended_in(case: Iterable[Course]) -> str:
    """Say how the reports on one patient leave them: who died in one of them died."""
    said = {ended(course) for course in case}
    return next(state for state in (DIED, ALIVE, UNTOLD) if state in said)


def shows_alive(event: AnyEvent) -> bool:
    """Say whether an event happens to a living patient: what was seen, done, given or moved."""
    match event:
        case Measurement():
            return event.interpretation != "not_done"
        case Treatment() | Procedure():
            return event.status in _DONE
        case PhenotypicFeature() | Outcome() | Imaging():
            return event.status in ("present", "absent")
        case VitalStatus():
            return event.status == "alive"
    return isinstance(event, Encounter)


def sightings(course: Course) -> Iterator[Interval]:
    """Give the days of all that shows the patient alive, as far as they are dated."""
    for event in course.events:
        if shows_alive(event):
            span = days(event.time)
            if isfinite(span.low) or isfinite(span.high):
                yield span


def last_seen(course: Course, until: float = inf) -> float | None:
    """Give the last day on which the report surely shows the patient alive, up to a day."""
    lows = [span.low for span in sightings(course) if isfinite(span.low)]
    return max((low for low in lows if low <= until), default=None)


def first_seen(course: Course) -> float | None:
    """Give the first day by which the report surely shows the patient."""
    return min((span.high for span in sightings(course) if isfinite(span.high)), default=None)
