"""A few patients who were followed far longer squeeze nobody, and nothing is left out."""

import pytest

from epicrisis.plots import Happening, Swim, swimmer
from epicrisis.plots.broken import BrokenAxis, broken_axis, main_stretch
from make_figures import day

SHORT = [(0.0, 90.0), (-4.0, 60.0), (0.0, 30.0), (0.0, 45.0), (0.0, 80.0)]


def rows(longest: float) -> list[Swim]:
    known = [
        Swim(f"P{n}", (), (Happening("seen", day(last)),), day(first), day(last))
        for n, (first, last) in enumerate(SHORT)
    ]
    event = Happening("relapse", day(longest / 2))
    return [*known, Swim("Long", (), (event,), day(0), day(longest))]


@pytest.mark.parametrize(
    ("ends", "main"),
    [
        ([*SHORT, (0.0, 9000.0)], (-4.0, 90.0)),
        ([*SHORT, (-9000.0, 20.0)], (-4.0, 90.0)),
        ([*SHORT, (-9000.0, 9000.0)], (-4.0, 90.0)),
        (SHORT, None),
        ([*SHORT, (0.0, 150.0)], None),  # no longer than all the others once more
        ([(0.0, 9.0), (0.0, 8.0), (0.0, 900.0)], None),  # too few to say who is far longer
        ([(0.0, 5.0), (0.0, 500.0)] * 3, None),  # half of them are no exception
        ([(0.0, 0.0)] * 5 + [(0.0, 70.0)], None),  # nothing to give the room to
    ],
)
def test_a_break_comes_where_few_need_more_room_than_all_others(ends, main):
    """At either side, for one in five at most, among four patients at least."""
    assert main_stretch(ends) == main


def test_days_keep_their_order_and_have_their_own_places():
    """Across both breaks; ticks stand on every stretch, where their days are."""
    axis = broken_axis([-9000.0, -4.0, 0.0, 90.0, 9000.0], (-4.0, 90.0), 100, 600)
    places = [axis.at(day) for day in (-9000, -5000, -4, 0, 50, 90, 5000, 9000)]

    assert isinstance(axis, BrokenAxis)
    assert len(axis.parts) == 3
    assert places == sorted(set(places))
    assert 100 <= places[0] < places[-1] <= 600
    assert axis.at(90) - axis.at(-4) > 0.6 * 500
    for part in axis.parts:
        assert any(part.low <= value <= part.high for value, _ in axis.ticks())


def test_a_long_follow_up_squeezes_nobody(figure):
    """The others keep most of the room, and the long one keeps its marks; the cut is drawn."""
    whole, broken = swimmer(rows(120.0), width=175), swimmer(rows(9000.0), width=175)

    assert 'stroke-width="5"' not in whole
    assert 'stroke-width="5"' in broken
    assert "Long" in figure(broken).words
    assert "relapse: day 4500" in broken
    for width in (85, 175):
        figure(swimmer(rows(9000.0), width=width)).check(width)
