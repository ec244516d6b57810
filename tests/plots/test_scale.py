"""The axes keep order, hold every value, and break where nothing lies."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from epicrisis.plots.lettering import SMALL, width
from epicrisis.plots.scale import DayScale, ValueScale

DAYS = st.lists(st.floats(-5000, 5000), min_size=1, max_size=40)


@given(DAYS, st.floats(200, 900))
def test_days_keep_their_order_and_their_room(days, room):
    """A later day is never left of an earlier one, and all lie between the ends."""
    scale = DayScale.over(days, 100, 100 + room)
    places = [scale.x(day) for day in sorted(days)]

    assert places == sorted(places)
    assert all(99.9 <= place <= 100.1 + room for place in places)
    assert len(scale.segments) <= 3


@given(DAYS)
def test_no_day_lies_in_a_break(days):
    """The axis breaks between two days, never on one."""
    scale = DayScale.over(days, 0, 500)
    for place in scale.breaks:
        assert all(abs(scale.x(day) - place) > 4 for day in days)


@given(DAYS, st.sampled_from([0.0, 1.0]))
def test_ticks_do_not_run_into_one_another(days, origin):
    """Tick labels keep their distance and there is at least one on an axis of many days."""
    scale = DayScale.over(days, 150, 680)
    ticks = sorted(scale.ticks(origin), key=lambda tick: tick.x)
    for one, two in pairwise(ticks):
        half = (width(one.label, SMALL) + width(two.label, SMALL)) / 2
        assert two.x - one.x > half + 1


def test_a_stay_of_days_before_years_is_enlarged():
    """The first weeks get more than half of the axis, with a break after them."""
    scale = DayScale.over([1, 5, 9, 14, 22, 30, 400, 900], 0, 500)

    assert len(scale.breaks) == 1
    assert scale.x(30) > 250
    assert scale.crosses_break(30, 400)
    assert not scale.crosses_break(5, 30)


def test_history_years_before_is_set_apart():
    """An onset years before admission takes a strip of its own at the left."""
    scale = DayScale.over([-2000, 1, 4, 8, 15, 25, 33], 0, 500)

    assert len(scale.breaks) == 1
    assert scale.x(1) < 250


def test_admission_day_is_a_tick():
    """Where the report counts from day 1, the axis shows a 1."""
    scale = DayScale.over([1, 92, 326], 150, 680)
    labels = [tick.label for tick in scale.ticks(1.0)]

    assert labels[0] == "1"
    assert "100" in labels


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_values_keep_their_order(values):
    """A higher value is never drawn below a lower one."""
    scale = ValueScale.over(values, 10, 60)
    places = [scale.y(value) for value in sorted(values, reverse=True)]

    assert places == sorted(places)
    assert all(9.9 <= place <= 60.1 for place in places)
    assert len(scale.ticks()) <= 8


def test_wide_spans_are_logarithmic():
    """More than a factor of 30 is drawn on a logarithmic axis, with powers of ten."""
    scale = ValueScale.over([3, 9870], 10, 60)

    assert scale.log
    assert scale.ticks() == (10.0, 1000.0)
    assert not ValueScale.over([0, 9870], 10, 60).log
