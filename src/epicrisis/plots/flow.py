"""The flow of reports and patients as a diagram: what came in, and what was left where."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from epicrisis.plots.lettering import FAMILY, NORMAL, SMALL, wrapped
from epicrisis.plots.style import BAND, BLACK, BLUE, GREY, WHITE
from epicrisis.plots.svg import Markup, joined, tag
from epicrisis.synthesis.flow import Box, Flow, Stage

WIDTH = 700.0
_PHASE = 26.0  # width of the band that names the phase
_GAP = 22.0  # between two boxes, room for an arrow
_MAIN, _SIDE = 330.0, 270.0
_PAD = 10.0
_LINE = 15.0
_LEAST = 46.0  # a box is as high as the name of a phase is long


def flow_diagram(numbers: Flow) -> str:
    """Draw the diagram: the main line at the left, what was left out beside it.

    Returns:
        A whole SVG document, 700 units wide and as high as it needs to be.
    """
    stages = numbers.stages()
    heights = [max(_height(s.box, _MAIN), _height(s.left_out, _SIDE)) for s in stages]
    tops = [sum(heights[:n]) + n * _GAP for n in range(len(stages))]
    height = tops[-1] + heights[-1]
    parts = [
        *_phases(stages, tops, heights),
        *(piece for n, stage in enumerate(stages) for piece in _stage(stage, tops[n], heights[n])),
        *(_down(tops[n] + heights[n]) for n in range(len(stages) - 1)),
    ]
    said = "; ".join(stage.box.heading for stage in stages)
    return tag(
        "svg",
        tag("title", "Flow of reports and patients", id="flow-title"),
        tag("desc", said, id="flow-desc"),
        _arrowhead(),
        tag("rect", x=-8, y=-8, width=WIDTH, height=height + 16, fill=WHITE),
        joined(parts, "\n"),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"-8 -8 {WIDTH:g} {height + 16:.0f}",
        width=f"{WIDTH / 4:g}mm",
        height=f"{(height + 16) / 4:g}mm",
        font_family=FAMILY,
        role="img",
        aria_labelledby="flow-title flow-desc",
    )


def _lines(box: Box, room: float) -> list[tuple[str, bool]]:
    """The lines of a box, and whether each is of its heading."""
    inside = room - 2 * _PAD
    heads = [(line, True) for line in wrapped(box.heading, inside * 0.92, NORMAL)]
    return heads + [(part, False) for line in box.lines for part in wrapped(line, inside, SMALL)]


def _height(box: Box | None, room: float) -> float:
    return 0.0 if box is None else max(_LEAST, len(_lines(box, room)) * _LINE + 2 * _PAD - 3)


def _stage(stage: Stage, top: float, height: float) -> Iterator[Markup]:
    left = _PHASE + 12
    yield _box(stage.box, left, top, _MAIN, height)
    if stage.left_out:
        own = _height(stage.left_out, _SIDE)
        beside = left + _MAIN + 40
        middle = top + height / 2
        yield _arrow(left + _MAIN, middle, beside - 2, middle)
        yield _box(stage.left_out, beside, middle - own / 2, _SIDE, own, pale=True)


def _box(
    box: Box, x: float, y: float, width: float, height: float, *, pale: bool = False
) -> Markup:
    lines = _lines(box, width)
    edge = GREY if pale else BLUE
    dash = "4 3" if pale else None
    frame = tag(
        "rect",
        x=x,
        y=y,
        width=width,
        height=height,
        rx=3,
        fill=WHITE,
        stroke=edge,
        stroke_width=1.2,
        stroke_dasharray=dash,
    )
    first = y + (height - len(lines) * _LINE) / 2 + 11
    words = [
        tag(
            "text",
            line,
            x=x + _PAD,
            y=first + n * _LINE,
            fill=BLACK if head else GREY,
            font_size=NORMAL if head else SMALL,
            font_weight="600" if head else None,
        )
        for n, (line, head) in enumerate(lines)
    ]
    return tag("g", frame, *words)


def _phases(
    stages: Sequence[Stage], tops: Sequence[float], heights: Sequence[float]
) -> Iterator[Markup]:
    """Bands at the left edge that name the phases, each as long as its boxes."""
    for phase, found in groupby(range(len(stages)), key=lambda n: stages[n].phase):
        places = list(found)
        top, bottom = tops[places[0]], tops[places[-1]] + heights[places[-1]]
        middle, x = (top + bottom) / 2, _PHASE / 2 + 4
        yield tag("rect", x=0, y=top, width=_PHASE, height=bottom - top, rx=3, fill=BAND)
        yield tag(
            "text",
            phase,
            x=x,
            y=middle,
            fill=BLACK,
            font_size=SMALL,
            font_weight="600",
            text_anchor="middle",
            transform=f"rotate(-90 {x:g} {middle:.2f})",
        )


def _down(y: float) -> Markup:
    x = _PHASE + 12 + _MAIN / 2
    return _arrow(x, y, x, y + _GAP - 2)


def _arrow(x1: float, y1: float, x2: float, y2: float) -> Markup:
    return tag(
        "line",
        x1=x1,
        y1=y1,
        x2=x2,
        y2=y2,
        stroke=GREY,
        stroke_width=1.2,
        marker_end="url(#flow-arrow)",
    )


def _arrowhead() -> Markup:
    tip = tag("path", d="M0 0L8 4L0 8z", fill=GREY)
    return tag(
        "defs",
        tag(
            "marker",
            tip,
            id="flow-arrow",
            viewBox="0 0 8 8",
            refX=7,
            refY=4,
            markerWidth=6,
            markerHeight=6,
            orient="auto",
        ),
    )
