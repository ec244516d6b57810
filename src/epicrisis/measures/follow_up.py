"""How long a patient was seen."""

from collections.abc import Iterator

from epicrisis.measures.base import Formula, Value
from epicrisis.measures.intervals import Interval
from epicrisis.model import AnyEvent, Course, PhenotypicFeature, Procedure, Treatment, VitalStatus

_PERHAPS = (Treatment, Procedure, PhenotypicFeature)
_NOT_SEEN = ("planned", "considered", "historical", "family")


def follow_up_days(course: Course) -> Iterator[Value]:
    """Give the days from day zero to the death, or to the last thing that is dated."""
    if course.day_zero is None:
        return
    seen = list(_dated(course))
    if not seen:
        return
    deaths = [(e, when) for e, when in seen if isinstance(e, VitalStatus) and e.status == "dead"]
    last: list[AnyEvent] = [event for event, _ in deaths] or [max(seen, key=lambda one: one[1])[0]]
    low = max(when[0] for _, when in (deaths or seen))
    high = min(when[1] for _, when in deaths) if deaths else max(when[1] for _, when in seen)
    start = float(course.day_zero.number)
    length = Interval(max(low, start) - start, max(low, high) - start)
    yield Value(
        "death" if deaths else "last dated event",
        length,
        "d",
        tuple(last),
        Interval(start, max(low, high)),
    )


def _dated(course: Course) -> Iterator[tuple[AnyEvent, tuple[float, float]]]:
    """The events that took place not before a known day, with their first and last day."""
    for event in course.events:
        time = event.time
        if time is None or time.earliest is None:
            continue
        if not isinstance(event, _PERHAPS) or event.status not in _NOT_SEEN:
            yield event, time.bounds


FOLLOW_UP_DAYS = Formula(
    "follow_up_days",
    "days from day zero to the death, or to the last dated event where no death is reported; "
    "an event that is known only to be later than a day leaves the upper side open",
    "the report itself",
    follow_up_days,
)
