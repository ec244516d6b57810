"""Trajectories: each patient's values as a thin line, the median of all as thick ones.

Days are counted from an event that every patient had. A value whose day is known within bounds is a
line as long as these, never a point; one that is only a bound (`<8`, `>1500`) is an open triangle
that points to where the true value lies. Lines join values whose order in time is certain. The
median stands over the days for which it was taken, with the number of patients below the axis.
"""

from collections.abc import Sequence
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
from epicrisis.plots.drawing import PAGE, Drawing, Sheet, counted, head_of, listed, missing
from epicrisis.plots.frame import letters
from epicrisis.plots.inputs import Readings, Summary
from epicrisis.plots.layout import Box, Room
from epicrisis.plots.lettering import TINY, fitted
from epicrisis.plots.lettering import width as wide
from epicrisis.plots.style import BLUE
from epicrisis.plots.svg import Markup, tag
from epicrisis.plots.swatches import draw_entries
from epicrisis.plots.trajectory_parts import (
    MOST_NAMES,
    counts_row,
    course,
    drawable,
    ends,
    entries,
    line_boxes,
    medians,
    middle,
    place,
    references,
    strength,
    value_boxes,
)

_HEAD = 26.0
_ASIDE = (0, -8, 8, -14, 14, -20, 20)  # how far a name may stand from its line


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
    who: str = "",
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
        who: What kind of patients these are; stands before their number.

    Raises:
        InputError: No such width.
    """
    title = f"{analyte} over time in each patient"
    sheet = Sheet.of(width, title, tuple(patients), tuple(summaries), unit, event, limit)
    shown = [one for one in patients if any(map(drawable, one.readings))]
    gone = _gone(patients, left_out)
    if not shown:
        why = f"{head_of(who, '0')}; no patient has a value on a known day. {gone}"
        return sheet.nothing(title, why.strip())
    value = f"{analyte} (× upper limit)" if limit else f"{analyte} ({unit or 'no unit'})"
    across, up = _axes(sheet, shown, summaries, event, value, limit=limit)
    below = draw_below(across, up.start, _since(across, event), within=(6, sheet.width - 6))
    counts = counts_row(across, summaries, below.bottom)
    key = draw_entries(entries(shown, summaries, limit=limit), counts.bottom, sheet.width)
    parts = [
        *draw_left(up, across.start, value, right=across.end).parts,
        *below.parts,
        *references(across, up, event, limit=limit),
        tag("g", *(course(across, up, one) for one in shown), opacity=strength(shown)),
        *medians(across, up, summaries),
        *_names(across, up, shown, limit=limit),
        *counts.parts,
        *key.parts,
    ]
    values = counted(sum(drawable(r) for one in shown for r in one.readings), "value")
    head = head_of(who, counted(len(shown), "patient"), values)
    names = listed([one.patient for one in shown])
    return sheet.finished(title, head, names, gone, parts, key.bottom)


def _gone(patients: Sequence[Readings], left_out: Sequence[tuple[str, str]]) -> str:
    """Name the patients, and count the values, that have no place in the figure."""
    bare = [one.patient for one in patients if not any(map(drawable, one.readings))]
    told = missing([*((patient, "no value on a known day") for patient in bare), *left_out])
    others = (one for one in patients if one.patient not in bare)
    undated = sum(not drawable(reading) for one in others for reading in one.readings)
    words = f"{counted(undated, 'value')} on no known day not drawn." if undated else ""
    return f"{words} {told}".strip()


def _since(across: Axis, event: str) -> str:
    days = unit_of(across).capitalize()
    return f"{days} from {event}" if event else days


def _axes(
    sheet: Sheet,
    patients: Sequence[Readings],
    summaries: Sequence[Summary],
    event: str,
    value: str,
    *,
    limit: bool,
) -> tuple[Axis, Axis]:
    readings = [r for one in patients for r in one.readings if drawable(r)]
    values = [v for r in readings for v in ends(r) if isfinite(v)]
    values += [v for one in summaries for v in one.median if isfinite(v)]
    if limit:
        values.append(1.0)
    days = [d for r in readings for d in r.when if isfinite(d)]
    days += [d for one in summaries if one.patients for d in (one.start, one.end)]
    days += [0.0] if event else []
    high = 0.55 if sheet.narrow else 0.42
    height = min(max(high * sheet.width, 170.0), 280.0)
    up = value_axis(values, _HEAD + height, _HEAD + 4, log=min(values) > 0)
    left = room_left(up, value) + 8
    names = 0.0
    if len(patients) <= MOST_NAMES:
        longest = max(wide(one.patient, TINY) for one in patients)
        names = min(longest + 8, 0.2 * sheet.width)
    return day_axis(days, left, sheet.width - max(names, 14.0) - 4), up


def _names(across: Axis, up: Axis, patients: Sequence[Readings], *, limit: bool) -> list[Markup]:
    """Name the lines of few patients at their ends: off all lines, or at least off all values."""
    if len(patients) > MOST_NAMES:
        return []
    parts, bounds = [], Box(across.start, up.end - 6, 1.24 * across.end, up.start - 1)
    values = [box for one in patients for box in value_boxes(across, up, one)]
    lines = [box for one in patients for box in line_boxes(across, up, one)]
    lines += [Box(across.start, up.at(1) - 1, across.end, up.at(1) + 1)] if limit else []
    free, clear = Room(bounds, list(values)), Room(bounds, [*values, *lines])
    for one in patients:
        last = [reading for reading in one.readings if drawable(reading)][-1]
        x, y = place(across, last)[1] + 6, up.at(middle(last, up))
        words = fitted(one.patient, max(across.end + 60 - x, 30), TINY)
        spots = [Box(x, y - 5 + dy, x + wide(words, TINY), y + 5 + dy) for dy in _ASIDE]
        box = clear.place(spots) or free.place(spots)
        if box:
            free.take(box)
            clear.take(box)
            line = letters(x, box.bottom - 2, words, size=TINY, fill=BLUE, halo=True)
            whole = words == one.patient
            parts.append(line if whole else tag("g", tag("title", one.patient), line))
    return parts
