"""Folders elsewhere: whatever fsspec opens by a URL, `s3://`, `gs://`, `http://`, `memory://`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from epicrisis.batch.folders import Folder, LocalTarget, Target, below, local_files, outside
from epicrisis.batch.records import SourceFile
from epicrisis.errors import InputError, MissingExtraError
from epicrisis.pipeline import reports_among

_TAGS: Final = (
    "etag",
    "ETag",
    "md5Hash",
    "CRC",
    "mtime",
    "LastModified",
    "last_modified",
    "created",
)


def is_remote(place: str) -> bool:
    """Tell a URL from a path.

    >>> is_remote("s3://bucket/reports"), is_remote("reports")
    (True, False)
    """
    return "://" in place


def target_at(place: str) -> Target:
    """Open a folder for results by its path or URL."""
    return RemoteTarget(place) if is_remote(place) else LocalTarget(place)


def files_below(root: str, label: str = "", *, apart_from: str = "") -> Iterator[SourceFile]:
    """Give the reports below a folder here or elsewhere, in the order of their paths.

    Args:
        root: A folder or a file.
        label: What stands before the paths of the files.
        apart_from: A folder that is left out where it lies inside: that of the results.
    """
    if not is_remote(root):
        yield from outside(local_files(root, label), root, _path_here(apart_from))
        return
    system, path = _opened(root)
    if not system.exists(path):
        raise InputError(f"{root}: expected a folder, found nothing there. Check the URL.")
    other, there = _opened(apart_from) if apart_from else (None, "")
    apart = there.rstrip("/") if type(other) is type(system) else None
    for file in below(Folder(path, label), partial(_listed, system, apart)):
        yield file._replace(location=_chained(root, file.location))


def _path_here(place: str) -> str:
    """Give the path of a folder of this machine that is named by a URL; other URLs are no path."""
    if not is_remote(place):
        return place
    system, path = _opened(place)
    return path if system.protocol == ("file", "local") else ""


def _chained(root: str, location: str) -> str:
    """Put what a root was opened through back onto the URL of a file below it.

    >>> _chained("zip://in::s3://bucket/a.zip", "zip://in/b.txt")
    'zip://in/b.txt::s3://bucket/a.zip'
    >>> _chained("simplecache::s3://bucket", "s3://bucket/b.txt")
    'simplecache::s3://bucket/b.txt'
    """
    links = root.split("::")
    place = next(number for number, link in enumerate(links) if "://" in link)
    return "::".join([*links[:place], location, *links[place + 1 :]])


def _listed(system: Any, apart: str | None, folder: Folder) -> Iterator[SourceFile | Folder]:
    """Give what is in a folder elsewhere."""
    entries = {_last(entry["name"]): entry for entry in system.ls(folder.location, detail=True)}
    reports = reports_among(n for n, entry in entries.items() if entry["type"] == "file")
    for name in sorted(entries):
        entry = entries[name]
        _, shown = folder.inside(name)
        if entry["type"] == "directory":
            if name and name[0] != "." and entry["name"].rstrip("/") != apart:
                yield Folder(entry["name"], shown)
        elif name in reports:
            stamp = next((str(entry[tag]) for tag in _TAGS if entry.get(tag)), "")
            location = str(system.unstrip_protocol(entry["name"]))
            yield SourceFile(shown, location, int(entry.get("size") or 0), stamp)


def _last(name: str) -> str:
    return name.rstrip("/").rpartition("/")[2]


def load(location: str, most_bytes: int) -> bytes:
    """Read a file elsewhere, and one byte more than is allowed if it is too large.

    Raises:
        InputError: It cannot be read.
    """
    system, path = _opened(location)
    try:
        with system.open(path, "rb") as file:
            content: bytes = file.read(most_bytes + 1)
            return content
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {error}") from error


class RemoteTarget:
    """A folder elsewhere. Files appear as the store makes them appear; records come last."""

    def __init__(self, place: str) -> None:
        self.place = place.rstrip("/")
        self._system, self._root = _opened(self.place)

    def publish(self, files: Mapping[str, Path]) -> None:
        """Copy files of this machine there."""
        for name, file in files.items():
            self._prepare(name)
            self._system.put_file(str(file), self._at(name))
            file.unlink()

    def write(self, name: str, content: bytes) -> None:
        """Write a small file."""
        self._prepare(name)
        self._system.pipe_file(self._at(name), content)

    def read(self, name: str) -> bytes | None:
        """Give the content of a file."""
        with suppress(FileNotFoundError):
            content: bytes = self._system.cat_file(self._at(name))
            return content
        return None

    def names(self, folder: str = "") -> dict[str, int]:
        """Give the files of a folder."""
        with suppress(FileNotFoundError):
            self._system.invalidate_cache()
            entries = self._system.ls(self._at(folder), detail=True)
            return {_last(e["name"]): int(e["size"]) for e in entries if e["type"] == "file"}
        return {}

    def remove(self, name: str) -> None:
        """Remove a file."""
        with suppress(FileNotFoundError):
            self._system.rm_file(self._at(name))

    @contextmanager
    def working(self) -> Iterator[Path]:
        """Give a folder of this machine; nothing keeps others from writing there."""
        with TemporaryDirectory(prefix="epicrisis-") as scratch:
            yield Path(scratch)

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}".rstrip("/")

    def _prepare(self, name: str) -> None:
        folder, _, _ = self._at(name).rpartition("/")
        self._system.makedirs(folder, exist_ok=True)


def _opened(url: str) -> tuple[Any, str]:
    try:
        core = import_module("fsspec.core")
    except ImportError as error:
        raise MissingExtraError(url, "fsspec", "remote") from error
    try:
        system, path = core.url_to_fs(url)
    except (ImportError, ValueError, OSError) as error:
        raise InputError(f"{url}: cannot be opened ({error})") from error
    return system, path
