"""Curves of results: one small panel for each analyte with two values or more on the axis."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from epicrisis.model import Course, Measurement, Quantity, ReferenceRange
from epicrisis.plots.bars import whisker
from epicrisis.plots.frame import Frame, Strip, capital, dated, ends, letters, rule, text_box
from epicrisis.plots.layout import Box, Room
from epicrisis.plots.lettering import NORMAL, SMALL, fitted, width, wrapped
from epicrisis.plots.scale import ValueScale
from epicrisis.plots.style import (
    BAND,
    BAND_EDGE,
    BLUE,
    GREY,
    PALE,
    VERMILION,
    WHITE,
)
from epicrisis.plots.svg import Markup, Value, tag

HEIGHT = 70.0
MOST = 8  # panels in one figure
_HEADROOM = 16.0  # above and below the curve, for labels
RADIUS = 3.1  # of the marks of results


@dataclass(frozen=True, slots=True)
class Series:
    """The results of one analyte in one unit, in order of time."""

    name: str
    unit: str
    results: tuple[Measurement, ...]

    @property
    def reference(self) -> ReferenceRange | None:
        """The reference range printed most often with the results."""
        ranges = [
            r.reference_range.model_copy(update={"text": ""})
            for r in self.results
            if r.reference_range and (r.reference_range.low, r.reference_range.high) != (None, None)
        ]
        return Counter(ranges).most_common(1)[0][0] if ranges else None


def series(course: Course) -> list[Series]:
    """Give the analytes with two dated numbers or more, those with most first.

    Results in different units stay apart: nothing is converted for a picture.
    """
    found: dict[tuple[str, str], list[Measurement]] = {}
    for event in course.events:
        if isinstance(event, Measurement) and event.quantity and dated(event):
            name = event.concept.label if event.concept else event.text
            unit = event.quantity.unit or ""
            key = (event.analyte or name.casefold(), event.quantity.ucum or unit)
            found.setdefault(key, []).append(event)
    listed = [
        Series(
            results[0].concept.label if results[0].concept else results[0].text,
            quantity.unit or "" if (quantity := results[0].quantity) else "",
            tuple(sorted(results, key=lambda r: ends(r.time))),
        )
        for results in found.values()
        if len({r.time for r in results}) > 1
    ]
    return sorted(listed, key=lambda s: -len(s.results))


def draw_panel(frame: Frame, shown: Series, top: float) -> Strip:
    """Draw one panel with its band, its curve and its labels."""
    bottom = top + HEIGHT
    scale = ValueScale.over(_span(shown), top + _HEADROOM, bottom - _HEADROOM + 4)
    strip = Strip(bottom)
    strip.add(*_ground(frame, shown, scale, top, bottom), *_names(frame, shown, scale, top))
    room = Room(Box(frame.left, top, frame.right, bottom))
    points = [_Point.of(frame, scale, result) for result in shown.results]
    strip.add(*_curve(frame, points, room))
    for point in points:
        room.take(point.box)
    for point in _by_weight(points):
        strip.add(
            frame.datum(point.result, *point.shapes(shown.reference), *point.label(room, frame))
        )
    return strip


def _span(shown: Series) -> list[float]:
    values = [q.value for r in shown.results if (q := r.quantity)]
    values += [q.high for r in shown.results if (q := r.quantity) and q.high is not None]
    reference, most = shown.reference, max(values)
    for limit in (reference.low, reference.high) if reference else ():
        if limit is not None and limit <= 3 * most:
            values.append(limit)
    return values


def _ground(
    frame: Frame, shown: Series, scale: ValueScale, top: float, bottom: float
) -> list[Markup]:
    parts = []
    reference = shown.reference
    if reference:
        upper = top + 2 if reference.high is None else scale.y(reference.high)
        lower = bottom - 2 if reference.low is None else scale.y(reference.low)
        size = {"x": frame.left, "width": frame.right - frame.left}
        parts.append(tag("rect", **size, y=upper, height=max(lower - upper, 0.8), fill=BAND))
        for limit, y in ((reference.high, upper), (reference.low, lower)):
            if limit is not None and scale.low <= limit <= scale.high:
                parts.append(rule(frame.left, y, frame.right, y, BAND_EDGE, 0.7))
    parts.append(rule(frame.left, top + 2, frame.left, bottom - 2, PALE))
    return parts


def _names(frame: Frame, shown: Series, scale: ValueScale, top: float) -> list[Markup]:
    ticks = [(value, scale.y(value), f"{value:,.6g}") for value in scale.ticks()]
    parts = []
    for value, y, words in ticks:
        if scale.low <= value <= scale.high:
            parts.append(rule(frame.left - 3, y, frame.left, y, GREY, 0.8))
            parts.append(
                letters(frame.left - 5, y + 3.4, words, size=SMALL, fill=GREY, anchor="end")
            )
    room = frame.left - 14 - max((width(words, SMALL) for _, _, words in ticks), default=0)
    units = _units(shown)
    y = top + 15
    for line in wrapped(capital(shown.name), room / 1.08, NORMAL, most=2 if units[1:] else 3):
        parts.append(letters(0, y, line, weight="600"))
        y += 12.5
    for line in units:
        parts.append(letters(0, y, fitted(line, room, SMALL), size=SMALL, fill=GREY))
        y += 12
    return parts


def _units(shown: Series) -> list[str]:
    reference = shown.reference
    limits = ""
    if reference and reference.low is not None and reference.high is not None:
        limits = f"ref {reference.low:g}–{reference.high:g}"
    elif reference:
        limits = f"ref <{reference.high:g}" if reference.low is None else f"ref >{reference.low:g}"
    return [line for line in (shown.unit, limits) if line]


@dataclass(frozen=True, slots=True)
class _Point:
    """A result as it is drawn: a point, or a line as long as its day is uncertain."""

    result: Measurement
    quantity: Quantity
    left: float
    right: float
    y: float
    y_high: float
    open_left: bool
    open_right: bool

    @classmethod
    def of(cls, frame: Frame, scale: ValueScale, result: Measurement) -> "_Point":
        assert result.quantity  # `series` takes no other
        low, high = ends(result.time)
        open_left, open_right = low == float("-inf"), high == float("inf")
        left = frame.days.x(high if open_left else low)
        right = frame.days.x(low if open_right else high)
        left = max(left - 26, frame.left + 1) if open_left else left
        right = min(right + 26, frame.right - 1) if open_right else right
        value, above = result.quantity.value, result.quantity.high
        y = scale.y(value)
        y_high = y if above is None else scale.y(above)
        return cls(result, result.quantity, left, right, y, y_high, open_left, open_right)

    @property
    def certain(self) -> bool:
        return not (self.open_left or self.open_right) and self.right - self.left < 3

    @property
    def box(self) -> Box:
        return Box(
            self.left - RADIUS - 1,
            self.y_high - RADIUS - 1,
            self.right + RADIUS + 1,
            self.y + RADIUS + 1,
        )

    def shapes(self, reference: ReferenceRange | None) -> list[Markup]:
        side = _side(self.quantity, self.result.reference_range or reference)
        colour = VERMILION if side else BLUE
        parts = []
        if self.y_high != self.y:
            parts.append(
                tag(
                    "rect",
                    x=self.left - 1,
                    width=self.right - self.left + 2,
                    y=self.y_high,
                    height=self.y - self.y_high,
                    fill=colour,
                    fill_opacity=0.3,
                )
            )
        if self.certain:
            hollow = self.quantity.comparator not in (None, "~")
            x = (self.left + self.right) / 2
            return [*parts, _glyph(x, self.y, side, colour, hollow=hollow)]
        opens = {"open_left": self.open_left, "open_right": self.open_right}
        return [*parts, *whisker(self.left, self.right, self.y, colour, **opens)]

    def label(self, room: Room, frame: Frame) -> list[Markup]:
        flags = frame.flags(self.result)
        words = str(self.quantity.model_copy(update={"unit": None})) + flags
        wide = width(words, SMALL)
        middle = (self.left + self.right) / 2 - wide / 2
        above, below = self.y_high - 7, self.y + 12.8
        spots = [
            (middle, above),
            (middle, below),
            (self.right + 6, self.y + 3.4),
            (self.left - 6 - wide, self.y + 3.4),
            (self.right + 3, above),
            (self.right + 3, below),
            (self.left - 3 - wide, above),
            (self.left - 3 - wide, below),
        ]
        box = room.place(text_box(x - 1, y, wide + 2, SMALL) for x, y in spots)
        if box is None:
            return []
        return [letters(box.left + 1, box.top + 0.82 * SMALL, words, size=SMALL)]


def _side(quantity: Quantity, reference: ReferenceRange | None) -> int:
    """Give 1 above the reference range, -1 below it, 0 inside it or where that is not known."""
    if reference is None:
        return 0
    top = quantity.value if quantity.high is None else quantity.high
    if reference.high is not None and quantity.value > reference.high:
        return 0 if quantity.comparator in ("<", "<=") else 1
    if reference.low is not None and top < reference.low:
        return 0 if quantity.comparator in (">", ">=") else -1
    return 0


def _glyph(x: float, y: float, side: int, colour: str, *, hollow: bool) -> Markup:
    paint: dict[str, Value] = {
        "fill": WHITE if hollow else colour,
        "stroke": colour,
        "stroke_width": 1.5,
    }
    if side == 0:
        return tag("circle", cx=x, cy=y, r=RADIUS, **paint)
    return tag("path", d=triangle(x, y, side, RADIUS), stroke_linejoin="round", **paint)


def triangle(x: float, y: float, side: int, radius: float) -> str:
    """Give the path of a triangle about a point, its tip up (1) or down (-1)."""
    tip, base = y - 1.15 * radius * side, y + 0.8 * radius * side
    return f"M{x:.2f} {tip:.2f}L{x + radius:.2f} {base:.2f}L{x - radius:.2f} {base:.2f}Z"


def _curve(frame: Frame, points: Sequence[_Point], room: Room) -> list[Markup]:
    """Join results whose order in time is certain; across a break of the axis, by a dashed line."""
    parts = []
    for one, two in pairwise(points):
        if one.open_right or two.open_left or one.right >= two.left:
            continue
        last, first = ends(one.result.time)[1], ends(two.result.time)[0]
        dash = "2.5 2.5" if frame.days.crosses_break(last, first) else None
        parts.append(
            tag(
                "line",
                x1=one.right,
                y1=one.y,
                x2=two.left,
                y2=two.y,
                stroke=BLUE,
                stroke_width=1.1,
                stroke_opacity=0.75,
                stroke_dasharray=dash,
            )
        )
        _take_line(room, one.right, one.y, two.left, two.y)
    return parts


def _take_line(room: Room, x1: float, y1: float, x2: float, y2: float) -> None:
    steps = max(1, int(max(abs(x2 - x1), abs(y2 - y1)) / 3))
    for step in range(steps + 1):
        x, y = x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps
        room.take(Box(x - 0.8, y - 0.8, x + 0.8, y + 0.8))


def _by_weight(points: Sequence[_Point]) -> list[_Point]:
    """Order points so that those most worth a label come first: ends, extremes, then the rest."""
    values = [point.quantity.value for point in points]
    first = {0, len(points) - 1, values.index(max(values)), values.index(min(values))}
    order = sorted(range(len(points)), key=lambda n: (n not in first, n))
    return [points[n] for n in order]
