"""Arithmetic on what is only known between two bounds.

A printed number is often a bound (``<8``), a range (``35-45``) or a day within a fortnight. Every
result of this room carries the bounds that follow from those of its inputs and nothing narrower.
The operations are those of interval arithmetic (Moore 1966, Interval Analysis): the true value lies
in the result whenever the true inputs lie in theirs.
"""

from math import inf
from typing import NamedTuple

from epicrisis.model import Quantity, TimeElement


class Interval(NamedTuple):
    """Lowest and highest possible value; an infinity where a side is open."""

    low: float
    high: float

    @property
    def exact(self) -> bool:
        """Both bounds are one number."""
        return self.low == self.high

    def __sub__(self, other: "Interval") -> "Interval":
        return Interval(self.low - other.high, self.high - other.low)

    def times(self, other: "Interval") -> "Interval":
        """Multiply two intervals of numbers that are not negative."""
        return Interval(_product(self.low, other.low), _product(self.high, other.high))

    def over(self, other: "Interval") -> "Interval":
        """Divide by an interval of positive numbers; neither may be negative.

        Raises:
            ZeroDivisionError: The divisor may be zero.
        """
        if other.low <= 0:
            raise ZeroDivisionError(f"{other} may be zero")
        return Interval(self.low / other.high, _ratio(self.high, other.low))

    def scaled(self, factor: float) -> "Interval":
        """Multiply both bounds by a positive number."""
        return Interval(self.low * factor, self.high * factor)


def _product(left: float, right: float) -> float:
    return 0.0 if 0 in (left, right) else left * right


def _ratio(left: float, right: float) -> float:
    return inf if left == inf else left / right


def bounds(quantity: Quantity, *, floor: float = -inf) -> Interval:
    """Give what a printed quantity says of the true value.

    Args:
        quantity: A number, a range, or a number behind a comparator. ``~`` does not say how far
            off it may be, so the number stands as printed.
        floor: What the value cannot fall below, 0 for a concentration: ``<8`` is then 0 to 8.
    """
    value = quantity.value
    if quantity.comparator in ("<", "<="):
        return Interval(min(floor, value), value)
    if quantity.comparator in (">", ">="):
        return Interval(value, inf)
    if quantity.high is not None:
        return Interval(min(value, quantity.high), max(value, quantity.high))
    return Interval(value, value)


def days(time: TimeElement | None) -> Interval:
    """Give the days of a moment; both sides are open where nothing is known."""
    return Interval(*time.bounds) if time else Interval(-inf, inf)


def same_day(first: TimeElement | None, second: TimeElement | None) -> bool:
    """Say whether two moments are dated, each to within a day, and may be the same day."""
    one, other = days(first), days(second)
    dated = one.high - one.low <= 1 and other.high - other.low <= 1
    return dated and one.low <= other.high and other.low <= one.high
