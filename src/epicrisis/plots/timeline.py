"""The course of one patient as a figure: curves of results above, treatment and care below.

All parts share one axis of days. What the report leaves uncertain is drawn uncertain: a result
dated "at six months" is a line as long as its bounds, a treatment of unknown end fades out, and
what was planned is an outline and never a bar.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from math import inf

from epicrisis.model import AnyEvent, Course, Document, Finding
from epicrisis.plots import care, panels, treatments
from epicrisis.plots.bars import gradients
from epicrisis.plots.frame import (
    GUTTER,
    MARGIN,
    Frame,
    Strip,
    certain_days,
    dated,
    ends,
    letters,
    rule,
    shown_days,
)
from epicrisis.plots.lanes import draw_heading, draw_lane
from epicrisis.plots.lettering import FAMILY, NORMAL, SMALL, fitted
from epicrisis.plots.notes import draw_notes, who
from epicrisis.plots.scale import DayScale
from epicrisis.plots.style import BLACK, BLUE, FAINT, GREY, ORANGE, PURPLE, WHITE
from epicrisis.plots.svg import Markup, joined, tag
from epicrisis.plots.undated import draw_order
from epicrisis.synthesis.footnotes import Footnotes

WIDTH = 700.0
_MOST_LANES = 18


def timeline(
    course: Course,
    document: Document | None = None,
    findings: Iterable[Finding] = (),
    *,
    width: float = WIDTH,
    prefix: str = "",
) -> str:
    """Draw a course.

    Every element of a datum has the event's id in `data-event`, and a tooltip with its value and
    the words that state it.

    Args:
        course: The patient.
        document: Where given, the figure is named by its citation and not by its file.
        findings: Errors and warnings of the audit; a doubted datum is marked, with a footnote.
        width: Width in units of a quarter of a millimetre; 700 is a printed page of two columns.
        prefix: Put before the event ids, so that several figures can stand on one page.

    Returns:
        A whole SVG document of one element, `width` units wide and as high as it needs to be.
    """
    doubts = [finding for finding in findings if finding.severity in ("error", "warning")]
    days = shown_days(course.events)
    uid = "t" + sha256(f"{prefix}{course.id}".encode()).hexdigest()[:8]
    is_open = any(dated(e) and ends(e.time)[1] == inf for e in course.events)
    room = 46 if is_open else 18  # right of the last day, for what goes on after it
    certain = certain_days(course.events, days[-1] - days[0]) if days else []
    scale = DayScale.over(days or [0], GUTTER + 12, width - MARGIN - room, certain)
    frame = Frame(course, scale, width, Footnotes(doubts), prefix, uid)
    name = who(course, document)
    heading = letters(0, 13, fitted(name, frame.right, NORMAL, bold=True), weight="600")
    body = _draw(frame, 36) if days else draw_order(frame, 24)
    return _whole(frame, name, [heading, *body.parts], body.bottom + 4)


def _draw(frame: Frame, top: float) -> Strip:
    shown = panels.series(frame.course)[: panels.MOST]
    whole = Strip(top)
    for one in shown:
        _append(whole, panels.draw_panel(frame, one, whole.bottom))
        whole.add(rule(0, whole.bottom, frame.right, whole.bottom, FAINT, 0.8))
    _append(whole, _lanes(frame, whole.bottom))
    axis = _axis(frame, top, whole.bottom)
    whole.parts = [*axis.parts, *whole.parts]
    whole.bottom = axis.bottom
    undrawn = _undrawn(frame.course, shown)
    bars = bool(treatments.lanes(frame.course))
    _append(whole, draw_notes(frame, undrawn, whole.bottom, curves=bool(shown), bars=bars))
    return whole


def _lanes(frame: Frame, top: float) -> Strip:
    whole = Strip(top)
    drugs = treatments.lanes(frame.course)[:_MOST_LANES]
    if drugs:
        _append(whole, draw_heading("Treatment", whole.bottom))
    for name, given in drugs:
        _append(whole, draw_lane(frame, name, treatments.items(frame, given), whole.bottom))
    stays, marks = care.stays(frame.course), care.findings(frame.course)
    if stays or marks:
        _append(whole, draw_heading("Care and findings", whole.bottom))
    for name, colour, pairs in stays:
        items = [care.stay_item(frame, colour, stay) for stay in pairs]
        _append(whole, draw_lane(frame, name, items, whole.bottom))
    for name, events in marks:
        _append(whole, draw_lane(frame, name, care.mark_items(frame, events), whole.bottom))
    return whole


def _append(whole: Strip, part: Strip) -> None:
    whole.add(*part.parts)
    whole.bottom = part.bottom


def _axis(frame: Frame, top: float, bottom: float) -> Strip:
    """Draw the axis under everything, its ticks through all panels, and what day 0 is."""
    zero = frame.course.day_zero
    strip = Strip(bottom + 36)
    for tick in frame.days.ticks(float(zero.number) if zero else 0.0):
        strip.add(rule(tick.x, top, tick.x, bottom, FAINT, 0.8))
        strip.add(rule(tick.x, bottom, tick.x, bottom + 4, GREY))
        for y, fill in ((bottom + 15, BLACK), (top - 4, GREY)):
            strip.add(letters(tick.x, y, tick.label, size=SMALL, fill=fill, anchor="middle"))
    begin = frame.left
    for place in frame.days.breaks:
        strip.add(rule(begin, bottom, place - 3, bottom, GREY))
        strip.add(_break(place, top, bottom))
        begin = place + 3
    strip.add(rule(begin, bottom, frame.right, bottom, GREY))
    middle = (frame.left + frame.right) / 2
    strip.add(letters(middle, bottom + 30, _axis_title(frame), fill=GREY, anchor="middle"))
    return strip


def _axis_title(frame: Frame) -> str:
    zero = frame.course.day_zero
    if zero is None:
        return "Days (the report does not say from when)"
    event = zero.event.replace("_", " ")
    title = f"Days (day {zero.number} = {event}{'' if zero.stated else ', assumed'})"
    units = {tick.label.rpartition(" ")[2] for tick in frame.days.ticks(0.0)}
    long = [f"{u}: {w} from {event}" for u, w in (("mo", "months"), ("y", "years")) if u in units]
    return "; ".join([title, *long])


def _break(x: float, top: float, bottom: float) -> Markup:
    """Draw the mark of a break: the axis is cut by two strokes, and a dotted line goes up."""
    dotted = tag(
        "line",
        x1=x,
        y1=top,
        x2=x,
        y2=bottom - 5,
        stroke=GREY,
        stroke_width=0.9,
        stroke_dasharray="1 3",
    )
    strokes = f"M{x - 5:.2f} {bottom + 4:.2f}l4 -8M{x + 1:.2f} {bottom + 4:.2f}l4 -8"
    mark = tag("path", d=strokes, fill="none", stroke=GREY, stroke_width=1.1)
    return tag("g", tag("title", "The scale of the axis changes here"), dotted, mark)


def _undrawn(course: Course, shown: Sequence[panels.Series]) -> list[AnyEvent]:
    """Give the events that no part of the figure shows: single results, and what has no date."""
    drawn = {result.id for one in shown for result in one.results}
    for _, given in treatments.lanes(course)[:_MOST_LANES]:
        drawn.update(treatment.id for treatment in given)
    for _, events in care.findings(course):
        drawn.update(event.id for event in events)
    for _, _, pairs in care.stays(course):
        drawn.update(event.id for stay in pairs for event in stay.events)
    return [event for event in course.events if event.id not in drawn]


def _whole(frame: Frame, name: str, parts: Iterable[Markup], height: float) -> str:
    count = sum(dated(event) for event in frame.course.events)
    described = f"{len(frame.course.events)} events, {count} of them dated."
    return tag(
        "svg",
        tag("title", f"Timeline: {name}", id=f"{frame.uid}-title"),
        tag("desc", described, id=f"{frame.uid}-desc"),
        gradients(frame, (BLUE, GREY, ORANGE, PURPLE)),
        tag("rect", x=-6, y=-4, width=frame.width, height=height + 4, fill=WHITE),
        joined(parts, "\n"),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"-6 -4 {frame.width:g} {height + 4:.0f}",
        width=f"{frame.width / 4:g}mm",
        height=f"{(height + 4) / 4:g}mm",
        font_family=FAMILY,
        role="img",
        aria_labelledby=f"{frame.uid}-title {frame.uid}-desc",
    )
