"""Other reports at hand, so that a patient cited in one is compared with the patient's own."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from epicrisis.audit.dose_statements import stated_doses
from epicrisis.model import Anchor, Course, Document
from epicrisis.model.publications import Work, is_one, work_cited, work_of

YEARS = 1.0  # ages of one patient in two papers differ by a birthday
_AGES = re.compile(r"\b(\d{1,3})[\s-]*(?:years?|yrs?|y/o|yo|y\.o\.)(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dose:
    """A dose that a report prints, of whichever patient.

    `low` and `high` are in UCUM `unit` and per `basis`: `kg`, `m2`, or nothing.
    """

    drug: str
    low: float
    high: float
    unit: str
    basis: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Report:
    """What is kept of a report for comparisons; its text is not.

    Attributes:
        name: What a person calls the document.
        document: Its id.
        work: The publication that it is.
        doses: Every dose in print.
        patient: The report's patient who is compared, None where it cannot be told which it is.
        patients: All of its own.
        ages: Every number that is printed as an age or a time in years.
    """

    name: str
    document: str
    work: Work
    doses: tuple[Dose, ...]
    patient: Course | None
    patients: tuple[Course, ...]
    ages: frozenset[int] = frozenset()


@dataclass(slots=True)
class Reports:
    """Reports by the publication they are: a document that cites one of them is held against it.

    `add` them one by one, or make them `of` documents with their courses.
    """

    _found: dict[object, list[Report]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, items: Iterable[tuple[Document, Sequence[Course]]]) -> "Reports":
        """Take in documents with their courses."""
        made = cls()
        for document, courses in items:
            made.add(document, courses)
        return made

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, document: Document, courses: Sequence[Course], name: str = "") -> None:
        """Take in a document; one that does not say whose it is cannot be cited.

        `name` is what a person calls it, by default the document's own name.
        """
        work, name = work_of(document), name or document.name
        self.names.setdefault(document.id, name)
        if work is None:
            return
        own = tuple(_slim(course) for course in courses if course.cited is None)
        ages = frozenset(int(found[1]) for found in _AGES.finditer(document.text))
        doses = tuple(_doses(document))
        report = Report(name, document.id, work, doses, None, own, ages)
        for key in _keys(work):
            self._found[key].append(report)

    def cited_in(
        self, document: Document, courses: Sequence[Course]
    ) -> Iterator[tuple[Course, Report]]:
        """Give the cited patients of a document, each with the report that the patient is from."""
        cited = [(course, work_cited(document, course)) for course in courses if course.cited]
        rows = [work for _, work in cited]
        for course, work in cited:
            if work is None:
                continue
            own = next(self._of(work, document.id), None)
            if own is None:
                continue
            alone = sum(bool(other and is_one(work, other)) for other in rows) < 2
            certain = _is_certain(work, own.work)
            who = _patient(course, own.patients, alone=alone, certain=certain)
            if who or certain or not own.patients:
                yield course, replace(own, patient=who)

    def _of(self, work: Work, but: str) -> Iterator[Report]:
        for key in _keys(work):
            for report in self._found.get(key, ()):
                if report.document != but and is_one(work, report.work):
                    yield report


def _keys(work: Work) -> Iterator[object]:
    """What two names of one publication have in common, the surest first."""
    if work.doi:
        yield "doi", work.doi
    if work.title:
        yield "title", work.title
    if work.author and work.year:
        yield work.author, work.year


def _is_certain(work: Work, other: Work) -> bool:
    """Whether more than a surname and a year says that two works are one."""
    return bool(work.doi and work.doi == other.doi) or bool(
        work.title and work.title == other.title
    )


def _slim(course: Course) -> Course:
    """Keep of a course what is compared."""
    events = tuple(course.of_kind("measurement", "treatment", "vital_status"))
    return course.model_copy(update={"events": events})


def _doses(document: Document) -> Iterator[Dose]:
    for one in stated_doses(document):
        anchor = Anchor.at(document.id, document.text, one.start, one.end)
        yield Dose(one.drug, one.low, one.high, one.unit.base, one.basis, anchor)


def _patient(course: Course, own: Sequence[Course], *, alone: bool, certain: bool) -> Course | None:
    """Find a cited patient among a report's own: the only one, or the only one of age and sex.

    Where no more than author and year name the report, the only one must not differ in age as well
    as in sex: the two may be other papers.
    """
    if course.cited and (course.cited.patients or 1) > 1:
        return None
    age, sex = age_of(course), sex_of(course)
    if len(own) == 1 and alone:
        theirs, other = age_of(own[0]), sex_of(own[0])
        older = age is not None and theirs is not None and abs(age - theirs) > YEARS
        return None if older and sex and other and sex != other and not certain else own[0]
    if age is None or not sex:
        return None
    alike = [one for one in own if age_of(one) == age and sex_of(one) == sex]
    return alike[0] if len(alike) == 1 else None


def age_of(course: Course) -> float | None:
    """Give the age in years, None where it is not stated."""
    return course.individual.age.years if course.individual.age else None


def sex_of(course: Course) -> str:
    """Give the sex, empty where it is not stated."""
    return course.individual.sex.value if course.individual.sex else ""
