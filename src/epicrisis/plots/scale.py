"""The axes: days across, with a break where a stay of days is followed by years; values up."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

from epicrisis.plots.lettering import SMALL, width

MONTH, YEAR = 365.25 / 12, 365.25
TICK_ROOM = 12.0  # room for the label of a value
GAP = 12.0  # room for the mark of a break
_DENSE = 0.5  # share of the days that a stretch must hold to be drawn enlarged
_SHORT = 0.2  # and the largest share of the time that it may take
_CLOSE = 0.5  # what lies no further off, in lengths of the stretch, is drawn with it
_MOST_DAYS = 240  # days looked at when breaks are chosen
_STEPS = {
    "": (1.0, (1, 2, 5, 10, 20, 50, 100, 200, 500)),
    "mo": (MONTH, (1, 2, 3, 6, 12, 24)),
    "y": (YEAR, (1, 2, 5, 10, 20, 50)),
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the day axis on which a day is everywhere equally wide."""

    low: float
    high: float
    left: float
    right: float

    def x(self, day: float) -> float:
        """Place a day."""
        share = (day - self.low) / (self.high - self.low)
        return self.left + share * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the axis: where, and what is written there."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class DayScale:
    """The day axis, in one stretch or in up to three of different scale."""

    segments: tuple[Segment, ...]

    @classmethod
    def over(
        cls,
        days: Sequence[float],
        left: float,
        right: float,
        certain: Sequence[float] | None = None,
    ) -> "DayScale":
        """Lay out an axis that holds these days, at least one, between two places.

        A stretch is enlarged where the `certain` days, all of them by default, lie dense: bounds
        that are far apart are no reason to look closer.
        """
        dense = days if certain is None else certain
        edges = _edges(sorted(set(days)), sorted(set(dense)))
        inner = right - left - GAP * (len(edges) - 2)
        shares = _shares(edges, dense)
        segments, place = [], left
        for (low, high), share in zip(pairwise(edges), shares, strict=True):
            segments.append(Segment(low, high, place, place + share * inner))
            place += share * inner + GAP
        return cls(tuple(segments))

    def x(self, day: float) -> float:
        """Place a day; one beyond the axis goes to its end."""
        for segment in self.segments:
            if day <= segment.high:
                return segment.x(max(day, segment.low))
        return self.segments[-1].right

    @property
    def breaks(self) -> tuple[float, ...]:
        """Places where the scale changes."""
        return tuple(segment.right + GAP / 2 for segment in self.segments[:-1])

    def crosses_break(self, first: float, last: float) -> bool:
        """Say whether the scale changes between two days."""
        return any(first <= segment.high < last for segment in self.segments[:-1])

    def ticks(self, origin: float) -> tuple[Tick, ...]:
        """Give the ticks, in days, months or years from the day that is numbered `origin`."""
        found: list[Tick] = []
        for segment in self.segments:
            found += [t for t in _ticks(segment, origin) if _free(t, found)]
        return tuple(found)


def _edges(days: Sequence[float], certain: Sequence[float]) -> list[float]:
    low, high = days[0], days[-1]
    if high - low < 1:
        return [low - 1, high + 1]
    thin = ceil(len(certain) / _MOST_DAYS) or 1
    found = _dense_stretch(sorted({*certain[::thin], *certain[-1:]}), high - low)
    pad = 0.02 * (high - low)
    if found is None:
        return [low - pad, high + pad]
    start, end = found
    reach = _CLOSE * (end - start)
    start = min([start, *(day for day in days if start - day <= reach)])
    end = max([end, *(day for day in days if day - end <= reach)])
    near = [abs(day - edge) for edge in (start, end) for day in days if not start <= day <= end]
    margin = min(0.04 * (end - start), min(near, default=end) / 2)
    edges = [low - 0.01 * (high - end), high + 0.02 * (high - end)]
    if end + margin < high:
        edges.insert(1, end + margin)
    if start - margin > low:
        edges.insert(1, start - margin)
    else:
        edges[0] = low - margin
    if edges[-1] <= edges[-2]:
        edges[-1] = edges[-2] + 1
    return edges


def _dense_stretch(days: Sequence[float], span: float) -> tuple[float, float] | None:
    """Find the stretch that holds most of the days and is short within a span, if there is one."""
    count = len(days)
    best, found = 0.0, None
    for first in range(count):
        for last in range(first + 2, count):
            length, held = (days[last] - days[first]) / span, (last - first + 1) / count
            if length > _SHORT:
                break
            if held < _DENSE:
                continue
            worth = held - length + _apart(days, first, last)
            if worth > best:
                best, found = worth, (days[first], days[last])
    return found


def _apart(days: Sequence[float], first: int, last: int) -> float:
    """Say how far a stretch stands from the days around it, so that a break falls into a gap."""
    length = days[last] - days[first]
    gaps = [days[last + 1] - days[last]] if last + 1 < len(days) else []
    gaps += [days[first] - days[first - 1]] if first else []
    return 0.5 * min(1.0, min(gaps, default=0.0) / length) if length else 0.0


def _shares(edges: Sequence[float], days: Sequence[float]) -> list[float]:
    if len(edges) == 2:
        return [1.0]
    ordered = sorted(set(days))
    counts = [
        bisect_left(ordered, high) - bisect_left(ordered, low) for low, high in pairwise(edges)
    ]
    floors = [max(count / len(ordered), 0.22) for count in counts]
    return [share / sum(floors) for share in floors]


def _ticks(segment: Segment, origin: float) -> list[Tick]:
    length, room = segment.high - segment.low, segment.right - segment.left
    unit = "" if length <= 400 else "mo" if length <= 2.6 * YEAR else "y"
    size, steps = _STEPS[unit]
    counts_from_one = unit == "" and origin == 1
    if counts_from_one:
        origin = 0.0
    for step in steps:
        first = ceil((segment.low - origin) / (step * size))
        last = floor((segment.high - origin) / (step * size))
        widest = max(width(_day_label(k * step, unit), SMALL) for k in (first, last))
        if step * size / length * room >= widest + 9:
            break
    ticks = [
        Tick(segment.x(origin + k * step * size), _day_label(k * step, unit))
        for k in range(first, min(last, first + 60) + 1)
    ]
    if counts_from_one and segment.low <= 1 <= segment.high and step > 1:
        one = Tick(segment.x(1), "1")
        ticks = [one, *(t for t in ticks if abs(t.x - one.x) > 14)]
    return ticks


def _day_label(count: float, unit: str) -> str:
    return f"{count:g} {unit if count else ''}".strip()


def _free(tick: Tick, others: Sequence[Tick]) -> bool:
    room = width(tick.label, SMALL) / 2 + 4
    return all(abs(tick.x - o.x) > room + width(o.label, SMALL) / 2 for o in others)


def share_of_axis(value: float, low: float, high: float, *, log: bool) -> float:
    """Give how far along an axis a value stands, from 0 to 1; one beyond it is at its end."""
    inside = min(max(value, low), high)
    if log:
        return log10(inside / low) / log10(high / low)
    return (inside - low) / (high - low)


@dataclass(frozen=True, slots=True)
class ValueScale:
    """A value axis, logarithmic where the values span more than a factor of 30."""

    low: float
    high: float
    top: float
    bottom: float
    log: bool = False

    @classmethod
    def over(cls, values: Sequence[float], top: float, bottom: float) -> "ValueScale":
        """Lay out an axis that holds these values, at least one."""
        low, high = min(values), max(values)
        if low > 0 and 30 < high / low < 1e15:
            return cls(low / 1.15, high * 1.15, top, bottom, log=True)
        if low > 0 and low < 0.5 * high:
            low = 0.0
        pad = 0.08 * (high - low) or abs(high) * 0.2 or 1.0
        return cls(low - (pad if low else 0.0), high + pad, top, bottom)

    def y(self, value: float) -> float:
        """Place a value; one beyond the axis goes to its end."""
        share = share_of_axis(value, self.low, self.high, log=self.log)
        return self.bottom - share * (self.bottom - self.top)

    def ticks(self) -> tuple[float, ...]:
        """Give a few round values, far enough apart for their labels."""
        if self.log:
            powers = range(ceil(log10(self.low)), floor(log10(self.high)) + 1)
            thin = ceil(len(powers) / 3) or 1
            return tuple(10.0**power for power in powers[::thin])
        least = (self.high - self.low) * max(0.25, TICK_ROOM / (self.bottom - self.top))
        size = 10.0 ** floor(log10(least))
        step = next((size * m for m in (1, 2, 5) if size * m >= least), 10 * size)
        first, last = ceil(self.low / step - 1e-9), floor(self.high / step + 1e-9)
        return tuple(k * step for k in range(first, last + 1))
