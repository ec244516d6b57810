"""What every part of a timeline shares: the course, its day axis, and how a datum is drawn."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf, isfinite

from epicrisis.model import AnyEvent, Course, TimeElement, Treatment, describe, when
from epicrisis.plots.layout import Box
from epicrisis.plots.lettering import NORMAL
from epicrisis.plots.scale import DayScale
from epicrisis.plots.spans import last_day, stretch_of
from epicrisis.plots.style import BLACK, WHITE
from epicrisis.plots.svg import Markup, Value, tag
from epicrisis.synthesis.footnotes import Footnotes

GUTTER = 152.0  # room for names, left of the axis
MARGIN = 16.0
_TAGS = re.compile(r"</?su[bp]>|\*\*")  # mark-up that a quote may hold


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of one figure.

    Attributes:
        course: Whose.
        days: The day axis.
        width: Width of the figure; a unit is a quarter of a millimetre at 175 mm.
        notes: The audit's doubts, with their marks.
        prefix: Put before the event ids in `data-event`, so that two figures can share a page.
        uid: Put before ids inside the figure, for the same reason.
    """

    course: Course
    days: DayScale
    width: float
    notes: Footnotes
    prefix: str = ""
    uid: str = "t"

    @property
    def left(self) -> float:
        """Where the axis begins."""
        return GUTTER

    @property
    def right(self) -> float:
        """Where the axis ends."""
        return self.width - MARGIN

    def flags(self, event: AnyEvent) -> str:
        """Give the marks of the audit's doubts about an event."""
        return "".join(self.notes.marks(self.course, [event]))

    def datum(self, event: AnyEvent, *shapes: str, also: Iterable[AnyEvent] = ()) -> Markup:
        """Group the shapes of an event: its id, and a tooltip with value, day and quote.

        `also` are events that the same shapes stand for.
        """
        return tag(
            "g",
            tag("title", tooltip(event)),
            *shapes,
            class_="datum",
            data_event=self.ids(event, *also),
        )

    def ids(self, *events: AnyEvent) -> str:
        """Give the ids of events as the page knows them."""
        return " ".join(self.prefix + event.id for event in events)


@dataclass(slots=True)
class Strip:
    """A part of the figure that is drawn: its mark-up and how far down it reaches."""

    bottom: float
    parts: list[Markup] = field(default_factory=list)

    def add(self, *parts: Markup) -> None:
        """Draw something."""
        self.parts.extend(parts)


def tooltip(event: AnyEvent) -> str:
    """Say what an event is, its value, its day and the words that state it."""
    what, value = describe(event)
    flat = " ".join(_TAGS.sub("", event.anchors[0].exact).split())
    quote = flat if len(flat) <= 160 else flat[:159] + "…"
    parts = [f"{what}: {value}" if value else what, when(event.time), f"“{quote}”"]
    return " · ".join(part for part in parts if part)


def letters(
    x: float,
    y: float,
    *content: str,
    size: float = NORMAL,
    fill: str = BLACK,
    anchor: str | None = None,
    weight: str | None = None,
    slant: str | None = None,
    halo: bool = False,
) -> Markup:
    """Set a line of text; `y` is its baseline. A halo keeps it readable over lines."""
    around: dict[str, Value] = {"stroke": WHITE, "stroke_width": 3.0, "paint_order": "stroke"}
    return tag(
        "text",
        *(piece for words in content for piece in raised(words, size)),
        x=x,
        y=y,
        font_size=size,
        fill=fill,
        text_anchor=anchor,
        font_weight=weight,
        font_style=slant,
        **(around if halo else {}),
    )


_RAISED = re.compile("[¹²³]*[⁰⁴⁵⁶⁷⁸⁹⁻][⁰¹²³⁴⁵⁶⁷⁸⁹⁻]*")  # every font has ¹, ² and ³
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−")


def raised(words: str, size: float) -> Iterator[str]:
    """Set raised figures as small ones higher up: few fonts have them, and a line has one font."""
    if isinstance(words, Markup) or not _RAISED.search(words):
        yield words
        return
    at, back = 0, 0.0
    up = round(0.35 * size, 2)
    for found in _RAISED.finditer(words):
        if found.start() > at:
            yield tag("tspan", words[at : found.start()], dy=back or None)
        yield tag("tspan", found[0].translate(_PLAIN), dy=-up, font_size=0.7 * size)
        at, back = found.end(), up
    if at < len(words):
        yield tag("tspan", words[at:], dy=back)


def rule(x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1.0) -> Markup:
    """Draw a straight line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width)


def dated(event: AnyEvent) -> bool:
    """Say whether an event has a day, or at least a bound on one side."""
    return event.time is not None and any(isfinite(day) for day in event.time.bounds)


def shown_days(events: Sequence[AnyEvent]) -> list[float]:
    """Give every day that a figure of these events must have room for."""
    found: set[float] = set()
    until = last_day(events)
    for event in events:
        if isinstance(event, Treatment) and dated(event):
            stretch = stretch_of(event, until)
            found.update(day for day in (*stretch.start, *stretch.stop) if isfinite(day))
        elif event.time is not None:
            found.update(day for day in event.time.bounds if isfinite(day))
    return sorted(found)


def certain_days(events: Iterable[AnyEvent], span: float) -> list[float]:
    """Give the days that can be told apart: exact ones, and spans that hold none of the others.

    Spans of more than a week and more than a hundredth of the figure's `span` are left out.
    """
    near = max(7.0, span / 100)
    times = {event.time.bounds for event in events if event.time is not None and event.time.known}
    found: list[float] = []
    for low, high in sorted(times, key=lambda time: (time[1] - time[0], time)):
        if high - low <= near and not any(low <= day <= high for day in found):
            found.append((low + high) / 2)  # where the axis is looked at closely, nothing more
    return sorted(found)


def ends(time: TimeElement | None) -> tuple[float, float]:
    """Give the earliest and latest day of a time, infinite where it is open or absent."""
    return (-inf, inf) if time is None else time.bounds


def text_box(x: float, baseline: float, width: float, size: float) -> Box:
    """Give the box that a line of text takes."""
    return Box(x, baseline - 0.82 * size, x + width, baseline + 0.24 * size)


def capital(name: str) -> str:
    """Begin a name with a capital, unless its first word has one elsewhere, as pH has."""
    first = name.split(maxsplit=1)[0] if name.strip() else ""
    return name[:1].upper() + name[1:] if first == first.lower() else name
