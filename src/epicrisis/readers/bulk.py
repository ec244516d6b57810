"""Files that hold many articles, cut into single ones without holding more than one of them.

The cut is made in the bytes, between the tags that open and close an article, so that one that is
broken spoils only itself, and files put one behind the other need no envelope.
"""

import codecs
import re
from collections.abc import Iterator
from typing import IO, Final

from epicrisis.readers.decoding import peek, wide
from epicrisis.readers.prolog import first_element

_CHUNK: Final = 1 << 20
_LONGEST_TOKEN: Final = 128
_UNITS: Final = {
    "article": "article",
    "pmc-articleset": "article",
    "articleset": "article",
    "articles": "article",
    "oai-pmh": "article",
    "listrecords": "article",
    "records": "article",
    "record": "article",
    "pubmedarticleset": "PubmedArticle|PubmedBookArticle",
    "pubmedarticle": "PubmedArticle",
    "medlinecitationset": "MedlineCitation",
    "collection": "document",
}
_PREFIXES = re.compile(r"\sxmlns:[A-Za-z][\w.-]{0,30}\s?=\s?(?:\"[^\"<>]{0,300}\"|'[^'<>]{0,300}')")
_ENCODING = re.compile(r"^\s*<\?xml[^<>?]{0,60}encoding\s?=\s?[\"']([\w.-]{2,30})[\"']")
_SAFE: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


def unit_of(head: bytes) -> str:
    """Give the name of the elements that a file is cut into, "" where it is no such file.

    Args:
        head: Its first bytes.
    """
    return _UNITS.get(first_element(peek(head)), "")


def units_in(data: bytes, unit: str) -> int:
    """Count the elements of that name that open in a file, to two."""
    opening = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:" + unit.encode() + rb")(?=[\s>/])")
    found = opening.finditer(data if not wide(data[:4096]) else _narrow(data))
    return sum(1 for _, _ in zip(found, range(2), strict=False))


def _narrow(data: bytes) -> bytes:
    return data.decode(wide(data[:4096]), "replace").encode()


def split(stream: IO[bytes], unit: str, most: int) -> Iterator[bytes | None]:
    """Give the elements of a file one by one, each as a file of its own.

    Args:
        stream: The file from its start.
        unit: What `unit_of` said.
        most: The largest element in bytes.

    Yields:
        A whole element; the beginning of one that is never closed; None for one beyond `most`.
    """
    cutter = _Cutter(unit, most)
    before = after = b""
    for chunk in _chunks(stream):
        if not before:
            before, after = _envelope(chunk)
        for piece in cutter.feed(chunk):
            yield None if piece is None else before + piece + after
    for piece in cutter.finish():
        yield None if piece is None else before + piece


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """Give a stream in pieces; one of two bytes a letter is turned into UTF-8."""
    first = stream.read(_CHUNK)
    encoding = wide(first[:4096])
    if not encoding:
        while first:
            yield first
            first = stream.read(_CHUNK)
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while first:
        yield decoder.decode(first).removeprefix("\ufeff").encode("utf-8", "replace")
        first = stream.read(_CHUNK)


def _envelope(head: bytes) -> tuple[bytes, bytes]:
    """What has to stand around an element for it to mean what it meant in its file."""
    text = head[:65_536].decode("utf-8", "replace").removeprefix("\ufeff")
    encoding = _ENCODING.match(text)
    told = encoding[1] if encoding and encoding[1].lower() not in _SAFE else "utf-8"
    if told.lower().startswith(("utf-16", "utf16", "ucs-2")):
        told = "utf-8"
    prefixes = {found.split("=")[0].strip(): found for found in _PREFIXES.findall(text)}
    opening = f'<?xml version="1.0" encoding="{told}"?><articles{"".join(prefixes.values())}>'
    return opening.encode(), b"</articles>"


class _Cutter:
    """Follows the tags that matter through a file that comes in chunks."""

    def __init__(self, unit: str, most: int) -> None:
        name = rb"(?:[\w.-]{1,40}:)?(?:" + unit.encode() + rb")"
        opening = rb"<!--|<!\[CDATA\[|<" + name + rb"(?=[\s>/])"
        self._outside = re.compile(opening)
        self._inside = re.compile(opening + rb"|</" + name + rb"\s{0,20}>")
        self._most = most
        self._buffer = bytearray()
        self._position = 0  # what lies before it has been looked at
        self._start = -1  # where the open element starts
        self._until = b""  # what ends the comment or the bare text that is open
        self._dropped = False  # the open element is too large, its beginning is gone

    def feed(self, chunk: bytes) -> Iterator[bytes | None]:
        """Take a chunk and give the elements that end in it."""
        self._buffer += chunk
        while True:
            if self._until:
                place = self._buffer.find(self._until, self._position)
                if place < 0:
                    break
                self._position, self._until = place + len(self._until), b""
                continue
            pattern = self._outside if self._start < 0 else self._inside
            found = pattern.search(self._buffer, self._position)
            if found is None:
                break
            self._position = found.end()
            sign = found[0]
            if sign == b"<!--":
                self._until = b"-->"
            elif sign == b"<![CDATA[":
                self._until = b"]]>"
            elif sign.startswith(b"</"):
                yield self._element(found.end())
            else:
                if self._start >= 0:
                    yield self._element(found.start())
                self._start = found.start()
        self._forget()

    def finish(self) -> Iterator[bytes | None]:
        """Give the element that the file breaks off in."""
        if self._start >= 0:
            yield self._element(len(self._buffer))

    def _element(self, end: int) -> bytes | None:
        start, self._start = self._start, -1
        dropped, self._dropped = self._dropped, False
        return None if dropped or end - start > self._most else bytes(self._buffer[start:end])

    def _forget(self) -> None:
        """Let go of what will not be looked at again."""
        self._position = max(self._position, len(self._buffer) - _LONGEST_TOKEN)
        if self._start >= 0 and len(self._buffer) - self._start > self._most:
            self._dropped = True
        if self._start >= 0 and not self._dropped:
            gone = self._start
        else:
            gone = self._position
        del self._buffer[:gone]
        self._position -= gone
        self._start = -1 if self._start < 0 else 0
