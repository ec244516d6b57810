"""What stands below a timeline: what could not be placed, the key, and the audit's doubts."""

from collections.abc import Sequence

from epicrisis.model import AnyEvent, Course, Document, Measurement, Treatment, describe, when
from epicrisis.plots.care import words
from epicrisis.plots.frame import Frame, Strip, dated, letters
from epicrisis.plots.key import draw_key
from epicrisis.plots.lettering import SMALL, fitted, width, wrapped
from epicrisis.plots.style import BLACK
from epicrisis.plots.svg import Markup, tag

_LEADING = 13.0
_MOST_LINES = 6


def who(course: Course, document: Document | None = None) -> str:
    """Name the patient and the source in one line."""
    person, parts = course.individual, []
    if person.sex:
        parts.append(person.sex.value)
    if person.age:
        parts.append(str(person.age.quantity))
    name = course.document_name or course.document
    if document and document.citation.title:
        name = document.citation.title
    patient = "" if person.id == "1" else f", patient {person.id}"
    said = ", ".join(parts)
    return f"{said[:1].upper()}{said[1:]}: {name}{patient}" if said else f"{name}{patient}"


def draw_notes(
    frame: Frame, undrawn: Sequence[AnyEvent], top: float, *, curves: bool, bars: bool
) -> Strip:
    """Draw the events that have no place on the axis, the key and the footnotes."""
    strip = Strip(top + 6)
    results = [e for e in undrawn if dated(e) and isinstance(e, Measurement)]
    other = [e for e in undrawn if dated(e) and not isinstance(e, Measurement)]
    undated = [event for event in undrawn if not dated(event)]
    groups = (("Single results: ", results), ("Also: ", other), ("No date stated: ", undated))
    for title, events in groups:
        if events:
            _run(frame, strip, title, events)
    for mark, message in frame.notes.listed:
        _paragraph(frame, strip, f"{mark} {message}", BLACK)
    key = draw_key(frame, strip.bottom, curves=curves, bars=bars)
    strip.add(*key.parts)
    strip.bottom = key.bottom
    return strip


def _paragraph(frame: Frame, strip: Strip, words: str, fill: str) -> None:
    for line in wrapped(words, frame.right, SMALL):
        strip.bottom += _LEADING
        strip.add(letters(0, strip.bottom, line, size=SMALL, fill=fill))
    strip.bottom += 4


def brief(event: AnyEvent) -> str:
    """Say an event with its value and day in one short phrase."""
    said = words(event)
    if isinstance(event, Measurement | Treatment):
        what, value = describe(event)
        said = f"{what} {value}".strip()
    return f"{said} ({when(event.time)})" if dated(event) else said


def _run(frame: Frame, strip: Strip, title: str, events: Sequence[AnyEvent]) -> None:
    """Set events one after the other in lines, each with its own tooltip."""
    lines: list[list[Markup]] = [[tag("tspan", title, font_weight="600")]]
    used, left = width(title, SMALL, bold=True), len(events)
    for event in events:
        text = fitted(brief(event) + frame.flags(event), 330, SMALL)
        room = width(text + ", ", SMALL)
        if used + room > frame.right - width("+999 more", SMALL):
            if len(lines) == _MOST_LINES:
                lines[-1].append(tag("tspan", f"+{left} more"))
                break
            lines.append([])
            used = 0.0
        left -= 1
        span = tag("tspan", text, class_="datum", data_event=frame.prefix + event.id)
        lines[-1] += [span, tag("tspan", ", " if left else "")]
        used += room
    for line in lines:
        strip.bottom += _LEADING
        strip.add(letters(0, strip.bottom, *line, size=SMALL))
    strip.bottom += 4
