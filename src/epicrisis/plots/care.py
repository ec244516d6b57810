"""Lanes of care and of findings: stays as bars, everything else as marks with words."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from epicrisis.model import (
    AnyEvent,
    Biopsy,
    Course,
    Disease,
    Encounter,
    Imaging,
    Measurement,
    Outcome,
    PhenotypicFeature,
    Procedure,
    VitalStatus,
    describe,
)
from epicrisis.plots.bars import HEIGHT, Bar, Stretch, whisker
from epicrisis.plots.frame import Frame, dated, ends, letters, rule
from epicrisis.plots.lanes import LEADING, LINE, Item
from epicrisis.plots.lettering import SMALL, width
from epicrisis.plots.style import BLACK, GREEN, GREY, ORANGE, PURPLE, VERMILION, WHITE
from epicrisis.plots.svg import Markup, Value, joined, tag

STAYS: tuple[tuple[str, str, frozenset[str], frozenset[str]], ...] = (
    ("Hospital", GREY, frozenset({"admission", "emergency"}), frozenset({"discharge"})),
    ("Intensive care", ORANGE, frozenset({"icu"}), frozenset({"transfer", "discharge"})),
    ("Ventilation", PURPLE, frozenset({"intubation", "ventilation"}), frozenset({"extubation"})),
)
_LINE_ROOM = 250.0  # longest line of a label
_MOST_LINES = 4
_GOOD = frozenset({"improved", "remission", "recovered", "complete_response", "partial_response"})
_BAD = frozenset({"worsened", "relapse", "progressive_disease", "adverse_event"})


def stays(course: Course) -> list[tuple[str, str, list[tuple[Encounter, AnyEvent | None]]]]:
    """Pair the beginnings of stays with their ends; a death ends every stay."""
    events = sorted((e for e in course.events if dated(e)), key=lambda e: ends(e.time))
    found = []
    for name, colour, starts, stops in STAYS:
        pairs: list[tuple[Encounter, AnyEvent | None]] = []
        for event in events:
            if isinstance(event, Encounter) and event.encounter in starts:
                if not pairs or pairs[-1][1] is not None:
                    pairs.append((event, None))
            elif pairs and pairs[-1][1] is None and _ends(event, stops):
                pairs[-1] = (pairs[-1][0], event)
        if pairs:
            found.append((name, colour, pairs))
    return found


def _ends(event: AnyEvent, stops: frozenset[str]) -> bool:
    if isinstance(event, VitalStatus):
        return event.status == "dead"
    return isinstance(event, Encounter) and event.encounter in stops


def stay_item(frame: Frame, colour: str, start: Encounter, stop: AnyEvent | None) -> Item:
    """Lay out one stay."""
    begins = ends(start.time)
    bar = Bar.of(frame, Stretch(begins, ends(stop.time) if stop else (begins[0], inf)))

    def draw(y: float, _: float | None) -> Markup:
        parts = [frame.datum(start, *bar.draw(frame, y, colour))]
        if stop is not None and isinstance(stop, Encounter):
            cap = rule(bar.right, y - 1, bar.right, y + HEIGHT + 1, BLACK, 1.6)
            parts.append(frame.datum(stop, cap))
        return joined(parts)

    return Item(bar.left, bar.right + 2, draw)


def findings(course: Course) -> list[tuple[str, list[AnyEvent]]]:
    """Give the lanes of marks with their dated events; what is drawn as a stay is left out."""
    paired = {
        event.id for _, _, pairs in stays(course) for pair in pairs for event in pair if event
    }
    lanes: dict[str, list[AnyEvent]] = {}
    for event in course.events:
        name = _lane(event)
        if name and dated(event) and (event.id not in paired or isinstance(event, VitalStatus)):
            lanes.setdefault(name, []).append(event)
    order = ("Encounters", "Signs", "Diagnosis", "Serology", "Imaging", "Procedures", "Outcome")
    return [(name, lanes[name]) for name in order if name in lanes]


def _lane(event: AnyEvent) -> str:
    match event:
        case Encounter():
            return "Encounters"
        case PhenotypicFeature() if event.status != "family":
            return "Signs"
        case Disease() if event.status != "family":
            return "Diagnosis"
        case Measurement() if event.category == "antibody" and event.quantity is None:
            return "Serology"
        case Imaging() | Biopsy():
            return "Imaging"
        case Procedure():
            return "Procedures"
        case Outcome() | VitalStatus():
            return "Outcome"
    return ""


def mark_items(frame: Frame, events: Sequence[AnyEvent]) -> list[Item]:
    """Lay out marks; events of one time share a mark and are listed beside it."""
    groups: dict[tuple[float, float], list[AnyEvent]] = {}
    for event in events:
        groups.setdefault(ends(event.time), []).append(event)
    return [_group(frame, times, group) for times, group in groups.items()]


@dataclass(frozen=True, slots=True)
class _Word:
    """One event's words in a label."""

    event: AnyEvent
    text: str
    faint: bool


def words(event: AnyEvent) -> str:
    """Say an event in the few words of a label."""
    what, value = describe(event)
    match event:
        case Outcome():
            return value if what == "outcome" else f"{what}: {value}"
        case VitalStatus():
            return value
        case PhenotypicFeature() | Disease():
            prefix = {"absent": "no ", "uncertain": "? ", "historical": "past "}
            return prefix.get(event.status, "") + what
        case Procedure():
            status = event.status.replace("_", " ")
            return what if event.status == "given" else f"{what} ({status})"
    return f"{what}: {value}" if value else what


def _lines(frame: Frame, events: Sequence[AnyEvent], room: float) -> list[list[_Word]]:
    lines: list[list[_Word]] = [[]]
    used = 0.0
    for event in events:
        text = words(event)
        text = text if len(text) <= 48 else text[:47].rstrip() + "…"
        text += frame.flags(event)
        wide = width(text + ", ", SMALL)
        if lines[-1] and used + wide > room:
            lines.append([])
            used = 0.0
        faint = getattr(event, "status", "present") not in ("present", "given", "alive", "dead")
        lines[-1].append(_Word(event, text, faint))
        used += wide
    return lines


def _group(frame: Frame, times: tuple[float, float], events: Sequence[AnyEvent]) -> Item:
    bar = Bar.of(frame, Stretch(times, times))
    lines = _lines(frame, events, min(_LINE_ROOM, frame.right - frame.left - 20))
    hidden = [word for line in lines[_MOST_LINES:] for word in line]
    lines = lines[:_MOST_LINES]
    longest = max(sum(width(w.text + ", ", SMALL) for w in line) for line in lines)
    more = f"+{len(hidden)} more" if hidden else ""
    longest += width(more, SMALL) if more else 0
    narrow = bar.right - bar.left < 8
    start = bar.right + 6 if narrow else bar.left
    if start + longest > frame.right:
        start = bar.left - 6 - longest if narrow else frame.right - longest
        start = max(start, frame.left + 2)
    above = 0.0 if narrow else LEADING * len(lines)

    def draw(y: float, _: float | None) -> Markup:
        first = y + LINE - 1.2 if narrow else y - 3 - LEADING * (len(lines) - 1)
        glyphs = _glyphs(frame, events, bar, y, narrow=narrow)
        return joined([*glyphs, *_label(frame, lines, more, start, first)])

    below = LINE + LEADING * (len(lines) - 1) if narrow else LINE
    return Item(
        min(bar.left - 5, start) - 2,
        max(bar.right + 5, start + longest) + 3,
        draw,
        above=above,
        below=below,
    )


def _label(
    frame: Frame, lines: Sequence[Sequence[_Word]], more: str, start: float, first: float
) -> list[Markup]:
    parts = []
    for number, line in enumerate(lines):
        last_line = number == len(lines) - 1
        spans: list[str] = []
        for place, word in enumerate(line):
            end = "" if last_line and place == len(line) - 1 and not more else ", "
            slant = {"font_style": "italic", "fill": GREY} if word.faint else {}
            identifier = frame.prefix + word.event.id
            spans.append(tag("tspan", word.text, class_="datum", data_event=identifier, **slant))
            spans.append(end)
        if last_line and more:
            spans.append(more)
        parts.append(letters(start, first + LEADING * number, *spans, size=SMALL))
    return parts


def _glyphs(
    frame: Frame, events: Sequence[AnyEvent], bar: Bar, y: float, *, narrow: bool
) -> list[Markup]:
    middle = y + LINE / 2
    if narrow:
        x = (bar.left + bar.right) / 2
        # Filled marks come last, so that a hollow one does not hide that something was present.
        ordered = sorted(events, key=lambda event: not _absent(event))
        return [frame.datum(event, _glyph(event, x, middle)) for event in ordered]
    colour = _colour(events[0])
    opens = {"open_left": bar.fades_left, "open_right": bar.fades_right}
    parts = whisker(bar.left, bar.right, middle, colour, **opens)
    return [frame.datum(event, *parts) for event in events]


def _colour(event: AnyEvent) -> str:
    if isinstance(event, VitalStatus):
        return BLACK
    if isinstance(event, Outcome) and event.status == "present":
        return GREEN if event.outcome in _GOOD else VERMILION if event.outcome in _BAD else GREY
    return GREY


def _glyph(event: AnyEvent, x: float, y: float) -> Markup:
    colour = _colour(event)
    paint: dict[str, Value] = {
        "fill": WHITE if _absent(event) else colour,
        "stroke": colour,
        "stroke_width": 1.3,
    }
    if isinstance(event, Outcome) and event.outcome in _GOOD | _BAD:
        way = -1 if event.outcome in _GOOD else 1
        path = f"M{x:.2f} {y + 4 * way:.2f}l4 {-7 * way}h-8Z"
        return tag("path", d=path, **paint)
    if isinstance(event, VitalStatus):
        return tag("rect", x=x - 3.4, y=y - 3.4, width=6.8, height=6.8, **paint)
    return tag("circle", cx=x, cy=y, r=3, **paint)


def _absent(event: AnyEvent) -> bool:
    return getattr(event, "status", "") in ("absent", "not_given", "planned", "considered")
