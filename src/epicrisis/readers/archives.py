"""What is packed into one file: ZIP, tar, gzip, and these within one another, to a bounded depth.

Nothing is ever written to disk, so a path that leads out of an archive leads nowhere. Links,
folders and holes are passed over.
"""

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Any, Final, NamedTuple, cast

from epicrisis.errors import DocumentTooLargeError, InputError, UnreadableDocumentError
from epicrisis.readers.budget import STEP, Budget
from epicrisis.readers.siblings import Siblings, is_candidate, needs_siblings

MOST_INDEX: Final = 64_000_000  # bytes of a ZIP's list of members: half a million of them
_MOST_AT_ONCE: Final = 8 * STEP  # tarfile asks for more only where a header lies about itself
_ZIP: Final = b"PK\x03\x04"
_ZIP_EMPTY: Final = b"PK\x05\x06"
_GZIP: Final = b"\x1f\x8b"
_TAR: Final = slice(257, 262)
_ZIP_END: Final = struct.Struct("<4s4H2LH")
BROKEN: Final = (
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    NotImplementedError,
    struct.error,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)


class Member(NamedTuple):
    """A file inside an archive; it can be read until the next one is asked for."""

    place: str
    stream: IO[bytes] | InputError


def kind_of(head: bytes) -> str:
    """Say whether the first bytes open a `zip`, a `gzip` or a `tar`, or "" for anything else."""
    if head.startswith((_ZIP, _ZIP_EMPTY)):
        return "zip"
    if head.startswith(_GZIP):
        return "gzip"
    return "tar" if head[_TAR] == b"ustar" else ""


def is_office(head: bytes) -> bool:
    """Say whether a ZIP is one document: of Word, Excel, PowerPoint, OpenOffice, or a book."""
    return head.startswith(_ZIP) and (
        b"[Content_Types].xml" in head[:4096] or b"mimetypeapplication/" in head[:200]
    )


def members(file: IO[bytes], kind: str, name: str, budget: Budget) -> Iterator[Member]:
    """Give the files in an archive that may be reports, in its order.

    What is broken ends the archive with an error; what came before it has been given.

    Args:
        file: The archive, which can be wound back.
        kind: What `kind_of` said.
        name: What to call it in messages.
        budget: What may come out of it.
    """
    try:
        for member in _opened(file, kind, name, budget):
            yield member
            if budget.left < 0:
                return
    except DocumentTooLargeError as error:
        yield Member("", error)
    except BROKEN as error:
        yield Member("", broken(name, error))


def _opened(file: IO[bytes], kind: str, name: str, budget: Budget) -> Iterator[Member]:
    if kind == "zip":
        return _zipped(file, name, budget)
    if kind == "tar":
        return _tarred(file, lambda: _wound_back(file), budget)
    return _gzipped(file, budget)


def broken(name: str, error: Exception) -> UnreadableDocumentError:
    """Give the error for a file whose packing is broken."""
    what = str(error).splitlines()[0] if str(error) else type(error).__name__
    return UnreadableDocumentError(
        f"{name}: expected a whole archive, found a broken one ({what}). Get it again; what came "
        "before the break was read."
    )


def _wound_back(file: IO[bytes]) -> IO[bytes]:
    file.seek(0)
    return file


class _Counted:
    """A stream that tells the budget what was taken from it."""

    def __init__(self, file: IO[bytes], budget: Budget) -> None:
        self._file, self._budget = file, budget
        self._told = file.tell()

    def read(self, size: int = -1) -> bytes:
        if size < 0 or size > _MOST_AT_ONCE:
            raise tarfile.ReadError(f"a header asks for {size} bytes")
        data = self._file.read(size)
        self._count()
        return data

    def seek(self, place: int, whence: int = 0) -> int:
        """Go there; what is packed has to be read up to there, so it is read in steps."""
        while whence == 0 and (left := place - self._file.tell()) > 0:
            if not self._file.read(min(STEP, left)):
                return self._file.tell()
            self._count()
        return self._file.seek(place, whence)

    def tell(self) -> int:
        return self._file.tell()

    def _count(self) -> None:
        here = self._file.tell()
        if here > self._told:
            self._budget.spend(here - self._told)
            self._told = here


def _zipped(file: IO[bytes], name: str, budget: Budget) -> Iterator[Member]:
    if _index_size(file) > MOST_INDEX:
        raise DocumentTooLargeError(
            f"{name}: expected an archive of reports, found a ZIP with more than half a million "
            "members. Unpack it and name its folder."
        )
    with zipfile.ZipFile(file) as archive:
        listed = [entry for entry in archive.infolist() if not entry.is_dir()]
        siblings = Siblings(entry.filename for entry in listed)
        for entry in listed:
            if not is_candidate(entry.filename) or siblings.outdo(entry.filename):
                continue
            if entry.flag_bits & 1:
                told = f"{name}/{entry.filename}: expected a file that can be read, found one that "
                yield Member(
                    entry.filename,
                    UnreadableDocumentError(
                        told + "asks for a password. Unpack the archive first."
                    ),
                )
                continue
            try:
                with archive.open(entry) as inner:
                    counted = cast(IO[bytes], _Counted(inner, budget))
                    yield Member(entry.filename, counted)
            except DocumentTooLargeError:
                raise
            except BROKEN as error:
                yield Member(entry.filename, broken(f"{name}/{entry.filename}", error))


def _index_size(file: IO[bytes]) -> int:
    """Give the size of a ZIP's list of members, as its end record tells it."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 65_557))
    tail = file.read(65_557)
    place = tail.rfind(_ZIP_EMPTY)
    if place < 0 or len(tail) - place < _ZIP_END.size:
        return 0
    told: int = _ZIP_END.unpack_from(tail, place)[5]
    return min(told, size)  # a list of four gigabytes and more says so elsewhere


def _gzipped(file: IO[bytes], budget: Budget) -> Iterator[Member]:
    def unpacked() -> IO[bytes]:
        file.seek(0)
        return cast(IO[bytes], gzip.GzipFile(fileobj=file, mode="rb"))

    if kind_of(unpacked().read(512)) == "tar":
        yield from _tarred(file, unpacked, budget)
    else:
        yield Member("", cast(IO[bytes], _Counted(unpacked(), budget)))


def _tarred(file: IO[bytes], opened: Callable[[], IO[bytes]], budget: Budget) -> Iterator[Member]:
    """Give the files of a tar as they come.

    All its names are gone through first only where a PDF may stand beside the XML of the same
    article, so that the archives of a whole repository are read in one pass.
    """
    siblings: Siblings | None = None
    for entry, tar in _entries(opened(), budget):
        if not is_candidate(entry.name):
            continue
        if siblings is None and needs_siblings(entry.name):
            place = file.tell()
            siblings = Siblings(other.name for other, _ in _entries(opened(), budget))
            file.seek(place)
        if siblings is not None and siblings.outdo(entry.name):
            continue
        stream = tar.extractfile(entry)
        if stream is not None:
            yield Member(entry.name, stream)


def _entries(file: IO[bytes], budget: Budget) -> Iterator[tuple[tarfile.TarInfo, tarfile.TarFile]]:
    with tarfile.open(fileobj=cast(Any, _Counted(file, budget)), mode="r:") as tar:
        while (found := tar.next()) is not None:
            cast(Any, tar).members = []  # else the list of all that was seen grows with the archive
            if found.isfile() and not found.issparse():
                yield found, tar
