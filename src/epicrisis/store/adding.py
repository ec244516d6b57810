"""Adding what was extracted, many documents in one transaction.

Nothing is added twice, and nothing that was there is touched: the same text with the same result of
the same program is passed over, another result becomes the next version of its report. A text that
is not known yet belongs to the report of the same name if the two share most of their words, as
when a file was corrected or is read better than before (`alike`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Table, func, select, tuple_

from epicrisis.errors import InputError
from epicrisis.store.alike import BEGINNING, MOST, Beginnings, are_one
from epicrisis.store.alike import runs as word_runs
from epicrisis.store.indexing import Indexer
from epicrisis.store.inserting import insert
from epicrisis.store.records import Added, Extraction, RunRecord, Status, now
from epicrisis.store.rows import (
    Row,
    Written,
    course_row,
    run_row,
    settings_text,
)
from epicrisis.store.tables import courses, documents, findings, reports, runs, versions

_MANY = 500  # keys in one list of a query
_INSERTED = (runs, reports, documents, versions, courses, findings)


@dataclass(slots=True)
class Report:
    """A report as far as adding needs to know it."""

    pk: int
    key: str
    name: str
    number: int = 0
    digest: str = ""
    program: tuple[str, str, str] = ("", "", "")
    document_pk: int = 0


@dataclass(slots=True)
class Shelf:
    """What the library holds of the documents of one batch, and the rows to be added to it."""

    connection: Connection
    indexer: Indexer
    by_document: dict[str, tuple[int, Report]] = field(default_factory=dict)
    by_name: dict[str, dict[int, Report]] = field(default_factory=dict)
    begun: dict[str, Beginnings] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    rows: dict[Table, list[Row]] = field(default_factory=lambda: {t: [] for t in _INSERTED})
    next_pk: dict[Table, int] = field(default_factory=dict)

    def pk(self, table: Table) -> int:
        """Give the next free key of a table; the lock of writers makes it ours."""
        if table not in self.next_pk:
            highest = self.connection.execute(select(func.max(table.c.pk))).scalar()
            self.next_pk[table] = (highest or 0) + 1
        given = self.next_pk[table]
        self.next_pk[table] = given + 1
        return given

    def add(self, table: Table, row: Row) -> None:
        """Keep a row to be written at the end."""
        self.rows[table].append(row)

    def write(self) -> None:
        """Write all rows."""
        for table, rows in self.rows.items():
            insert(self.connection, table, rows)
        self.indexer.write()


def add_batch(
    connection: Connection, batch: Sequence[Extraction], run: RunRecord
) -> list[tuple[Added, Report]]:
    """Add a batch inside a transaction that alone writes."""
    for extraction in batch:
        _check(extraction)
    shelf = Shelf(connection, Indexer(connection))
    _look_up(shelf, batch)
    run_pk = _run_pk(shelf, run)
    done = [_add(shelf, extraction, run, run_pk) for extraction in batch]
    if all(added.status == "unchanged" for added, _ in done):
        return done
    shelf.write()
    return done


def _check(extraction: Extraction) -> None:
    """Refuse what cannot be stored or could not be found again."""
    document = extraction.document
    if "\0" in document.text or "\0" in document.name:
        raise InputError(f"{document.name}: a NUL character cannot be stored; remove it")
    try:
        document.text.encode()
        document.name.encode()
    except UnicodeEncodeError as error:
        raise InputError(f"{document.name}: half a character (a lone surrogate): {error}") from None
    people = [course.individual.id for course in extraction.courses]
    if len(set(people)) != len(people):
        raise InputError(f"{document.name}: two courses have the same patient: {people}")
    strange = [c.id for c in extraction.courses if c.document != document.id]
    if strange:
        raise InputError(f"{document.name}: these courses are of another document: {strange}")


def _look_up(shelf: Shelf, batch: Sequence[Extraction]) -> None:
    """Fetch the reports that documents of the batch may belong to, by text and by name."""
    ids = {extraction.document.id for extraction in batch}
    names = {extraction.document.name for extraction in batch}
    by_id = select(documents.c.report_pk).where(documents.c.id.in_(ids))
    newest = select(versions.c.report_pk, func.max(versions.c.number).label("number"))
    newest = newest.group_by(versions.c.report_pk)
    query = (
        select(
            reports.c.pk,
            reports.c.key,
            reports.c.name,
            versions.c.number,
            versions.c.digest,
            versions.c.document_pk,
            runs.c.program,
            runs.c.engine,
            runs.c.settings,
        )
        .select_from(reports.join(versions).join(runs))
        .where(reports.c.name.in_(names) | reports.c.pk.in_(by_id))
    )
    newest = newest.where(
        versions.c.report_pk.in_(
            select(reports.c.pk).where(reports.c.name.in_(names) | reports.c.pk.in_(by_id))
        )
    )
    query = query.where(tuple_(versions.c.report_pk, versions.c.number).in_(newest))
    known: dict[int, Report] = {}
    for row in shelf.connection.execute(query):
        program = (row.program, row.engine, row.settings)
        report = Report(row.pk, row.key, row.name, row.number, row.digest, program, row.document_pk)
        known[row.pk] = report
        shelf.by_name.setdefault(row.name, {})[row.pk] = report
        shelf.keys.add(row.key)
    texts = select(documents.c.pk, documents.c.id, documents.c.report_pk)
    for held in shelf.connection.execute(texts.where(documents.c.id.in_(ids))):
        shelf.by_document[held.id] = (held.pk, known[held.report_pk])
    taken = select(reports.c.key).where(reports.c.key.in_(names))
    shelf.keys.update(shelf.connection.execute(taken).scalars())


def _run_pk(shelf: Shelf, run: RunRecord) -> int:
    found = shelf.connection.execute(select(runs.c.pk).where(runs.c.uid == run.uid)).scalar()
    if found is not None:
        return int(found)
    pk = shelf.pk(runs)
    shelf.add(runs, {"pk": pk, **run_row(run)})
    return pk


def _add(shelf: Shelf, extraction: Extraction, run: RunRecord, run_pk: int) -> tuple[Added, Report]:
    document_pk, report, new_text = _placed(shelf, extraction)
    program = (run.program, run.engine, settings_text(run))
    written = Written.of(extraction)
    mark = written.digest()
    cases = tuple(f"{report.key}/{course.individual.id}" for course in extraction.courses)
    same = (report.digest, report.program, report.document_pk) == (mark, program, document_pk)
    if same:
        return Added(
            status="unchanged", report=report.key, version=report.number, cases=cases
        ), report
    report.number += 1
    report.digest, report.program, report.document_pk = mark, program, document_pk
    _write_version(shelf, extraction, written, report, run_pk, cases, new_text=new_text)
    status: Status = "added" if report.number == 1 else "new version"
    return Added(status=status, report=report.key, version=report.number, cases=cases), report


def _placed(shelf: Shelf, extraction: Extraction) -> tuple[int, Report, bool]:
    """Give the keys of document and report, known or new, and whether the text is new."""
    document = extraction.document
    if document.id in shelf.by_document:
        return *shelf.by_document[document.id], False
    pk = shelf.pk(documents)
    report = _revised(shelf, extraction) or _new_report(shelf, extraction)
    shelf.by_document[document.id] = (pk, report)
    if document.name in shelf.begun:
        shelf.begun[document.name].take(report.pk, document.citation.title, document.text)
    return pk, report, True


def _revised(shelf: Shelf, extraction: Extraction) -> Report | None:
    """Find the report that a new text is another form of."""
    document = extraction.document
    named = shelf.by_name.get(document.name, {})
    pks: Iterable[int] = named
    if len(named) > MOST:
        if document.name not in shelf.begun:
            shelf.begun[document.name] = _beginnings(shelf, named.values())
        pks = shelf.begun[document.name].alike(document.citation.title, document.text)
    ours = word_runs(document.text) if named else set()
    for report in map(named.__getitem__, pks):
        if are_one(ours, word_runs(_text_of(shelf, report))):
            return report
    return None


def _text_of(shelf: Shelf, report: Report) -> str:
    known = select(documents.c.text).where(documents.c.pk == report.document_pk)
    text = shelf.connection.execute(known).scalar()
    if text is None:  # added by this very batch
        rows = shelf.rows[documents]
        text = next(row["text"] for row in rows if row["pk"] == report.document_pk)
    return str(text)


def _beginnings(shelf: Shelf, named: Iterable[Report]) -> Beginnings:
    """Look at the beginnings of reports of one name, those of this batch too."""
    found = Beginnings()
    of = {report.document_pk: report.pk for report in named}
    pks = list(of)
    query = select(documents.c.pk, documents.c.title, func.substr(documents.c.text, 1, BEGINNING))
    for start in range(0, len(pks), _MANY):
        part = query.where(documents.c.pk.in_(pks[start : start + _MANY]))
        for pk, title, text in shelf.connection.execute(part):
            found.take(of[pk], title, text)
    for row in shelf.rows[documents]:
        if row["pk"] in of:
            found.take(of[row["pk"]], row["title"], row["text"])
    return found


def _new_report(shelf: Shelf, extraction: Extraction) -> Report:
    document = extraction.document
    short = document.id.rpartition(":")[2]
    names: Iterable[str] = (document.name, f"{document.name}@{short[:8]}")
    key = next((name for name in names if name not in shelf.keys), f"{document.name}@{short}")
    report = Report(shelf.pk(reports), key, document.name)
    shelf.keys.add(key)
    shelf.by_name.setdefault(document.name, {})[report.pk] = report
    shelf.add(reports, {"pk": report.pk, "key": key, "name": document.name})
    return report


def _write_version(
    shelf: Shelf,
    extraction: Extraction,
    written: Written,
    report: Report,
    run_pk: int,
    cases: tuple[str, ...],
    *,
    new_text: bool,
) -> None:
    document, time = extraction.document, now()
    if new_text:
        row = {"pk": report.document_pk, "id": document.id, "report_pk": report.pk}
        row |= {"title": document.citation.title, "text": document.text, "added_at": time}
        shelf.add(documents, row)
    pk = shelf.pk(versions)
    row = {"pk": pk, "report_pk": report.pk, "number": report.number, "run_pk": run_pk}
    row |= {"document_pk": report.document_pk, "digest": report.digest}
    shelf.add(versions, {**row, "layout": written.layout, "added_at": time})
    for case, course, body in zip(cases, extraction.courses, written.courses, strict=True):
        course_pk = shelf.pk(courses)
        row = {"pk": course_pk, "version_pk": pk, "case_id": case, "body": body}
        shelf.add(courses, {**row, **course_row(course)})
        shelf.indexer.take(course, case, course_pk, pk)
    by_course = {course.id: case for case, course in zip(cases, extraction.courses, strict=True)}
    for number, (finding, body) in enumerate(
        zip(extraction.findings, written.findings, strict=True)
    ):
        row = {"version_pk": pk, "number": number, "code": finding.code}
        row |= {"severity": finding.severity, "case_id": by_course.get(finding.course, "")}
        shelf.add(findings, {**row, "body": body})
