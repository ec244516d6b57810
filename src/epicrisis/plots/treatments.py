"""Lanes of drugs: what was given as bars and ticks, what was only planned as dashed outlines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

from epicrisis.model import Course, Treatment
from epicrisis.plots.bars import HEIGHT, Bar, draw_stretch, hollow, whisker
from epicrisis.plots.frame import Frame, capital, dated, ends, letters, rule
from epicrisis.plots.lanes import LEADING, Item
from epicrisis.plots.lettering import SMALL, fitted, width
from epicrisis.plots.spans import Stretch, last_day, stretch_of
from epicrisis.plots.style import BLACK, BLUE, GREY
from epicrisis.plots.svg import Markup, tag
from epicrisis.synthesis import phrases

GIVEN = frozenset({"given", "changed", "stopped", "unknown"})
_LONGEST_LABEL = 270.0
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
    told = _told(treatments)
    stretches = _stretches([treatment for treatment, _ in told], last_day(frame.course.events))
    made, said = [], ""
    for number, ((treatment, also), stretch) in enumerate(zip(told, stretches, strict=True)):
        later = (frame.days.x(s.start[0]) for s in stretches[number + 1 :] if s.start[0] > -inf)
        bar = Bar.of(frame, stretch, limit=min(later, default=inf) - 2)
        words = label(treatment)
        shown = "" if words == said and treatment.status in GIVEN else words
        said = words
        flags = "".join(dict.fromkeys(flag for t in (treatment, *also) for flag in frame.flags(t)))
        made.append(_item(frame, _Given(treatment, also, stretch, bar, shown + flags)))
    return made


@dataclass(frozen=True, slots=True)
class _Given:
    """A statement as it is drawn, with those that say no more than it does."""

    treatment: Treatment
    also: tuple[Treatment, ...]
    stretch: Stretch
    bar: Bar
    words: str


def _told(treatments: Sequence[Treatment]) -> list[tuple[Treatment, tuple[Treatment, ...]]]:
    """Put mentions of the bare drug to a fuller statement of what may be the same days."""
    full = [t for t in treatments if phrases.informs(t) or t.status not in ("given", "unknown")]
    told: dict[str, list[Treatment]] = {t.id: [] for t in full}
    alone = []
    for treatment in treatments:
        if treatment.id in told:
            continue
        same = [t for t in full if t.status in GIVEN and _overlap(t, treatment)]
        if same:
            told[min(same, key=_days).id].append(treatment)
        else:
            alone.append(treatment)
    pairs = [(t, tuple(told[t.id])) for t in full] + [(t, ()) for t in alone]
    return sorted(pairs, key=lambda pair: ends(pair[0].time))


def _overlap(one: Treatment, other: Treatment) -> bool:
    (low, high), (first, last) = ends(one.time), ends(other.time)
    return low <= last and first <= high


def _days(treatment: Treatment) -> float:
    low, high = ends(treatment.time)
    return high - low


def label(treatment: Treatment) -> str:
    """What is printed of dose, route, schedule and duration, with the status where not given."""
    return phrases.dosing(treatment)


def _name(treatment: Treatment) -> str:
    return capital(treatment.concept.label if treatment.concept else treatment.text)


def _stretches(treatments: Sequence[Treatment], until: float) -> list[Stretch]:
    """Give the stretches; a drug whose end is told by a later statement ends there."""
    found = [stretch_of(treatment, until) for treatment in treatments]
    for number, (treatment, following) in enumerate(pairwise(treatments)):
        if treatment.status in ("given", "changed") and following.status == "stopped":
            one, other = found[number], found[number + 1]
            if one.stop == (one.start[0], inf) and other.start[0] >= one.start[0]:
                found[number] = replace(one, stop=other.start)
    return found


def _item(frame: Frame, given: _Given) -> Item:
    bar, treatment = given.bar, given.treatment
    shown = fitted(given.words, min(_LONGEST_LABEL, frame.right - frame.left), SMALL)
    room = width(shown, SMALL)
    begins = min(bar.left - 1, frame.right - room)
    is_given = treatment.status in GIVEN

    def draw(y: float, height: float | None) -> Markup:
        parts = _shapes(frame, given, y) if is_given else [hollow(bar, y, GREY)]
        if shown and height is not None:
            slant, fill = (None, BLACK) if is_given else ("italic", GREY)
            parts.append(letters(begins, y - height, shown, size=SMALL, slant=slant, fill=fill))
            if height > LEADING:
                parts.append(rule(bar.left + 0.5, y, bar.left + 0.5, y - height + 2, GREY, 0.6))
        return frame.datum(treatment, *parts, also=given.also)

    right = max(bar.right + (0 if is_given else 4), bar.left + 3)
    return Item(bar.left, right, draw, (begins, begins + room) if shown else None)


def _shapes(frame: Frame, given: _Given, y: float) -> list[Markup]:
    stretch, bar = given.stretch, given.bar
    if stretch.point and given.treatment.status != "stopped":
        return [_tick(bar.left, y)]
    if given.treatment.status == "stopped" or stretch.start == stretch.stop:
        opens = {"open_left": bar.fades_left, "open_right": bar.fades_right}
        parts = [] if stretch.point else whisker(bar.left, bar.right, y + HEIGHT / 2, BLUE, **opens)
        stopped = given.treatment.status == "stopped"
        return [*parts, *([_cross(bar.right, y + HEIGHT / 2)] if stopped else [])]
    ticks = _repeated(frame, given.treatment, stretch)
    if ticks:
        thin = bar.draw(frame, y + HEIGHT / 2 - 1, BLUE, height=2)
        return [*thin, *(_tick(x, y) for x in ticks)]
    return draw_stretch(frame, stretch, bar, y, BLUE)


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
