"""A cohort: the patients of many reports, asked together.

Each patient is one, however many papers tell of them: courses that a person has decided to be of
one patient (`same`) are asked together and counted once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self, overload

from epicrisis.errors import InputError
from epicrisis.model import Course, Document
from epicrisis.synthesis.analyses import Analyses
from epicrisis.synthesis.cases import COLUMNS, Case, Patients, Step, ask, is_group
from epicrisis.synthesis.conditions import Condition, condition
from epicrisis.synthesis.index import Index
from epicrisis.synthesis.indexed import IndexedCohort, leaders
from epicrisis.synthesis.states import State

Ids = tuple[str, str]
Told = tuple[Document, Sequence[Course] | Course]


@dataclass(frozen=True, slots=True)
class Cohort(Patients, Analyses):
    """Patients, each with the courses that tell of them.

    Attributes:
        cases: The patients; several courses where a person decided that they are of one.
        steps: The conditions applied so far.
        documents: The documents by id, as far as they were given.
        papers: How many patients of their own the documents have, by id, before any condition.
    """

    cases: tuple[Case, ...]
    steps: tuple[Step, ...] = ()
    documents: Mapping[str, Document] = field(default_factory=dict)
    papers: Mapping[str, int] = field(default_factory=dict)

    @property
    def courses(self) -> tuple[Course, ...]:
        """All courses, in order."""
        return tuple(course for case in self.cases for course in case)

    def __len__(self) -> int:
        return len(self.cases)

    def __repr__(self) -> str:
        groups = sum(self.groups())
        more = f" and {groups} groups" if groups else ""
        return f"<Cohort: {len(self.cases) - groups} patients{more}, {len(self.courses)} courses>"

    def condition(self, text: str) -> Condition:
        """Make a condition that also knows the names printed in these courses."""
        return condition(text, self.courses)

    def groups(self) -> list[bool]:
        """Say of each patient whether the row stands for several."""
        return list(map(is_group, self.cases))

    def told(self, *, events: bool = True) -> Iterator[Case]:
        """Give the courses of each patient."""
        del events
        return iter(self.cases)

    def states(self, asked: Condition) -> list[State]:
        """Give what each patient answers: what any of their courses reports, yes before no."""
        return [ask(asked, case).state for case in self.cases]

    def kept(self, chosen: Sequence[bool], step: Step) -> Self:
        """Give those of the patients that were chosen in a step."""
        cases = tuple(case for case, one in zip(self.cases, chosen, strict=True) if one)
        return replace(self, cases=cases, steps=(*self.steps, step))


@overload
def cohort(courses: Index, *, same: Iterable[Ids] = ()) -> IndexedCohort: ...
@overload
def cohort(courses: Iterable[Course | Told], *, same: Iterable[Ids] = ()) -> Cohort: ...
def cohort(
    courses: Iterable[Course | Told] | Index, *, same: Iterable[Ids] = ()
) -> Cohort | IndexedCohort:
    """Put courses together.

    Args:
        courses: Courses, or pairs of a document and its courses, or of a document and a course; or
            the index of a library, `library.index()`, which answers without reading courses.
        same: Pairs of ids of courses that a person decided to be of one patient.

    Raises:
        InputError: A pair names a course that is not there, or an id that two courses have.
    """
    if isinstance(courses, Index):
        return IndexedCohort.of(courses, same)
    documents: dict[str, Document] = {}
    listed: list[Course] = []
    for item in courses:
        if isinstance(item, Course):
            listed.append(item)
        else:
            document, found = item
            documents[document.id] = document
            listed += [found] if isinstance(found, Course) else found
    once = {(course.document, course.id): course for course in listed}  # a file named twice
    papers = Counter(course.document for course in once.values() if course.cited is None)
    return Cohort(united(tuple(once.values()), same), documents=documents, papers=papers)


def grouped(items: Iterable[Told]) -> list[tuple[Document, list[Course]]]:
    """Give each document once, with all of its courses; a file named twice counts once."""
    found: dict[tuple[str, str, str], tuple[Document, list[Course]]] = {}
    for document, courses in items:
        _, listed = found.setdefault((document.id, document.name, document.format), (document, []))
        new = [courses] if isinstance(courses, Course) else courses
        known = {course.id for course in listed}
        listed += [course for course in new if course.id not in known]
    return list(found.values())


def united(courses: Sequence[Course], same: Iterable[Ids]) -> tuple[Case, ...]:
    """Put the courses of one patient together, in the order of the first of them."""
    counted = Counter(course.id for course in courses)
    places = {course.id: place for place, course in enumerate(courses)}

    def place_of(id: str) -> int:
        if counted[id] != 1:  # none, or files of one name in two folders
            how = "no course has" if id not in counted else "more than one course has"
            raise InputError(f"{how} the id {id!r}")
        return places[id]

    first = leaders((place_of(one), place_of(other)) for one, other in same)
    cases: dict[int, list[Course]] = {}
    for place, course in enumerate(courses):
        cases.setdefault(first.get(place, place), []).append(course)
    return tuple(map(tuple, cases.values()))


__all__ = [
    "COLUMNS",
    "Case",
    "Cohort",
    "Ids",
    "IndexedCohort",
    "Step",
    "Told",
    "ask",
    "cohort",
    "grouped",
    "is_group",
    "united",
]
