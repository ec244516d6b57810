"""A course as rows a person reads: when, what, value, evidence.

The terminal, the notebook and the self-contained page all show these rows, so that one course
looks the same everywhere.
"""

from html import escape
from typing import NamedTuple

from epicrisis.model.courses import Course
from epicrisis.model.events import (
    AnyEvent,
    Biopsy,
    Disease,
    Encounter,
    Imaging,
    Measurement,
    Outcome,
    PhenotypicFeature,
    Procedure,
    Treatment,
    VitalStatus,
)
from epicrisis.model.times import TimeElement

_ADJECTIVES = frozenset({"improved", "worsened", "stable", "recovered"})


class SummaryRow(NamedTuple):
    """One line of a readable course; `event` is the event's id, empty for the person."""

    when: str
    what: str
    value: str
    evidence: str
    event: str


def summary(course: Course) -> list[SummaryRow]:
    """Give the readable rows of a course, in the order of its events."""
    rows = []
    who = course.individual
    if who.age:
        rows.append(SummaryRow("", "age", str(who.age.quantity), who.age.anchors[0].exact, ""))
    for name, attribute in (("sex", who.sex), ("ethnicity", who.ethnicity)):
        if attribute:
            rows.append(SummaryRow("", name, attribute.value, attribute.anchors[0].exact, ""))
    for event in course.events:
        what, value = describe(event)
        rows.append(
            SummaryRow(when(event.time), what, value, _one_line(event.anchors[0].exact), event.id)
        )
    return rows


def when(time: TimeElement | None) -> str:
    """Print an interval of days in few words: `day 92`, `day 107 to 137`, `≥ day 30`."""
    if time is None or (time.earliest is None and time.latest is None):
        return time.text or "" if time else ""
    low, high = time.earliest, time.latest
    if low is None:
        return f"≤ day {high:.0f}"
    if high is None:
        return f"≥ day {low:.0f}"
    if round(low) == round(high):
        return f"day {low:.0f}"
    return f"day {low:.0f} to {high:.0f}"


def describe(event: AnyEvent) -> tuple[str, str]:
    """Give what an event is and what it says, each as a short phrase."""
    name = event.concept.label if event.concept else event.text
    match event:
        case Measurement():
            return name, _measurement(event)
        case Treatment():
            return name, _treatment(event)
        case Procedure():
            status = event.status.replace("_", " ")
            return name, " ".join(x for x in (status, event.duration) if x)
        case Imaging():
            return event.modality or name, event.finding
        case Biopsy():
            return f"{event.site} biopsy".strip(), event.finding
        case PhenotypicFeature() | Disease():
            return name, event.status
        case Encounter():
            return event.encounter.replace("_", " "), ""
        case VitalStatus():
            return "vital status", f"{event.status}, {event.cause}" if event.cause else event.status
        case Outcome():
            label = event.text if event.outcome == "other" else event.outcome.replace("_", " ")
            if event.status == "absent":
                label = f"{'not' if event.outcome in _ADJECTIVES else 'no'} {label}"
            return event.of or "outcome", label


def _measurement(event: Measurement) -> str:
    value = str(event.quantity) if event.quantity else event.result or event.interpretation or ""
    reference = event.reference_range
    return f"{value} (ref {reference.text})" if reference and reference.text else value


def _treatment(event: Treatment) -> str:
    parts: list[str] = [] if event.status == "given" else [event.status.replace("_", " ")]
    if event.dose:
        parts.append(str(event.dose))
    if event.absolute_dose:
        parts.append(f"({event.absolute_dose})")
    schedule = event.schedule
    if schedule and event.dose and schedule in (event.dose.unit or ""):
        schedule = None  # "50 mg/day" already says it
    parts += [x for x in (event.route, schedule) if x]
    if event.duration:
        parts.append(event.duration)
    return " ".join(parts)


def _one_line(text: str, most: int = 90) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def text_table(course: Course) -> str:
    """Give a course as lines of plain text, columns aligned."""
    rows = [row[:4] for row in summary(course)]
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(3)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]])
        for row in rows
    ]
    return "\n".join([repr(course)[1:-1], *(line.rstrip() for line in lines)])


def html_table(course: Course) -> str:
    """Give a course as an HTML table, every word of the document escaped."""
    head = "".join(f"<th>{name}</th>" for name in ("when", "what", "value", "evidence"))
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row[:4]) + "</tr>"
        for row in summary(course)
    )
    title = escape(repr(course)[1:-1])
    return f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead>{body}</table>"
