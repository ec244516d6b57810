"""How several things are told apart in one figure: fillings, lines and marks, never colour alone.

The fillings follow one another in colour, lightness and hatching, so that neighbours differ in
print without colour too. What is beyond the last filling shares one, and the key says so.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from epicrisis.plots.frame import Strip, letters, rule
from epicrisis.plots.lettering import TINY, width, wrapped
from epicrisis.plots.style import (
    BLACK,
    BLUE,
    DARK_YELLOW,
    GREEN,
    GREEN_AREA,
    GREY,
    ORANGE,
    ORANGE_AREA,
    PURPLE,
    PURPLE_AREA,
    SKY_AREA,
    VERMILION,
    WHITE,
    YELLOW_AREA,
)
from epicrisis.plots.svg import Markup, Paint, tag

OTHER = "other"
_LEADING = 13.0
_MOST_LINES = 4  # of one entry of a key


@dataclass(frozen=True, slots=True)
class Swatch:
    """A filling: its colour, its hatching as a path in a tile of 6 by 6, and that one's colour.

    `thin` is the colour of lines, where that of the area is too light for them.
    """

    name: str
    colour: str
    hatch: str = ""
    over: str = WHITE
    thin: str = ""

    @property
    def line(self) -> str:
        """Give the colour of lines."""
        return self.thin or self.colour

    def paint(self, uid: str) -> str:
        """Give what stands in `fill`, where `definitions` stands in the same figure."""
        return f"url(#{uid}-{self.name})" if self.hatch else self.colour


_RISING, _FALLING = "M-1 1l2 -2M0 6l6 -6M5 7l2 -2", "M-1 5l2 2M0 0l6 6M5 -1l2 2"
SWATCHES = (
    Swatch("blue", BLUE),
    Swatch("orange", ORANGE_AREA, thin=ORANGE),
    Swatch("green", GREEN_AREA, _RISING),
    Swatch("sky", SKY_AREA, "M2 2h1.6v1.6h-1.6zM5 5h1.6v1.6h-1.6z", BLACK),
    Swatch("purple", PURPLE_AREA, "M2 0v6M5 0v6"),
    Swatch("yellow", YELLOW_AREA, _FALLING, GREY, DARK_YELLOW),
    Swatch("vermilion", VERMILION, "M0 3h6"),
)
REST = Swatch("rest", WHITE, "M1.5 1.5h1v1h-1zM4.5 4.5h1v1h-1z", GREY, GREY)

LINES = (  # colour and dash of lines that are told apart
    (BLUE, None),
    (VERMILION, "7 3"),
    (GREEN, "2.5 2.5"),
    (PURPLE, "9 3 2 3"),
    (ORANGE, "5 2 2 2 2 2"),
    (BLACK, "1.2 3"),
)
MARKS = ("circle", "up", "square", "diamond", "down", "bow", "house", "cross", "plus", "bar")


def definitions(uid: str, swatches: Iterable[Swatch]) -> Markup:
    """Define the hatchings of a figure."""
    parts = []
    for swatch in dict.fromkeys(swatches):
        if swatch.hatch:
            dots = swatch.hatch.endswith("z")
            line: Paint = {"stroke": swatch.over, "fill": "none", "stroke_width": 1.3}
            paint: Paint = {"fill": swatch.over} if dots else line
            ground = tag("rect", width=6, height=6, fill=swatch.colour)
            lines = tag("path", d=swatch.hatch, **paint)
            tile: Paint = {"width": 6, "height": 6, "patternUnits": "userSpaceOnUse"}
            parts.append(tag("pattern", ground, lines, id=f"{uid}-{swatch.name}", **tile))
    return tag("defs", *parts) if parts else Markup("")


def assigned(names: Iterable[str], order: Sequence[str] = ()) -> dict[str, Swatch]:
    """Give each name a filling, the most frequent first; the last ones of many share `REST`.

    Args:
        names: The names, as often as each is used.
        order: Names that come first, in this order, where they are used.
    """
    counts = Counter(names)
    rank = {name: place for place, name in enumerate(order)}
    last = len(rank)
    ranked = sorted(
        counts, key=lambda name: (name == OTHER, rank.get(name, last), -counts[name], name)
    )
    return {
        name: REST if name == OTHER or place >= len(SWATCHES) else SWATCHES[place]
        for place, name in enumerate(ranked)
    }


def mark(shape: str, x: float, y: float, radius: float, *, hollow: bool = False) -> Markup:
    """Draw a mark about a point: black with a white edge, or an outline filled with white."""
    path = _path(shape, x, y, radius)
    if shape in ("cross", "plus", "bar"):
        lines = {"d": path, "fill": "none"}
        ground = tag("path", stroke=WHITE, stroke_width=3.6, **lines)
        ink = tag("path", stroke=GREY if hollow else BLACK, stroke_width=1.6, **lines)
        return tag("g", ground, ink)
    if hollow:
        return tag("path", d=path, fill=WHITE, stroke=BLACK, stroke_width=1.1)
    return tag("path", d=path, fill=BLACK, stroke=WHITE, stroke_width=0.9)


def _path(shape: str, x: float, y: float, r: float) -> str:
    left, right, top, bottom = x - r, x + r, y - r, y + r
    paths = {
        "circle": f"M{left:.2f} {y:.2f}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z",
        "up": f"M{x:.2f} {top:.2f}L{right:.2f} {bottom:.2f}L{left:.2f} {bottom:.2f}z",
        "down": f"M{x:.2f} {bottom:.2f}L{right:.2f} {top:.2f}L{left:.2f} {top:.2f}z",
        "square": f"M{left:.2f} {top:.2f}h{2 * r}v{2 * r}h{-2 * r}z",
        "diamond": f"M{x:.2f} {top:.2f}l{r} {r}l{-r} {r}l{-r} {-r}z",
        "bow": f"M{left:.2f} {top:.2f}v{2 * r}l{2 * r} {-2 * r}v{2 * r}z",
        "house": f"M{x:.2f} {top:.2f}l{r} {r}v{r}h{-2 * r}v{-r}z",
        "cross": f"M{left:.2f} {top:.2f}l{2 * r} {2 * r}M{left:.2f} {bottom:.2f}l{2 * r} {-2 * r}",
        "plus": f"M{left:.2f} {y:.2f}h{2 * r}M{x:.2f} {top:.2f}v{2 * r}",
        "bar": f"M{x:.2f} {top:.2f}v{2 * r}",
    }
    return paths[shape]


def span_between(
    left: float,
    right: float,
    y: float,
    shape: str,
    radius: float,
    *,
    open_left: bool = False,
    open_right: bool = False,
) -> list[Markup]:
    """Draw that something lies on a day between two: a line, its mark hollow at either end.

    An end that is open has the tip of an arrow, and its mark stands at the other end alone.
    """
    parts = [rule(left, y, right, y, WHITE, 3.2), rule(left, y, right, y, BLACK, 1.1)]
    for x, is_open, way in ((left, open_left, -1), (right, open_right, 1)):
        if is_open:
            tip = f"M{x - 4 * way:.2f} {y - 3:.2f}l{4 * way} 3l{-4 * way} 3"
            parts.append(tag("path", d=tip, fill="none", stroke=BLACK, stroke_width=1.2))
        else:
            parts.append(mark(shape, x, y, radius, hollow=True))
    return parts


Sign = Callable[[float, float], Markup]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the key: a sign, drawn from its left end and middle on, 20 wide; and its words."""

    sign: Sign
    words: str


def draw_entries(entries: Sequence[Entry], top: float, right: float, left: float = 6.0) -> Strip:
    """Set the entries of a key in lines, as many in each as have room; a long one has several."""
    strip = Strip(top + _LEADING if entries else top)
    x, sign_room = left, 25.0
    for entry in entries:
        wide = sign_room + width(entry.words, TINY) + 9
        if x > left and x + wide > right:
            x = left
            strip.bottom += _LEADING
        strip.add(entry.sign(x, strip.bottom - 3.2))
        lines = wrapped(entry.words, right - x - sign_room, TINY, most=_MOST_LINES)
        for number, line in enumerate(lines):
            strip.bottom += _LEADING if number else 0
            written = letters(x + sign_room, strip.bottom, line, size=TINY)
            strip.add(tag("g", tag("title", entry.words), written) if len(lines) > 1 else written)
        x = x + wide if len(lines) == 1 else right
    strip.bottom += 5 if entries else 0
    return strip


def area_entry(uid: str, swatch: Swatch, words: str) -> Entry:
    """Make the entry of a filling."""
    box: Paint = {"width": 20.0, "height": 7.6, "stroke": GREY, "stroke_width": 0.5}
    return Entry(lambda x, y: tag("rect", x=x, y=y - 3.8, fill=swatch.paint(uid), **box), words)


def mark_entry(shape: str, words: str) -> Entry:
    """Make the entry of a mark."""
    return Entry(lambda x, y: mark(shape, x + 10, y, 3.4), words)
