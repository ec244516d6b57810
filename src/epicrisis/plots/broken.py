"""An axis of days in stretches of different scale, where a few patients were followed far longer.

Most patients share one stretch that has nearly all of the room. What lies beyond it at either side
is squeezed behind a break, which cuts the axis and every bar that crosses it; ticks on both sides
say how much is squeezed. Nothing is left out, and nothing moves to another day.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from epicrisis.plots.axes import Across, Axis, day_axis
from epicrisis.plots.frame import rule
from epicrisis.plots.lettering import SMALL, width
from epicrisis.plots.spans import Bounds
from epicrisis.plots.style import GREY, WHITE
from epicrisis.plots.svg import Markup

_FEWEST = 4  # patients of whom one can be said to be far longer followed than the others
_FEW = 5  # one in so many at most, and one at least, may lie beyond a break
_SQUEEZED = 0.13  # share of the room for what lies beyond
_PAD = 0.08  # of a squeezed stretch, beyond its last day
_GAP = 10.0  # room for the mark of a break


@dataclass(frozen=True, slots=True)
class BrokenAxis:
    """An axis in two or three stretches, from left to right, with a gap between them."""

    parts: tuple[Axis, ...]

    @property
    def start(self) -> float:
        """Where it starts."""
        return self.parts[0].start

    @property
    def end(self) -> float:
        """Where it ends."""
        return self.parts[-1].end

    @property
    def per(self) -> float:
        """How much of a value makes one of what the ticks count."""
        return self.parts[0].per

    def at(self, value: float) -> float:
        """Place a value; one beyond the axis goes to its end."""
        return next((p.at(value) for p in self.parts if value <= p.high), self.end)

    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Give the ticks of all stretches, the widest first where two would touch."""
        found: list[tuple[float, str]] = []
        for part in sorted(self.parts, key=lambda part: part.start - part.end):
            found += [tick for tick in part.ticks() if self._is_free(tick, found)]
        return tuple(sorted(found))

    def _is_free(self, tick: tuple[float, str], others: Sequence[tuple[float, str]]) -> bool:
        x, half = self.at(tick[0]), width(tick[1], SMALL) / 2 + 3
        return all(
            abs(x - self.at(value)) > half + width(words, SMALL) / 2 for value, words in others
        )


def main_stretch(ends: Sequence[Bounds]) -> Bounds | None:
    """Choose the days that are to have one scale; `None` where all can have it.

    At either side a break comes where one patient, or one in five at most, needs more room beyond
    all the others than these need together; as few lie beyond it as that takes.

    Args:
        ends: First and last day of each patient.
    """
    if len(ends) < _FEWEST:
        return None
    few = max(1, len(ends) // _FEW)
    lows, highs = sorted(low for low, _ in ends), sorted((high for _, high in ends), reverse=True)
    cut = range(1, few + 1)
    last = next((highs[n] for n in cut if highs[0] - highs[n] > highs[n] - lows[few]), highs[0])
    first = next((lows[n] for n in cut if lows[n] - lows[0] > last - lows[n]), lows[0])
    parted = (first, last) != (lows[0], highs[0])
    return (first, last) if parted and first < last else None


def broken_axis(
    days: Sequence[float], main: Bounds | None, left: float, right: float, *, unit: str = ""
) -> Across:
    """Lay out an axis of days that has a break where there are days beyond its main stretch.

    Args:
        days: What it must hold, at least one.
        main: The days that are to have one scale; all if not given.
        left: Where it starts.
        right: Where it ends.
        unit: As for `day_axis`; chosen by the length of the main stretch if not given.
    """
    first, last = min(days), max(days)
    if main is None or (main[0] <= first and last <= main[1]):
        return day_axis(days, left, right, unit=unit)
    room = _SQUEEZED * (right - left)
    starts = left + room if first < main[0] else left
    stops = right - room if last > main[1] else right
    held = day_axis([max(first, main[0]), min(last, main[1])], starts, stops, unit=unit)
    parts = [held]
    if first < main[0]:
        pad = _PAD * (held.low - first)
        parts.insert(0, Axis(first - pad, held.low, left, starts - _GAP, per=held.per, whole=True))
    if last > main[1]:
        pad = _PAD * (last - held.high)
        parts.append(Axis(held.high, last + pad, stops + _GAP, right, per=held.per, whole=True))
    return BrokenAxis(tuple(parts))


def breaks(axis: Across, top: float, bottom: float) -> list[Markup]:
    """Cut through what is drawn wherever the scale changes, down to the axis at the bottom."""
    parts: list[Markup] = []
    for before in axis.parts[:-1]:
        x = before.end + _GAP / 2
        parts.append(rule(x, top, x, bottom + 2, WHITE, 5.0))
        parts += [
            rule(x + side - 1.5, bottom + 4, x + side + 1.5, bottom - 4, GREY, 1.2)
            for side in (-2.5, 2.5)
        ]
        parts += [rule(x + side, top, x + side, bottom - 5, GREY, 0.5) for side in (-2.5, 2.5)]
    return parts
