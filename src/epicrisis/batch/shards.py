"""Working off one shard: the one function that runs wherever shards are worked off.

It reads files and writes into a folder of its own, nothing else; whoever called it publishes what
lies there. The same shard gives the same bytes.
"""

import json
import os
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple

from epicrisis.batch.ledger import Ledger, called, write_files
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
    count = 0
    spot = Spot(number, count, True)
    at(spot)
    try:
        if spot in job.skip:
            ledger.fail(file, *job.skip[spot])
            return
        for document in _read(file):
            spot = Spot(number, count, False)
            at(spot)
            if spot in job.skip:
                ledger.fail(file, *job.skip[spot], document)
            else:
                found = _examined(job, file, document, ledger)
                if found:
                    yield found
                    ledger.keep(file, document, found[1])
            count += 1
            spot = Spot(number, count, True)
            at(spot)
            if spot in job.skip:
                ledger.fail(file, *job.skip[spot])
                return
    except MemoryError:
        raise
    except Exception as error:
        ledger.fail(file, *_told(error, file))


def _examined(job: Job, file: SourceFile, document: Document, ledger: Ledger) -> Found | None:
    try:
        courses, findings = examined(document, min_severity=job.min_severity)
        if job.careful:
            trial = Path(job.folder) / "trial"
            write_snapshot([(document, courses, findings)], trial, version=job.version)
    except MemoryError:
        raise
    except Exception as error:
        ledger.fail(file, *_told(error, file), document)
        return None
    return document, courses, findings


def _read(file: SourceFile) -> Iterator[Document]:
    if not is_remote(file.location):
        return documents(Path(file.location), name=called(file))
    content = load(file.location, MOST_BYTES)
    if len(content) > MOST_BYTES:
        raise InputError(f"expected at most {MOST_BYTES} bytes, found more")
    return documents(content, name=called(file))


def _told(error: Exception, file: SourceFile) -> tuple[Kind, str]:
    """Give the kind of an error and its words, without the name that stands beside them anyway."""
    if isinstance(error, InputError):
        reason = str(error)
        for name in (file.location, called(file)):
            reason = reason.removeprefix(f"{name}: ")
        return "unreadable", " ".join(reason.split())
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    return "error", f"stopped by an error of ours, please report it: {what}"


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
