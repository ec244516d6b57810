"""What the packed streams of a PDF weigh once unpacked, counted before anything else opens it.

pdfium unpacks up to a gigabyte for one stream and cannot be interrupted. Streams of pictures are
not counted: their points are never unpacked where only the letters of a page are asked for.
"""

import base64
import re
import zlib
from typing import Final, NamedTuple

_STREAM = re.compile(rb"stream\r?\n")
_PICTURE = re.compile(rb"/Subtype\s{0,4}/Image\b|/Width\s{1,4}\d")
_PACKING = re.compile(rb"/(?:FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\b")
_LETTERS = re.compile(rb"/(ASCII85Decode|A85|ASCIIHexDecode|AHx)\b")
_LOOK_BACK: Final = 2000  # bytes of a stream's dictionary that are looked at
_LOOK_ON: Final = 2000
_STEP: Final = 1 << 20
_MOST_CONTENTS: Final = 200  # streams that one page is put together from
_CONTENTS = re.compile(rb"/Contents\s{0,4}\[([^\]]{0,20000})\]?")


class Weight(NamedTuple):
    """Bytes of the streams that are not pictures.

    Attributes:
        largest: The largest of them, unpacked.
        total: All of them together.
        odd: One is packed twice, in a way that is out of use, or a page is put together from
            hundreds of them: only opening the file tells what comes out.
    """

    largest: int
    total: int
    odd: bool


def weigh(data: bytes, most: int) -> Weight:
    """Count; nothing is kept of what is unpacked.

    Args:
        data: The file.
        most: Bytes from which on a stream need not be unpacked further.
    """
    largest = total = 0
    odd = any(found[1].count(b" R") > _MOST_CONTENTS for found in _CONTENTS.finditer(data))
    position = 0
    while (place := data.find(b"Decode", position)) >= 0:
        position = place + 6
        opening = _STREAM.search(data, place, place + _LOOK_ON)
        if opening is None or data[opening.start() - 3 : opening.start()] == b"end":
            continue
        position = opening.end()
        start = max(0, place - _LOOK_BACK)
        start = max(start, data.rfind(b"obj", start, place))
        told = data[start : opening.start()]
        packings = _PACKING.findall(told)
        if not packings or _PICTURE.search(told):
            continue
        odd = odd or len(packings) > 1 or packings[0] not in (b"/FlateDecode", b"/Fl")
        size = _unpacked(_as_bytes(data, opening.end(), told), most)
        largest, total = max(largest, size), total + size
        if largest >= most:
            break
    return Weight(largest, total, odd)


def _as_bytes(data: bytes, start: int, told: bytes) -> memoryview:
    """Give a stream from its start on; one that was written in letters is put back into bytes."""
    written = _LETTERS.search(told)
    if written is None:
        return memoryview(data)[start:]
    digits = written[1] in (b"ASCIIHexDecode", b"AHx")
    end = data.find(b">" if digits else b"~>", start)
    letters = data[start : end if end >= 0 else len(data)]
    try:
        if digits:
            return memoryview(bytes.fromhex(letters.decode("ascii")))
        return memoryview(base64.a85decode(letters))
    except ValueError:
        return memoryview(b"")


def _unpacked(data: memoryview, most: int) -> int:
    """Unpack a stream and throw it away, step by step."""
    unpacker = zlib.decompressobj()
    size, rest = 0, b""
    position = 0
    try:
        while size < most and not unpacker.eof:
            if not rest:
                rest = bytes(data[position : position + _STEP // 8])
                position += len(rest)
                if not rest:
                    break
            size += len(unpacker.decompress(rest, _STEP))
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return size
    return size
