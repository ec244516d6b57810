"""Lanes of care and of findings: stays as bars, everything else as marks with words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
from epicrisis.plots.bars import HEIGHT, Bar, draw_stretch, whisker
from epicrisis.plots.frame import Frame, dated, ends, letters, rule
from epicrisis.plots.lanes import LEADING, LINE, Item
from epicrisis.plots.lettering import SMALL, width
from epicrisis.plots.spans import Stretch
from epicrisis.plots.style import BLACK, GREEN, GREY, ORANGE, PURPLE, VERMILION, WHITE
from epicrisis.plots.svg import Markup, Value, joined, tag

STAYS: tuple[tuple[str, str, frozenset[str], frozenset[str]], ...] = (
    ("Hospital", GREY, frozenset({"admission", "emergency"}), frozenset({"discharge"})),
    ("Intensive care", ORANGE, frozenset({"icu"}), frozenset({"transfer", "discharge"})),
    ("Ventilation", PURPLE, frozenset({"intubation", "ventilation"}), frozenset({"extubation"})),
)
_LINE_ROOM = 330.0  # longest line of a label
_MOST_LINES = 5
_APART = 5.0  # marks nearer than this are one
_BESIDE = 9.0  # from one mark to another of its time
_A_VISIT = 31.0  # days within which a visit must be known to be shown
_GOOD = frozenset({"improved", "remission", "recovered", "complete_response", "partial_response"})
_BAD = frozenset({"worsened", "relapse", "progressive_disease", "adverse_event"})


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay: its beginning and end where they are told, and visits that are a part of it.

    A discharge without a stated admission ends a stay from day 0, where that is an admission.
    """

    start: AnyEvent | None
    stop: AnyEvent | None = None
    also: tuple[AnyEvent, ...] = ()

    @property
    def events(self) -> tuple[AnyEvent, ...]:
        """All events that the stay stands for."""
        return tuple(e for e in (self.start, self.stop) if e) + self.also


def stays(course: Course) -> list[tuple[str, str, list[Stay]]]:
    """Pair the beginnings of stays with their ends; a death ends every stay."""
    events = sorted((e for e in course.events if dated(e)), key=lambda e: ends(e.time))
    zero = course.day_zero
    found = []
    for name, colour, starts, stops in STAYS:
        pairs: list[Stay] = []
        if name == "Hospital" and zero and zero.event == "admission":
            told = any(isinstance(e, Encounter) and e.encounter in starts for e in events)
            pairs = [] if told else [Stay(None)]
        for event in events:
            if isinstance(event, Encounter) and event.encounter in starts:
                if not pairs or pairs[-1].stop is not None:
                    pairs.append(Stay(event))
            elif pairs and pairs[-1].stop is None and _ends(event, stops):
                pairs[-1] = replace(pairs[-1], stop=event)
        pairs = [stay for stay in pairs if isinstance(stay.stop, Encounter) or stay.start]
        if name == "Hospital" and pairs:
            visits = tuple(e for e in events if _is_visit(e) and _within(e, pairs[0]))
            pairs[0] = replace(pairs[0], also=visits)
        if pairs:
            found.append((name, colour, pairs))
    return found


def _is_visit(event: AnyEvent) -> bool:
    return isinstance(event, Encounter) and event.encounter == "visit"


def _within(event: AnyEvent, stay: Stay) -> bool:
    """Say whether a visit may be the beginning of a stay."""
    first, last = ends(event.time)
    begins = ends(stay.start.time) if stay.start else (0.0, 1.0)
    return first <= begins[1] and begins[0] <= last


def _ends(event: AnyEvent, stops: frozenset[str]) -> bool:
    if isinstance(event, VitalStatus):
        return event.status == "dead"
    return isinstance(event, Encounter) and event.encounter in stops


def stay_item(frame: Frame, colour: str, stay: Stay) -> Item:
    """Lay out one stay."""
    start, stop, zero = stay.start, stay.stop, frame.course.day_zero
    day = float(zero.number) if zero else 0.0
    begins = ends(start.time) if start else (day, day)
    stretch = Stretch(begins, ends(stop.time) if stop else (begins[0], inf))
    bar = Bar.of(frame, stretch)
    main = start or stop

    def draw(y: float, _: float | None) -> Markup:
        shapes = draw_stretch(frame, stretch, bar, y, colour)
        parts = [frame.datum(main, *shapes, also=stay.also)] if main else []
        if isinstance(stop, Encounter):
            cap = rule(bar.right, y - 1, bar.right, y + HEIGHT + 1, BLACK, 1.6)
            parts.append(frame.datum(stop, cap))
        return joined(parts)

    return Item(bar.left, bar.right + 2, draw)


def findings(course: Course) -> list[tuple[str, list[AnyEvent]]]:
    """Give the lanes of marks with their dated events.

    What is drawn as a stay is left out, and so are visits of no known day, which show nothing.
    """
    paired = {e.id for _, _, pairs in stays(course) for stay in pairs for e in stay.events}
    lanes: dict[str, list[AnyEvent]] = {}
    for event in course.events:
        name = _lane(event)
        first, last = ends(event.time)
        if _is_visit(event) and last - first > _A_VISIT:
            continue
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
    """Lay out marks; events of one time, or of times too near to be seen apart, share a mark."""
    groups: dict[tuple[float, float], list[AnyEvent]] = {}
    for event in events:
        groups.setdefault(ends(event.time), []).append(event)
    merged: list[tuple[Bar, list[AnyEvent]]] = []
    for times in sorted(groups):
        bar = Bar.of(frame, Stretch(times, times))
        same = next((found for other, found in merged if _alike(bar, other)), None)
        if same is None:
            merged.append((bar, same := []))
        same += groups[times]
    return [_group(frame, bar, sorted(found, key=_absent)) for bar, found in merged]


def _alike(one: Bar, other: Bar) -> bool:
    """Say whether two marks would lie on one another."""
    opens = (one.fades_left, one.fades_right) == (other.fades_left, other.fades_right)
    return opens and abs(one.left - other.left) < _APART and abs(one.right - other.right) < _APART


@dataclass(frozen=True, slots=True)
class _Word:
    """The words of an event in a label, or of events that say the same."""

    events: list[AnyEvent]
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
        same = next((w for line in lines for w in line if w.text == text), None)
        if same is not None:
            same.events.append(event)
            continue
        wide = width(text + ", ", SMALL)
        if lines[-1] and used + wide > room:
            lines.append([])
            used = 0.0
        faint = getattr(event, "status", "present") not in ("present", "given", "alive", "dead")
        lines[-1].append(_Word([event], text, faint))
        used += wide
    return lines


def _group(frame: Frame, bar: Bar, events: Sequence[AnyEvent]) -> Item:
    narrow = bar.right - bar.left < 8
    glyphs_end = bar.right + _BESIDE * (len({_shape(event) for event in events}) - 1)
    room = frame.right - frame.left - 20
    if narrow:  # the words stand on that side of the mark where there is more room
        room = max(frame.right - glyphs_end - 6, bar.left - 8 - frame.left)
    lines = _lines(frame, events, min(_LINE_ROOM, room))
    hidden = [event for line in lines[_MOST_LINES:] for word in line for event in word.events]
    lines = lines[:_MOST_LINES]
    longest = max(sum(width(w.text + ", ", SMALL) for w in line) for line in lines)
    more = f"+{len(hidden)} more" if hidden else ""
    longest += width(more, SMALL) if more else 0
    start = glyphs_end + 6 if narrow else bar.left
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
        max(glyphs_end + 5 if narrow else bar.right + 5, start + longest) + 3,
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
            identifier = frame.ids(*word.events)
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
        kinds = list(dict.fromkeys(_shape(event) for event in events))
        # Filled marks come last, so that a hollow one does not hide that something was present.
        ordered = sorted(events, key=lambda event: not _absent(event))
        return [
            frame.datum(event, _glyph(event, x + _BESIDE * kinds.index(_shape(event)), middle))
            for event in ordered
        ]
    colour = _colour(events[0])
    opens = {"open_left": bar.fades_left, "open_right": bar.fades_right}
    parts = whisker(bar.left, bar.right, middle, colour, **opens)
    return [frame.datum(event, *parts) for event in events]


def _shape(event: AnyEvent) -> str:
    """Name the shape of a mark; marks of different shapes stand beside each other."""
    if isinstance(event, VitalStatus):
        return "square"
    if isinstance(event, Outcome) and event.outcome in _GOOD | _BAD:
        return "up" if event.outcome in _GOOD else "down"
    return "dot"


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
