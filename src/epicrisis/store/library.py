"""The library as programs use it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from epicrisis.errors import InputError, LibraryDamagedError, LibraryReadOnlyError
from epicrisis.model import Course, Decision, Document, Finding
from epicrisis.store import deciding, reading
from epicrisis.store.adding import add_batch
from epicrisis.store.attaching import attach
from epicrisis.store.catalogue import Catalogue
from epicrisis.store.checking import problems
from epicrisis.store.connecting import Database, connect
from epicrisis.store.migrating import prepare
from epicrisis.store.past import past
from epicrisis.store.records import (
    Added,
    Attachment,
    CaseRow,
    Extraction,
    History,
    Hit,
    Ruling,
    RunRecord,
    RunSummary,
    now,
)
from epicrisis.store.rows import course_from
from epicrisis.store.runs import all_runs, end_run
from epicrisis.store.searching import Asked, search
from epicrisis.store.standing import standing

BATCH = 100  # documents added in one transaction by `add_all`
Verdict = Literal["confirmed", "rejected", "changed"]


def open_library(
    place: str | Path,
    *,
    create: bool = False,
    readonly: bool = False,
    timeout: float = 30.0,
) -> "Library":
    """Open a case library: a file, or a PostgreSQL database by its URL.

    A library of an earlier version is brought up to date first; see `docs/reference/library.md`.

    Args:
        place: Path of the file, or `postgresql://user@host/database`.
        create: Make the library if it is not there yet.
        readonly: Open it to read; nothing is changed, not even to a newer version.
        timeout: Seconds to wait while others write.

    Raises:
        LibraryNotFoundError: There is none, and none is to be made.
        NotALibraryError: There is something else.
        LibraryVersionError: A newer epicrisis made it.
        LibraryError: Any other kind of it, see `epicrisis.errors`.
    """
    database = connect(place, create=create and not readonly, readonly=readonly, timeout=timeout)
    try:
        prepare(database, create=create)
    except BaseException:
        database.close()
        raise
    return Library(database)


class Library:
    """Documents, courses, findings and decisions, kept for good.

    Reading gives the current version of each case with people's decisions laid over it, unless
    asked otherwise. A case is named by its report and its patient, `harbour-case/1`; where two
    different reports have one name, the later is told apart by a part of its text's hash,
    `harbour-case@1f0c22ab/1`. Courses come back under that id. May be shared between threads.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def place(self) -> str:
        """The path, or the URL without its password."""
        return self._database.place

    def close(self) -> None:
        """Let go of the file or the server."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Library {self.place}>"

    def problems(self) -> Iterator[LibraryDamagedError]:
        """Read everything that the library holds, and give what is not as it was written."""
        return problems(self._database)

    def check(self) -> None:
        """Read everything that the library holds and see that it is as it was written.

        Raises:
            LibraryDamagedError: Something is not.
        """
        for problem in self.problems():
            raise problem

    # ---- adding

    def add(
        self,
        document: Document,
        courses: Iterable[Course],
        findings: Iterable[Finding],
        run: RunRecord,
    ) -> Added:
        """Add what was extracted from one document; when this returns, it is kept.

        Raises:
            InputError: It cannot be stored (a NUL character, two courses of one patient).
            LibraryError: The library cannot be written; nothing of this document is in it.
        """
        (added,) = self.add_all([Extraction(document, tuple(courses), tuple(findings))], run)
        return added

    def add_all(self, extractions: Iterable[Extraction], run: RunRecord) -> Iterator[Added]:
        """Add many documents, `BATCH` of them at a time; each batch is kept whole or not at all.

        What became of a document is given when its batch is kept.
        """
        if self._database.readonly:
            raise LibraryReadOnlyError(
                self.place, "it was opened to read only", "Open it without `readonly`."
            )
        waiting = iter(extractions)
        while batch := list(islice(waiting, BATCH)):
            with self._database.writing() as connection:
                done = add_batch(connection, batch, run)
                anew = [report.pk for added, report in done if added.status == "new version"]
                made = deciding.rulings_on(connection, anew)
            for (added, report), extraction in zip(done, batch, strict=True):
                held = made.get(report.pk) if added.status == "new version" else None
                yield self._kept(added, extraction, held) if held else added

    def end_run(self, run: RunRecord, counts: dict[str, int]) -> None:
        """Note that a session has ended, and what it did."""
        with self._database.writing() as connection:
            end_run(connection, run, counts)

    def runs(self) -> list[RunSummary]:
        """Give all sessions that added something, the first first."""
        with self._database.reading() as connection:
            return all_runs(connection)

    @staticmethod
    def _kept(added: Added, extraction: Extraction, made: Sequence[Ruling]) -> Added:
        renamed = [
            course.model_copy(update={"id": case})
            for course, case in zip(extraction.courses, added.cases, strict=True)
        ]
        held = [attach(r, extraction.document, renamed, extraction.findings) for r in made]
        lost = tuple(attachment for attachment in held if attachment.how == "lost")
        return added.model_copy(update={"kept": len(held) - len(lost), "lost": lost})

    # ---- reading

    def documents(self, *, bare: bool = False) -> Iterator[Document]:
        """Give the current text of every report, in the order in which reports were added.

        Args:
            bare: Only of those in which no patient's course was found.
        """
        as_of = reading.newest(self._database)
        return reading.current_documents(self._database, as_of, bare=bare)

    def courses(
        self, cases: Iterable[str] | None = None, *, own: bool = False, reviewed: bool = True
    ) -> Iterator[Course]:
        """Give the current courses, one after the other, without what is added meanwhile.

        Args:
            cases: Ids of those wanted; unknown ones are passed over. All by default.
            own: Leave out patients that a report only cites.
            reviewed: Lay people's decisions over the courses: rejected data are gone, changed ones
                are changed. Without, courses are as they were extracted.
        """
        for page in self._pages(cases, own=own, reviewed=reviewed):
            for _, course in page:
                yield course

    def pairs(
        self, cases: Iterable[str] | None = None, *, own: bool = False, reviewed: bool = True
    ) -> Iterator[tuple[Document, Course]]:
        """Give each current course beside its document; arguments as for `courses`."""
        for page in self._pages(cases, own=own, reviewed=reviewed):
            texts = reading.documents_of(self._database, (version for version, _ in page))
            for version, course in page:
                yield texts[version], course

    def course(self, case: str, version: int | None = None, *, reviewed: bool = True) -> Course:
        """Give one course: the current version (or the last that held it), or one by its number.

        Decisions are laid over the current version alone.

        Raises:
            UnknownNameError: There is no such case, or no such version of it.
        """
        as_of = reading.newest(self._database)
        row = reading.version_of_case(self._database, case, version, as_of)
        course = course_from(row.body, row.case_id, self.place)
        if not reviewed or version is not None:
            return course
        held = standing(self._database, as_of, [row.pk]).get(row.pk, [])
        return deciding.reviewed(course, held)

    def document(self, case: str, version: int | None = None) -> Document:
        """Give the document of a case, in the form that a version of it was made from.

        Raises:
            UnknownNameError: There is no such case, or no such version of it.
        """
        as_of = reading.newest(self._database)
        row = reading.version_of_case(self._database, case, version, as_of)
        return reading.documents_of(self._database, [row.pk])[row.pk]

    def findings(self, case: str) -> list[Finding]:
        """Give the audit's findings on a case and on its document, with what people decided.

        Raises:
            UnknownNameError: There is no such case.
        """
        as_of = reading.newest(self._database)
        row = reading.version_of_case(self._database, case, None, as_of)
        listed = reading.findings_of(self._database, row.pk)
        held = standing(self._database, as_of, [row.pk]).get(row.pk, [])
        wanted = {id(finding) for of, finding in listed if of in ("", case)}
        named = deciding.numbered(finding for _, finding in listed)
        return [
            deciding.judged(finding, (h for h in held if h.id == name and h.how != "lost"))
            for name, finding in named.items()
            if id(finding) in wanted
        ]

    def cases(self, *, own: bool = False) -> Iterator[CaseRow]:
        """Give a line for each current case."""
        return reading.case_rows(self._database, reading.newest(self._database), own=own)

    def counts(self) -> dict[str, int]:
        """Count reports, current cases, versions and decisions."""
        return reading.counts(self._database, reading.newest(self._database))

    def history(self, case: str) -> History:
        """Tell the versions of a case, what each changed, and the decisions made on it.

        Raises:
            UnknownNameError: There is no such case.
        """
        return past(self._database, case)

    def index(self) -> Catalogue:
        """Give the index of all current courses, as it is now: conditions are asked of it.

        `epicrisis.cohort(library.index())` counts and selects the patients of a large library at
        once, where `epicrisis.cohort(library.pairs())` reads every course.
        """
        return Catalogue(self._database, reading.newest(self._database))

    def search(
        self,
        query: str = "",
        *,
        concepts: Sequence[Collection[str]] = (),
        own: bool = False,
        limit: int = 20,
    ) -> list[Hit]:
        """Find current reports by words, by coded concepts, or by both, with passages quoted.

        Args:
            query: Words that must all be there; "a phrase" in quotation marks; -word for one that
                must not be there; OR between alternatives. May be empty if there are concepts.
            concepts: Groups of codes. One patient must have one code of each group; what is stated
                absent, only considered or only in the family does not count. Who asks adds the
                narrower terms (`epicrisis.synthesis.concept_codes`).
            own: Leave out patients that a report only cites.
            limit: The most hits.

        Raises:
            InputError: There is nothing to look for.
        """
        if not query.strip() and not concepts:
            raise InputError("nothing to look for: give words or a concept")
        as_of = reading.newest(self._database)
        return search(self._database, Asked(query, concepts, as_of, limit, own))

    def _pages(
        self, cases: Iterable[str] | None, *, own: bool, reviewed: bool
    ) -> Iterator[list[tuple[int, Course]]]:
        as_of = reading.newest(self._database)
        for page in reading.course_pages(self._database, as_of, cases, own=own):
            held = standing(self._database, as_of, {v for v, _ in page}) if reviewed else {}
            yield [(v, deciding.reviewed(c, held[v]) if v in held else c) for v, c in page]

    # ---- deciding

    def decide(
        self,
        case: str,
        target: str,
        verdict: Verdict,
        *,
        by: str,
        field: str = "",
        value: str | None = None,
        reason: str = "",
    ) -> Ruling:
        """Write down a person's decision on one datum or finding of a case's current version.

        Args:
            case: Id of the case.
            target: Id of an event (`m3`), `age`, `sex` or `ethnicity`, or a finding: `DOS001`,
                `DOS001#2` for the second of that code.
            verdict: confirmed (accepted), rejected (dismissed) or changed.
            by: Who decides.
            field: Which field is changed, parts named with a dot: `quantity.value`.
            value: What it is changed to, as text; None leaves it empty.
            reason: Why, in words.

        Raises:
            UnknownNameError: There is no such case, datum or finding.
            InputError: The datum has no such field, or the field takes no such value.
            LibraryError: The library cannot be written.
        """
        if not by.strip():
            raise InputError("a decision needs a name: who decides?")
        as_of = reading.newest(self._database)
        row = reading.version_of_case(self._database, case, None, as_of)
        findings = [finding for _, finding in reading.findings_of(self._database, row.pk)]
        course = course_from(row.body, case, self.place)
        kind_of, kind, name, datum, anchor = deciding.target_of(course, findings, target)
        decision = Decision(
            anchor=anchor,
            verdict=verdict,
            field=field,
            value=value,
            reason=reason,
            decided_by=by.strip(),
            decided_at=now(),
        )
        if verdict == "changed" and kind_of != "finding":
            deciding.changed(datum, decision)
        ruling = Ruling(
            number=0,
            case=case,
            version=row.number,
            target=kind_of,
            kind=kind,
            id=name,
            datum=datum.model_dump_json(exclude_none=True),
            decision=decision,
        )
        with self._database.writing() as connection:
            number = deciding.insert(connection, ruling, row.report_pk, row.pk)
        return ruling.model_copy(update={"number": number})

    def decisions(self, case: str | None = None) -> list[Attachment]:
        """Give the decisions, on one case or on all, with their place in the current versions.

        Those that no longer stand anywhere are among them, with `how` "lost".
        """
        held = standing(self._database, reading.newest(self._database))
        every = [attachment for listed in held.values() for attachment in listed]
        wanted = [a for a in every if case is None or case in (a.case, a.ruling.case)]
        return sorted(wanted, key=lambda attachment: attachment.ruling.number)
