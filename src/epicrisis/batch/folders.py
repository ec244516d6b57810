"""Folders on this machine: files in the order of their paths, and results that appear whole."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import BinaryIO, Final, NamedTuple, Protocol

from epicrisis.batch.records import SourceFile
from epicrisis.errors import InputError
from epicrisis.pipeline import reports_among

try:
    import fcntl as _fcntl

    _locking: ModuleType | None = _fcntl
except ImportError:  # no such locks on this system
    _locking = None

Files = Iterator[SourceFile]
WORK: Final = "_work"


class Target(Protocol):
    """A folder for results, on this machine or elsewhere. Names are relative, with `/`."""

    place: str

    def publish(self, files: Mapping[str, Path]) -> None:
        """Give files their names here; each appears whole and survives a loss of power."""
        ...

    def write(self, name: str, content: bytes) -> None:
        """Write a small file, whole or not at all."""
        ...

    def read(self, name: str) -> bytes | None:
        """Give the content of a file, or None where there is none."""
        ...

    def names(self, folder: str = "") -> dict[str, int]:
        """Give the files of a folder and their sizes in bytes, or nothing where it is not there."""
        ...

    def remove(self, name: str) -> None:
        """Remove a file; it need not be there."""
        ...

    def working(self) -> AbstractContextManager[Path]:
        """Keep others from writing here, and give a folder of this machine for files to come.

        Raises:
            InputError: Somebody else is writing here.
        """
        ...


class LocalTarget:
    """A folder of this machine, made where it is not there."""

    def __init__(self, place: str | Path) -> None:
        self.root = Path(place)
        self.place = str(place)
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"{place}: cannot be made a folder ({error.strerror})") from None

    def publish(self, files: Mapping[str, Path]) -> None:
        """Give files of the same file system their names here."""
        folders = set()
        for name, file in files.items():
            to = self.root / name
            to.parent.mkdir(parents=True, exist_ok=True)
            file.replace(to)
            folders.add(to.parent)
        for folder in folders:
            _sync(folder)

    def write(self, name: str, content: bytes) -> None:
        """Write a small file under another name first."""
        to = self.root / name
        to.parent.mkdir(parents=True, exist_ok=True)
        partial = to.with_name(to.name + ".part")
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(to)
        _sync(to.parent)

    def read(self, name: str) -> bytes | None:
        """Give the content of a file."""
        with suppress(FileNotFoundError):
            return (self.root / name).read_bytes()
        return None

    def names(self, folder: str = "") -> dict[str, int]:
        """Give the files of a folder, without those that are only half written."""
        with suppress(FileNotFoundError), os.scandir(self.root / folder) as entries:
            return {
                entry.name: entry.stat().st_size
                for entry in entries
                if entry.is_file() and not entry.name.endswith(".part")
            }
        return {}

    def remove(self, name: str) -> None:
        """Remove a file."""
        (self.root / name).unlink(missing_ok=True)

    @contextmanager
    def working(self) -> Iterator[Path]:
        """Hold the lock of the folder, which ends with the process however that ends."""
        work = self.root / WORK
        with self._locked(work):
            for old in work.iterdir():  # left by a run that was killed
                if old.name != "lock":
                    rmtree(old, ignore_errors=True)
            with TemporaryDirectory(dir=work, prefix="run-", ignore_cleanup_errors=True) as scratch:
                yield Path(scratch)
            rmtree(work, ignore_errors=True)

    def _locked(self, work: Path) -> BinaryIO:
        """Open the lock and take it; it may be removed in between, by a run that ends."""
        while True:
            work.mkdir(exist_ok=True)
            try:
                lock = (work / "lock").open("wb")
            except FileNotFoundError:
                continue
            if _locking is None:
                return lock
            try:
                _locking.flock(lock, _locking.LOCK_EX | _locking.LOCK_NB)
            except OSError:
                lock.close()
                raise InputError(
                    f"{self.place}: another run is writing here. Wait for it to end."
                ) from None
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(lock.fileno()), os.stat(lock.name)):
                    return lock
            lock.close()


def _sync(folder: Path) -> None:
    """Make the names in a folder survive a loss of power, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class Folder(NamedTuple):
    """A folder to go through: where it is opened, and what it is called in results."""

    location: str
    path: str

    def inside(self, name: str) -> "Folder":
        """Give what has a name in it."""
        path = f"{self.path}/{name}" if self.path else name
        return Folder(os.path.join(self.location, name), path)


def local_files(root: str, label: str = "") -> Files:
    """Give the reports below a folder in the order of their paths, or the file itself.

    One folder's names are held at a time, however many files there are.

    Args:
        root: A folder or a file.
        label: What stands before the paths of the files.

    Raises:
        InputError: There is nothing of that name, or it cannot be listed.
    """
    path = Path(os.path.abspath(root))  # processes elsewhere have other working folders
    if not path.exists():
        raise InputError(f"{root}: expected a folder, found nothing there. Check the path.")
    if path.is_file():
        yield _found(str(path), label or path.name, path.stat())
    else:
        try:
            os.scandir(path).close()
        except OSError as error:
            raise InputError(f"{root}: cannot be listed ({error.strerror})") from None
        yield from below(Folder(str(path), label), _listed)


def below(first: Folder, listed: Callable[[Folder], Iterable[SourceFile | Folder]]) -> Files:
    """Give the files of a folder and of those inside it, however deep these go.

    Args:
        first: Where to begin.
        listed: Gives what is in a folder, in order.
    """
    under_way = [iter(listed(first))]
    while under_way:
        found = next(under_way[-1], None)
        if found is None:
            under_way.pop()
        elif isinstance(found, Folder):
            under_way.append(iter(listed(found)))
        else:
            yield found


def _listed(folder: Folder) -> Iterator[SourceFile | Folder]:
    """Give what is in a folder; one that cannot be listed is given as a file, and fails as one."""
    try:
        with os.scandir(folder.location) as entries:
            here = {e.name: e.is_dir(follow_symlinks=False) for e in entries if e.name[0] != "."}
    except FileNotFoundError:  # gone meanwhile
        return
    except OSError:
        yield SourceFile(_shown(folder.path), folder.location, 0, "")
        return
    reports = reports_among(name for name, is_folder in here.items() if not is_folder)
    for name in sorted(here):
        inner = folder.inside(name)
        if here[name]:
            yield inner
        elif name in reports:
            with suppress(FileNotFoundError):  # gone meanwhile, or a link to nothing
                about = os.stat(inner.location)
                if stat.S_ISREG(about.st_mode):
                    yield _found(inner.location, inner.path, about)


def _found(location: str, path: str, about: os.stat_result) -> SourceFile:
    return SourceFile(_shown(path), location, about.st_size, str(about.st_mtime_ns))


def _shown(path: str) -> str:
    """Give a path in letters that can be written anywhere."""
    return path.encode("utf-8", "backslashreplace").decode()


def outside(files: Files, root: str, folder: str) -> Files:
    """Leave out the files of `root` that lie in a folder inside it."""
    here, there = Path(root).resolve(), Path(folder).resolve()
    if not folder or here not in there.parents:
        return files
    inside = os.path.join(os.path.abspath(root), there.relative_to(here), "")
    return (file for file in files if not file.location.startswith(inside))


def without_repeats(roots: Iterable[str]) -> list[str]:
    """Leave out roots that lie in others, or are named twice.

    >>> without_repeats(["a", "a/b", "./a"])
    ['a']
    """
    kept: dict[Path, str] = {}
    for root in roots:
        path = Path(root).resolve()
        if any(path == other or other in path.parents for other in kept):
            continue
        for other in [other for other in kept if path in other.parents]:
            del kept[other]
        kept[path] = root
    return list(kept.values())
