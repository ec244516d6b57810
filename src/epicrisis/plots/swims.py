"""The rows of a swimmer figure: bars of treatment, marks of what happened, and the key to them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite

from epicrisis.plots.axes import Across
from epicrisis.plots.drawing import listed
from epicrisis.plots.frame import Strip
from epicrisis.plots.inputs import Happening, Spell, Swim
from epicrisis.plots.layout import packed
from epicrisis.plots.spans import Bounds
from epicrisis.plots.style import BLACK, FAINT, GREY, PALE, WHITE
from epicrisis.plots.svg import Markup, Paint, joined, tag
from epicrisis.plots.swatches import (
    MARKS,
    REST,
    Entry,
    Sign,
    Swatch,
    area_entry,
    mark,
    mark_entry,
    span_between,
)

_LEAST = 1.6  # a part is never thinner than this
_OPEN = 22.0  # length drawn of a day that is open at one side
_UNTOLD = 6.0  # length drawn of a treatment after the last day that is told of it
_NAMED = 12  # treatments, or kinds of events, named of those that share a sign
_SHOWN = 3.0  # of these in full colour: on the day on which it began it was given


@dataclass(frozen=True, slots=True)
class Look:
    """How all rows look.

    Attributes:
        uid: Of the figure.
        axis: Of days.
        fillings: One for each treatment.
        marks: A shape for each kind of event.
        size: How high its parts are.
    """

    uid: str
    axis: Across
    fillings: Mapping[str, Swatch]
    marks: Mapping[str, str]
    size: "Size"

    @property
    def step(self) -> float:
        """From a mark to the one above it."""
        return 2 * self.size.radius + 1.6


@dataclass(frozen=True, slots=True)
class Size:
    """Heights of the parts of a row.

    Attributes:
        bar: Of a bar.
        part: Of each of several treatments given at once, at least.
        gap: Between one row and the next.
        radius: Of a mark, half its height.
        words: Of the letters of a name.
    """

    bar: float
    part: float
    gap: float
    radius: float
    words: float


def draw_row(look: Look, row: Swim, top: float) -> Strip:
    """Draw a patient's row below `top`; it is as high as its marks and its treatments need."""
    spans = [_extent(look, spell, row) for spell in row.spells]
    lanes = packed([(a + 0.05, b - 0.05) for a, b in spans], gap=0.0)
    count = max(lanes, default=0) + 1
    levels, most = _levels(look, row.events)
    bar = max(look.size.bar, count * look.size.part)
    height = max(bar, most * look.step) + look.size.gap
    middle = top + height / 2
    strip = Strip(top + height)
    strip.add(*_followed(look, row, middle, bar))
    lane_height = bar / count
    for spell, lane, span in zip(row.spells, lanes, spans, strict=True):
        y = middle - bar / 2 + lane * lane_height
        strip.add(_spell(look, row, spell, span, (y, lane_height)))
    for event, (level, of) in zip(row.events, levels, strict=True):
        strip.add(_event(look, row, event, middle + (level - (of - 1) / 2) * look.step, middle))
    return strip


def _extent(look: Look, spell: Spell, row: Swim) -> tuple[float, float]:
    """Give where a treatment's bar begins and ends; what is open has a length for show."""
    known = [day for day in (*spell.start, *spell.stop) if isfinite(day)]
    if not known:
        return look.axis.start, look.axis.start + _OPEN
    first, last = look.axis.at(min(known)), look.axis.at(max(known))
    if not isfinite(spell.start[0]):
        first = max(first - _OPEN, look.axis.start)
    if spell.stop[1] == inf:
        seen = [day for day in row.until or () if isfinite(day)]
        end = look.axis.at(max(seen)) if seen else look.axis.end
        last = max(end, last + 4) if spell.ongoing else last + _UNTOLD + _SHOWN
    return first, max(last, first + _LEAST)


def _followed(look: Look, row: Swim, middle: float, bar: float) -> list[Markup]:
    """The pale bar: certain from the latest beginning to the earliest end, dashed around that."""
    if row.begin is None and row.until is None:
        return []
    at, known = look.axis.at, [d for d in (*(row.begin or ()), *(row.until or ())) if isfinite(d)]
    if not known:
        return []
    begin, until = row.begin or (min(known),) * 2, row.until or (max(known),) * 2
    first = at(begin[0]) if isfinite(begin[0]) else at(min(known))
    last = at(until[1]) if isfinite(until[1]) else at(max(known))
    sure = at(begin[1] if isfinite(begin[1]) else begin[0]), at(max(until[0], min(known)))
    box: Paint = {"y": middle - bar / 2, "height": bar, "stroke_width": 0.8}
    parts = []
    if last - first > max(sure[1] - sure[0], _LEAST) + 0.5:
        dashed: Paint = {"fill": WHITE, "stroke": GREY, "stroke_dasharray": "1.5 1.5"}
        parts.append(tag("rect", x=first, width=last - first, **box, **dashed))
    wide = max(sure[1] - sure[0], _LEAST if last - first <= _LEAST else 0.0)
    if wide:
        parts.append(tag("rect", x=sure[0], width=wide, fill=FAINT, stroke=GREY, **box))
    if row.ongoing:
        parts.append(_arrow(last, middle))
    return parts


def _arrow(x: float, y: float) -> Markup:
    path = f"M{x:.2f} {y:.2f}h9M{x + 5:.2f} {y - 3.6:.2f}l4.6 3.6l-4.6 3.6"
    return tag("path", d=path, fill="none", stroke=BLACK, stroke_width=1.4)


def _spell(
    look: Look, row: Swim, spell: Spell, span: tuple[float, float], place: tuple[float, float]
) -> Markup:
    """Draw a treatment: light and dashed where it may have been given, full where it was."""
    paint = look.fillings[spell.label].paint(look.uid)
    (left, right), (y, height) = span, place
    box: Paint = {"y": y + 0.5, "height": height - 1}
    parts = [tag("title", f"{spell.label}: {_told(spell)}")]
    sure_left, sure_right = _certain(look, row, spell, span)
    if right - left > sure_right - sure_left + 0.5:
        light: Paint = {"stroke": GREY, "stroke_dasharray": "2 1.5", "stroke_width": 0.8}
        area: Paint = {"x": left, "width": right - left}
        parts.append(tag("rect", fill=WHITE, **area, **box))
        parts.append(tag("rect", fill=paint, fill_opacity=0.35, **area, **box, **light))
    if sure_right > sure_left:
        wide = max(sure_right - sure_left, _LEAST)
        edge: Paint = {"stroke": GREY, "stroke_width": 0.5}
        parts.append(tag("rect", x=sure_left, width=wide, fill=paint, **box, **edge))
    if spell.ongoing:
        parts.append(_arrow(right, y + height / 2))
    elif spell.stop[1] == inf:
        parts.append(_ragged(right, y + height / 2, height))
    return tag("g", *parts)


def _certain(look: Look, row: Swim, spell: Spell, span: tuple[float, float]) -> tuple[float, float]:
    """Give from where to where a treatment was certainly given."""
    if spell.start[0] == spell.start[1] and spell.stop[0] == spell.stop[1]:
        return span
    left = look.axis.at(spell.start[1]) if isfinite(spell.start[1]) else span[1]
    right = look.axis.at(spell.stop[0]) if isfinite(spell.stop[0]) else span[0]
    if spell.ongoing and row.until and isfinite(row.until[0]):
        right = max(right, look.axis.at(row.until[0]))
    elif spell.stop[1] == inf and spell.start[0] == spell.start[1]:
        right = max(right, left + _SHOWN)
    return left, right


def _ragged(x: float, y: float, height: float) -> Markup:
    """Draw the ragged end of what has no known end."""
    half = height / 2
    path = f"M{x + 1:.2f} {y - half:.2f}l2.4 {half / 2:.2f}l-2.4 {half / 2:.2f}"
    path += f"l2.4 {half / 2:.2f}l-2.4 {half / 2:.2f}"
    ground = tag("path", d=path, fill="none", stroke=WHITE, stroke_width=3.4)
    return tag("g", ground, tag("path", d=path, fill="none", stroke=GREY, stroke_width=1.1))


def _told(spell: Spell) -> str:
    stop = "ongoing" if spell.ongoing else bounds_in_words(spell.stop)
    return f"from {bounds_in_words(spell.start)} to {stop}"


def bounds_in_words(time: Bounds) -> str:
    """Say a time in words.

    >>> bounds_in_words((3.0, 3.0)), bounds_in_words((3.0, inf))
    ('day 3', 'day 3 or later')
    """
    low, high = time
    if low == high:
        return f"day {low:g}"
    if not isfinite(low) and not isfinite(high):
        return "a day not told"
    if not isfinite(low):
        return f"day {high:g} or earlier"
    return f"day {low:g} or later" if not isfinite(high) else f"day {low:g} to {high:g}"


def _levels(look: Look, events: Sequence[Happening]) -> tuple[list[tuple[int, int]], int]:
    """Give each mark its level and how many its cluster has, and the highest number of levels."""
    spans = [_place(look, event) for event in events]
    order = sorted(range(len(events)), key=lambda n: (spans[n], events[n].label))
    found: dict[int, tuple[int, int]] = {}
    cluster: list[int] = []
    reach = -inf
    for number in [*order, None]:
        if number is not None and (not cluster or spans[number][0] < reach):
            cluster.append(number)
        else:
            rows = packed([spans[n] for n in cluster], gap=0.6)
            of = max(rows, default=0) + 1
            found.update({n: (row, of) for n, row in zip(cluster, rows, strict=True)})
            cluster = [] if number is None else [number]
            reach = -inf
        reach = max(reach, spans[number][1] + 0.6) if number is not None else reach
    most = max((of for _, of in found.values()), default=1)
    return [found[n] for n in range(len(events))], most


def _place(look: Look, event: Happening) -> tuple[float, float]:
    low, high = event.when
    at, known = look.axis.at, [day for day in event.when if isfinite(day)]
    if not known:
        return look.axis.start, look.axis.end
    left = at(low) if isfinite(low) else max(at(high) - _OPEN, look.axis.start)
    right = at(high) if isfinite(high) else min(at(low) + _OPEN, look.axis.end)
    return left - look.size.radius, right + look.size.radius


def _event(look: Look, row: Swim, event: Happening, y: float, middle: float) -> Markup:
    left, right = _place(look, event)
    radius = look.size.radius
    left, right = left + radius, right - radius
    shape = look.marks[event.label]
    parts = [tag("title", f"{event.told or event.label}: {bounds_in_words(event.when)}")]
    parts += _tie(look, row, left, right, middle)
    if event.when[0] == event.when[1]:
        parts.append(mark(shape, left, y, radius))
    else:
        low, high = (not isfinite(day) for day in event.when)
        parts += span_between(left, right, y, shape, radius, open_left=low, open_right=high)
    return tag("g", *parts)


def _tie(look: Look, row: Swim, left: float, right: float, y: float) -> list[Markup]:
    """Tie a mark that lies outside the bar to it."""
    ends = [day for day in (*(row.begin or ()), *(row.until or ())) if isfinite(day)]
    if not ends:
        return []
    first, last = look.axis.at(min(ends)), look.axis.at(max(ends))
    if right >= first and left <= last:
        return []
    near, far = (last, left) if left > last else (right, first)
    dots: Paint = {"stroke": GREY, "stroke_width": 1.1, "stroke_dasharray": "1.2 2.2"}
    return [tag("line", x1=near, y1=y, x2=far, y2=y, **dots)]


def entries(look: Look, rows: Sequence[Swim]) -> list[Entry]:
    """Give the key: treatments, marks, and those signs that are in use."""
    own = [name for name, swatch in look.fillings.items() if swatch is not REST]
    rest = [name for name, swatch in look.fillings.items() if swatch is REST]
    found = [area_entry(look.uid, look.fillings[name], name) for name in own]
    if rest:
        found.append(area_entry(look.uid, REST, f"other: {listed(rest, _NAMED)}"))
    shared = [name for name, shape in look.marks.items() if shape == MARKS[-1]]
    found += [mark_entry(shape, name) for name, shape in look.marks.items() if name not in shared]
    if shared:
        words = shared[0] if len(shared) == 1 else f"other: {listed(shared, _NAMED)}"
        found.append(mark_entry(MARKS[-1], words))
    return found + [Entry(sign, words) for used, sign, words in _SIGNS if used(rows)]


def _spans_days(time: Bounds | None) -> bool:
    return time is not None and time[0] != time[1]


def _any_spell(test: Callable[[Spell], bool]) -> Callable[[Sequence[Swim]], bool]:
    return lambda rows: any(test(spell) for row in rows for spell in row.spells)


def _uncertain(spell: Spell) -> bool:
    return _spans_days(spell.start) or (spell.stop[1] < inf and _spans_days(spell.stop))


def _sign_followed(x: float, y: float) -> Markup:
    return tag("rect", x=x, y=y - 3.8, width=20, height=7.6, fill=FAINT, stroke=GREY)


def _sign_uncertain(x: float, y: float) -> Markup:
    box: Paint = {"x": x, "y": y - 3.8, "width": 20.0, "height": 7.6, "stroke": GREY}
    return tag("rect", fill=PALE, fill_opacity=0.5, stroke_dasharray="2 1.5", **box)


def _sign_open(x: float, y: float) -> Markup:
    bar = tag("rect", x=x, y=y - 3.8, width=16, height=7.6, fill=PALE)
    return joined([bar, _ragged(x + 16, y, 7.6)])


def _sign_arrow(x: float, y: float) -> Markup:
    return _arrow(x + 5, y)


def _sign_between(x: float, y: float) -> Markup:
    return joined(span_between(x + 3, x + 17, y, "circle", 2.6))


_SIGNS: tuple[tuple[Callable[[Sequence[Swim]], bool], Sign, str], ...] = (
    (lambda rows: any(row.begin or row.until for row in rows), _sign_followed, "followed"),
    (
        lambda rows: any(row.ongoing or any(s.ongoing for s in row.spells) for row in rows),
        _sign_arrow,
        "goes on",
    ),
    (_any_spell(_uncertain), _sign_uncertain, "begun or ended between these days"),
    (_any_spell(lambda s: s.stop[1] == inf and not s.ongoing), _sign_open, "end not stated"),
    (
        lambda rows: any(_spans_days(event.when) for row in rows for event in row.events),
        _sign_between,
        "on a day between these",
    ),
)
