"""From what was read to a cohort: what people decided is applied, and what fell away is counted.

Whoever writes about many reports (a paragraph on methods, a table, a whole report) begins here, so
that all of them count the same patients. What the audit says is handed in as a function: this room
does not judge.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from epicrisis.model import Course, Document, Finding
from epicrisis.model.fingerprints import Fingerprint
from epicrisis.synthesis.cohorts import Cohort, Ids, cohort
from epicrisis.synthesis.flow import Flow, flow

Decided = tuple[str, str, bool]  # two courses or two documents, and whether they are the same
Judge = Callable[[Document, Sequence[Course]], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read, and the patients who are asked.

    Attributes:
        documents: The reports, copies left out.
        courses: All of their courses, in the order of the reports.
        findings: What was said of them by whoever judged.
        cohort: The patients who meet the conditions, each once.
        copies: How many reports were decided to be another one's publication.
        merged: How many courses were decided to be of a patient who is counted already.
        read: The courses of each report, as `flow` counts them.
    """

    documents: tuple[Document, ...]
    courses: tuple[Course, ...]
    findings: tuple[Finding, ...]
    cohort: Cohort
    copies: int
    merged: int
    read: tuple[tuple[Course, ...], ...]

    @property
    def same(self) -> list[Ids]:
        """Pairs of ids of the courses in the cohort that are of one patient."""
        return [(case[0].id, other.id) for case in self.cohort.cases for other in case[1:]]

    @property
    def data(self) -> str:
        """Name what was asked, as the manifest of its snapshot names it."""
        return str(Fingerprint(self.courses))

    def flow(
        self,
        unreadable: int | None = 0,
        *,
        identified: int | None = None,
        screened: int | None = None,
        sought: int | None = None,
    ) -> Flow:
        """Count reports and patients at each step; `synthesis.flow` says what the numbers are."""
        return flow(
            self.read,
            self.cohort,
            unreadable=unreadable,
            copies=self.copies,
            identified=identified,
            screened=screened,
            sought=sought,
            merged=self.merged,
        )


def gather(
    read: Iterable[tuple[Document, Sequence[Course]]],
    *,
    conditions: Iterable[str] = (),
    decided: Sequence[Decided] = (),
    own: bool = False,
    judge: Judge | None = None,
) -> Gathered:
    """Make a cohort of what was read.

    Args:
        read: Documents with their courses.
        conditions: What a patient must meet, one after the other.
        decided: What people decided on pairs of courses and of documents; a pair of which only one
            is there is passed over.
        own: Leave out patients who are cited from other papers.
        judge: Says what is doubtful in a report.

    Raises:
        ExpressionError: A condition cannot be read, or a name in it is not known.
    """
    every = list(read)
    second = copies(decided)
    items = [
        (document, tuple(c for c in found if c.cited is None or not own))
        for document, found in every
        if document.name not in second
    ]
    told = [found for document, found in every if document.name not in second]
    findings: list[Finding] = []
    if judge is not None:
        for (document, _), found in zip(items, told, strict=True):
            findings += judge(document, found)
    ids = {course.id for _, found in items for course in found}
    pairs = [pair for pair in one_patient(decided) if ids.issuperset(pair)]
    chosen = cohort(items, same=pairs)
    merged = sum(len(found) for _, found in items) - len(chosen)
    for text in conditions:
        chosen = chosen.where(text)
    return Gathered(
        tuple(document for document, _ in items),
        tuple(course for _, found in items for course in found),
        tuple(findings),
        chosen,
        len(every) - len(items),
        merged,
        tuple(found for _, found in items),
    )


def one_patient(decided: Iterable[Decided]) -> list[Ids]:
    """Give the pairs of courses that were decided to be of one patient."""
    return [(first, second) for first, second, same in decided if same and "/" in first]


def copies(decided: Iterable[Decided]) -> frozenset[str]:
    """Give the names of documents that were decided to be another one's publication."""
    return frozenset(second for first, second, same in decided if same and "/" not in first)
