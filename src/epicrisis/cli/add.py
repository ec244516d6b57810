"""`epicrisis add`: reports into the case library."""

import sys
from collections import Counter
from functools import partial
from pathlib import Path

import click

from epicrisis import __version__
from epicrisis.audit import audit
from epicrisis.batch import QUARANTINE, Citing, Options, add, journal_place
from epicrisis.cli.batches import (
    Screen,
    batch_options,
    exit_code,
    interruptible,
    lost_lines,
    options_of,
)
from epicrisis.cli.inputs import CITATIONS, Batch, cited, say_unused
from epicrisis.cli.library import LIBRARY
from epicrisis.diagnostics.base import counted
from epicrisis.errors import InputError
from epicrisis.readers import CitationList
from epicrisis.store import Library, RunRecord, open_library


@click.command("add")
@click.argument("files", nargs=-1, required=True)
@LIBRARY
@CITATIONS
@batch_options
def command(
    files: tuple[str, ...],
    place: str,
    citations: CitationList | None,
    workers: int | None,
    timeout: float,
    memory: int,
    retry: bool,
) -> None:
    """Read FILES, and the reports in folders, into a case library; it is made if need be.

    Archives (ZIP, tar, gzip) and files of many articles give all that is in them.

    What is there already is passed over; what is read otherwise than before becomes a new version.
    Folders are read by several processes, and the same command goes on from where it was stopped.
    Exit code 1 when some files could not be read, 2 when none could or the library failed.
    """
    run = RunRecord(program=f"epicrisis {__version__}")
    with open_library(place, create=True) as library:
        if any(Path(file).is_dir() or "://" in file for file in files):
            options = options_of(workers, timeout, memory, retry)
            code = _add_folders(files, library, run, options, citations)
        else:
            code = _add_files(tuple(map(Path, files)), library, run, citations)
    sys.exit(code)


def _add_folders(
    sources: tuple[str, ...],
    library: Library,
    run: RunRecord,
    options: Options,
    citations: CitationList | None,
) -> int:
    cite = Citing(partial(cited, citations), citations.digest) if citations else None
    with interruptible(), Screen() as screen:
        summary, counts = add(sources, library, run, options=options, watch=screen, cite=cite)
    if citations and not summary.skipped:
        say_unused(citations)
    counts["cases"], counts["bare"] = summary.cases, summary.without_patient
    click.echo(_summary(counts, summary.failures), err=True)
    if counts["warned"]:
        parts = f"{counted(counts['warned'], 'report')} with parts that were not read"
        click.echo(f"epicrisis: {parts}; `epicrisis read FILE` names them", err=True)
    if summary.quarantined:
        click.echo(
            f"{summary.quarantined} of them in quarantine: "
            f"{journal_place(library.place) / QUARANTINE}; --retry-quarantined tries them again",
            err=True,
        )
    library.end_run(run, {**counts, "failed": summary.failures})
    return exit_code(summary)


def _add_files(
    files: tuple[Path, ...], library: Library, run: RunRecord, citations: CitationList | None
) -> int:
    batch = Batch(tuple(dict.fromkeys(files)), many=True, citations=citations)
    counts: Counter[str] = Counter()
    try:
        _fill(library, batch, run, counts)
    finally:
        click.echo(_summary(counts, batch.failed), err=True)
    library.end_run(run, {**counts, "failed": batch.failed})
    return batch.exit_code()


def _fill(library: Library, batch: Batch, run: RunRecord, counts: Counter[str]) -> None:
    for document, courses in batch:
        try:
            added = library.add(
                document, courses, audit(document, courses, min_severity="info"), run
            )
        except InputError as error:
            batch.failed += 1
            click.echo(f"epicrisis: {error}", err=True)
            continue
        counts[added.status] += 1
        counts["cases"] += len(added.cases)
        counts["bare"] += not courses
        counts["warned"] += bool(document.warnings)
        for line in lost_lines(added):
            click.echo(line, err=True)


def _summary(counts: Counter[str], failed: int) -> str:
    reports = sum(counts[status] for status in ("added", "unchanged", "new version"))
    bare = f", {counts['bare']} without a patient" if counts["bare"] else ""
    return (
        f"{counted(reports, 'report')} with {counted(counts['cases'], 'case')}{bare}: "
        f"{counts['added']} added, {counts['unchanged']} unchanged, "
        f"{counted(counts['new version'], 'new version')}; {failed} failed"
    )
