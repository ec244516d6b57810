"""Files that would keep pdfium busy for ever: forms that draw themselves or one another, and bombs.

pdfium follows a form as often as it is drawn, and nothing can interrupt it. So the forms of a file
are looked through before it is opened; where they nest beyond all use, it is first opened in a
process of its own, which can be ended; so is a file of uncommonly large streams.
"""

import re
import subprocess
import sys
import zlib
from typing import Final

from epicrisis.errors import DocumentTooLargeError, UnreadableDocumentError
from epicrisis.readers.pdf_weight import weigh

_OBJECT = re.compile(rb"(?<!\d)(\d{1,8})\s{1,4}\d{1,5}\s{1,4}obj\b")
_FORM = re.compile(rb"/Subtype\s{0,4}/Form\b")
_PACKED = re.compile(rb"/Type\s{0,4}/ObjStm\b")
_FIRST = re.compile(rb"/First\s{1,4}(\d{1,8})")
_NAMED = re.compile(rb"(?<!/Parent )(?<!/P )(?<!/Pg )(?<!\d)(\d{1,8})\s{1,4}\d{1,5}\s{1,4}R\b")
_HEAD: Final = 20_000  # bytes of an object that are looked at
_MOST_PACKED: Final = 4_000_000  # bytes of packed objects that are looked at
_MOST_OBJECTS: Final = 400_000
_DEEPEST: Final = 3  # forms in forms that need no trial
_SECONDS = 8.0  # of processor time, so that a busy machine refuses no more than an idle one
_PATIENCE: Final = 8  # times as long may pass on the clock
_LARGE: Final = 2_000_000  # bytes of a stream, unpacked, from which on a file is tried first
_MOST_STREAM: Final = 48_000_000
_MOST_GROWTH: Final = 100
_TRIAL: Final = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    seconds = int(float(sys.argv[1])) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
except (ImportError, ValueError, OSError):
    pass
import pypdfium2.raw as p
d = sys.stdin.buffer.read()
h = p.FPDF_LoadMemDocument64(d, len(d), None)
for n in range(min(2000, p.FPDF_GetPageCount(h)) if h else 0):
    g = p.FPDF_LoadPage(h, n)
    t = p.FPDFText_LoadPage(g) if g else None
"""


def check(data: bytes, name: str) -> None:
    """Make sure that a file can be opened in a bounded time and room.

    Raises:
        DocumentTooLargeError: What is packed in it grows beyond what any report holds.
        UnreadableDocumentError: Its forms nest in a way that no page needs.
    """
    weight = weigh(data, _MOST_STREAM)
    if weight.largest >= _MOST_STREAM or weight.total > len(data) * _MOST_GROWTH + _MOST_STREAM:
        raise DocumentTooLargeError(
            f"{name}: expected a PDF, found one whose streams unpack to more than "
            f"{max(weight.largest, weight.total)} bytes (a bomb?). Print it to a new PDF from a "
            "viewer that opens it."
        )
    if not (weight.odd or weight.largest > _LARGE or is_risky(data)):
        return
    command = [sys.executable, "-I", "-c", _TRIAL, str(_SECONDS)]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=_PATIENCE * _SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode:
        raise UnreadableDocumentError(
            f"{name}: expected a PDF, found one whose drawings contain themselves or one another "
            "without end, or grow beyond all use. Print it to a new PDF from a viewer that opens "
            "it."
        )


def is_risky(data: bytes) -> bool:
    """Say whether forms in a file draw one another in a circle, or more than three deep."""
    if b"/Form" not in data:
        return False
    objects, forms = _objects(data)
    links = {number: _reached(number, objects, forms) for number in forms}
    return any(_depth(number, links) > _DEEPEST for number in forms)


def _objects(data: bytes) -> tuple[dict[int, bytes], set[int]]:
    """The beginnings of all objects by number, and which of them are forms."""
    objects: dict[int, bytes] = {}
    forms: set[int] = set()
    left = _MOST_PACKED
    for count, found in enumerate(_OBJECT.finditer(data)):
        if count > _MOST_OBJECTS:
            break
        head = data[found.end() : found.end() + _HEAD]
        stream = head.find(b"stream")
        end = head.find(b"endobj")
        cut = min(place for place in (stream, end, len(head)) if place >= 0)
        number = int(found[1])
        objects[number] = objects.get(number, b"") + head[:cut]
        if 0 <= stream == cut:
            if _FORM.search(head, 0, cut):
                forms.add(number)
            elif left > 0 and _PACKED.search(head, 0, cut):
                left -= _unpack(data, found.end() + cut, head[:cut], objects, left)
    return objects, forms


def _unpack(data: bytes, at: int, head: bytes, objects: dict[int, bytes], most: int) -> int:
    """Add the objects packed into a stream; give how many bytes they are."""
    start = data.find(b"\n", at) + 1
    first = _FIRST.search(head)
    if not start or first is None:
        return 0
    try:
        words = zlib.decompressobj().decompress(data[start : start + most], most)
    except zlib.error:
        return 0
    offset = int(first[1])
    numbers = words[:offset].split()
    for index in range(0, len(numbers) - 1, 2):
        if numbers[index].isdigit() and numbers[index + 1].isdigit():
            place = offset + int(numbers[index + 1])
            objects.setdefault(int(numbers[index]), words[place : place + _HEAD])
    return len(words)


def _reached(number: int, objects: dict[int, bytes], forms: set[int]) -> set[int]:
    """The forms that a form names, itself or through what it names."""
    reached: set[int] = set()
    seen: set[int] = set()
    waiting = [number]
    while waiting and len(seen) < 500:
        here = waiting.pop()
        for found in _NAMED.finditer(objects.get(here, b"")):
            other = int(found[1])
            if other in forms:
                reached.add(other)
            elif other not in seen:
                seen.add(other)
                waiting.append(other)
    return reached


def _depth(number: int, links: dict[int, set[int]]) -> int:
    """How many forms deep a form goes; a circle goes on until nobody asks any more."""
    level = {number}
    for depth in range(1, _DEEPEST + 1):
        level = set().union(*(links.get(form, set()) for form in level))
        if not level:
            return depth
    return _DEEPEST + 1
