"""The box of a PDF page, and the straight lines drawn on it: the rest of what pdfium is asked."""

import ctypes
import math
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium

MOST_OBJECTS: Final = 4000  # objects of a page that are asked whether they are lines
_MOST_SEGMENTS: Final = 400
_DEEPEST: Final = 4
_THIN: Final = 2.5  # points; a drawn thing no thicker is a line
_SHORTEST: Final = 12.0

Box = tuple[float, float, float, float]  # left, top, right, bottom
Matrix = tuple[float, float, float, float, float, float]


class Frame(NamedTuple):
    """The box of a page, and how far its text is turned (quarters, counterclockwise)."""

    left: float
    low: float
    right: float
    high: float
    turn: int

    @property
    def width(self) -> float:
        """Across the lines of text."""
        return self.high - self.low if self.turn % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """Down the page."""
        return self.right - self.left if self.turn % 2 else self.high - self.low

    def place(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Put a box of the file upright, measured from the top left."""
        if self.turn == 0:
            return x0 - self.left, self.high - y1, x1 - self.left, self.high - y0
        if self.turn == 1:
            return y0 - self.low, x0 - self.left, y1 - self.low, x1 - self.left
        if self.turn == 2:
            return self.right - x1, y0 - self.low, self.right - x0, y1 - self.low
        return self.high - y1, self.right - x1, self.high - y0, self.right - x0


def frame_of(page: Any, turn: int) -> Frame:
    """Give the frame of a page whose text is turned so far."""
    sides = [ctypes.c_float() for _ in range(4)]
    found = pdfium.FPDFPage_GetCropBox(page, *sides)
    found = found or pdfium.FPDFPage_GetMediaBox(page, *sides)
    left, low, right, high = (side.value for side in sides)
    usual = all(map(math.isfinite, (left, low, right, high))) and right > left and high > low
    if not found or not usual:
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        left, low, right, high = 0.0, 0.0, width, height
    return Frame(left, low, right, high, turn)


def drawn(page: Any, frame: Frame) -> tuple[list[Box], float]:
    """The lines drawn on a page, and the share of it under images."""
    rules: list[Box] = []
    covered = 0.0
    area = max(1.0, frame.width * frame.height)
    left = MOST_OBJECTS
    waiting: list[tuple[Any, int, Matrix | None]] = [(page, 0, None)]
    while waiting:
        holder, depth, matrix = waiting.pop()
        for kind, thing in _things(holder, depth, left):
            left -= 1
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST and left > 0:
                waiting.append((thing, depth + 1, _times(_matrix(thing), matrix)))
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                rules += [frame.place(*box) for box in _lines(thing, matrix)]
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE and (box := _bounds(thing, matrix)):
                covered += max(0.0, min(area, (box[2] - box[0]) * (box[3] - box[1])))
    return rules, min(1.0, covered / area)


def _things(holder: Any, depth: int, left: int) -> Iterator[tuple[int, Any]]:
    if depth:
        count, give = pdfium.FPDFFormObj_CountObjects(holder), pdfium.FPDFFormObj_GetObject
    else:
        count, give = pdfium.FPDFPage_CountObjects(holder), pdfium.FPDFPage_GetObject
    for index in range(max(0, min(count, left))):
        thing = give(holder, index)
        if thing:
            yield pdfium.FPDFPageObj_GetType(thing), thing


def _matrix(thing: Any) -> Matrix | None:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, found):
        return None
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: Matrix | None, outer: Matrix | None) -> Matrix | None:
    if inner is None or outer is None:
        return inner or outer
    a, b, c, d, e, f = inner
    x, y = _moved((e, f), outer)
    oa, ob, oc, od = outer[:4]
    return a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od, x, y


def _moved(point: tuple[float, float], matrix: Matrix | None) -> tuple[float, float]:
    if matrix is None:
        return point
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def _bounds(thing: Any, matrix: Matrix | None) -> Box | None:
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(thing, *sides):
        return None
    left, low, right, high = (side.value for side in sides)
    x0, y0 = _moved((left, low), matrix)
    x1, y1 = _moved((right, high), matrix)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _lines(thing: Any, matrix: Matrix | None) -> Iterator[Box]:
    """The straight lines of a path: a thin shape is one, any other is taken apart."""
    box = _bounds(thing, matrix)
    if box is None:
        return
    wide, tall = box[2] - box[0], box[3] - box[1]
    if max(wide, tall) < _SHORTEST:
        return
    if min(wide, tall) <= _THIN:
        yield box
        return
    count = pdfium.FPDFPath_CountSegments(thing)
    stroke, fill = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(thing, fill, stroke)
    if not stroke.value or not 2 <= count <= _MOST_SEGMENTS:
        return
    yield from _strokes(thing, count, _times(_matrix(thing), matrix))


def _strokes(thing: Any, count: int, matrix: Matrix | None) -> Iterator[Box]:
    x, y = ctypes.c_float(), ctypes.c_float()
    last = first = (0.0, 0.0)
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(thing, index)
        if not segment or not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = _moved((x.value, y.value), matrix)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        ends = [(last, point)] if kind == pdfium.FPDF_SEGMENT_LINETO else []
        first = point if kind == pdfium.FPDF_SEGMENT_MOVETO else first
        if pdfium.FPDFPathSegment_GetClose(segment):
            ends.append((point, first))
        for (x0, y0), (x1, y1) in ends:
            wide, tall = abs(x1 - x0), abs(y1 - y0)
            if min(wide, tall) <= _THIN < _SHORTEST <= max(wide, tall):
                yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
        last = point
