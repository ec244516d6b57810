"""Axes of the figures of many patients: values to places, ticks as the room allows, titles."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10
from typing import Protocol

from epicrisis.plots.drawing import short
from epicrisis.plots.frame import Strip, letters, rule
from epicrisis.plots.lettering import SMALL, TINY, width
from epicrisis.plots.scale import MONTH, YEAR, share_of_axis
from epicrisis.plots.style import FAINT, GREY
from epicrisis.plots.svg import Markup, tag


class Across(Protocol):
    """An axis from left to right, in one stretch or in several."""

    @property
    def start(self) -> float:
        """Where it starts."""

    @property
    def end(self) -> float:
        """Where it ends."""

    @property
    def per(self) -> float:
        """How much of a value makes one of what the ticks count."""

    @property
    def parts(self) -> "tuple[Axis, ...]":
        """Its stretches."""

    def at(self, value: float) -> float:
        """Place a value."""

    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Give round values, and how each is written."""


_WIDE = 30.0  # a span of values of more than this factor is drawn on a logarithmic axis
_MULTIPLES = ((1, 2, 5), (1, 3), (1,))
_OF_MONTHS = (1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 60.0, 120.0)
_MOST_TICKS = 13
_TITLE = 11.0  # height of a line of a title
BELOW_AXIS = 31.0  # room for the ticks and the title under an axis


@dataclass(frozen=True, slots=True)
class Axis:
    """A straight axis.

    Attributes:
        low: The value at its start.
        high: The value at its end, greater.
        start: Where it starts, in units of the figure.
        end: Where it ends; above the start for values that go up.
        log: Whether equal distances are equal factors.
        per: How much of a value makes one of what the ticks count: 365.25 for days shown as years.
        whole: Whether ticks stand at whole numbers only.
    """

    low: float
    high: float
    start: float
    end: float
    log: bool = False
    per: float = 1.0
    whole: bool = False

    @property
    def parts(self) -> "tuple[Axis, ...]":
        """Itself: it is one stretch."""
        return (self,)

    def at(self, value: float) -> float:
        """Place a value; one beyond the axis goes to its end."""
        share = share_of_axis(value, self.low, self.high, log=self.log)
        return self.start + share * (self.end - self.start)

    def ticks(self, *, upright: bool = False) -> tuple[tuple[float, str], ...]:
        """Give as many round values as have room for their labels, and how each is written."""
        for values in self._candidates():
            shown = [(value, written(value / self.per)) for value in values]
            if len(shown) <= _MOST_TICKS and _has_room(
                [(self.at(value), words) for value, words in shown], upright=upright
            ):
                return tuple(shown)
        return ()

    def _candidates(self) -> list[list[float]]:
        if self.log:
            found = [self._powers(multiples, 1) for multiples in _MULTIPLES]
            found += [self._powers((1,), thin) for thin in (2, 3, 4, 6)]
            return [values for values in found if len(values) > 1] or [[self.low, self.high]]
        low, high = self.low / self.per, self.high / self.per
        finest = 10.0 ** floor(log10((high - low) / 50))
        steps = [finest * 10**power * m for power in range(4) for m in (1, 2, 5)]
        if abs(self.per - MONTH) < 1:
            steps = list(_OF_MONTHS)
        rounds = []
        for step in steps if not self.whole else [step for step in steps if step >= 0.999]:
            first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
            if last - first < 60:
                rounds.append([k * step * self.per for k in range(first, last + 1)])
        return rounds

    def _powers(self, multiples: Sequence[int], thin: int) -> list[float]:
        first, last = floor(log10(self.low)), ceil(log10(self.high))
        values = [m * 10.0**p for p in range(first, last + 1) if p % thin == 0 for m in multiples]
        return [v for v in values if self.low * 0.999 <= v <= self.high * 1.001]


def written(value: float) -> str:
    """Write the number of a tick, with a true minus sign and commas from ten thousand on.

    >>> written(-5.0), written(0.30000000000000004), written(20000.0)
    ('−5', '0.3', '20,000')
    """
    words = f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.6g}"
    return "0" if words == "-0" else words.replace("-", "−")


def _has_room(labels: Sequence[tuple[float, str]], *, upright: bool) -> bool:
    if upright:
        places = [place for place, _ in labels]
        return all(abs(b - a) >= 22 for a, b in pairwise(places))
    ends = [(place, width(words, SMALL) / 2) for place, words in labels]
    return all(abs(b - a) >= half + other + 12 for (a, half), (b, other) in pairwise(ends))


def value_axis(values: Sequence[float], bottom: float, top: float, *, log: bool) -> Axis:
    """Lay out an axis of values, at least one, from the bottom up.

    Args:
        values: What it must hold.
        bottom: Where its least value stands.
        top: Where its greatest stands.
        log: Whether it may be logarithmic: it is where the values span more than a factor of 30.
    """
    low, high = min(values), max(values)
    if log and low > 0 and high / low > _WIDE:
        return Axis(low / 1.25, high * 1.25, bottom, top, log=True)
    if low > 0 and low < 0.6 * high:
        low = 0.0
    pad = 0.06 * (high - low) or abs(high) * 0.2 or 1.0
    return Axis(low - (pad if low else 0.0), high + pad, bottom, top)


def day_axis(days: Sequence[float], left: float, right: float, *, unit: str = "") -> Axis:
    """Lay out an axis of days, at least one; shown in months or years where it is long.

    Args:
        days: What it must hold.
        left: Where it starts.
        right: Where it ends.
        unit: `days`, `months` or `years`; chosen by the length if not given.
    """
    low, high = min(days), max(days)
    pad = 0.02 * (high - low) or 1.0
    low, high = (0.0 if low == 0 else low - pad), high + pad
    length = high - low
    chosen = unit or ("days" if length <= 200 else "months" if length <= 5 * YEAR else "years")
    return Axis(
        low,
        high,
        left,
        right,
        per={"days": 1.0, "months": MONTH, "years": YEAR}[chosen],
        whole=True,
    )


def unit_of(axis: Across) -> str:
    """Say in what an axis of days is shown."""
    return "days" if axis.per == 1 else "months" if axis.per == MONTH else "years"


def draw_below(
    axis: Across,
    y: float,
    title: str,
    *,
    top: float | None = None,
    within: tuple[float, float] | None = None,
) -> Strip:
    """Draw an axis along the bottom.

    Args:
        axis: From left to right.
        y: Where it lies.
        title: What it shows, with its unit.
        top: How far up thin lines go from its ticks, if there are to be any.
        within: The places between which its title must stay; those of the axis if not given.
    """
    strip = Strip(y + BELOW_AXIS)
    for value, words in axis.ticks():
        x = axis.at(value)
        if top is not None:
            strip.add(rule(x, top, x, y, FAINT, 0.8))
        strip.add(rule(x, y, x, y + 3.5, GREY))
        strip.add(letters(x, y + 14, words, size=SMALL, anchor="middle"))
    strip.add(*(rule(part.start, y, part.end, y, GREY) for part in axis.parts))
    low, high = within or (axis.start, axis.end)
    half = min(width(title, SMALL), high - low) / 2
    middle = min(max((axis.start + axis.end) / 2, low + half), high - half)
    strip.add(short(middle, y + 27, title, high - low, size=SMALL, anchor="middle"))
    return strip


def ticks_above(axis: Across, y: float) -> list[Markup]:
    """Write the ticks of an axis again over a tall figure."""
    return [
        letters(axis.at(value), y - 3, words, size=TINY, fill=GREY, anchor="middle")
        for value, words in axis.ticks()
    ]


def draw_left(axis: Axis, x: float, title: str, *, right: float | None = None) -> Strip:
    """Draw an axis of values at the left, its title turned; thin lines go to `right` if given."""
    strip = Strip(axis.start)
    widest = 0.0
    for value, words in axis.ticks(upright=True):
        y = axis.at(value)
        if right is not None:
            strip.add(rule(x, y, right, y, FAINT, 0.8))
        strip.add(rule(x - 3.5, y, x, y, GREY))
        strip.add(letters(x - 6, y + 3.5, words, size=SMALL, anchor="end"))
        widest = max(widest, width(words, SMALL))
    strip.add(rule(x, axis.start, x, axis.end, GREY))
    middle, across = (axis.start + axis.end) / 2, x - 6 - widest - 6
    for number, line in enumerate(reversed(_title_lines(axis, title))):
        at = across - _TITLE * number
        words = short(at, middle, line, abs(axis.start - axis.end), anchor="middle")
        strip.add(tag("g", words, transform=f"rotate(-90 {at:.2f} {middle:.2f})"))
    return strip


def _title_lines(axis: Axis, title: str) -> list[str]:
    """Part a title that is longer than its axis before its unit."""
    if width(title, SMALL) <= abs(axis.start - axis.end) or " (" not in title:
        return [title]
    name, _, unit = title.rpartition(" (")
    return [name, f"({unit}"]


def room_left(axis: Axis, title: str) -> float:
    """Give the room that the ticks and the title of an axis at the left take."""
    widest = max((width(words, SMALL) for _, words in axis.ticks(upright=True)), default=0.0)
    return widest + 13 + _TITLE * len(_title_lines(axis, title))
