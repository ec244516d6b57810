"""All calls of pdfium, and nothing else: bytes to pages of characters with boxes, and lines drawn.

pdfium is not safe in threads and holds memory outside Python, so a file is opened, read and closed
under one lock. Coordinates are turned here once: points from the top left corner of the page.
"""

import ctypes
import math
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import repeat
from threading import RLock
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium

from epicrisis.errors import UnreadableDocumentError
from epicrisis.readers.pdf_paths import Box, Frame, drawn, frame_of

MOST_PAGES: Final = 2000
MOST_ON_A_PAGE: Final = 60_000  # characters; a page of a newspaper has 15 000
_CHUNK: Final = 8192
_PASSWORD: Final = 4
_FORCED: Final = 1 << 18  # the flag of a font that is to be drawn bold
_BOLD: Final = ("bold", "black", "heavy", "demi", "-medi", "-md")
_NAME: Final = ctypes.create_string_buffer(200)
_LOCK: Final = RLock()
_FOLD: Final = {
    **dict.fromkeys((1, 3, 4, 5, 6, 7, 8, 0xF06E, 0xF0A7, 0xF0B7, 0xF0D8), "•"),
    **dict.fromkeys((0, 0xA0, 0xFFFF, *range(14, 32)), " "),
    **dict.fromkeys((2, 0xFFFE), "-"),
}


class Font(NamedTuple):
    """How a character is printed."""

    bold: bool
    italic: bool
    name: str


class Image(NamedTuple):
    """A page drawn in grey, one byte a point of the picture, `row` bytes a line."""

    data: bytes
    width: int
    height: int
    row: int


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

    def image(self, number: int, scale: float) -> Image:
        """Draw a page in grey."""
        page = pdfium.FPDF_LoadPage(self._handle, number)
        width = max(1, min(5000, int(pdfium.FPDF_GetPageWidthF(page) * scale))) if page else 1
        height = max(1, min(5000, int(pdfium.FPDF_GetPageHeightF(page) * scale))) if page else 1
        bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, 0)
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            if page:
                pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0)
            row = pdfium.FPDFBitmap_GetStride(bitmap)
            data = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), row * height)
            return Image(data, width, height, row)
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


def _quick_box() -> Callable[[int, int, int], int]:
    """Give pdfium's question for the box of a character, asked with plain addresses.

    A page has thousands of characters; checking three arguments each time doubles the work.
    """
    address = ctypes.cast(pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p).value
    kind = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    return kind(address or 0)


_box_of: Final = _quick_box()
_BOXES: Final = (pdfium.FS_RECTF * _CHUNK)()


def _raw(page: Any, text_page: Any) -> RawPage:
    count = max(0, min(MOST_ON_A_PAGE, pdfium.FPDFText_CountChars(text_page)))
    text = _text(text_page, count)
    frame = frame_of(page, _turn(text_page, text))
    if frame.turn:
        left, top, right, bottom = _turned_boxes(text_page, count, frame)
    else:
        left, top, right, bottom = _upright_boxes(text_page, count, frame)
    rules, picture = drawn(page, frame)

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


def _upright_boxes(text_page: Any, count: int, frame: Frame) -> Sides:
    """Boxes as high as the font: characters of one size on one line share top and bottom."""
    read = memoryview(_BOXES).cast("B").cast("f")
    asked = ctypes.cast(text_page, ctypes.c_void_p).value or 0
    first_box, size_of = ctypes.addressof(_BOXES), ctypes.sizeof(pdfium.FS_RECTF)
    values: list[float] = []
    for first in range(0, count, _CHUNK):
        size = min(_CHUNK, count - first)
        places = range(first_box, first_box + size * size_of, size_of)
        deque(map(_box_of, repeat(asked), range(first, first + size), places), maxlen=0)
        values += read[: 4 * size].tolist()
    left, high = frame.left, frame.high
    across = (values[0::4], values[2::4])
    starts, ends = across if left == 0 else ([x - left for x in side] for side in across)
    return starts, [high - y for y in values[1::4]], ends, [high - y for y in values[3::4]]


def _turned_boxes(text_page: Any, count: int, frame: Frame) -> Sides:
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
    size = pdfium.FPDFText_GetFontInfo(text_page, index, _NAME, len(_NAME), flags)
    return _known_font(_NAME.raw[: max(0, min(size, len(_NAME)) - 1)], flags.value)


@lru_cache(maxsize=500)
def _known_font(raw: bytes, flags: int) -> Font:
    name = raw.decode("latin-1").lower().rpartition("+")[2]
    bold = any(word in name for word in _BOLD) or bool(flags & _FORCED)
    italic = "ital" in name or "obli" in name or name.endswith((".i", "-i"))
    return Font(bold or name.endswith((".b", "-b")), italic, name)
