"""Other reports at hand, so that a patient cited in one is compared with the patient's own.

Of each report little is kept, as there may be thousands: numbers, and the words that say them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from epicrisis.audit.dose_statements import stated_doses
from epicrisis.model import (
    Age,
    Anchor,
    Attribute,
    Course,
    Document,
    Measurement,
    VitalStatus,
)
from epicrisis.model.publications import Work, is_one, work_cited, work_of

YEARS = 1.0  # ages of one patient in two papers differ by a birthday
_AGES = re.compile(r"\b(\d{1,3})[\s-]*(?:years?|yrs?|y/o|yo|y\.o\.)(?![a-z])", re.IGNORECASE)
_ALIKE = 0.5  # share of the words of the shorter of two titles of one paper that both have
_COUNTS = re.compile(
    r"(?:\bfor|\bover|\bon|×|\bx)\s*(?P<n>\d{1,2})\b|\b(?P<m>\d{1,2})\s+(?:cycles|infusions|courses|doses|times|pulses|"
    r"days|weeks|months)\b",
    re.IGNORECASE,
)
_BEHIND = 60  # characters behind a dose in which it is told how often it was given


@dataclass(frozen=True, slots=True)
class Place:
    """What an anchor holds but the document, in a fraction of the room."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str

    @classmethod
    def of(cls, anchor: Anchor) -> "Place":
        """Take over an anchor."""
        return cls(anchor.start, anchor.end, anchor.exact, anchor.prefix, anchor.suffix)

    def anchor(self, document: str) -> Anchor:
        """Give the anchor in a document."""
        return Anchor.trusted(
            document=document,
            start=self.start,
            end=self.end,
            exact=self.exact,
            prefix=self.prefix,
            suffix=self.suffix,
        )


@dataclass(frozen=True, slots=True)
class Dose:
    """A dose that a report prints, of whichever patient.

    `low` and `high` are in UCUM `unit` and per `basis`: `kg`, `m2`, or nothing; `counts` are the
    numbers behind it that may say how often it was given.
    """

    drug: str
    low: float
    high: float
    unit: str
    basis: str
    place: Place
    counts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What a report says of its patient: the words, where, and the number where it is one."""

    words: str
    place: Place
    value: float = 0.0
    unit: str | None = None
    analyte: str = ""


@dataclass(frozen=True, slots=True)
class Patient:
    """A patient of a report, as far as patients are compared: ages in years."""

    age: Said | None
    sex: Said | None
    results: tuple[Said, ...]
    ends: tuple[Said, ...]


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
    patient: Patient | None
    patients: tuple[Patient, ...]
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
        if work is None:
            return
        self.names.setdefault(document.id, name)
        own = tuple(_kept(course) for course in courses if course.cited is None)
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
        rows = Counter(key for _, work in cited if work for key in _keys(work))
        for course, work in cited:
            if work is None:
                continue
            alone = all(rows[key] < 2 for key in _keys(work))
            report = self._own(course, work, document.id, alone=alone)
            if report:
                yield course, report

    def _own(self, course: Course, work: Work, but: str, *, alone: bool) -> Report | None:
        """Find the report that a cited patient is from, with that patient.

        Where no more than author and year name the report, its patient must be of the same age and
        not of the other sex: papers of one author and year are many.
        """
        doubtful: dict[str, Report] = {}
        for report in self._of(work, but):
            certain = _is_certain(work, report.work)
            who = _patient(course, report.patients, alone=alone or not certain)
            if certain:
                return replace(report, patient=who)
            if who and _is_like(course, who) and not _are_apart(work.title, report.work.title):
                doubtful[report.document] = replace(report, patient=who)
        return doubtful.popitem()[1] if len(doubtful) == 1 else None

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


def _are_apart(title: str, other: str) -> bool:
    """Whether two titles are those of two papers; an unknown one may be any."""
    one, two = set(title.split()), set(other.split())
    return bool(one and two) and len(one & two) < _ALIKE * min(len(one), len(two))


def _kept(course: Course) -> Patient:
    """Keep of a course what is compared."""
    return Patient(
        _age(course.individual.age),
        _sex(course.individual.sex),
        tuple(_results(course)),
        tuple(
            Said(one.status, Place.of(one.anchors[0]))
            for one in course.of_kind("vital_status")
            if isinstance(one, VitalStatus)
        ),
    )


def _age(age: Age | None) -> Said | None:
    if age is None:
        return None
    return Said(age.quantity.text, Place.of(age.anchors[0]), age.years, age.quantity.ucum)


def _sex(sex: Attribute | None) -> Said | None:
    return Said(sex.value, Place.of(sex.anchors[0])) if sex else None


def _results(course: Course) -> Iterator[Said]:
    for one in course.of_kind("measurement"):
        if isinstance(one, Measurement) and one.analyte and one.quantity and one.quantity.value:
            place, known = Place.of(one.anchors[0]), one.quantity
            yield Said(str(known), place, known.value, known.ucum, one.analyte)


def _doses(document: Document) -> Iterator[Dose]:
    for one in stated_doses(document):
        place = Place.of(Anchor.at(document.id, document.text, one.start, one.end))
        behind = _COUNTS.finditer(document.text, one.end, one.end + _BEHIND)
        counts = tuple(int(found["n"] or found["m"]) for found in behind)
        yield Dose(one.drug, one.low, one.high, one.unit.base, one.basis, place, counts)


def _patient(course: Course, own: Sequence[Patient], *, alone: bool) -> Patient | None:
    """Find a cited patient among a report's own: the only one, or the only one of age and sex."""
    if course.cited and (course.cited.patients or 1) > 1:
        return None
    if len(own) == 1 and alone:
        return own[0]
    age, sex = age_of(course), sex_of(course)
    alike = [
        one
        for one in own
        if age is not None and sex and one.age and one.sex
        if one.age.value == age and one.sex.words == sex
    ]
    return alike[0] if len(alike) == 1 else None


def _is_like(course: Course, who: Patient) -> bool:
    """Whether a cited patient has the age of another and not the other sex."""
    age, sex = age_of(course), sex_of(course)
    if age is None or who.age is None or abs(age - who.age.value) > YEARS:
        return False
    return not (sex and who.sex and sex != who.sex.words)


def age_of(course: Course) -> float | None:
    """Give the age in years, None where it is not stated."""
    return course.individual.age.years if course.individual.age else None


def sex_of(course: Course) -> str:
    """Give the sex, empty where it is not stated."""
    return course.individual.sex.value if course.individual.sex else ""
