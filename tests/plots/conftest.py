"""What every figure for print must be, whatever it shows."""

from itertools import combinations
from xml.etree import ElementTree

import pytest

from epicrisis.plots.frame import text_box
from epicrisis.plots.layout import Box
from epicrisis.plots.lettering import width

SVG = "{http://www.w3.org/2000/svg}"
POINT = 25.4 / 72 * 4  # a point in units of a quarter of a millimetre


def drawn_text(element: ElementTree.Element) -> str:
    return element.text or ""


def box_of(text: ElementTree.Element) -> Box:
    """Where a line of text stands; the letters are taken to be as wide as the layout thinks."""
    size, anchor = float(text.get("font-size")), text.get("text-anchor")
    long = width(drawn_text(text), size, bold=text.get("font-weight") is not None)
    x = float(text.get("x")) - {"middle": long / 2, "end": long}.get(anchor, 0.0)
    return text_box(x, float(text.get("y")), long, size)


class Figure:
    """A figure that has been parsed."""

    def __init__(self, svg: str) -> None:
        self.root = ElementTree.fromstring(svg)
        self.bounds = [float(number) for number in self.root.get("viewBox").split()]
        turned = {t for g in self.root.iter(f"{SVG}g") if g.get("transform") for t in g.iter()}
        self.texts = [t for t in self.root.iter(f"{SVG}text") if t not in turned]

    @property
    def words(self) -> str:
        return " | ".join(drawn_text(text) for text in self.root.iter(f"{SVG}text"))

    @property
    def told(self) -> str:
        """The words of the figure with its tooltips, title and description."""
        return " | ".join(t.strip() for t in self.root.itertext() if t.strip())

    def overlaps(self) -> list[tuple[str, str]]:
        boxes = [(drawn_text(text), box_of(text)) for text in self.texts]
        return [(a, b) for (a, one), (b, two) in combinations(boxes, 2) if one.touches(two)]

    def outside(self) -> list[str]:
        left, top, wide, high = self.bounds
        page = Box(left, top, left + wide, top + high)
        return [
            drawn_text(text)
            for text in self.texts
            if (box := box_of(text)).left < page.left - 0.5
            or box.right > page.right + 0.5
            or box.top < page.top
            or box.bottom > page.bottom
        ]

    def check(self, millimetres: float) -> None:
        """Nothing overlaps, nothing is cut, nothing is too small; n, title and words are there."""
        assert self.overlaps() == []
        assert self.outside() == []
        assert self.root.get("width") == f"{millimetres}mm"
        assert min(float(t.get("font-size")) for t in self.root.iter(f"{SVG}text")) >= 6 * POINT
        lines = [float(e.get("stroke-width")) for e in self.root.iter() if e.get("stroke-width")]
        assert min(lines, default=1.0) >= 0.25 * POINT
        assert "n = " in self.words
        assert self.root.find(f"{SVG}title").text
        assert "n = " in self.root.find(f"{SVG}desc").text
        ids = [element.get("id") for element in self.root.iter() if element.get("id")]
        assert len(ids) == len(set(ids))


@pytest.fixture
def figure():
    """Parse a figure."""
    return Figure
