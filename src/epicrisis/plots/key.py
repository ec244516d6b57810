"""The key of a timeline: each sign once, with what it means."""

from collections.abc import Callable

from epicrisis.plots.bars import whisker
from epicrisis.plots.frame import Frame, Strip, letters, rule
from epicrisis.plots.lettering import SMALL, width
from epicrisis.plots.panels import RADIUS, triangle
from epicrisis.plots.style import BAND, BAND_EDGE, BLUE, GREY, VERMILION, WHITE
from epicrisis.plots.svg import Markup, joined, tag

_LEADING = 14.0
_SIGN = 26.0  # room for a sign before its words

Sign = Callable[[Frame, float, float], Markup]


def draw_key(frame: Frame, top: float, *, curves: bool, bars: bool) -> Strip:
    """Set the signs in use in lines."""
    strip = Strip(top + _LEADING)
    x = 0.0
    for sign, words in (*(_CURVES if curves else ()), *(_BARS if bars else ()), *_BOTH):
        room = _SIGN + width(words, SMALL) + 14
        if x and x + room > frame.right:
            x = 0.0
            strip.bottom += _LEADING
        strip.add(sign(frame, x, strip.bottom - 3.5))
        strip.add(letters(x + _SIGN, strip.bottom, words, size=SMALL, fill=GREY))
        x += room
    strip.bottom += 6
    return strip


def _band(_: Frame, x: float, y: float) -> Markup:
    ground = tag("rect", x=x, y=y - 5, width=20, height=10, fill=BAND)
    edges = [rule(x, edge, x + 20, edge, BAND_EDGE, 0.7) for edge in (y - 5, y + 5)]
    return joined([ground, *edges])


def _inside(_: Frame, x: float, y: float) -> Markup:
    return tag("circle", cx=x + 10, cy=y, r=RADIUS, fill=BLUE)


def _outside(_: Frame, x: float, y: float) -> Markup:
    paths = (triangle(x + 5, y, 1, RADIUS), triangle(x + 15, y, -1, RADIUS))
    return joined(tag("path", d=path, fill=VERMILION) for path in paths)


def _bound(_: Frame, x: float, y: float) -> Markup:
    return tag("circle", cx=x + 10, cy=y, r=RADIUS, fill=WHITE, stroke=BLUE, stroke_width=1.5)


def _interval(_: Frame, x: float, y: float) -> Markup:
    return joined(whisker(x + 1, x + 19, y, BLUE, open_left=False, open_right=False))


def _certain(_: Frame, x: float, y: float) -> Markup:
    dark = tag("rect", x=x, y=y - 4, width=12, height=8, fill=BLUE)
    paint = {"fill_opacity": 0.25, "stroke_opacity": 0.75}
    pale = tag("rect", x=x + 12, y=y - 3.5, width=8, height=7, fill=BLUE, stroke=BLUE, **paint)
    return joined([dark, pale])


def _fading(frame: Frame, x: float, y: float) -> Markup:
    fill = f"url(#{frame.uid}-out-{BLUE[1:]})"
    return tag("rect", x=x, y=y - 4, width=20, height=8, fill=fill)


def _dashed(_: Frame, x: float, y: float) -> Markup:
    size = {"x": x, "y": y - 3.5, "width": 20.0, "height": 7.0}
    return tag("rect", fill=WHITE, stroke=GREY, stroke_dasharray="3 2", **size)


_CURVES: tuple[tuple[Sign, str], ...] = (
    (_band, "reference range"),
    (_inside, "within it, or none printed"),
    (_outside, "above, below"),
    (_bound, "bound, not a value"),
)
_BARS: tuple[tuple[Sign, str], ...] = (
    (_certain, "given for certain; pale: begun or ended within"),
    (_fading, "end not stated"),
    (_dashed, "planned, considered or not given"),
)
_BOTH: tuple[tuple[Sign, str], ...] = ((_interval, "on, or begun on, a day between these"),)
