"""Everything that a path leads to: one file, the articles of a bulk file, an archive, a folder.

One document is in memory at a time. What cannot be read is given in its place as an error, and the
rest follows.
"""

import io
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import IO, Final, cast

from epicrisis.errors import (
    DocumentTooLargeError,
    EpicrisisError,
    InputError,
)
from epicrisis.model import Document
from epicrisis.readers.archives import BROKEN, broken, is_office, kind_of, members
from epicrisis.readers.base import HEAD, Reader
from epicrisis.readers.bioc import BiocReader
from epicrisis.readers.budget import STEP, Budget
from epicrisis.readers.bulk import split, unit_of, units_in
from epicrisis.readers.found import (
    DEEPEST,
    Found,
    Place,
    named,
    no_report,
    ours,
    stem_of,
    too_deep,
)
from epicrisis.readers.reading import MAX_BYTES, open_error, read_document
from epicrisis.readers.registry import best_reader, reader_named
from epicrisis.readers.siblings import Siblings, is_candidate

_CUT: Final = frozenset({"jats", "pubmed", "bioc"})  # formats of which one file may hold many


def read_documents(
    source: str | Path | bytes,
    *,
    name: str | None = None,
    format: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Iterator[Found]:
    """Read all documents of a file, an archive (ZIP, tar, gzip) or a folder, one at a time.

    Documents of bulk files and archives are called by their PMCID or PMID where they tell one.
    Nothing is raised for what a source holds: what is broken comes out as an error in its place.

    Args:
        source: A path, or the content of a file.
        name: What to call it; by default the file's name without its ending.
        format: The name of a reader, to choose it without looking at the content.
        max_bytes: The largest single document that is read; archives may be larger.

    Raises:
        UnknownNameError: No reader is named `format`.
    """
    walk = _Walk(reader_named(format) if format is not None else None, max_bytes)
    if isinstance(source, bytes):
        yield from walk.file(io.BytesIO(source), len(source), Place("", name or "document"))
        return
    path = Path(source)
    if path.is_dir():
        yield from _folder(path, walk)
        return
    called = name or stem_of(path.name) or str(path)
    yield from _path(path, Place("", called, name or str(path)), walk)


class _Walk:
    """Goes through a source to the last document in it."""

    def __init__(self, reader: Reader | None, max_bytes: int) -> None:
        self.reader = reader
        self.max_bytes = max_bytes

    def file(self, file: IO[bytes], size: int, place: Place) -> Iterator[Found]:
        """Give what a file holds that can be wound back."""
        yield from self._stream(file, place, DEEPEST, Budget(size, place.shown))

    def _stream(
        self, stream: IO[bytes], place: Place, depth: int, budget: Budget
    ) -> Iterator[Found]:
        try:
            head = stream.read(HEAD)
            reader = self.reader or best_reader(head)
            kind = "" if reader or is_office(head) else kind_of(head)
            if kind:
                data = b"" if depth == DEEPEST else self._whole(stream, head, place)
            else:
                data = _up_to(stream, head, self.max_bytes)
        except EpicrisisError as error:
            yield Found(place.place, error=error)
            return
        except BROKEN as error:
            yield Found(place.place, error=broken(place.shown, error))
            return
        if kind:
            inner = io.BytesIO(data) if data else stream
            yield from self._archive(inner, kind, place, depth, budget)
        else:
            yield from self._document(data, stream, place, reader)

    def _archive(
        self, file: IO[bytes], kind: str, place: Place, depth: int, budget: Budget
    ) -> Iterator[Found]:
        called = place.shown
        if not depth:
            yield Found(place.place, error=too_deep(called))
            return
        file.seek(0)
        seen = False
        for member in members(file, kind, called, budget):
            seen = True
            here = place.inside(member.place)
            if isinstance(member.stream, InputError):
                yield Found(here.place, error=member.stream)
            else:
                yield from self._stream(member.stream, here, depth - 1, budget)
        if not seen:
            yield Found(place.place, error=no_report(called))

    def _whole(self, stream: IO[bytes], head: bytes, place: Place) -> bytes:
        data = _up_to(stream, head, self.max_bytes)
        if len(data) > self.max_bytes:
            raise self._too_large(place)
        return data

    def _document(
        self, data: bytes, rest: IO[bytes], place: Place, reader: Reader | None
    ) -> Iterator[Found]:
        unit = unit_of(data[:HEAD]) if reader is not None and reader.name in _CUT else ""
        if unit and len(data) > self.max_bytes:
            yield from self._pieces(cast(IO[bytes], _Joined(data, rest)), unit, place, reader)
        elif len(data) > self.max_bytes:
            yield Found(place.place, error=self._too_large(place))
        elif unit and units_in(data, unit) > 1:
            yield from self._pieces(io.BytesIO(data), unit, place, reader)
        elif isinstance(reader, BiocReader) and not unit:
            yield from self._listed(reader, data, place)
        else:
            yield self._read(data, place, reader)

    def _listed(self, reader: BiocReader, data: bytes, place: Place) -> Iterator[Found]:
        """Give the articles of a JSON file, which is parsed whole."""
        reads = reader.read_all(data, place.shown)
        try:
            first = list(islice(reads, 2))
        except EpicrisisError as error:
            yield Found(place.place, error=error)
            return
        for number, read in enumerate(chain(first, reads), 1):
            here = place.numbered(number) if len(first) > 1 else place
            if isinstance(read, Document):
                yield named(read, here)
            else:
                yield Found(here.place, error=read)

    def _pieces(
        self, stream: IO[bytes], unit: str, place: Place, reader: Reader | None
    ) -> Iterator[Found]:
        pieces = split(stream, unit, self.max_bytes)
        number = 0
        while True:
            number += 1
            here = place.numbered(number)
            try:
                piece = next(pieces)
            except StopIteration:
                return
            except EpicrisisError as error:
                yield Found(here.place, error=error)
                return
            except BROKEN as error:
                yield Found(here.place, error=broken(here.shown, error))
                return
            yield (
                Found(here.place, error=self._too_large(here))
                if piece is None
                else self._read(piece, here, reader)
            )

    def _read(self, data: bytes, place: Place, reader: Reader | None) -> Found:
        called = place.shown
        format = reader.name if reader else None
        try:
            document = read_document(data, name=called, format=format, max_bytes=self.max_bytes * 2)
        except EpicrisisError as error:
            return Found(place.place, error=error)
        except MemoryError:  # whoever minds this process decides
            raise
        except Exception as error:  # one bad article must not lose the rest of its archive
            return Found(place.place, error=ours(called, error))
        return named(document, place)

    def _too_large(self, place: Place) -> DocumentTooLargeError:
        return DocumentTooLargeError(
            f"{place.shown}: expected at most {self.max_bytes} bytes for one "
            "document, found more. Split it into single reports, or raise max_bytes."
        )


def _path(path: Path, place: Place, walk: _Walk) -> Iterator[Found]:
    try:
        with path.open("rb") as file:
            yield from walk.file(file, path.stat().st_size, place)
    except (OSError, ValueError) as error:
        yield Found(place.place, error=open_error(path, error))


def _folder(folder: Path, walk: _Walk) -> Iterator[Found]:
    """Give what is in a folder, in the order of its paths."""
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    siblings = Siblings(name for name in names if name.lower().endswith(".nxml"))
    for inside in sorted(filter(is_candidate, names)):
        if not siblings.outdo(inside):
            place = Place(inside, stem_of(inside), str(folder / inside))
            yield from _path(folder / inside, place, walk)


class _Joined(io.RawIOBase):
    """What has been read of a stream, and the rest of it."""

    def __init__(self, data: bytes, rest: IO[bytes]) -> None:
        self._data, self._rest = data, rest

    def read(self, size: int = -1) -> bytes:
        if self._data:
            data, self._data = self._data[:size], self._data[size:]
            return data
        return self._rest.read(size)


def _up_to(stream: IO[bytes], head: bytes, most: int) -> bytes:
    """Give a stream to its end, or one byte more than may be."""
    parts, size = [head], len(head)
    while size <= most and (more := stream.read(min(STEP, most + 1 - size))):
        parts.append(more)
        size += len(more)
    return b"".join(parts)
