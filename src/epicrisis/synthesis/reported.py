"""Reports with the courses that are kept and with what is doubtful, from files or from a library.

Files are judged anew, all of them. A library answers conditions from its index, so that only the
courses that are kept are read, and it has its findings already, with what people decided. What
judges is handed in as a function: this room does not judge.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import groupby, islice

from epicrisis.model import Course, Document, Finding
from epicrisis.synthesis.cohorts import Ids, cohort
from epicrisis.synthesis.gathering import Decided, Judge, copies, one_patient
from epicrisis.synthesis.index import Index
from epicrisis.synthesis.indexed import IndexedCohort

Report = tuple[Document, list[Course], list[Finding]]
_PAGE = 200  # reports whose findings are looked up together


def judged_reports(
    read: Iterable[tuple[Document, Sequence[Course]]],
    judge: Judge,
    *,
    decided: Sequence[Decided] = (),
    conditions: Sequence[str] = (),
    own: bool = False,
) -> Iterator[Report]:
    """Give the reports of which a course is kept.

    Args:
        read: Documents with their courses.
        judge: Says what is doubtful in a report.
        decided: What people decided on pairs of courses and of documents; copies are left out.
        conditions: What a patient must meet, one after the other.
        own: Leave out patients who are cited from other papers.

    Raises:
        ExpressionError: A condition cannot be read, or a name in it is not known.
    """
    second = copies(decided)
    items = [(document, found) for document, found in read if document.name not in second]
    courses = [c for _, found in items for c in found if c.cited is None or not own]
    if conditions:
        chosen = cohort(courses, same=among(decided, {course.id for course in courses}))
        for text in conditions:
            chosen = chosen.where(text)
        courses = list(chosen.courses)
    kept = {(course.document, course.id) for course in courses}
    for document, found in items:
        told = [c for c in found if (c.document, c.id) in kept]
        if told:
            yield document, told, list(judge(document, found))


def indexed_reports(
    index: Index,
    judge: Judge,
    *,
    decided: Sequence[Decided] = (),
    conditions: Sequence[str] = (),
    own: bool = False,
) -> Iterator[Report]:
    """Give the reports of a library of which a course is kept; arguments as for `judged_reports`.

    The judge is asked only of data that people changed.
    """
    there = present(index, copies(decided), own=own)
    ids = [id for pair in one_patient(decided) for id in pair]
    held = {id for id, key in index.keys(ids).items() if key in there}
    found = IndexedCohort.of(index, among(decided, held), there)
    for text in conditions:
        found = found.where(text)
    yield from with_findings(index, by_report(found.pairs()), judge)


def with_findings(
    index: Index, read: Iterable[tuple[Document, Sequence[Course]]], judge: Judge
) -> Iterator[Report]:
    """Put the findings of a library beside some of its reports, those for information left out.

    A report without a course, or with data that people changed, is judged anew; of the findings
    that come again, those that people dismissed stay dismissed.
    """
    waiting = iter(read)
    while page := list(islice(waiting, _PAGE)):
        yield from _with_findings(index, page, judge)


def _with_findings(
    index: Index, page: Sequence[tuple[Document, Sequence[Course]]], judge: Judge
) -> Iterator[Report]:
    keys = index.keys([course.id for _, courses in page for course in courses])
    findings: dict[str, list[Finding]] = {}
    for document, finding in index.findings(set(keys.values())):
        if finding.severity != "info":
            findings.setdefault(document, []).append(finding)
    for report, courses in page:
        told = findings.get(report.id, [])
        if not courses or any(keys[course.id] in index.altered for course in courses):
            told = _anew(judge(report, courses), told)
        yield report, list(courses), told


def _anew(judged: Iterable[Finding], told: Sequence[Finding]) -> list[Finding]:
    dismissed = {(f.code, f.anchors[0].start): f for f in told if f.status == "dismissed"}
    return [dismissed.get((f.code, f.anchors[0].start), f) for f in judged]


def among(decided: Iterable[Decided], ids: set[str]) -> list[Ids]:
    """Give the pairs decided to be one patient of which both are still there."""
    return [pair for pair in one_patient(decided) if ids.issuperset(pair)]


def present(index: Index, second: Set[str] = frozenset(), *, own: bool = False) -> set[int]:
    """Give the courses of an index that are in no copy, nor cited where these are unwanted."""
    cited = {key for key, person in index.persons.items() if own and person.cited}
    keys = {key for key, person in index.everyone.items() if person not in cited}
    if second:
        keys = {key for key, told in index.briefly(keys) if told.document_name not in second}
    return keys


def by_report(
    pairs: Iterable[tuple[Document, Course]],
) -> Iterator[tuple[Document, list[Course]]]:
    """Put the courses of each report together; they follow one another."""
    for _, told in groupby(pairs, key=lambda pair: pair[0].id):
        listed = list(told)
        yield listed[0][0], [course for _, course in listed]
