"""Where many patients come from: the files a command is given, or a case library."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from epicrisis.audit import audit
from epicrisis.cli.inputs import Batch
from epicrisis.cli.library import MAYBE_LIBRARY
from epicrisis.model import Course, Document
from epicrisis.store import is_database, open_library
from epicrisis.synthesis import Cohort, IndexedCohort, cohort
from epicrisis.synthesis.gathering import Decided, Judge, copies, one_patient
from epicrisis.synthesis.reported import (
    Report,
    by_report,
    indexed_reports,
    judged_reports,
    present,
    with_findings,
)

_FILES = click.argument("files", nargs=-1, type=click.Path(path_type=Path, allow_dash=False))


def files_or_library(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the parameters `files` and `place`; `source` makes one batch of them."""
    return _FILES(MAYBE_LIBRARY(command))


class Shelf(Batch):
    """The documents of a library with their current courses, people's decisions laid over them."""

    def __init__(self, place: str) -> None:
        super().__init__(())
        self.library = click.get_current_context().with_resource(open_library(place, readonly=True))

    @property
    def unreadable(self) -> None:
        """A library holds what was read, and does not know what was not."""
        return None

    def __iter__(self) -> Iterator[tuple[Document, list[Course]]]:
        yield from by_report(self.library.pairs())
        for document in self.library.documents(bare=True):
            yield document, []

    def outcomes(self) -> Iterator[tuple[Path, tuple[Document, list[Course]] | str]]:
        """Give each document under its name; what is in a library has been read."""
        for document, courses in self:
            yield Path(document.name), (document, courses)


def source(files: tuple[Path, ...], place: str | None, *, progress: bool = True) -> Batch:
    """Give what a command reads: its files, else the library; a library may stand for a file.

    Raises:
        click.UsageError: Neither was named.
    """
    if len(files) == 1 and is_database(files[0]):
        return Shelf(str(files[0]))
    if files:
        return Batch(files, progress=progress, many=True)
    if place is None:
        raise click.UsageError("Name FILES to read, or a case library with --library.")
    return Shelf(place)


def patients(batch: Batch, known: Sequence[Decided]) -> Cohort | IndexedCohort:
    """Give the patients of a batch, each once.

    Args:
        batch: What `source` gave.
        known: Pairs that a person decided; copies of a report are left out.
    """
    second = copies(known)
    if isinstance(batch, Shelf):
        index = batch.library.index()
        there = present(index, second) if second else None
        return IndexedCohort.of(index, one_patient(known), there)
    items = [item for item in batch if item[0].name not in second]
    return cohort(items, same=one_patient(known))


def reports(
    batch: Batch, known: Sequence[Decided], conditions: Sequence[str], *, own: bool
) -> Iterator[Report]:
    """Give the reports of which a course is kept, with the findings of the audit."""
    if isinstance(batch, Shelf):
        index = batch.library.index()
        return indexed_reports(index, audit, decided=known, conditions=conditions, own=own)
    return judged_reports(batch, audit, decided=known, conditions=conditions, own=own)


def judge(batch: Batch) -> Judge:
    """Give what says what is doubtful in a report: a library has findings, and people's word."""
    if not isinstance(batch, Shelf):
        return audit
    index = batch.library.index()
    return lambda document, courses: next(with_findings(index, [(document, courses)], audit))[2]


def every_report(batch: Batch) -> Iterator[Report]:
    """Give all reports, those without a course too, with the findings of the audit."""
    if isinstance(batch, Shelf):
        yield from with_findings(batch.library.index(), batch, audit)
        return
    for document, courses in batch:
        yield document, courses, audit(document, courses)
