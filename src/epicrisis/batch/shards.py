"""Working off one shard: the one function that runs wherever shards are worked off.

It reads files and writes into a folder of its own, nothing else; whoever called it publishes what
lies there. The same shard gives the same bytes.
"""

import json
import os
import pickle
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Final, Literal, NamedTuple

from epicrisis.batch.ledger import Ledger, write_files
from epicrisis.batch.records import TABLES, Kind, Outcome, Part, SourceFile, Spot
from epicrisis.batch.remote import is_remote, load
from epicrisis.errors import EpicrisisError, InputError
from epicrisis.exports.snapshot import write_snapshot
from epicrisis.model import Course, Document, Finding
from epicrisis.model.findings import Severity
from epicrisis.pipeline import documents, examined

Task = Literal["tables", "extractions", "trial"]
Found = tuple[Document, Sequence[Course], Sequence[Finding]]
MOST_BYTES: Final = 64_000_000  # of a file that is fetched from elsewhere
_OURS: Final = "stopped by an error of ours, please report it"  # as the readers say it
EXTRACTIONS: Final = "extractions.pickle"


class Job(NamedTuple):
    """What a process is asked to do.

    Attributes:
        files: The files of a shard, or one of them for a trial.
        task: Write tables, write extractions for a library, or only see whether it goes well.
        folder: Where to write; there is nothing in it.
        version: Version of epicrisis, as the tables give it.
        min_severity: The least finding to keep.
        skip: What has been given up, and why.
        careful: Try whether the rows of each document can be written before they join the others.
    """

    files: tuple[SourceFile, ...]
    task: Task
    folder: str
    version: str
    min_severity: Severity = "note"
    skip: Mapping[Spot, tuple[Kind, str]] = {}
    careful: bool = False


def work_off(job: Job, at: Callable[[Spot], None] = lambda spot: None) -> Outcome:
    """Work off a shard and leave its parts in the folder of the job, safe from a loss of power.

    What goes wrong with one file or document is noted and ends with it.

    Args:
        job: What is to be done.
        at: Told before each step that might not return.

    Raises:
        OSError: The folder cannot be written.
        MemoryError: There was not enough for the document that was worked on last.
        MissingExtraError: pyarrow is not installed.
    """
    if job.task == "tables":
        try:
            return _tables(job, at)
        except (ArithmeticError, TypeError, ValueError) as error:
            if isinstance(error, EpicrisisError):
                raise
            return _tables(job._replace(careful=True), at)
    ledger = Ledger()
    folder = Path(job.folder)
    with (folder / EXTRACTIONS).open("wb") as file:
        for document, courses, findings in _found(job, ledger, at):
            if job.task == "extractions":
                bare = document.model_copy(update={"pages": (), "prints": ()})
                file.write(pickle.dumps((bare, tuple(courses), tuple(findings)), protocol=5))
    return _outcome(ledger, {})


def extractions(folder: Path) -> Iterator[Found]:
    """Read back what a job of the task `extractions` wrote."""
    with (folder / EXTRACTIONS).open("rb") as file:
        while file.peek(1):
            yield pickle.load(file)  # written by a process that this one started


def _outcome(ledger: Ledger, parts: Mapping[str, Part]) -> Outcome:
    return Outcome(
        documents=ledger.documents,
        cases=ledger.cases,
        without_patient=ledger.without_patient,
        failures=tuple(ledger.failures),
        parts=parts,
    )


def _found(job: Job, ledger: Ledger, at: Callable[[Spot], None]) -> Iterator[Found]:
    for number, file in enumerate(job.files):
        yield from _of_file(job, number, file, ledger, at)
    at(Spot(len(job.files), 0, True))


def _of_file(
    job: Job, number: int, file: SourceFile, ledger: Ledger, at: Callable[[Spot], None]
) -> Iterator[Found]:
    """Give what is in one file; `at` is told before reading and before examining each document."""
    spot = Spot(number, 0, True)
    at(spot)
    try:
        if spot in job.skip:
            ledger.fail(file, "", *job.skip[spot])
            return
        for count, (place, read) in enumerate(_read(file)):
            yield from _of_place(job, Spot(number, count, False), file, place, read, ledger, at)
            spot = Spot(number, count + 1, True)
            at(spot)
            if spot in job.skip:
                ledger.fail(file, f"after {place}" if place else "", *job.skip[spot])
                return
    except MemoryError:
        raise
    except Exception as error:
        ledger.fail(file, "", *_told(error, file, ""))


def _of_place(
    job: Job,
    spot: Spot,
    file: SourceFile,
    place: str,
    read: Document | EpicrisisError,
    ledger: Ledger,
    at: Callable[[Spot], None],
) -> Iterator[Found]:
    """Give what is at one place of a file, if anything."""
    if not isinstance(read, Document):
        ledger.fail(file, place, *_told(read, file, place))
        return
    at(spot)
    if spot in job.skip:
        ledger.fail(file, place, *job.skip[spot])
        return
    try:
        found = (read, *examined(read, min_severity=job.min_severity))
        if job.careful:
            write_snapshot([found], Path(job.folder) / "trial", version=job.version)
    except MemoryError:
        raise
    except Exception as error:
        ledger.fail(file, place, *_told(error, file, place))
        return
    yield found
    ledger.keep(file, place, read, found[1])


def _read(file: SourceFile) -> Iterator[tuple[str, Document | EpicrisisError]]:
    if not is_remote(file.location):
        if _is_folder(file.location):
            raise InputError("a folder that cannot be listed. Check its permissions.")
        odd = not file.location.isprintable()  # bytes that are no letters
        return documents(Path(file.location), name=PurePosixPath(file.path).stem if odd else None)
    content = load(file.location, MOST_BYTES)
    if len(content) > MOST_BYTES:
        raise InputError(f"expected at most {MOST_BYTES} bytes, found more")
    return documents(content, name=PurePosixPath(file.path).stem)


def _is_folder(location: str) -> bool:
    try:
        return stat.S_ISDIR(os.stat(location).st_mode)
    except FileNotFoundError:  # the reader says so
        return False
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be opened ({getattr(error, 'strerror', error)})") from error


def _told(error: Exception, file: SourceFile, place: str) -> tuple[Kind, str]:
    """Give the kind of an error and its words, without the name that stands beside them anyway."""
    if isinstance(error, InputError):
        reason = str(error)
        name = PurePosixPath(file.location).stem
        for head in (file.location, name):
            for inside in (f"/{place}", place, ""):
                reason = reason.removeprefix(f"{head}{inside}: ")
        kind: Kind = "error" if reason.startswith(_OURS) else "unreadable"
        return kind, " ".join(reason.split())
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    return "error", f"{_OURS}: {what}"


# ---- tables


def _tables(job: Job, at: Callable[[Spot], None]) -> Outcome:
    ledger = Ledger()
    folder = Path(job.folder)
    write_snapshot(_found(job, ledger, at), folder, version=job.version)
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"]
    told["files"] = {"rows": len(ledger.rows), "sha256": write_files(ledger.rows, folder)}
    parts = {}
    for name in TABLES:
        path = folder / f"{name}.parquet"
        with path.open("rb") as file:
            os.fsync(file.fileno())
        size = path.stat().st_size
        parts[name] = Part(rows=told[name]["rows"], bytes=size, sha256=told[name]["sha256"])
    return _outcome(ledger, parts)
