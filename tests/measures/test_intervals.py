"""Interval arithmetic: the true result always lies inside."""

from hypothesis import given
from hypothesis import strategies as st

from epicrisis.measures.intervals import Interval, bounds, same_day
from epicrisis.model import Quantity, TimeElement

NUMBERS = st.floats(0, 1e6)
SHARES = st.floats(0, 1)


@st.composite
def inside(draw: st.DrawFn, low: float = 0) -> tuple[Interval, float]:
    ends = sorted((draw(NUMBERS) + low, draw(NUMBERS) + low))
    share = draw(SHARES)
    return Interval(*ends), min(ends[1], ends[0] + share * (ends[1] - ends[0]))


def holds(interval: Interval, value: float) -> bool:
    slack = 1e-9 * max(1.0, abs(value))
    return interval.low - slack <= value <= interval.high + slack


@given(inside(), inside(low=1))
def test_arithmetic_keeps_the_true_value(one: tuple[Interval, float], two: tuple[Interval, float]):
    """Difference, product and quotient of true inputs lie in the computed intervals."""
    (a, x), (b, y) = one, two
    assert holds(a - b, x - y)
    assert holds(a.times(b), x * y)
    assert holds(a.over(b), x / y)


def test_a_comparator_opens_one_side():
    """`<8` of a concentration is 0 to 8, `>1500` has no upper bound, a range keeps both ends."""
    assert bounds(Quantity(value=8, comparator="<"), floor=0) == (0, 8)
    assert bounds(Quantity(value=1500, comparator=">")) == (1500, float("inf"))
    assert bounds(Quantity(value=35, high=45)) == (35, 45)


def test_a_vague_moment_is_never_the_same_day():
    """Two results are of one day only where both are dated to within a day."""
    exact, vague = TimeElement(earliest=3, latest=3), TimeElement(earliest=0, latest=30)
    assert same_day(exact, exact)
    assert not same_day(exact, vague)
    assert not same_day(None, exact)
