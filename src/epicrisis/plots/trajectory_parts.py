"""The parts of a figure of trajectories: courses of patients, medians, and the key to them."""

from collections.abc import Sequence
from itertools import pairwise
from math import isfinite

from epicrisis.plots.axes import Axis
from epicrisis.plots.bars import whisker
from epicrisis.plots.drawing import counted
from epicrisis.plots.frame import Strip, letters, rule
from epicrisis.plots.inputs import Reading, Readings, Summary
from epicrisis.plots.layout import Box, packed
from epicrisis.plots.lettering import TINY
from epicrisis.plots.lettering import width as wide
from epicrisis.plots.style import BLACK, BLUE, GREY, VERMILION, WHITE
from epicrisis.plots.svg import Markup, Paint, joined, tag
from epicrisis.plots.swatches import Entry
from epicrisis.plots.swims import bounds_in_words

_OPEN = 16.0  # length drawn of a day that is open at one side
_RADIUS = 2.5
MOST_NAMES = 12  # patients up to which their lines are named


def drawable(reading: Reading) -> bool:
    """Say whether a value and a day of it are known, at least at one side."""
    return any(map(isfinite, reading.when)) and any(map(isfinite, ends(reading)))


def ends(reading: Reading) -> tuple[float, float]:
    """Give the lowest and highest value that is drawn; a bound stands at the number printed."""
    if reading.bound == "<":
        return reading.high, reading.high
    return (reading.low, reading.low) if reading.bound == ">" else (reading.low, reading.high)


def references(across: Axis, up: Axis, event: str, *, limit: bool) -> list[Markup]:
    """Draw the day of the event, and the upper limit."""
    parts = []
    if event and across.low <= 0 <= across.high:
        x = across.at(0)
        look: Paint = {"stroke": GREY, "stroke_width": 1.0, "stroke_dasharray": "4 3"}
        parts.append(tag("line", x1=x, y1=up.end, x2=x, y2=up.start, **look))
    if limit:
        parts.append(rule(across.start, up.at(1.0), across.end, up.at(1.0), BLACK, 1.2))
    return parts


def place(across: Axis, reading: Reading) -> tuple[float, float]:
    """Give from where to where a value lies along the axis of days."""
    low, high = reading.when
    left = across.at(low) if isfinite(low) else max(across.at(high) - _OPEN, across.start)
    right = across.at(high) if isfinite(high) else min(across.at(low) + _OPEN, across.end)
    return left, right


def value_boxes(across: Axis, up: Axis, one: Readings) -> list[Box]:
    """Give the boxes that a patient's values take."""
    found = []
    for reading in filter(drawable, one.readings):
        (left, right), y = place(across, reading), up.at(middle(reading, up))
        found.append(Box(left - 3, y - 3, right + 3, y + 3))
    return found


def line_boxes(across: Axis, up: Axis, one: Readings) -> list[Box]:
    """Give small boxes along the lines from value to value."""
    found = []
    for first, second in pairwise(filter(drawable, one.readings)):
        x1, x2 = place(across, first)[1], place(across, second)[0]
        y1, y2 = (up.at(middle(r, up)) for r in (first, second))
        count = max(1, int(max(abs(x2 - x1), abs(y2 - y1)) / 4))
        points = (
            (x1 + (x2 - x1) * n / count, y1 + (y2 - y1) * n / count) for n in range(count + 1)
        )
        found += [Box(x - 1, y - 1, x + 1, y + 1) for x, y in points]
    return found


def strength(patients: Sequence[Readings]) -> float | None:
    """Give how strongly the lines of patients are drawn: the more there are, the paler."""
    return None if len(patients) <= MOST_NAMES else max(0.35, 0.9 - len(patients) / 120)


def course(across: Axis, up: Axis, one: Readings) -> Markup:
    """Draw a patient: thin lines, then the values on them."""
    shown = [reading for reading in one.readings if drawable(reading)]
    lines = []
    for first, second in pairwise(shown):
        if first.when[1] < second.when[0]:
            (_, x1), (x2, _) = place(across, first), place(across, second)
            y1, y2 = (up.at(middle(r, up)) for r in (first, second))
            dash = "2.5 2" if first.bound or second.bound else None
            look: Paint = {"stroke": BLUE, "stroke_width": 0.9, "stroke_opacity": 0.6}
            lines.append(tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke_dasharray=dash, **look))
    marks = [_value(across, up, one.patient, reading) for reading in shown]
    return tag("g", tag("title", one.patient), *lines, *marks)


def middle(reading: Reading, up: Axis) -> float:
    """Give where a line meets a value: at the bound, or at the middle of a printed range."""
    low, high = ends(reading)
    if low == high or not isfinite(low + high):
        return low if isfinite(low) else high
    return (low * high) ** 0.5 if up.log else (low + high) / 2


def _value(across: Axis, up: Axis, patient: str, reading: Reading) -> Markup:
    left, right = place(across, reading)
    low, high = ends(reading)
    y = up.at(middle(reading, up))
    told = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    parts = [tag("title", f"{patient}: {reading.bound}{told}, {bounds_in_words(reading.when)}")]
    x = (left + right) / 2
    if isfinite(low + high) and low < high:
        parts += [rule(at, up.at(low), at, up.at(high), BLUE, 1.1) for at in (left, right)]
    if right - left > 1.5 or not all(map(isfinite, reading.when)):
        first, last = (not isfinite(day) for day in reading.when)
        parts += whisker(left, right, y, BLUE, open_left=first, open_right=last, thin=True)
        if reading.bound:
            parts.append(_bound(right, y, reading.bound))
    elif reading.bound:
        parts.append(_bound(x, y, reading.bound))
    elif low < high:
        parts += [rule(x - 2.5, up.at(v), x + 2.5, up.at(v), BLUE, 1.1) for v in (low, high)]
    else:
        parts.append(tag("circle", cx=x, cy=y, r=_RADIUS, fill=BLUE))
    return tag("g", *parts)


def _bound(x: float, y: float, bound: str) -> Markup:
    """Draw an open triangle on its printed number, pointing to where the true value lies."""
    way = 1 if bound == "<" else -1
    path = f"M{x - 3.4:.2f} {y:.2f}h6.8l-3.4 {5.2 * way}z"
    return tag("path", d=path, fill=WHITE, stroke=BLUE, stroke_width=1.2)


def _is_median(one: Summary) -> bool:
    """Say whether it is of two patients or more: one patient has a line already."""
    return one.patients > 1 and any(map(isfinite, one.median))


def medians(across: Axis, up: Axis, summaries: Sequence[Summary]) -> list[Markup]:
    """Draw each median over its days, neighbours joined by a thinner line."""
    shown = [one for one in summaries if _is_median(one)]
    parts, last = [], None
    for one in shown:
        left, right = across.at(one.start), across.at(one.end)
        low, high = ((v if isfinite(v) else w) for v, w in (one.median, one.median[::-1]))
        top, bottom = up.at(high), up.at(low)
        if last:
            look: Paint = {"stroke": VERMILION, "stroke_width": 1.3, "stroke_dasharray": "3 1.5"}
            parts.append(
                tag("line", x1=last[0], y1=last[1], x2=left, y2=(top + bottom) / 2, **look)
            )
        told = f"median of {counted(one.patients, 'patient')}: {one.median[0]:g}"
        told += f" to {one.median[1]:g}" if one.median[1] != one.median[0] else ""
        box: Paint = {
            "x": left,
            "y": top - 1.6,
            "width": right - left,
            "height": bottom - top + 3.2,
        }
        shape = tag("rect", fill=VERMILION, stroke=WHITE, stroke_width=0.7, **box)
        if bottom - top > 1:
            pale: Paint = {"fill": VERMILION, "fill_opacity": 0.3, "stroke": VERMILION}
            shape = tag("rect", stroke_width=1.2, **pale, **box)
        parts.append(tag("g", tag("title", told), shape))
        last = right, (top + bottom) / 2
    return parts


def counts_row(across: Axis, summaries: Sequence[Summary], top: float) -> Strip:
    """Set under the axis how many patients each median is of, in lines as many as that takes."""
    strip = Strip(top)
    shown = [one for one in summaries if one.patients]
    if not shown:
        return strip
    strip.add(letters(6, top + 12, "n", size=TINY, fill=GREY))
    places = [(across.at(one.start) + across.at(one.end)) / 2 for one in shown]
    halves = [wide(str(one.patients), TINY) / 2 for one in shown]
    spans = [(x - half, x + half) for x, half in zip(places, halves, strict=True)]
    lines = packed(spans, gap=4.0)
    for one, x, line in zip(shown, places, lines, strict=True):
        y = top + 12 + 11 * line
        strip.add(letters(x, y, str(one.patients), size=TINY, anchor="middle"))
    strip.bottom += 15 + 11 * max(lines)
    return strip


def entries(
    patients: Sequence[Readings], summaries: Sequence[Summary], *, limit: bool
) -> list[Entry]:
    """Give the key: those signs that are in use."""
    readings = [r for one in patients for r in one.readings if drawable(r)]
    found = [Entry(_sign_value, "value of one patient")]
    if any(reading.when[0] != reading.when[1] for reading in readings):
        found.append(Entry(_sign_between, "measured on a day between these"))
    if any(reading.bound for reading in readings):
        found.append(Entry(_sign_bound, "below, above what could be measured"))
    if any(map(_is_median, summaries)):
        found.append(Entry(_sign_median, "median, n below the axis"))
    if limit:
        found.append(Entry(_sign_limit, "upper limit of normal"))
    return found


def _sign_value(x: float, y: float) -> Markup:
    line = rule(x, y, x + 20, y, BLUE, 0.9)
    return joined([line, tag("circle", cx=x + 10, cy=y, r=_RADIUS, fill=BLUE)])


def _sign_between(x: float, y: float) -> Markup:
    return joined(whisker(x + 1, x + 19, y, BLUE, open_left=False, open_right=False, thin=True))


def _sign_bound(x: float, y: float) -> Markup:
    return joined([_bound(x + 5, y - 2, "<"), _bound(x + 15, y + 2, ">")])


def _sign_median(x: float, y: float) -> Markup:
    return tag("rect", x=x, y=y - 1.6, width=20, height=3.2, fill=VERMILION)


def _sign_limit(x: float, y: float) -> Markup:
    return rule(x, y, x + 20, y, BLACK, 1.2)
