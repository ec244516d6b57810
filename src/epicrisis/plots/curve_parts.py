"""The parts of a Kaplan-Meier figure: steps, bands, boxes, ticks of censoring, names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from math import inf, isfinite, isnan

from epicrisis.plots.axes import Axis
from epicrisis.plots.drawing import counted
from epicrisis.plots.frame import letters, rule
from epicrisis.plots.layout import Box, Room
from epicrisis.plots.lettering import SMALL, fitted, width
from epicrisis.plots.style import BLACK, GREY, PALE
from epicrisis.plots.svg import Markup, Paint, joined, tag
from epicrisis.plots.swatches import Entry
from epicrisis.synthesis.estimates import Curve, IntervalCurve, Step
from epicrisis.synthesis.estimates.beta_product import at_start

_TICK = 4.0  # half the length of a tick of censoring
_SPOT = 0.1  # a fortieth of a millimetre
_MOST_TICKS = 150  # of censoring; more hide the curve
_FINEST = 0.4  # what is nearer than this, a tenth of a millimetre, is not told apart


@dataclass(frozen=True, slots=True)
class Group:
    """A curve and how it is drawn."""

    curve: Curve | IntervalCurve
    name: str
    colour: str
    dash: str | None

    @property
    def times(self) -> list[float]:
        """Every time at which something of the curve lies."""
        if isinstance(self.curve, Curve):
            return [step.time for step in self.curve.steps]
        return [time for one in self.curve.stretches for time in (one.after, one.until)]

    @property
    def open_end(self) -> bool:
        """Say whether some event is not known to have happened by any time."""
        return inf in self.times

    @property
    def counts(self) -> str:
        """Give events and patients in words."""
        if isinstance(self.curve, Curve):
            return f"({self.curve.events} of {self.curve.patients})"
        return f"(n = {self.curve.patients})"

    @property
    def told(self) -> str:
        """Give the name with its counts."""
        return f"{self.name} {self.counts}"

    @property
    def exact(self) -> bool:
        """Say whether the exact limits are there."""
        return isinstance(self.curve, Curve) and all(s.exact for s in self.curve.steps)


def steps(across: Axis, up: Axis, group: Group) -> list[Markup]:
    """Draw the curve where it is known."""
    look: Paint = {"fill": "none", "stroke": group.colour, "stroke_dasharray": group.dash}
    return [tag("path", d=path, stroke_width=1.7, **look) for path in _paths(across, up, group)]


def _paths(across: Axis, up: Axis, group: Group) -> list[str]:
    curve = group.curve
    if isinstance(curve, Curve):
        path = f"M{across.at(0):.2f} {up.at(1):.2f}"
        for step in _drawn(across, curve.steps):
            path += f"H{across.at(step.time):.2f}V{up.at(step.survival):.2f}"
        return [path]
    paths, begin, level = [], 0.0, 1.0
    for one in curve.stretches:
        path = f"M{across.at(begin):.2f} {up.at(level):.2f}H{across.at(one.after):.2f}"
        if one.after == one.until:
            path += f"V{up.at(one.survival):.2f}"
        paths.append(path)
        begin, level = one.until, one.survival
    if isfinite(begin) and begin < across.high and level > 0:
        paths.append(f"M{across.at(begin):.2f} {up.at(level):.2f}h4")
    return paths


def _drawn(across: Axis, found: Sequence[Step]) -> list[Step]:
    """Give the steps that can be told apart in print: of those on one spot, the last."""
    return list({int(across.at(step.time) / _SPOT): step for step in found}.values())


def band(across: Axis, up: Axis, group: Group) -> list[Markup]:
    """Draw the limits of a curve, exact ones where they are there."""
    if not isinstance(group.curve, Curve) or not group.curve.steps:
        return []
    pieces = _limits(across, group.curve, exact=group.exact)
    if len(pieces) < 2:
        return []
    path = f"M{across.at(pieces[0][0]):.2f} {up.at(pieces[0][2]):.2f}"
    for (time, _, high), (later, _, _) in pairwise(pieces):
        path += f"L{across.at(time):.2f} {up.at(high):.2f}H{across.at(later):.2f}"
    for (time, low, _), (later, _, _) in reversed(list(pairwise(pieces))):
        path += f"L{across.at(later):.2f} {up.at(low):.2f}H{across.at(time):.2f}"
    edge: Paint = {"stroke": group.colour, "stroke_opacity": 0.55, "stroke_width": 0.6}
    return [tag("path", d=path + "z", fill=group.colour, fill_opacity=0.13, **edge)]


def _limits(across: Axis, curve: Curve, *, exact: bool) -> list[tuple[float, float, float]]:
    """Give from when on which limits hold; the last entry only ends the one before."""
    found = []
    if exact and curve.steps[0].exact:
        found.append((0.0, at_start(curve.patients, curve.steps[0].exact.level), 1.0))
    for step in _drawn(across, curve.steps):
        limits = step.exact if exact and step.exact else step.interval
        if not isnan(limits.low + limits.high):
            found.append((step.time, limits.low, limits.high))
    last = curve.steps[-1].time
    if found and found[-1][0] < last:
        found.append((last, *found[-1][1:]))
    return found


def boxes(across: Axis, up: Axis, group: Group) -> list[Markup]:
    """Draw where the curve falls on a day that is not known."""
    if isinstance(group.curve, Curve):
        return []
    parts, level = [], 1.0
    for one in group.curve.stretches:
        left, right = across.at(one.after), across.at(one.until)
        top, bottom = up.at(level), up.at(one.survival)
        if one.after < one.until:
            area: Paint = {"x": left, "y": top, "width": right - left, "height": bottom - top}
            told = f"Between {one.after:g} and {one.until:g}: {one.weight:.0%} of the patients"
            if not isfinite(one.until):
                told = f"After {one.after:g}, if ever: {one.weight:.0%} of the patients"
            fill = tag("rect", fill=group.colour, fill_opacity=0.16, **area)
            edge = f"M{right:.2f} {top:.2f}H{left:.2f}V{bottom:.2f}H{right:.2f}"
            edge += "z" if isfinite(one.until) else ""
            line: Paint = {"stroke": group.colour, "stroke_width": 0.9, "stroke_dasharray": "2 1.5"}
            parts.append(
                tag("g", tag("title", told), fill, tag("path", d=edge, fill="none", **line))
            )
        level = one.survival
    return parts


def censor_marks(across: Axis, up: Axis, group: Group) -> list[Markup]:
    """Draw a tick where somebody was last seen without the event; very near ones are one tick."""
    if not isinstance(group.curve, Curve):
        return []
    clusters: list[list[Step]] = []
    for step in group.curve.steps:
        if not step.censored:
            continue
        near = clusters and across.at(step.time) - across.at(clusters[-1][0].time) < _FINEST
        if near and step.survival == clusters[-1][0].survival:
            clusters[-1].append(step)
        else:
            clusters.append([step])
    if len(clusters) > _MOST_TICKS:
        return []
    return [_tick(across, up, group, cluster) for cluster in clusters]


def _tick(across: Axis, up: Axis, group: Group, cluster: Sequence[Step]) -> Markup:
    first, last = cluster[0], cluster[-1]
    x, y = across.at(first.time), up.at(first.survival)
    told = f"{counted(sum(step.censored for step in cluster), 'patient')} last seen at "
    told += f"{first.time:g}" if first is last else f"{first.time:g} to {last.time:g}"
    tick = rule(x, y - _TICK, x, y + _TICK, group.colour, 1.2)
    return tag("g", tag("title", told), tick)


def names_beside(across: Axis, up: Axis, groups: Sequence[Group]) -> list[Markup]:
    """Write each group's name beside its curve, where it touches no curve.

    A name for which there is no such place is left to the key.
    """
    room = Room(Box(across.start + 2, up.end - 8, across.end + 2, up.start - 1))
    for group in groups:
        for piece in _pieces(across, up, group):
            room.take(Box(*piece))
    parts = []
    for group in groups:
        if not group.name:
            continue
        most = 0.5 * (across.end - across.start) - width(group.counts, SMALL, bold=True)
        words = f"{fitted(group.name, most, SMALL, bold=True)} {group.counts}"
        long = width(words, SMALL, bold=True)
        box = room.place(_places(across, up, group, long))
        if box:
            x, y = box.left + 2, box.bottom - 3.5
            line = letters(x, y, words, size=SMALL, fill=group.colour, weight="600", halo=True)
            parts.append(tag("g", tag("title", group.told), line) if words != group.told else line)
    return parts


def _pieces(across: Axis, up: Axis, group: Group) -> list[tuple[float, float, float, float]]:
    """Give the straight pieces of a curve as boxes, the ticks on it and its own boxes too."""
    corners = [(across.start, up.at(1.0))]
    curve = group.curve
    if isinstance(curve, Curve):
        for step in curve.steps:
            x = across.at(step.time)
            corners += [(x, corners[-1][1]), (x, up.at(step.survival))]
            if step.censored:
                corners += [(x, corners[-1][1] - _TICK), (x, corners[-1][1] + _TICK), corners[-1]]
    else:
        for one in curve.stretches:
            left, right = across.at(one.after), across.at(one.until)
            corners += [(left, corners[-1][1]), (right, up.at(one.survival))]
    return [
        (min(a, c) - 1.5, min(b, d) - 1.5, max(a, c) + 1.5, max(b, d) + 1.5)
        for (a, b), (c, d) in pairwise(corners)
    ]


def _places(across: Axis, up: Axis, group: Group, long: float) -> Iterator[Box]:
    """Give boxes beside a curve: right of its end, then over and under its longest pieces."""
    pieces = _pieces(across, up, group)
    _, top, end, bottom = pieces[-1]
    high, wide = 13.0, long + 4
    for y in (bottom - high - 2, (top + bottom - high) / 2, top - high):
        yield Box(end + 3, y, end + 3 + wide, y + high)
    for left, top, right, bottom in sorted(pieces, key=lambda box: box[0] - box[2]):
        if right - left > 6:
            spots = (left + 3, (left + right - wide) / 2, right - wide - 3)
            for x in spots:
                yield Box(x, top - high, x + wide, top)
                yield Box(x, bottom, x + wide, bottom + high)
        elif bottom - top > high:
            for share in (0.5, 0.2, 0.8):
                y = top + share * (bottom - top - high)
                yield Box(right + 1, y, right + 1 + wide, y + high)


def entries(groups: Sequence[Group], *, bands: bool) -> list[Entry]:
    """Give the key: those signs that are in use."""
    curves = [group.curve for group in groups if isinstance(group.curve, Curve)]
    named = [group for group in groups if group.name and not isinstance(group.curve, Curve)]
    found = [Entry(partial(line_sample, group), group.told) for group in named]
    seen = sum(step.censored for curve in curves for step in curve.steps)
    if seen:
        words = "last seen without it" + (
            " (not where they are very many)" if seen > _MOST_TICKS else ""
        )
        found.append(Entry(_sign_tick, words))
    if curves and bands:
        level = f"{curves[0].median_interval.level:.0%}"
        exact = all(group.exact for group in groups if isinstance(group.curve, Curve))
        some = any(group.exact for group in groups)
        way = "exact limits" if exact else "limits, exact where nobody entered late"
        way = way if some else "limits by Greenwood"
        found.append(Entry(_sign_band, f"{level} {way}"))
    if len(curves) < len(groups):
        found.append(Entry(_sign_box, "falls at a time within, not known when"))
    return found


def line_sample(group: Group, x: float, y: float) -> Markup:
    """Draw a piece of a group's line, 20 wide."""
    look: Paint = {"stroke": group.colour, "stroke_width": 1.8, "stroke_dasharray": group.dash}
    return tag("line", x1=x, y1=y, x2=x + 20, y2=y, **look)


def _sign_tick(x: float, y: float) -> Markup:
    line = rule(x, y, x + 20, y, BLACK, 1.5)
    return joined([line, rule(x + 10, y - _TICK, x + 10, y + _TICK, BLACK, 1.2)])


def _sign_band(x: float, y: float) -> Markup:
    return tag("rect", x=x, y=y - 4, width=20, height=8, fill=PALE, stroke=GREY, stroke_width=0.6)


def _sign_box(x: float, y: float) -> Markup:
    box: Paint = {"x": x, "y": y - 4, "width": 20.0, "height": 8.0, "stroke_width": 0.9}
    return tag("rect", fill=PALE, stroke=GREY, stroke_dasharray="2 1.5", **box)
