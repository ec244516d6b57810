"""Lanes below the curves: rows of items beside a name, none touching another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from epicrisis.plots.frame import GUTTER, Frame, Strip, letters, rule
from epicrisis.plots.layout import packed
from epicrisis.plots.lettering import NORMAL, wrapped
from epicrisis.plots.style import BLACK, FAINT, GREY
from epicrisis.plots.svg import Markup

ABOVE = 12.0  # room for a label over its bar
LINE = 9.0  # the line in which bars and marks stand
PAD = 3.0


@dataclass(frozen=True, slots=True)
class Item:
    """Something in a lane: the room it needs, and what draws it.

    Attributes:
        left: Where it and its label begin.
        right: Where they end.
        draw: Gives its mark-up, for the top of the line of bars.
        above: Room needed over that line.
        below: Room needed from its top on.
    """

    left: float
    right: float
    draw: Callable[[float], Markup]
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
    rows = packed([(item.left, item.right) for item in ordered])
    strip, y = Strip(top), top + PAD
    baselines = []
    for number in range(max(rows, default=0) + 1):
        row = [item for item, of in zip(ordered, rows, strict=True) if of == number]
        y += max((item.above for item in row), default=0.0)
        baselines.append(y + LINE - 0.8)
        strip.add(*(item.draw(y) for item in row))
        y += max((item.below for item in row), default=LINE) + PAD
    lines = wrapped(name, GUTTER - 16, NORMAL, most=2 if y - top > 30 else 1)
    first = baselines[0]
    for number, line in enumerate(lines):
        strip.add(letters(0, first + 12.5 * number, line, fill=BLACK))
    strip.bottom = max(y, first + 12.5 * (len(lines) - 1) + 5)
    strip.parts.insert(0, rule(0, strip.bottom, frame.right, strip.bottom, FAINT, 0.8))
    return strip
