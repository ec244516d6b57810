"""Kaplan-Meier figure: curves with their limits, the patients at risk, and names at their ends.

The band is that of the exact limits, which hold for few patients; where somebody entered late it is
Greenwood's, and the key says which. Where only intervals are known (Turnbull) the curve falls
somewhere within a box, and nothing is drawn inside that is not known.
"""

from collections.abc import Sequence
from math import isfinite

from epicrisis.plots.axes import Axis, day_axis, draw_below, draw_left, room_left, unit_of
from epicrisis.plots.curve_parts import (
    Group,
    band,
    boxes,
    censor_marks,
    entries,
    line_sample,
    names_beside,
    steps,
)
from epicrisis.plots.drawing import PAGE, Drawing, Sheet, counted, head_of, listed, missing, short
from epicrisis.plots.frame import Strip, letters
from epicrisis.plots.lettering import SMALL
from epicrisis.plots.lettering import width as wide
from epicrisis.plots.style import GREY
from epicrisis.plots.svg import Markup
from epicrisis.plots.swatches import LINES, draw_entries
from epicrisis.synthesis.estimates import Curve, IntervalCurve

TITLE = "Patients without the event over time"
_HEAD = 26.0
_RISK_ROW = 13.0
_MOST_BANDS = 3  # groups with more than this have no bands


def survival_curves(
    curves: Sequence[Curve | IntervalCurve],
    *,
    event: str = "the event",
    origin: str = "",
    unit: str = "",
    width: float = PAGE,
    events: int | None = None,
    left_out: Sequence[tuple[str, str]] = (),
    who: str = "",
) -> Drawing:
    """Draw the curves of one or several groups.

    Args:
        curves: One for each group, from times or from intervals.
        event: What is waited for.
        origin: What time is counted from.
        unit: Of time. Days are shown as months or years where they are many; any other word is
            written as it is.
        width: In millimetres.
        events: How many had the event; curves from intervals do not say it themselves.
        left_out: Patients who give nothing, and why.
        who: What kind of patients these are; stands before their number.

    Raises:
        InputError: No such width.
    """
    sheet = Sheet.of(width, TITLE, tuple(curves), event, origin, unit)
    shown = [curve for curve in curves if curve.patients]
    gone = missing(left_out)
    if not shown:
        return sheet.nothing(TITLE, f"{head_of(who, '0')}; no patient has a time. {gone}".strip())
    groups = _groups(shown)
    title = "Survival (%)" if event == "death" else f"Without {event} (%)"
    across, up = _axes(sheet, groups, unit, title)
    below = draw_below(
        across, up.start, _time_title(across, unit, origin), within=(6, sheet.width - 6)
    )
    risk = _risk_table(sheet, across, groups, below.bottom + 4)
    key = draw_entries(entries(groups, bands=len(groups) <= _MOST_BANDS), risk.bottom, sheet.width)
    parts = [
        *draw_left(up, across.start, title, right=across.end).parts,
        *below.parts,
        *_plotted(across, up, groups),
        *names_beside(across, up, groups),
        *risk.parts,
        *key.parts,
    ]
    head = _head(who, shown, event, events)
    return sheet.finished(TITLE, head, _described(shown), gone, parts, key.bottom)


def _groups(curves: Sequence[Curve | IntervalCurve]) -> list[Group]:
    return [
        Group(curve, curve.label, *LINES[place % len(LINES)]) for place, curve in enumerate(curves)
    ]


def _plotted(across: Axis, up: Axis, groups: Sequence[Group]) -> list[Markup]:
    """Draw bands first, then boxes, curves and the marks on them."""
    parts: list[Markup] = []
    if len(groups) <= _MOST_BANDS:
        parts += [part for group in groups for part in band(across, up, group)]
    parts += [part for group in groups for part in boxes(across, up, group)]
    parts += [part for group in groups for part in steps(across, up, group)]
    return parts + [part for group in groups for part in censor_marks(across, up, group)]


def _axes(sheet: Sheet, groups: Sequence[Group], unit: str, title: str) -> tuple[Axis, Axis]:
    """Lay out both axes."""
    left = max(room_left(Axis(0, 1, 150, 0, per=0.01), title) + 6, _risk_room(sheet, groups))
    right = sheet.width - 14
    ends = [time for group in groups for time in group.times if isfinite(time)]
    last = max(ends, default=1.0) or 1.0
    if any(group.open_end for group in groups):
        last *= 1.12
    if unit == "days":
        across = day_axis([0.0, last], left, right)
    else:
        across = Axis(0.0, last * 1.02, left, right)
    height = min(max(0.62 * (right - left), 150.0), 250.0)
    return across, Axis(0.0, 1.0, _HEAD + height, _HEAD + 4, per=0.01)


def _risk_room(sheet: Sheet, groups: Sequence[Group]) -> float:
    """Give the room left of the axis for names beside the numbers at risk; 0 if they go above."""
    names = [group.name or "At risk" for group in groups if isinstance(group.curve, Curve)]
    longest = max((wide(name, SMALL) for name in names), default=0.0) + 46
    return longest if longest <= 0.3 * sheet.width else 0.0


def _time_title(across: Axis, unit: str, origin: str) -> str:
    since = f" from {origin}" if origin else ""
    if unit == "days":
        return f"{unit_of(across).capitalize()}{since}"
    return f"Time{since} ({unit or 'in the unit of the table'})"


def _risk_table(sheet: Sheet, across: Axis, groups: Sequence[Group], top: float) -> Strip:
    """Set the numbers at risk under the ticks; who is known by intervals has none."""
    strip = Strip(top)
    told = [group for group in groups if isinstance(group.curve, Curve)]
    if not told:
        return strip
    strip.bottom += 9
    strip.add(letters(6, strip.bottom, "At risk", size=SMALL, fill=GREY))
    named = len(told) > 1 or bool(told[0].name)
    beside = _risk_room(sheet, groups) > 0
    for group in told:
        if named:
            strip.bottom += _RISK_ROW
            strip.add(line_sample(group, 6, strip.bottom - 3.5))
            room = across.start - 44 if beside else sheet.width - 36
            strip.add(short(30, strip.bottom, group.name or "all", room))
        if named and not beside:
            strip.bottom += _RISK_ROW
        strip.add(*_numbers(across, group, strip.bottom))
    strip.bottom += 4
    return strip


def _numbers(across: Axis, group: Group, y: float) -> list[Markup]:
    curve = group.curve
    if not isinstance(curve, Curve):
        return []
    return [
        letters(across.at(time), y, str(curve.at_risk(time)), size=SMALL, anchor="middle")
        for time, _ in across.ticks()
    ]


def _head(who: str, curves: Sequence[Curve | IntervalCurve], event: str, events: int | None) -> str:
    patients = counted(sum(curve.patients for curve in curves), "patient")
    days = [curve for curve in curves if isinstance(curve, Curve)]
    loose = [] if len(days) == len(curves) else ["times known within intervals"]
    if events is None and not loose:
        events = sum(curve.events for curve in days)
    told = [] if events is None else [f"{events} with {event}"]
    return head_of(who, patients, *told, *loose)


def _described(curves: Sequence[Curve | IntervalCurve]) -> str:
    return "; ".join(
        f"{curve.label or 'all'}: {listed(curve.ids) or counted(curve.patients, 'patient')}"
        for curve in curves
    )
