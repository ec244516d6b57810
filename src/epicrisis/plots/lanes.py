"""Lanes below the curves: rows of items beside a name, none touching another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from epicrisis.plots.frame import GUTTER, Frame, Strip, letters, rule
from epicrisis.plots.layout import Box, Room, packed
from epicrisis.plots.lettering import NORMAL, wrapped
from epicrisis.plots.style import BLACK, FAINT, GREY
from epicrisis.plots.svg import Markup

LEADING = 12.0  # from one line of a label to the next
LINE = 9.0  # the line in which bars and marks stand
PAD = 3.0
_MOST_LEVELS = 5  # lines of labels over one row of bars


@dataclass(frozen=True, slots=True)
class Item:
    """Something in a lane: the room it needs, and what draws it.

    Attributes:
        left: Where it begins.
        right: Where it ends.
        draw: Gives its mark-up, for the top of the line of bars and the height over it at which
            the label stands, None where there is no room for the label.
        label: Where a label that stands over it begins and ends, None where it has none.
        above: Room needed over the line of bars for what is not such a label.
        below: Room needed from the top of that line on.
    """

    left: float
    right: float
    draw: Callable[[float, float | None], Markup]
    label: tuple[float, float] | None = None
    above: float = 0.0
    below: float = LINE


def draw_heading(words: str, top: float) -> Strip:
    """Draw the name of a group of lanes."""
    strip = Strip(top + 19)
    strip.add(letters(0, top + 13, words, fill=GREY, weight="600"))
    return strip


def draw_lane(frame: Frame, name: str, items: Sequence[Item], top: float) -> Strip:
    """Draw the items in as many rows as they need."""
    ordered = sorted(items, key=lambda item: (item.left, item.right))
    rows = packed([(item.left, item.right) for item in ordered], gap=1.5)
    strip, y = Strip(top), top + PAD
    baselines: list[float] = []
    for number in range(max(rows, default=0) + 1):
        row = [item for item, of in zip(ordered, rows, strict=True) if of == number]
        levels = label_levels(row)
        lines = max((level + 1 for level in levels if level is not None), default=0)
        above = max(item.above for item in row)
        if above and not baselines:
            baselines.append(y + LINE - 0.8)  # beside the first line of words
        y += max(LEADING * lines, above)
        baselines.append(y + LINE - 0.8)
        for item, level in zip(row, levels, strict=True):
            strip.add(item.draw(y, None if level is None else level * LEADING + 3))
        y += max((item.below for item in row), default=LINE) + PAD
    lines_of_name = wrapped(name, GUTTER - 16, NORMAL, most=2)
    first = baselines[0]
    for number, line in enumerate(lines_of_name):
        strip.add(letters(0, first + 12.5 * number, line, fill=BLACK))
    strip.bottom = max(y, first + 12.5 * (len(lines_of_name) - 1) + 5)
    strip.parts.insert(0, rule(0, strip.bottom, frame.right, strip.bottom, FAINT, 0.8))
    return strip


def label_levels(row: Sequence[Item]) -> list[int | None]:
    """Say on which line over a row each label stands, 0 the lowest; None where it has no room.

    Labels are put down from right to left: one that would run over the next item goes a line up,
    and the thin line that leads down from it meets no label to its right.
    """
    levels: list[int | None] = [None] * len(row)
    room = Room(Box(float("-inf"), float("-inf"), float("inf"), float("inf")))
    for number in reversed(range(len(row))):
        item = row[number]
        if item.label is None:
            continue
        low, high = item.label
        for level in range(_MOST_LEVELS):
            label = Box(low - 2, level, high + 3, level + 1)
            leader = Box(item.left - 1.5, 0, item.left + 1.5, level)
            if not any(b.touches(taken) for b in (label, leader) for taken in room.taken):
                room.take(label)
                room.take(leader)
                levels[number] = level
                break
    return levels
