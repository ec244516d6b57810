"""Swimmer figure: a bar a patient, its parts coloured by treatment, with marks for what happened.

The pale bar is the time a patient was followed. A part in full colour is certain; where a beginning
or an end lies between two days, that part is light and dashed. What happened between two days is a
line from the one to the other and no point. Marks that would cover each other stand one above the
other, each on its own day; a mark outside the bar is tied to it by a dotted line.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from math import isfinite

from epicrisis.errors import UnknownNameError
from epicrisis.plots.axes import Axis, day_axis, draw_below, unit_of
from epicrisis.plots.drawing import PAGE, Drawing, Sheet, counted, listed, missing, paragraph, short
from epicrisis.plots.frame import Strip
from epicrisis.plots.inputs import Swim
from epicrisis.plots.lettering import SMALL
from epicrisis.plots.lettering import width as wide
from epicrisis.plots.spans import Bounds
from epicrisis.plots.swatches import MARKS, assigned, definitions, draw_entries
from epicrisis.plots.swims import Look, draw_row, entries

TITLE = "Treatment and follow-up of each patient"
UNITS = ("days", "months", "years")
ORDERS = ("length", "given")
_ARROW = 16.0  # room right of the axis for what goes on
_HEAD = 24.0


def swimmer(
    rows: Sequence[Swim],
    *,
    zero: str = "",
    width: float = PAGE,
    order: str = "length",
    treatments: Sequence[str] = (),
    days: Bounds | None = None,
    unit: str = "",
    left_out: Sequence[tuple[str, str]] = (),
) -> Drawing:
    """Draw the patients in a figure as high as they need.

    Very many are drawn in several figures with the same `treatments` and `days`.

    Args:
        rows: The patients.
        zero: What day 0 is.
        width: In millimetres.
        order: `length` puts the longest followed first, `given` keeps the order.
        treatments: Treatments that get the first colours, in this order.
        days: First and last day of the axis, if it is to be longer than these patients need.
        unit: `days`, `months` or `years` on the axis; chosen by its length if not given.
        left_out: Patients who cannot be drawn, and why.

    Raises:
        InputError: No such width.
        UnknownNameError: No such order or unit.
    """
    if order not in ORDERS:
        raise UnknownNameError("order of a swimmer figure", order, ORDERS)
    if unit not in ("", *UNITS):
        raise UnknownNameError("unit of an axis of days", unit, UNITS)
    sheet = Sheet.of(width, TITLE, tuple(rows), zero, order, tuple(treatments), days, unit)
    shown = [row for row in rows if _days(row)]
    gone = [*((row.patient, "no time is known") for row in rows if not _days(row)), *left_out]
    undrawn = missing(gone, "Not drawn")
    if not shown:
        return sheet.nothing(
            TITLE, "n = 0: no patient has a known time. " + missing(gone, "Not drawn")
        )
    ordered = sorted(shown, key=_by_length) if order == "length" else shown
    gutter = min(
        max(wide(row.patient, SMALL) for row in ordered) + 12,
        sheet.width * (0.3 if sheet.narrow else 0.22),
    )
    found = [*chain.from_iterable(_days(row) for row in ordered), *(days or ())]
    axis = day_axis(found, gutter, sheet.width - _ARROW, unit=unit)
    look = _look(sheet, axis, ordered, treatments)
    return _drawn(look, ordered, zero, undrawn)


def _look(sheet: Sheet, axis: Axis, rows: Sequence[Swim], treatments: Sequence[str]) -> Look:
    labels = [spell.label for row in rows for spell in row.spells]
    happened = sorted({event.label for row in rows for event in row.events})
    marks = {name: MARKS[place % len(MARKS)] for place, name in enumerate(happened)}
    bar = 11.0 if len(rows) <= 25 else 8.0
    gap = 6.0 if len(rows) <= 25 else 2.5
    return Look(sheet.uid, axis, assigned(labels, treatments), marks, bar, gap)


def _drawn(look: Look, rows: Sequence[Swim], zero: str, undrawn: str) -> Drawing:
    axis, right = look.axis, look.axis.end + _ARROW
    strip = Strip(_HEAD)
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            strip.add(short(6, strip.bottom + 12, group, right - 12, weight="600", halo=True))
            strip.bottom += 18
        drawn = draw_row(look, row, strip.bottom)
        middle = (strip.bottom + drawn.bottom) / 2
        strip.add(short(axis.start - 6, middle + 3.4, row.patient, axis.start - 10, anchor="end"))
        strip.add(*drawn.parts)
        strip.bottom = drawn.bottom
    days = unit_of(axis).capitalize()
    title = f"{days} from {zero}" if zero else days
    below = draw_below(axis, strip.bottom + 2, title, top=_HEAD, within=(6, right - 6))
    key = draw_entries(entries(look, rows), below.bottom, right - 4)
    parts = [definitions(look.uid, look.fillings.values()), *below.parts, *strip.parts, *key.parts]
    head = f"n = {counted(len(rows), 'patient')}"
    parts.append(short(6, 14, head, right - 12, size=SMALL, weight="600"))
    notes = paragraph(undrawn, 6, key.bottom + 10, right - 12)
    bottom = key.bottom + 12 * len(notes) + 4
    described = f"{head}: {listed([row.patient for row in rows])}. {undrawn}".strip()
    return Sheet(right, look.uid).whole(TITLE, described, [*parts, *notes], bottom)


def _times(row: Swim) -> Iterator[Bounds]:
    for spell in row.spells:
        yield from (spell.start, spell.stop)
    for event in row.events:
        yield event.when
    yield from (time for time in (row.begin, row.until) if time is not None)


def _days(row: Swim) -> list[float]:
    """Give every day that is named in a row."""
    return [day for time in _times(row) for day in time if isfinite(day)]


def _by_length(row: Swim) -> tuple[float, str]:
    ends = [day for day in row.until or () if isfinite(day)] or _days(row)
    return -max(ends), row.patient
