"""From when to when a treatment went, as far as the report and a death bound it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from epicrisis.model import AnyEvent, Treatment, VitalStatus

_ONCE = re.compile(r"(?:as |a |one )*(?:once|single)(?: dose| infusion)?(?: only)?", re.IGNORECASE)

Bounds = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bounds of the beginning and of the end, in days; infinite where they are open."""

    start: Bounds
    stop: Bounds

    @property
    def point(self) -> bool:
        """It begins and ends on one known day."""
        return self.start == self.stop and self.start[0] == self.start[1]


def last_day(events: Iterable[AnyEvent]) -> float:
    """The latest day on which a stated death can have been; infinite where there is none."""
    days = [
        event.time.bounds[1]
        for event in events
        if isinstance(event, VitalStatus) and event.status == "dead" and event.time
    ]
    return min(days, default=inf)


def stretch_of(treatment: Treatment, until: float = inf) -> Stretch:
    """Give the bounds of a treatment; what has a stated length cannot outlast a death."""
    start = treatment.time.bounds if treatment.time else (-inf, inf)
    length = treatment.duration_days or 0.0
    if treatment.stop is not None and treatment.stop.bounds != (-inf, inf):
        return Stretch(start, treatment.stop.bounds)
    if length > 1:
        first, latest = start
        last = min(latest + length, max(until, first + length))
        latest = min(latest, last - length)
        return Stretch((first, latest), (first + length, last))
    if treatment.status == "stopped" or length or not _lasts(treatment):
        return Stretch(start, start)
    return Stretch(start, (start[0], inf))


def _lasts(treatment: Treatment) -> bool:
    """Say whether something printed implies more than one administration."""
    if treatment.interval_days or treatment.duration:
        return True
    return bool(treatment.schedule) and not _ONCE.fullmatch(treatment.schedule or "")
