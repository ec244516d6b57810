"""How long a patient was seen."""

from collections.abc import Iterator

from epicrisis.measures.base import Formula, Value
from epicrisis.measures.intervals import Interval, days
from epicrisis.model import AnyEvent, Course, PhenotypicFeature, Treatment, VitalStatus

_NOT_SEEN = ("planned", "considered", "historical", "family")


def follow_up_days(course: Course) -> Iterator[Value]:
    """Give the days from day zero to the death, or to the last thing that is dated."""
    if course.day_zero is None:
        return
    seen = [event for event in course.events if _dated(event)]
    deaths = [e for e in seen if isinstance(e, VitalStatus) and e.status == "dead"]
    if not seen:
        return
    last: list[AnyEvent] = [*deaths] or [max(seen, key=lambda event: days(event.time))]
    low = max(days(event.time).low for event in (deaths or seen))
    high = min(days(d.time).high for d in deaths) if deaths else _latest(seen)
    start = float(course.day_zero.number)
    length = Interval(max(low, start) - start, max(low, high) - start)
    yield Value(
        "death" if deaths else "last dated event",
        length,
        "d",
        tuple(last),
        Interval(start, max(low, high)),
    )


def _latest(seen: list[AnyEvent]) -> float:
    return max(days(event.time).high for event in seen)


def _dated(event: AnyEvent) -> bool:
    if isinstance(event, Treatment | PhenotypicFeature) and event.status in _NOT_SEEN:
        return False
    return event.time is not None and event.time.earliest is not None


FOLLOW_UP_DAYS = Formula(
    "follow_up_days",
    "days from day zero to the death, or to the last dated event where no death is reported; "
    "an event that is known only to be later than a day leaves the upper side open",
    "the report itself",
    follow_up_days,
)
