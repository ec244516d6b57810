"""Trajectories: each patient's values as a thin line, the median of all as thick ones.

Days are counted from an event that every patient had. A value whose day is known within bounds is a
line as long as these, never a point; one that is only a bound (`<8`, `>1500`) is an open triangle
that points to where the true value lies. Lines join values whose order in time is certain. The
median stands over the days for which it was taken, with the number of patients below the axis.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import isfinite

from epicrisis.plots.axes import (
    Axis,
    day_axis,
    draw_below,
    draw_left,
    room_left,
    unit_of,
    value_axis,
)
from epicrisis.plots.drawing import PAGE, Drawing, Sheet, counted, listed, paragraph, short
from epicrisis.plots.frame import Strip, letters, rule
from epicrisis.plots.inputs import Reading, Readings, Summary
from epicrisis.plots.layout import Box, Room
from epicrisis.plots.lettering import SMALL, TINY, fitted
from epicrisis.plots.lettering import width as wide
from epicrisis.plots.style import BLACK, BLUE, GREY, VERMILION, WHITE
from epicrisis.plots.svg import Markup, joined, tag
from epicrisis.plots.swatches import Entry, draw_entries
from epicrisis.plots.swims import bounds_in_words

_HEAD = 26.0
_OPEN = 16.0  # length drawn of a day that is open at one side
_RADIUS = 2.5
_MOST_NAMES = 12  # patients up to which their lines are named


def trajectories(
    patients: Sequence[Readings],
    summaries: Sequence[Summary] = (),
    *,
    analyte: str,
    unit: str,
    event: str = "",
    limit: bool = False,
    width: float = PAGE,
    left_out: Sequence[tuple[str, str]] = (),
) -> Drawing:
    """Draw the courses of a value laid over one another.

    Args:
        patients: The values of each.
        summaries: The medians, in order of time.
        analyte: What was measured.
        unit: Its unit; where `limit` is true, the values are multiples of the upper limit instead.
        event: What days are counted from.
        limit: Whether the values are multiples of the upper limit of normal.
        width: In millimetres.
        left_out: Patients who give nothing, and why.

    Raises:
        InputError: No such width.
    """
    title = f"{analyte} over time in each patient"
    sheet = Sheet.of(width, title, tuple(patients), tuple(summaries), unit, event, limit)
    shown = [one for one in patients if any(map(_drawable, one.readings))]
    bare = [one.patient for one in patients if one not in shown]
    gone = _gone([*((patient, "no value on a known day") for patient in bare), *left_out])
    if not shown:
        return sheet.nothing(title, f"n = 0: no patient has a value on a known day. {gone}".strip())
    across, up = _axes(sheet, shown, summaries, event, limit=limit)
    grid = draw_left(up, across.start, _value_title(analyte, unit, limit), right=across.end)
    days = unit_of(across).capitalize()
    time = f"{days} from {event}" if event else days
    below = draw_below(across, up.start, time, within=(6, sheet.width - 6))
    counts = _counts_row(across, summaries, below.bottom)
    key = draw_entries(_entries(shown, summaries, limit=limit), counts.bottom, sheet.width)
    notes = paragraph(gone, 6, key.bottom + 10, sheet.width - 12) if gone else []
    values = sum(len([r for r in one.readings if _drawable(r)]) for one in shown)
    head = f"n = {counted(len(shown), 'patient')}, {counted(values, 'value')}"
    parts = [
        *grid.parts,
        *below.parts,
        *_references(across, up, event, limit=limit),
        tag("g", *(_course(across, up, one) for one in shown), opacity=_strength(shown)),
        *_medians(across, up, summaries),
        *_names(across, up, shown),
        *counts.parts,
        *key.parts,
        *notes,
        short(6, 14, head, sheet.width - 12, weight="600"),
    ]
    described = f"{head}: {listed([one.patient for one in shown])}. {gone}".strip()
    return sheet.whole(title, described, parts, key.bottom + 12 * len(notes) + 4)


def _drawable(reading: Reading) -> bool:
    return any(map(isfinite, reading.when)) and any(map(isfinite, _ends(reading)))


def _ends(reading: Reading) -> tuple[float, float]:
    """Give the lowest and highest value that is drawn; a bound stands at the number printed."""
    if reading.bound == "<":
        return reading.high, reading.high
    return (reading.low, reading.low) if reading.bound == ">" else (reading.low, reading.high)


def _value_title(analyte: str, unit: str, limit: bool) -> str:
    if limit:
        return f"{analyte} (multiples of upper limit)"
    return f"{analyte} ({unit})" if unit else f"{analyte} (no unit)"


def _axes(
    sheet: Sheet,
    patients: Sequence[Readings],
    summaries: Sequence[Summary],
    event: str,
    *,
    limit: bool,
) -> tuple[Axis, Axis]:
    readings = [r for one in patients for r in one.readings if _drawable(r)]
    values = [v for r in readings for v in _ends(r) if isfinite(v)]
    values += [v for one in summaries for v in one.median if isfinite(v)]
    if limit:
        values.append(1.0)
    days = [d for r in readings for d in r.when if isfinite(d)]
    days += [d for one in summaries if one.patients for d in (one.start, one.end)]
    days += [0.0] if event else []
    high = 0.55 if sheet.narrow else 0.42
    height = min(max(high * sheet.width, 170.0), 280.0)
    up = value_axis(values, _HEAD + height, _HEAD + 4, log=min(values) > 0)
    left = room_left(up) + 8
    names = 0.0
    if len(patients) <= _MOST_NAMES:
        longest = max(wide(one.patient, TINY) for one in patients)
        names = min(longest + 8, 0.2 * sheet.width)
    return day_axis(days, left, sheet.width - max(names, 14.0) - 4), up


def _references(across: Axis, up: Axis, event: str, *, limit: bool) -> list[Markup]:
    """Draw the day of the event, and the upper limit."""
    parts = []
    if event and across.low <= 0 <= across.high:
        x = across.at(0)
        look = {"stroke": GREY, "stroke_width": 1.0, "stroke_dasharray": "4 3"}
        parts.append(tag("line", x1=x, y1=up.end, x2=x, y2=up.start, **look))
    if limit:
        parts.append(rule(across.start, up.at(1.0), across.end, up.at(1.0), BLACK, 1.2))
    return parts


def _place(across: Axis, reading: Reading) -> tuple[float, float]:
    low, high = reading.when
    left = across.at(low) if isfinite(low) else max(across.at(high) - _OPEN, across.start)
    right = across.at(high) if isfinite(high) else min(across.at(low) + _OPEN, across.end)
    return left, right


def _strength(patients: Sequence[Readings]) -> float | None:
    """Give how strongly the lines of patients are drawn: the more there are, the paler."""
    return None if len(patients) <= _MOST_NAMES else max(0.35, 0.9 - len(patients) / 120)


def _course(across: Axis, up: Axis, one: Readings) -> Markup:
    """Draw a patient: thin lines, then the values on them."""
    shown = [reading for reading in one.readings if _drawable(reading)]
    lines = []
    for first, second in pairwise(shown):
        if first.when[1] < second.when[0]:
            (_, x1), (x2, _) = _place(across, first), _place(across, second)
            y1, y2 = (up.at(_middle(r, up)) for r in (first, second))
            dash = "2.5 2" if first.bound or second.bound else None
            look = {"stroke": BLUE, "stroke_width": 0.9, "stroke_opacity": 0.6}
            lines.append(tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke_dasharray=dash, **look))
    marks = [_value(across, up, one.patient, reading) for reading in shown]
    return tag("g", tag("title", one.patient), *lines, *marks)


def _middle(reading: Reading, up: Axis) -> float:
    """Give where a line meets a value: at the bound, or at the middle of a printed range."""
    low, high = _ends(reading)
    if low == high or not isfinite(low + high):
        return low if isfinite(low) else high
    return (low * high) ** 0.5 if up.log else (low + high) / 2


def _value(across: Axis, up: Axis, patient: str, reading: Reading) -> Markup:
    left, right = _place(across, reading)
    low, high = _ends(reading)
    y = up.at(_middle(reading, up))
    told = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    parts = [tag("title", f"{patient}: {reading.bound}{told}, {bounds_in_words(reading.when)}")]
    x = (left + right) / 2
    if isfinite(low + high) and low < high:
        parts += [rule(at, up.at(low), at, up.at(high), BLUE, 1.1) for at in (left, right)]
    if right - left > 1.5 or not all(map(isfinite, reading.when)):
        opens = [not isfinite(day) for day in reading.when]
        parts += _between(left, right, y, *opens)
        if reading.bound:
            parts.append(_bound(right, y, reading.bound))
    elif reading.bound:
        parts.append(_bound(x, y, reading.bound))
    elif low < high:
        parts += [rule(x - 2.5, up.at(v), x + 2.5, up.at(v), BLUE, 1.1) for v in (low, high)]
    else:
        parts.append(tag("circle", cx=x, cy=y, r=_RADIUS, fill=BLUE))
    return tag("g", *parts)


def _between(left: float, right: float, y: float, open_left: bool, open_right: bool) -> list[Markup]:
    """Draw a value measured on a day between two: thinner than the whiskers of a timeline."""
    parts = [rule(left, y, right, y, BLUE, 1.5)]
    for x, is_open, way in ((left, open_left, -1), (right, open_right, 1)):
        if is_open:
            tip = f"M{x - 3 * way:.2f} {y - 2.6:.2f}l{3 * way} 2.6l{-3 * way} 2.6"
            parts.append(tag("path", d=tip, fill="none", stroke=BLUE, stroke_width=1.1))
        else:
            parts.append(rule(x, y - 2.4, x, y + 2.4, BLUE, 1.1))
    return parts


def _bound(x: float, y: float, bound: str) -> Markup:
    """Draw an open triangle on its printed number, pointing to where the true value lies."""
    way = 1 if bound == "<" else -1
    path = f"M{x - 3.4:.2f} {y:.2f}h6.8l-3.4 {5.2 * way}z"
    return tag("path", d=path, fill=WHITE, stroke=BLUE, stroke_width=1.2)


def _medians(across: Axis, up: Axis, summaries: Sequence[Summary]) -> list[Markup]:
    """Draw each median over its days, neighbours joined by a thinner line."""
    shown = [one for one in summaries if one.patients and any(map(isfinite, one.median))]
    parts, last = [], None
    for one in shown:
        left, right = across.at(one.start), across.at(one.end)
        low, high = ((v if isfinite(v) else w) for v, w in (one.median, one.median[::-1]))
        top, bottom = up.at(high), up.at(low)
        if last:
            look = {"stroke": VERMILION, "stroke_width": 1.3, "stroke_dasharray": "3 1.5"}
            parts.append(tag("line", x1=last[0], y1=last[1], x2=left, y2=(top + bottom) / 2, **look))
        told = f"median of {counted(one.patients, 'patient')}: {one.median[0]:g}"
        told += f" to {one.median[1]:g}" if one.median[1] != one.median[0] else ""
        box = {"x": left, "y": top - 1.6, "width": right - left, "height": bottom - top + 3.2}
        shape = tag("rect", fill=VERMILION, stroke=WHITE, stroke_width=0.7, **box)
        if bottom - top > 1:
            pale = {"fill": VERMILION, "fill_opacity": 0.3, "stroke": VERMILION}
            shape = tag("rect", stroke_width=1.2, **pale, **box)
        parts.append(tag("g", tag("title", told), shape))
        last = right, (top + bottom) / 2
    return parts


def _counts_row(across: Axis, summaries: Sequence[Summary], top: float) -> Strip:
    """Set under the axis how many patients each median is of."""
    strip = Strip(top)
    if not summaries:
        return strip
    strip.bottom += 12
    strip.add(letters(6, strip.bottom, "n", size=TINY, fill=GREY))
    right = 16.0
    for one in summaries:
        x, words = (across.at(one.start) + across.at(one.end)) / 2, str(one.patients)
        if x - wide(words, TINY) / 2 > right:
            strip.add(letters(x, strip.bottom, words, size=TINY, anchor="middle"))
            right = x + wide(words, TINY) / 2 + 3
    strip.bottom += 3
    return strip


def _names(across: Axis, up: Axis, patients: Sequence[Readings]) -> list[Markup]:
    """Name the lines of few patients at their ends, where there is room."""
    if len(patients) > _MOST_NAMES:
        return []
    parts, edge = [], across.end + 0.24 * across.end
    room = Room(Box(across.start, up.end - 6, edge, up.start + 6))
    for one in patients:
        last = [reading for reading in one.readings if _drawable(reading)][-1]
        x, y = _place(across, last)[1] + 6, up.at(_middle(last, up))
        words = fitted(one.patient, max(across.end + 60 - x, 30), TINY)
        long = wide(words, TINY)
        box = room.place(Box(x, y - 5 + dy, x + long, y + 5 + dy) for dy in (0, -8, 8, -14, 14))
        if box:
            base = box.bottom - 2
            parts.append(letters(x, base, words, size=TINY, fill=BLUE, halo=True))
    return parts


def _entries(
    patients: Sequence[Readings], summaries: Sequence[Summary], *, limit: bool
) -> list[Entry]:
    readings = [r for one in patients for r in one.readings if _drawable(r)]
    found = [Entry(_sign_value, "value of one patient")]
    if any(reading.when[0] != reading.when[1] for reading in readings):
        found.append(Entry(_sign_between, "measured on a day between these"))
    if any(reading.bound for reading in readings):
        found.append(Entry(_sign_bound, "below, above what could be measured"))
    if any(one.patients for one in summaries):
        found.append(Entry(_sign_median, "median, n below the axis"))
    if limit:
        found.append(Entry(_sign_limit, "upper limit of normal"))
    return found


def _sign_value(x: float, y: float) -> Markup:
    line = rule(x, y, x + 20, y, BLUE, 0.9)
    return joined([line, tag("circle", cx=x + 10, cy=y, r=_RADIUS, fill=BLUE)])


def _sign_between(x: float, y: float) -> Markup:
    return joined(_between(x + 1, x + 19, y, False, False))


def _sign_bound(x: float, y: float) -> Markup:
    return joined([_bound(x + 5, y - 2, "<"), _bound(x + 15, y + 2, ">")])


def _sign_median(x: float, y: float) -> Markup:
    return tag("rect", x=x, y=y - 1.6, width=20, height=3.2, fill=VERMILION)


def _sign_limit(x: float, y: float) -> Markup:
    return rule(x, y, x + 20, y, BLACK, 1.2)


def _gone(left_out: Sequence[tuple[str, str]]) -> str:
    if not left_out:
        return ""
    return f"Missing: {listed([f'{patient} ({why})' for patient, why in left_out])}."


