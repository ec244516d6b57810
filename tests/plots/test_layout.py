"""Labels and rows: nothing touches, and nothing is moved without need."""

from hypothesis import given
from hypothesis import strategies as st

from epicrisis.plots.lanes import Item, label_levels
from epicrisis.plots.layout import Box, Room, packed
from epicrisis.plots.svg import Markup

SPANS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 90)), max_size=25).map(
    lambda pairs: sorted((low, low + length) for low, length in pairs)
)


@given(SPANS)
def test_packed_spans_of_a_row_do_not_touch(spans):
    """Each span has a row in which it is alone."""
    rows = packed(spans, gap=2)
    for number, (low, high) in enumerate(spans):
        for other, (start, end) in enumerate(spans[:number]):
            assert rows[number] != rows[other] or high + 2 <= start or end + 2 <= low


def test_spans_apart_share_the_first_row():
    """No row is used that is not needed."""
    assert packed([(0, 10), (20, 30), (40, 50)]) == [0, 0, 0]


@given(SPANS, st.integers(5, 120))
def test_labels_and_their_leaders_do_not_cross(spans, wide):
    """A label that is shown meets no other label, and no line that leads to one."""
    items = [
        Item(low, high, lambda _, __: Markup(""), (low, low + wide))
        for (low, high), row in zip(spans, packed(spans), strict=True)
        if row == 0
    ]
    levels = label_levels(items)
    shown = [(i, level) for i, level in zip(items, levels, strict=True) if level is not None]
    for one, level in shown:
        for other, height in shown:
            if one is other:
                continue
            low, high = one.label
            if level == height:
                assert high < other.label[0] or other.label[1] < low
            if level < height:
                assert not low < other.left < high


def test_full_room_gives_no_place():
    """A label for which there is no room is not placed on another."""
    room = Room(Box(0, 0, 10, 10))

    assert room.place([Box(0, 0, 8, 8)]) == Box(0, 0, 8, 8)
    assert room.place([Box(4, 4, 9, 9), Box(5, 5, 20, 9)]) is None
    assert room.place([Box(8, 8, 10, 10)]) == Box(8, 8, 10, 10)
