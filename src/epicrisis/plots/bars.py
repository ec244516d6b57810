"""Bars: a stretch of time whose beginning and end may each be certain, uncertain or unknown.

The dark part is certain: from the latest day it can have begun to the earliest it can have ended.
Where the beginning may lie within a long span of days, that span is a thin capped line and no bar,
so that it does not look like days of treatment. Pale parts are the days between bounds that are
near each other, and those of the end. A side about which nothing is said fades out.
"""

from dataclasses import dataclass
from math import inf

from epicrisis.plots.frame import Frame, rule
from epicrisis.plots.spans import Stretch
from epicrisis.plots.style import WHITE
from epicrisis.plots.svg import Markup, tag

HEIGHT = 8.0
FADE = 40.0  # length of a fading end
_LEAST = 3.0  # a bar is never thinner than this
_NEAR = 12.0  # bounds of a beginning no further apart are drawn as a part of the bar


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch laid on the axis: where the pale part, the dark part and the fading ends lie."""

    left: float
    right: float
    sure_left: float
    sure_right: float
    fades_left: bool
    fades_right: bool

    @classmethod
    def of(cls, frame: Frame, stretch: Stretch, *, limit: float | None = None) -> "Bar":
        """Lay out a stretch; a fading end goes no further than `limit`."""
        (first, latest), (earliest, last) = stretch.start, stretch.stop
        fades_left, fades_right = first == -inf, last == inf
        known_left = latest if fades_left else first
        known_left = earliest if known_left in (-inf, inf) else known_left
        left = frame.days.x(known_left)
        if fades_right:
            known = max((d for d in (first, latest, earliest) if abs(d) < inf), default=known_left)
            right = min(frame.days.x(known) + FADE, frame.right)
            right = max(min(right, limit if limit is not None else right), frame.days.x(known) + 3)
        else:
            right = frame.days.x(last)
        if fades_left:
            left = max(left - FADE, frame.left + 1)
        sure_left = frame.days.x(latest) if latest < inf else right
        sure_right = frame.days.x(earliest) if earliest > -inf else left
        return cls(left, max(right, left + _LEAST), sure_left, sure_right, fades_left, fades_right)

    def draw(self, frame: Frame, y: float, colour: str, *, height: float = HEIGHT) -> list[Markup]:
        """Draw the bar with its top at `y`."""
        parts = []
        has_core = self.sure_right > self.sure_left
        ends_open = self.fades_right and not has_core
        core_left = self.sure_left if has_core or ends_open else self.right
        core_right = max(self.sure_right, core_left) if has_core or ends_open else self.right
        # Before the dark part, or all of the bar where nothing of it is certain.
        if core_left - self.left > 0.5:
            fill = f"url(#{frame.uid}-in-{colour[1:]})" if self.fades_left else None
            parts.append(_pale(self.left, y, core_left, height, colour, fill))
        if self.right - core_right > 0.5:
            fill = f"url(#{frame.uid}-out-{colour[1:]})" if self.fades_right else None
            parts.append(_pale(core_right, y, self.right, height, colour, fill))
        if has_core:
            wide = max(core_right - core_left, _LEAST)
            parts.append(tag("rect", x=core_left, y=y, width=wide, height=height, fill=colour))
        return parts


def draw_stretch(
    frame: Frame, stretch: Stretch, bar: Bar, y: float, colour: str, *, height: float = HEIGHT
) -> list[Markup]:
    """Draw a stretch laid out as `bar`: where its beginning is uncertain, by a line before it."""
    first, latest = stretch.start
    left, right = bar.left, frame.days.x(latest)
    if first == -inf or (latest < inf and right - left <= _NEAR):
        return bar.draw(frame, y, colour, height=height)
    if latest == inf:
        middle = y + height / 2
        return whisker(left, bar.right, middle, colour, open_left=False, open_right=True)
    parts = whisker(left, right, y + height / 2, colour, open_left=False, open_right=False)
    goes_on = max(right, bar.sure_right)
    if bar.sure_right > right:
        wide = bar.sure_right - right
        parts.append(tag("rect", x=right, y=y, width=wide, height=height, fill=colour))
    certain = bar.sure_right > right or bar.fades_right
    if certain and bar.right - goes_on > _LEAST + 1:
        fill = f"url(#{frame.uid}-out-{colour[1:]})" if bar.fades_right else None
        parts.append(_pale(goes_on, y, bar.right, height, colour, fill))
    return parts


def _pale(
    left: float, y: float, right: float, height: float, colour: str, fill: str | None
) -> Markup:
    wide = right - left
    if fill:
        return tag("rect", x=left, width=wide, y=y, height=height, fill=fill)
    inset = 0.5
    return tag(
        "rect",
        x=left,
        width=wide,
        y=y + inset,
        height=height - 2 * inset,
        fill=colour,
        fill_opacity=0.25,
        stroke=colour,
        stroke_width=1,
        stroke_opacity=0.75,
    )


def gradients(frame: Frame, colours: tuple[str, ...]) -> Markup:
    """Define the fillings of fading ends."""
    parts = []
    for colour in colours:
        for name, first, last in (("in", 0.0, 0.9), ("out", 0.9, 0.0)):
            stops = [
                tag("stop", offset=place, stop_color=colour, stop_opacity=opacity)
                for place, opacity in ((0.0, first), (1.0, last))
            ]
            parts.append(tag("linearGradient", *stops, id=f"{frame.uid}-{name}-{colour[1:]}"))
    return tag("defs", *parts)


def hollow(bar: Bar, y: float, colour: str, *, height: float = HEIGHT) -> Markup:
    """Draw what was planned or considered: a dashed outline, open at a side that is not known."""
    left, right, bottom = bar.left, bar.right, y + height - 0.6
    top = y + 0.6
    if right - left < 12 and not bar.fades_right:
        right = left + 12
    path = f"M{left:.2f} {top:.2f}L{right:.2f} {top:.2f}"
    path += f"{'M' if bar.fades_right else 'L'}{right:.2f} {bottom:.2f}L{left:.2f} {bottom:.2f}"
    if not bar.fades_left:
        path += f"L{left:.2f} {top:.2f}"
    return tag(
        "path",
        d=path,
        fill="none" if bar.fades_right else WHITE,
        stroke=colour,
        stroke_width=1.2,
        stroke_dasharray="3 2",
    )


def whisker(
    left: float,
    right: float,
    y: float,
    colour: str,
    *,
    open_left: bool,
    open_right: bool,
    thin: bool = False,
) -> list[Markup]:
    """Draw a span of time within which something lies: capped ends, arrows at open ones."""
    high, long, line, edge = (2.6, 3, 1.5, 1.1) if thin else (3.4, 4, 1.7, 1.5)
    parts = [rule(left, y, right, y, colour, line)]
    for x, is_open, way in ((left, open_left, -1), (right, open_right, 1)):
        if is_open:
            tip = f"M{x - long * way:.2f} {y - high:.2f}l{long * way} {high}l{-long * way} {high}"
            parts.append(tag("path", d=tip, fill="none", stroke=colour, stroke_width=edge))
        else:
            parts.append(rule(x, y - high, x, y + high, colour, edge))
    return parts
