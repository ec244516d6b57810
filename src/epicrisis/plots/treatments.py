"""Lanes of drugs: what was given as bars and ticks, what was only planned as dashed outlines."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf

from epicrisis.model import Course, Treatment, describe
from epicrisis.plots.bars import HEIGHT, Bar, Stretch, hollow, whisker
from epicrisis.plots.frame import Frame, capital, dated, ends, letters, rule
from epicrisis.plots.lanes import LEADING, Item
from epicrisis.plots.lettering import SMALL, fitted, width
from epicrisis.plots.style import BLACK, BLUE, GREY
from epicrisis.plots.svg import Markup, tag

GIVEN = frozenset({"given", "changed", "stopped", "unknown"})
_ONCE = re.compile(r"(?:as |a |one )*(?:once|single)(?: dose| infusion)?(?: only)?", re.IGNORECASE)
_LONGEST_LABEL = 210.0
_MOST_TICKS = 60


def lanes(course: Course) -> list[tuple[str, list[Treatment]]]:
    """Give the dated statements of each drug, the drug that was begun first first."""
    found: dict[str, list[Treatment]] = {}
    for event in course.events:
        if isinstance(event, Treatment) and dated(event):
            name = event.concept.label if event.concept else event.text
            found.setdefault(event.agent or name.casefold(), []).append(event)
    listed = [sorted(events, key=lambda t: ends(t.time)) for events in found.values()]
    listed.sort(key=lambda events: (events[0].status not in GIVEN, ends(events[0].time)))
    return [(_name(events[0]), events) for events in listed]


def items(frame: Frame, treatments: Sequence[Treatment]) -> list[Item]:
    """Lay out the statements of one drug, which are in order of time."""
    stretches = _stretches(treatments)
    made, said = [], ""
    for number, (treatment, stretch) in enumerate(zip(treatments, stretches, strict=True)):
        later = (frame.days.x(s.start[0]) for s in stretches[number + 1 :] if s.start[0] > -inf)
        bar = Bar.of(frame, stretch, limit=min(later, default=inf) - 2)
        words = label(treatment)
        shown = "" if words == said and treatment.status in GIVEN else words
        said = words
        made.append(_item(frame, treatment, stretch, bar, shown + frame.flags(treatment)))
    return made


def label(treatment: Treatment) -> str:
    """What is printed of dose, route, schedule and duration, with the status where not given."""
    said = describe(treatment)[1]
    return said.removeprefix("changed ").removeprefix("unknown ")


def _name(treatment: Treatment) -> str:
    return capital(treatment.concept.label if treatment.concept else treatment.text)


def _stretches(treatments: Sequence[Treatment]) -> list[Stretch]:
    """Give the stretches; a drug whose end is told by a later statement ends there."""
    found = [_stretch(treatment) for treatment in treatments]
    for number, (treatment, following) in enumerate(pairwise(treatments)):
        if treatment.status in ("given", "changed") and following.status == "stopped":
            one, other = found[number], found[number + 1]
            if one.stop == (one.start[0], inf) and other.start[0] >= one.start[0]:
                found[number] = replace(one, stop=other.start)
    return found


def _stretch(treatment: Treatment) -> Stretch:
    start = ends(treatment.time)
    if treatment.stop is not None and treatment.stop.bounds != (-inf, inf):
        return Stretch(start, treatment.stop.bounds)
    length = treatment.duration_days
    if length and length > 1:
        return Stretch(start, (start[0] + length, start[1] + length))
    if treatment.status == "stopped" or (length is None and not _lasts(treatment)):
        return Stretch(start, start)
    if length:
        return Stretch(start, start)
    return Stretch(start, (start[0], inf))


def _lasts(treatment: Treatment) -> bool:
    """Say whether something printed implies more than one administration."""
    if treatment.interval_days or treatment.duration:
        return True
    return bool(treatment.schedule) and not _ONCE.fullmatch(treatment.schedule or "")


def _item(frame: Frame, treatment: Treatment, stretch: Stretch, bar: Bar, words: str) -> Item:
    shown = fitted(words, min(_LONGEST_LABEL, frame.right - frame.left), SMALL)
    room = width(shown, SMALL)
    begins = min(bar.left - 1, frame.right - room)
    given = treatment.status in GIVEN

    def draw(y: float, height: float | None) -> Markup:
        parts = _shapes(frame, treatment, stretch, bar, y) if given else [hollow(bar, y, GREY)]
        if shown and height is not None:
            slant, fill = (None, BLACK) if given else ("italic", GREY)
            parts.append(letters(begins, y - height, shown, size=SMALL, slant=slant, fill=fill))
            if height > LEADING:
                parts.append(rule(bar.left + 0.5, y, bar.left + 0.5, y - height + 2, GREY, 0.6))
        return frame.datum(treatment, *parts)

    right = max(bar.right + (0 if given else 4), bar.left + 3)
    return Item(bar.left, right, draw, (begins, begins + room) if shown else None)


def _shapes(
    frame: Frame, treatment: Treatment, stretch: Stretch, bar: Bar, y: float
) -> list[Markup]:
    if treatment.status == "stopped":
        return [*bar.draw(frame, y, BLUE), _cross(bar.right, y + HEIGHT / 2)]
    if stretch.point:
        return [_tick(bar.left, y)]
    if stretch.start == stretch.stop:
        opens = {"open_left": bar.fades_left, "open_right": bar.fades_right}
        return whisker(bar.left, bar.right, y + HEIGHT / 2, BLUE, **opens)
    ticks = _repeated(frame, treatment, stretch)
    if ticks:
        thin = bar.draw(frame, y + HEIGHT / 2 - 1, BLUE, height=2)
        return [*thin, *(_tick(x, y) for x in ticks)]
    return bar.draw(frame, y, BLUE)


def _repeated(frame: Frame, treatment: Treatment, stretch: Stretch) -> list[float]:
    """Place the infusions that a stated interval and certain ends imply, where there is room."""
    interval = treatment.interval_days or 0
    (first, latest), (earliest, last) = stretch.start, stretch.stop
    if interval < 2 or first != latest or earliest != last or last == inf:
        return []
    count = int((last - first) / interval + 1e-9) + 1
    places = [frame.days.x(first + k * interval) for k in range(min(count, _MOST_TICKS + 1))]
    apart = all(two - one >= 5 for one, two in pairwise(places))
    return places if 1 < count <= _MOST_TICKS and apart else []


def _tick(x: float, y: float) -> Markup:
    return tag("rect", x=x - 1.6, y=y - 0.5, width=3.2, height=HEIGHT + 1, rx=1, fill=BLUE)


def _cross(x: float, y: float) -> Markup:
    path = f"M{x - 3:.2f} {y - 3:.2f}l6 6m0 -6l-6 6"
    return tag("path", d=path, fill="none", stroke=BLACK, stroke_width=1.4)
