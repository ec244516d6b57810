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
from epicrisis.plots.drawing import (
    PAGE,
    Drawing,
    Sheet,
    counted,
    head_of,
    listed,
    missing,
    notes_below,
    short,
)
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
    medians,
    middle,
    place,
    references,
    strength,
)

_HEAD = 26.0


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
    bare = [one.patient for one in patients if one not in shown]
    gone = missing([*((patient, "no value on a known day") for patient in bare), *left_out])
    if undated := sum(not drawable(r) for one in shown for r in one.readings):
        gone = f"{counted(undated, 'value')} on no known day not drawn. {gone}".strip()
    if not shown:
        why = f"{head_of(who, '0')}: no patient has a value on a known day. {gone}"
        return sheet.nothing(title, why.strip())
    across, up = _axes(sheet, shown, summaries, event, limit=limit)
    grid = draw_left(up, across.start, _value_title(analyte, unit, limit), right=across.end)
    days = unit_of(across).capitalize()
    time = f"{days} from {event}" if event else days
    below = draw_below(across, up.start, time, within=(6, sheet.width - 6))
    counts = counts_row(across, summaries, below.bottom)
    key = draw_entries(entries(shown, summaries, limit=limit), counts.bottom, sheet.width)
    notes = notes_below(gone, sheet, key.bottom)
    values = sum(len([r for r in one.readings if drawable(r)]) for one in shown)
    head = head_of(who, counted(len(shown), "patient"), counted(values, "value"))
    parts = [
        *grid.parts,
        *below.parts,
        *references(across, up, event, limit=limit),
        tag("g", *(course(across, up, one) for one in shown), opacity=strength(shown)),
        *medians(across, up, summaries),
        *_names(across, up, shown),
        *counts.parts,
        *key.parts,
        *notes,
        short(6, 14, head, sheet.width - 12, weight="600"),
    ]
    described = f"{head}: {listed([one.patient for one in shown])}. {gone}".strip()
    return sheet.whole(title, described, parts, key.bottom + 12 * len(notes) + 4)


def _value_title(analyte: str, unit: str, limit: bool) -> str:
    if limit:
        return f"{analyte} (× upper limit)"
    return f"{analyte} ({unit})" if unit else f"{analyte} (no unit)"


def _axes(
    sheet: Sheet,
    patients: Sequence[Readings],
    summaries: Sequence[Summary],
    event: str,
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
    left = room_left(up) + 8
    names = 0.0
    if len(patients) <= MOST_NAMES:
        longest = max(wide(one.patient, TINY) for one in patients)
        names = min(longest + 8, 0.2 * sheet.width)
    return day_axis(days, left, sheet.width - max(names, 14.0) - 4), up


def _names(across: Axis, up: Axis, patients: Sequence[Readings]) -> list[Markup]:
    """Name the lines of few patients at their ends, where there is room."""
    if len(patients) > MOST_NAMES:
        return []
    parts = []
    room = Room(Box(across.start, up.end - 6, 1.24 * across.end, up.start + 6))
    for reading in (r for one in patients for r in one.readings if drawable(r)):
        (left, right), y = place(across, reading), up.at(middle(reading, up))
        room.take(Box(left - 3, y - 3, right + 3, y + 3))
    for one in patients:
        last = [reading for reading in one.readings if drawable(reading)][-1]
        x, y = place(across, last)[1] + 6, up.at(middle(last, up))
        words = fitted(one.patient, max(across.end + 60 - x, 30), TINY)
        long = wide(words, TINY)
        box = room.place(Box(x, y - 5 + dy, x + long, y + 5 + dy) for dy in (0, -8, 8, -14, 14))
        if box:
            base = box.bottom - 2
            line = letters(x, base, words, size=TINY, fill=BLUE, halo=True)
            whole = words == one.patient
            parts.append(line if whole else tag("g", tag("title", one.patient), line))
    return parts
