"""Swimmer figure: a bar a patient, its parts coloured by treatment, with marks for what happened.

The pale bar is the time a patient was followed. A part in full colour is certain; where a beginning
or an end lies between two days, that part is light and dashed. What happened between two days is a
line from the one to the other and no point. Marks that would cover each other stand one above the
other, each on its own day; a mark outside the bar is tied to it by a dotted line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from math import isfinite

from epicrisis.errors import UnknownNameError
from epicrisis.plots.axes import draw_below, ticks_above, unit_of
from epicrisis.plots.broken import breaks, broken_axis, main_stretch
from epicrisis.plots.drawing import PAGE, Drawing, Sheet, counted, listed, missing, short
from epicrisis.plots.frame import Strip
from epicrisis.plots.inputs import Swim
from epicrisis.plots.lettering import SMALL, TINY
from epicrisis.plots.lettering import width as wide
from epicrisis.plots.spans import Bounds
from epicrisis.plots.swatches import MARKS, assigned, definitions, draw_entries
from epicrisis.plots.swims import Look, Size, draw_row, entries

TITLE = "Treatment and follow-up of each patient"
UNITS = ("days", "months", "years")
ORDERS = ("length", "given")
_ARROW = 16.0  # room right of the axis for what goes on
_HEAD = 24.0
_MOST_UNDATED = 8  # patients whose undated treatments and events are named
_TALL = 500.0  # a figure higher than this has its days at the top, too


def swimmer(
    rows: Sequence[Swim],
    *,
    zero: str = "",
    width: float = PAGE,
    order: str = "length",
    treatments: Sequence[str] = (),
    events: Sequence[str] = (),
    beside: Sequence[Swim] = (),
    unit: str = "",
    left_out: Sequence[tuple[str, str]] = (),
) -> Drawing:
    """Draw the patients in a figure as high as they need.

    Very many are drawn in several figures with the same `treatments` and `events`, each with all
    patients `beside` it. Where a few were followed far longer than the others, the axis has a
    break, beyond which their time is squeezed.

    Args:
        rows: The patients.
        zero: What day 0 is.
        width: In millimetres.
        order: `length` puts the longest followed first, `given` keeps the order.
        treatments: Treatments that get the first colours, in this order.
        events: Kinds of events that get the first marks, in this order.
        beside: All patients of the figures that share an axis, these among them.
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
    sheet = Sheet.of(width, TITLE, tuple(rows), zero, order, tuple(treatments), tuple(beside), unit)
    shown = [_dated(row) for row in rows if _days(row)]
    gone = [*((row.patient, "no time is known") for row in rows if not _days(row)), *left_out]
    undrawn = f"{missing(gone, 'Not drawn')} {_undated(shown)}".strip()
    if not shown:
        return sheet.nothing(TITLE, f"n = 0; no patient has a known time. {undrawn}".strip())
    groups = {row.group: place for place, row in reversed(list(enumerate(shown)))}
    if order == "length":
        shown.sort(key=lambda row: (groups[row.group], -_last(row), row.patient))
    size = _size(sheet, len(shown))
    names = max(wide(row.patient, size.words) for row in shown) + 12
    gutter = min(names, sheet.width * (0.36 if sheet.narrow else 0.24))
    held = [found for row in beside or shown if (found := _days(row))]
    main = main_stretch([(min(found), max(found)) for found in held])
    every = list(chain.from_iterable(held))
    axis = broken_axis(every, main, gutter, sheet.width - _ARROW, unit=unit)
    labels = [spell.label for row in shown for spell in row.spells]
    look = Look(sheet.uid, axis, assigned(labels, treatments), _marks(shown, events), size)
    return _drawn(look, shown, zero, undrawn)


def _dated(row: Swim) -> Swim:
    """Take what has no known day out of a row, and name it."""
    spells = [one for one in row.spells if any(map(isfinite, (*one.start, *one.stop)))]
    events = [one for one in row.events if any(map(isfinite, one.when))]
    bare = [one.label for one in row.spells if one not in spells]
    bare += [one.label for one in row.events if one not in events]
    undated = (*row.undated, *bare)
    return replace(row, spells=tuple(spells), events=tuple(events), undated=undated)


def _undated(rows: Sequence[Swim]) -> str:
    """Name what was given or happened on a day that is not told."""
    told = [f"{row.patient}: {', '.join(row.undated)}" for row in rows if row.undated]
    more = len(told) - _MOST_UNDATED
    told[_MOST_UNDATED:] = [f"and {counted(more, 'more patient')}"] if more > 0 else []
    return f"On a day not told: {'; '.join(told)}." if told else ""


def _size(sheet: Sheet, rows: int) -> Size:
    """Choose how high rows are: the more there are, the lower, but names stay readable."""
    if rows <= 25:
        return Size(11.0, 6.0, 6.0, 3.2, TINY if sheet.narrow else SMALL)
    return Size(8.0, 5.0, 2.5, 2.9, TINY) if rows <= 60 else Size(7.6, 3.6, 2.2, 2.3, TINY)


def _marks(rows: Sequence[Swim], first: Sequence[str]) -> dict[str, str]:
    """Give each kind of event a mark; those of more kinds than there are marks share the last."""
    known = {event.label for row in rows for event in row.events}
    names = [*first, *sorted(known.difference(first))]
    return {name: MARKS[min(place, len(MARKS) - 1)] for place, name in enumerate(names)}


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
        words = look.size.words
        strip.add(
            short(
                axis.start - 6,
                middle + 0.34 * words,
                row.patient,
                axis.start - 10,
                size=words,
                anchor="end",
            )
        )
        strip.add(*drawn.parts)
        strip.bottom = drawn.bottom
    days = unit_of(axis).capitalize()
    title = f"{days} from {zero}" if zero else days
    strip.add(*breaks(axis, _HEAD, strip.bottom + 2))
    below = draw_below(axis, strip.bottom + 2, title, top=_HEAD, within=(6, right - 6))
    if strip.bottom > _TALL:
        below.add(*ticks_above(axis, _HEAD))
    key = draw_entries(entries(look, rows), below.bottom, right - 4)
    parts = [definitions(look.uid, look.fillings.values()), *below.parts, *strip.parts, *key.parts]
    head = f"n = {counted(len(rows), 'patient')}"
    names = listed([row.patient for row in rows])
    return Sheet(right, look.uid).finished(TITLE, head, names, undrawn, parts, key.bottom)


def _times(row: Swim) -> Iterator[Bounds]:
    for spell in row.spells:
        yield from (spell.start, spell.stop)
    for event in row.events:
        yield event.when
    yield from (time for time in (row.begin, row.until) if time is not None)


def _days(row: Swim) -> list[float]:
    """Give every day that is named in a row."""
    return [day for time in _times(row) for day in time if isfinite(day)]


def _last(row: Swim) -> float:
    """Give the day on which a patient was last seen."""
    ends = [day for day in row.until or () if isfinite(day)] or _days(row)
    return max(ends)
