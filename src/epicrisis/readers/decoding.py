"""Bytes to characters, with a word about every guess.

The characters of a plain text file are the coordinates of all evidence, so nothing is mended here:
line ends, tabs and blanks stay as they are. Only a byte order mark is dropped.
"""

import codecs
from functools import lru_cache
from typing import Final

from charset_normalizer import from_bytes

from epicrisis.errors import DocumentTooLargeError, UnreadableDocumentError
from epicrisis.readers.base import MAX_CHARACTERS

_GUESS_FROM: Final = 65_536
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WESTERN: Final = 0.2  # share of bytes beyond ASCII up to which a text is taken for a Western one
MAGIC: Final = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP, or a broken DOCX or an ODT"),
    (b"\xd0\xcf\x11\xe0", "old Word"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
)


@lru_cache(maxsize=1)
def foreign_format(head: bytes) -> str:
    """Name the format that these first bytes announce, where it is one that holds no plain text."""
    start = head[:1024].lstrip()
    return next((name for magic, name in MAGIC if start.startswith(magic)), "")


@lru_cache(maxsize=1)
def is_binary(head: bytes) -> bool:
    """Say whether the first bytes hold NULs that no UTF-16 text explains."""
    return b"\x00" in head and not wide(head)


@lru_cache(maxsize=1)  # every reader is asked about the same head
def peek(head: bytes) -> str:
    """Decode the first bytes well enough to recognise a format."""
    if encoding := wide(head):
        return head.decode(encoding, "ignore").removeprefix("\ufeff")
    return head.decode("utf-8", "replace").removeprefix("\ufeff")


def decode(data: bytes, name: str) -> tuple[str, list[str]]:
    """Decode a text file: UTF-8 if it can be, else by its byte order mark or the likeliest guess.

    Returns:
        The characters, and a warning for everything that was dropped or guessed.

    Raises:
        UnreadableDocumentError: It holds NUL characters, so it is no text.
    """
    text, warnings = _decode(data)
    if "\x00" in text:
        raise UnreadableDocumentError(
            f"{name}: expected text, found NUL bytes (a binary file?). "
            "Convert it to plain text, Markdown, HTML or JATS XML first."
        )
    return text, warnings


def check_length(text: str, name: str) -> None:
    """Refuse a text that is too long for one report, before any work is done on it.

    Raises:
        DocumentTooLargeError: It is longer than `MAX_CHARACTERS`.
    """
    if len(text) > MAX_CHARACTERS:
        raise DocumentTooLargeError(
            f"{name}: expected a report of at most {MAX_CHARACTERS} characters, found "
            f"{len(text)}. Split it into single reports."
        )


def _decode(data: bytes) -> tuple[str, list[str]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            warnings = [f"dropped the byte order mark ({encoding})"]
            if "\ufffd" in text:
                warnings.append(f"some bytes are not {encoding} and were replaced")
            return text, warnings
    encoding = wide(data[:_GUESS_FROM])
    if encoding:
        return data.decode(encoding, "replace"), [
            f"no byte order mark; read as {encoding}, a guess"
        ]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        where = error.start
    encoding = _guess(data, where)
    text = data.decode(encoding, "replace")
    return text, [f"not UTF-8 (byte {where}); read as {encoding}, a guess"]


def wide(head: bytes) -> str:
    """Name the UTF-16 that this is, by its mark or by every other byte being NUL, or ""."""
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    even, odd = head[::2], head[1::2]
    if len(odd) < 8:
        return ""
    if odd.count(0) > 0.6 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.6 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return ""


def _guess(data: bytes, where: int) -> str:
    """Guess the encoding from a bounded stretch around the first byte that is not UTF-8.

    A Western text with a few accents fits a dozen code pages equally well, and case reports are
    mostly that: cp1252 is taken, unless so many bytes are beyond ASCII that it is another script.
    """
    start = max(0, where - _GUESS_FROM // 2)
    sample = data[start : start + _GUESS_FROM]
    high = sum(byte >= 0x80 for byte in sample)
    if high <= _WESTERN * len(sample):
        return "cp1252" if _decodes(sample, "cp1252") else "latin_1"
    best = from_bytes(sample).best()
    return best.encoding if best and not best.encoding.startswith("utf_8") else "latin_1"


def _decodes(sample: bytes, encoding: str) -> bool:
    try:
        sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
