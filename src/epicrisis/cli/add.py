"""`epicrisis add`: reports into the case library."""

import sys
from collections import Counter
from pathlib import Path

import click

from epicrisis import __version__
from epicrisis.audit import audit
from epicrisis.cli.inputs import CITATIONS, FILES, Batch, files_in
from epicrisis.cli.library import LIBRARY
from epicrisis.diagnostics.base import counted
from epicrisis.errors import InputError
from epicrisis.readers import CitationList
from epicrisis.store import Added, Library, RunRecord, open_library


@click.command("add")
@FILES
@LIBRARY
@CITATIONS
def command(files: tuple[Path, ...], place: str, citations: CitationList | None) -> None:
    """Read FILES, and the reports in folders, into a case library; it is made if need be.

    Archives (ZIP, tar, gzip) and files of many articles give all that is in them.

    What is there already is passed over; what is read otherwise than before becomes a new version.
    Exit code 1 when some files could not be read, 2 when none could or the library failed.
    """
    batch = Batch(files_in(files), many=True, citations=citations)
    run = RunRecord(program=f"epicrisis {__version__}")
    counts: Counter[str] = Counter()
    with open_library(place, create=True) as library:
        try:
            _fill(library, batch, run, counts)
        finally:
            click.echo(_summary(counts, batch.failed), err=True)
        library.end_run(run, {**counts, "failed": batch.failed})
    sys.exit(batch.exit_code())


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
        _name_lost(added)


def _name_lost(added: Added) -> None:
    for held in added.lost:
        made = held.ruling.decision
        click.echo(
            f"epicrisis: {held.ruling.case}: what {made.decided_by} decided on "
            f"{' '.join(made.anchor.exact.split())!r} stands no longer: {held.reason}",
            err=True,
        )


def _summary(counts: Counter[str], failed: int) -> str:
    reports = sum(counts[status] for status in ("added", "unchanged", "new version"))
    return (
        f"{counted(reports, 'report')} with {counted(counts['cases'], 'case')}: "
        f"{counts['added']} added, {counts['unchanged']} unchanged, "
        f"{counted(counts['new version'], 'new version')}; {failed} failed"
    )
