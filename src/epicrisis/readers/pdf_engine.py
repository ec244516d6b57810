"""All calls of pdfium, and nothing else: bytes to pages of characters with boxes, and lines drawn.

pdfium is not safe in threads and holds memory outside Python, so a file is opened, read and closed
under one lock. Coordinates are turned here once: points from the top left corner of the page.
"""

import ctypes
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import repeat
from threading import RLock
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium

from epicrisis.errors import UnreadableDocumentError

MOST_PAGES: Final = 2000
MOST_ON_A_PAGE: Final = 60_000  # characters; a page of a newspaper has 15 000
MOST_OBJECTS: Final = 4000  # objects of a page that are asked whether they are lines
_MOST_SEGMENTS: Final = 400
_DEEPEST: Final = 4
_THIN: Final = 2.5  # points; a drawn thing no thicker is a line
_SHORTEST: Final = 12.0
_CHUNK: Final = 8192
_PASSWORD: Final = 4
_FORCED: Final = 1 << 18  # the flag of a font that is to be drawn bold
_BOLD: Final = ("bold", "black", "heavy", "demi", "-medi", "-md")
_LOCK: Final = RLock()
_FOLD: Final = {
    **dict.fromkeys((1, 3, 4, 5, 6, 7, 8, 0xF06E, 0xF0A7, 0xF0B7, 0xF0D8), "•"),
    **dict.fromkeys((0, 0xA0, 0xFFFF, *range(14, 32)), " "),
    **dict.fromkeys((2, 0xFFFE), "-"),
}

Box = tuple[float, float, float, float]  # left, top, right, bottom


class Font(NamedTuple):
    """How a character is printed."""

    bold: bool
    italic: bool
    name: str


class RawPage(NamedTuple):
    """The characters of a page in the order of the file, each with its box, and the lines on it.

    `picture` is the share of the page that images cover. `font_at` may be asked while the file is
    open.
    """

    width: float
    height: float
    text: str
    left: list[float]
    top: list[float]
    right: list[float]
    bottom: list[float]
    rules: list[Box]
    picture: float
    font_at: Callable[[int], Font]


class PdfFile:
    """An open file; `opened` makes and closes it."""

    def __init__(self, handle: Any) -> None:
        self._handle = handle
        self.pages: int = pdfium.FPDF_GetPageCount(handle)

    def told(self, key: str) -> str:
        """Give an entry of the document information, "" where there is none."""
        name = key.encode()
        size = pdfium.FPDF_GetMetaText(self._handle, name, None, 0)
        if not 2 < size < 20_000:
            return ""
        buffer = ctypes.create_string_buffer(size)
        pdfium.FPDF_GetMetaText(self._handle, name, buffer, size)
        return buffer.raw[: size - 2].decode("utf-16-le", "ignore").replace("\x00", "").strip()

    @contextmanager
    def page(self, number: int) -> Iterator[RawPage | None]:
        """Open a page, counted from 0; None for one that is broken."""
        page = pdfium.FPDF_LoadPage(self._handle, number)
        if not page:
            yield None
            return
        try:
            text_page = pdfium.FPDFText_LoadPage(page)
            if not text_page:
                yield None
                return
            try:
                yield _raw(page, text_page)
            finally:
                pdfium.FPDFText_ClosePage(text_page)
        finally:
            pdfium.FPDF_ClosePage(page)

    @contextmanager
    def image(self, number: int, scale: float) -> Iterator[tuple[bytes, int, int, int]]:
        """Draw a page in grey: its bytes, width, height, and the bytes of a row."""
        page = pdfium.FPDF_LoadPage(self._handle, number)
        width = max(1, min(5000, int(pdfium.FPDF_GetPageWidthF(page) * scale))) if page else 1
        height = max(1, min(5000, int(pdfium.FPDF_GetPageHeightF(page) * scale))) if page else 1
        bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, 0)
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            if page:
                pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0)
            row = pdfium.FPDFBitmap_GetStride(bitmap)
            yield ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), row * height), width, height, row
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
            if page:
                pdfium.FPDF_ClosePage(page)


@contextmanager
def opened(data: bytes, name: str) -> Iterator[PdfFile]:
    """Open a file; it is closed whatever happens.

    Raises:
        UnreadableDocumentError: It needs a password, or is no PDF that can be opened.
    """
    with _LOCK:
        handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not handle:
            raise UnreadableDocumentError(_why(name, pdfium.FPDF_GetLastError()))
        try:
            yield PdfFile(handle)
        finally:
            pdfium.FPDF_CloseDocument(handle)


def _why(name: str, error: int) -> str:
    if error == _PASSWORD:
        return (
            f"{name}: expected a PDF that can be opened, found one that asks for a password. "
            "Save a copy without its password and read that."
        )
    return (
        f"{name}: expected a PDF, found one that is cut short or broken. "
        "Fetch it again, or print it to a new PDF from a viewer that opens it."
    )


_boxes: list[Any] = []
_pointers: list[Any] = []


def _buffers() -> tuple[Any, list[Any]]:
    """One array of boxes and the pointers into it; making them takes longer than filling them."""
    if not _boxes:
        array = (pdfium.FS_RECTF * _CHUNK)()
        _boxes.append(array)
        _pointers.extend(ctypes.byref(array[index]) for index in range(_CHUNK))
    return _boxes[0], _pointers


def _raw(page: Any, text_page: Any) -> RawPage:
    count = max(0, min(MOST_ON_A_PAGE, pdfium.FPDFText_CountChars(text_page)))
    text = _text(text_page, count)
    frame = _frame(page, _turn(text_page, text))
    if frame.turn:
        left, top, right, bottom = _turned_boxes(text_page, count, frame)
    else:
        left, top, right, bottom = _upright_boxes(text_page, count, frame)
    rules, picture = _drawn(page, frame)

    def font_at(index: int) -> Font:
        return _font(text_page, index)

    return RawPage(
        frame.width, frame.height, text, left, top, right, bottom, rules, picture, font_at
    )


def _text(text_page: Any, count: int) -> str:
    """The characters, one for each index of pdfium."""
    buffer = (ctypes.c_ushort * (count + 1))()
    pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
    if len(text) != count or "\x00" in text:
        codes = map(pdfium.FPDFText_GetUnicode, repeat(text_page), range(count))
        text = "".join(chr(c) if c < 0xD800 or 0xDFFF < c < 0x110000 else " " for c in codes)
    return text.translate(_FOLD)


class _Frame(NamedTuple):
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


def _frame(page: Any, turn: int) -> _Frame:
    sides = [ctypes.c_float() for _ in range(4)]
    found = pdfium.FPDFPage_GetCropBox(page, *sides)
    found = found or pdfium.FPDFPage_GetMediaBox(page, *sides)
    left, low, right, high = (side.value for side in sides)
    usual = all(map(math.isfinite, (left, low, right, high))) and right > left and high > low
    if not found or not usual:
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        left, low, right, high = 0.0, 0.0, width, height
    return _Frame(left, low, right, high, turn)


def _turn(text_page: Any, text: str) -> int:
    """How most of the text stands: 0 upright, 1 a quarter turned counterclockwise."""
    shown = [index for index, letter in enumerate(text) if not letter.isspace()]
    sample = shown[:: max(1, len(shown) // 15)]
    counts = [0, 0, 0, 0]
    for index in sample:
        angle = pdfium.FPDFText_GetCharAngle(text_page, index)
        counts[round(angle / (math.pi / 2)) % 4 if angle >= 0 else 0] += 1
    best = max(range(4), key=lambda quarter: counts[quarter])
    return best if counts[best] > len(sample) / 2 else 0


Sides = tuple[list[float], list[float], list[float], list[float]]


def _upright_boxes(text_page: Any, count: int, frame: _Frame) -> Sides:
    """Boxes as high as the font: characters of one size on one line share top and bottom."""
    array, pointers = _buffers()
    read = memoryview(array).cast("B").cast("f")
    ask = pdfium.FPDFText_GetLooseCharBox
    values: list[float] = []
    for first in range(0, count, _CHUNK):
        size = min(_CHUNK, count - first)
        for _ in map(ask, repeat(text_page), range(first, first + size), pointers):
            pass
        values += read[: 4 * size].tolist()
    left, high = frame.left, frame.high
    return (
        [x - left for x in values[0::4]],
        [high - y for y in values[1::4]],
        [x - left for x in values[2::4]],
        [high - y for y in values[3::4]],
    )


def _turned_boxes(text_page: Any, count: int, frame: _Frame) -> Sides:
    """The same for turned text, whose loose boxes pdfium gets wrong: from origin and size."""
    sides: Sides = ([], [], [], [])
    x, y = ctypes.c_double(), ctypes.c_double()
    tight = [ctypes.c_double() for _ in range(4)]
    for index in range(count):
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        known = pdfium.FPDFText_GetCharBox(text_page, index, *tight)
        a, b, low, high = (side.value for side in tight)
        box = frame.place(a, low, b, high) if known else (0.0, 0.0, 0.0, 0.0)
        origin = frame.place(x.value, y.value, x.value, y.value)
        size = pdfium.FPDFText_GetFontSize(text_page, index)
        size = size if 3 < size < 100 else max(8.0, box[3] - box[1])
        ends = (origin[0], origin[1] - 0.9 * size, max(origin[0], box[2]), origin[1] + 0.25 * size)
        for side, end in zip(sides, ends, strict=True):
            side.append(end)
    return sides


def _font(text_page: Any, index: int) -> Font:
    flags = ctypes.c_int()
    buffer = ctypes.create_string_buffer(200)
    size = pdfium.FPDFText_GetFontInfo(text_page, index, buffer, 200, flags)
    name = buffer.raw[: max(0, min(size, 200) - 1)].decode("latin-1").lower().rpartition("+")[2]
    bold = any(word in name for word in _BOLD) or bool(flags.value & _FORCED)
    italic = "ital" in name or "obli" in name or name.endswith((".i", "-i"))
    return Font(bold or name.endswith((".b", "-b")), italic, name)


def _drawn(page: Any, frame: _Frame) -> tuple[list[Box], float]:
    """The lines drawn on a page, and the share of it under images."""
    rules: list[Box] = []
    covered = 0.0
    area = max(1.0, frame.width * frame.height)
    left = MOST_OBJECTS
    waiting = [(page, 0, None)]
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


Matrix = tuple[float, float, float, float, float, float]


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
