"""Where many patients come from: the files a command is given, or a case library.

Files are read, all of them. A library answers conditions from its index, so that only the courses
that are kept are read, and it has the findings of the audit already, with what people decided.
"""

from collections.abc import Callable, Iterator, Sequence, Set
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import click

from epicrisis.audit import audit
from epicrisis.cli.inputs import Batch
from epicrisis.cli.library import MAYBE_LIBRARY
from epicrisis.model import Course, Document, Finding
from epicrisis.store import Catalogue, is_database, open_library
from epicrisis.synthesis import Cohort, IndexedCohort, cohort
from epicrisis.synthesis.gathering import Judge, copies, one_patient

_FILES = click.argument("files", nargs=-1, type=click.Path(path_type=Path, allow_dash=False))
_PAGE = 200  # reports whose findings are looked up together
Pairs = list[tuple[str, str, bool]]
Report = tuple[Document, list[Course], list[Finding]]


def files_or_library(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the parameters `files` and `place`; `source` makes one batch of them."""
    return _FILES(MAYBE_LIBRARY(command))


class Shelf(Batch):
    """The documents of a library with their current courses, people's decisions laid over them."""

    def __init__(self, place: str) -> None:
        super().__init__(())
        self.library = click.get_current_context().with_resource(open_library(place, readonly=True))

    def __iter__(self) -> Iterator[tuple[Document, list[Course]]]:
        return _grouped(self.library.pairs())

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


def patients(batch: Batch, known: Pairs) -> Cohort | IndexedCohort:
    """Give the patients of a batch, each once.

    Args:
        batch: What `source` gave.
        known: Pairs that a person decided; copies of a report are left out.
    """
    second = copies(known)
    if isinstance(batch, Shelf):
        index = batch.library.index()
        there = _among(index, second) if second else None
        return IndexedCohort.of(index, one_patient(known), there)
    items = [item for item in batch if item[0].name not in second]
    return cohort(items, same=one_patient(known))


def reports(
    batch: Batch, known: Pairs, conditions: Sequence[str] = (), *, own: bool = False
) -> Iterator[Report]:
    """Give reports with the courses that are kept, and with the findings of the audit.

    Args:
        batch: What `source` gave.
        known: Pairs that a person decided; copies of a report are left out.
        conditions: What the patients must meet.
        own: Leave out patients that a report only cites.
    """
    if isinstance(batch, Shelf):
        yield from _shelved(batch.library.index(), known, conditions, own=own)
        return
    second = copies(known)
    read = [(document, found) for document, found in batch if document.name not in second]
    courses = [c for _, found in read for c in found if c.cited is None or not own]
    if conditions:
        chosen = cohort(courses, same=among(known, {course.id for course in courses}))
        for text in conditions:
            chosen = chosen.where(text)
        courses = list(chosen.courses)
    kept = {(course.document, course.id) for course in courses}
    for document, found in read:
        yield document, [c for c in found if (c.document, c.id) in kept], audit(document, found)


def judge(batch: Batch) -> Judge:
    """Give what says what is doubtful in a report: a library has findings, and people's word."""
    if not isinstance(batch, Shelf):
        return audit
    index = batch.library.index()
    return lambda document, courses: next(_with_findings(index, [(document, list(courses))]))[2]


def among(known: Pairs, ids: set[str]) -> list[tuple[str, str]]:
    """Give the pairs decided to be one patient of which both are still there."""
    return [pair for pair in one_patient(known) if ids.issuperset(pair)]


def _among(index: Catalogue, second: Set[str], *, own: bool = False) -> set[int]:
    """Give the courses of an index that are not in a copy, nor cited where these are unwanted."""
    cited = {key for key, person in index.persons.items() if own and person.cited}
    keys = {key for key, person in index.everyone.items() if person not in cited}
    if second:
        keys = {key for key, told in index.briefly(keys) if told.document_name not in second}
    return keys


def _shelved(
    index: Catalogue, known: Pairs, conditions: Sequence[str], *, own: bool
) -> Iterator[Report]:
    there = _among(index, copies(known), own=own)
    ids = [id for pair in one_patient(known) for id in pair]
    held = {id for id, key in index.keys(ids).items() if key in there}
    found = IndexedCohort.of(index, among(known, held), there)
    for text in conditions:
        found = found.where(text)
    told = _grouped(found.pairs())
    while page := list(islice(told, _PAGE)):
        yield from _with_findings(index, page)


def _with_findings(index: Catalogue, page: list[tuple[Document, list[Course]]]) -> Iterator[Report]:
    """Put the findings of the library beside some reports, those on changed data anew."""
    keys = index.keys([course.id for _, courses in page for course in courses])
    findings: dict[str, list[Finding]] = {}
    for document, finding in index.findings(set(keys.values())):
        if finding.severity != "info":
            findings.setdefault(document, []).append(finding)
    for report, courses in page:
        listed = findings.get(report.id, [])
        changed = any(keys[course.id] in index.altered for course in courses)
        yield report, courses, _anew(report, courses, listed) if changed else listed


def _anew(document: Document, courses: list[Course], told: list[Finding]) -> list[Finding]:
    """Ask the audit of data that people changed, and keep what they dismissed before."""
    dismissed = {(f.code, f.anchors[0].start): f for f in told if f.status == "dismissed"}
    return [dismissed.get((f.code, f.anchors[0].start), f) for f in audit(document, courses)]


def _grouped(
    pairs: Iterator[tuple[Document, Course]],
) -> Iterator[tuple[Document, list[Course]]]:
    for _, told in groupby(pairs, key=lambda pair: pair[0].id):
        listed = list(told)
        yield listed[0][0], [course for _, course in listed]
