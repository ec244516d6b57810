"""A cohort: the patients of many reports, asked together.

Each patient is one, however many papers tell of them: courses that a person has decided to be of
one patient (`same`) are asked together and counted once.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isinf
from typing import Any

from epicrisis.errors import InputError
from epicrisis.model import Course, Document, Fact
from epicrisis.synthesis.analyses import Analyses
from epicrisis.synthesis.conditions import Condition, condition
from epicrisis.synthesis.replies import Anchors, Answer, Numbers, Reply
from epicrisis.synthesis.sheets import frame
from epicrisis.synthesis.states import State, Tally

Ids = tuple[str, str]
Case = tuple[Course, ...]
Told = tuple[Document, Sequence[Course] | Course]
COLUMNS = ("course", "document", "patient", "cited", "patients", "age", "sex")


@dataclass(frozen=True, slots=True)
class Step:
    """A condition by which a cohort was narrowed, and what it found."""

    text: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Cohort(Analyses):
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
        groups = sum(map(is_group, self.cases))
        more = f" and {groups} groups" if groups else ""
        return f"<Cohort: {len(self.cases) - groups} patients{more}, {len(self.courses)} courses>"

    def condition(self, text: str) -> Condition:
        """Make a condition that also knows the names printed in these courses."""
        return condition(text, self.courses)

    def where(self, text: str, keep: State = State.YES) -> "Cohort":
        """Give the patients, and groups, of whom a condition holds.

        Of whom nothing is reported is left out, and counted in the step.

        Args:
            text: The condition, `antibody("anti-MDA5") and age >= 18`.
            keep: Another state to keep: those of whom it is not so, or not reported.

        Raises:
            ExpressionError: The condition cannot be read, or a name in it is not known.
        """
        asked = self.condition(text)
        states = [ask(asked, case).state for case in self.cases]
        kept = tuple(c for c, state in zip(self.cases, states, strict=True) if state is keep)
        step = Step(text, self._tally(states))
        return replace(self, cases=kept, steps=(*self.steps, step))

    def count(self, text: str) -> Tally:
        """Count the patients in each state: yes, no, not reported.

        Raises:
            ExpressionError: The condition cannot be read, or a name in it is not known.
        """
        asked = self.condition(text)
        return self._tally([ask(asked, case).state for case in self.cases])

    def rows(self, **columns: str) -> list[dict[str, Any]]:
        """Give one row a patient: who, and what each condition answers.

        A question for a number fills five columns: `ferritin` where it is one exact number,
        `ferritin_low` and `ferritin_high` for its bounds, `ferritin_unit`, and `ferritin_text` as
        printed.

        Args:
            columns: Heading and condition, as `died="died"` or
                `ferritin='measured("ferritin", at="first")'`. A cell is "yes", "no", a number,
                words as printed, or None where nothing is reported.

        Raises:
            ExpressionError: A condition cannot be read, or a name in it is not known.
            InputError: A column has the name of another one.
        """
        asked = self._asked(columns)
        return [
            {**_who(case), **_merged(_cells(n, ask(c, case)) for n, c in asked.items())}
            for case in self.cases
        ]

    def shown(self, **columns: str) -> list[dict[str, Any]]:
        """Give `rows` for reading: one column a condition; intervals and series are in words."""
        asked = self._asked(columns)
        return [
            {**_who(case), **{name: ask(asking, case).shown for name, asking in asked.items()}}
            for case in self.cases
        ]

    def _asked(self, columns: Mapping[str, str]) -> dict[str, Condition]:
        clash = set(columns) & set(COLUMNS)
        if clash:
            raise InputError(f"columns named {', '.join(sorted(clash))} are always there")
        return {name: self.condition(text) for name, text in columns.items()}

    def frame(self, library: str = "pandas", **columns: str) -> Any:
        """Give `rows` as a data frame of pandas or polars.

        Raises:
            MissingExtraError: The library is not installed.
            InputError: No such library.
        """
        rows = self.rows(**columns)
        names = list(rows[0]) if rows else [*COLUMNS, *columns]
        return frame(rows, names, library)

    def facts(self) -> list[Fact]:
        """Give every datum of these courses, one row a datum."""
        return [fact for course in self.courses for fact in course.to_facts()]

    def _tally(self, states: Sequence[State]) -> Tally:
        found = list(zip(map(is_group, self.cases), states, strict=True))
        single = (state for group, state in found if not group)
        return Tally.of(single, (state for group, state in found if group))


def cohort(
    courses: Iterable[Course | Told],
    *,
    same: Iterable[Ids] = (),
) -> Cohort:
    """Put courses together.

    Args:
        courses: Courses, or pairs of a document and its courses, or of a document and a course.
        same: Pairs of ids of courses that a person decided to be of one patient.

    Raises:
        InputError: A pair names a course that is not there, or an id that two courses have.
    """
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
    leaders = {course.id: course.id for course in courses}

    def leader(id: str) -> str:
        if counted[id] != 1:
            how = "no course has" if id not in counted else "more than one course has"
            raise InputError(f"{how} the id {id!r}")
        while leaders[id] != id:
            id = leaders[id]
        return id

    places = {course.id: place for place, course in enumerate(courses)}
    for pair in same:
        first, second = sorted(map(leader, pair), key=places.__getitem__)
        leaders[second] = first
    cases: dict[tuple[str, str], list[Course]] = {}
    for course in courses:
        alone = counted[course.id] > 1  # files of one name in two folders
        key = (course.id, course.document) if alone else (leader(course.id), "")
        cases.setdefault(key, []).append(course)
    return tuple(map(tuple, cases.values()))


def ask(asked: Condition, case: Case) -> Answer:
    """Ask all courses of a patient: what any of them reports counts, yes before no."""
    answers = [asked.ask(course) for course in case]
    if len(answers) == 1:
        return answers[0]
    for state in (State.YES, State.NO, State.NOT_REPORTED):
        found = [answer for answer in answers if answer.state is state]
        if found:
            anchors: Anchors = tuple(a for answer in found for a in answer.anchors)
            return found[0] if not isinstance(found[0], Reply) else Reply(state, anchors)
    return answers[0]


def is_group(case: Case) -> bool:
    """Say whether a row stands for several patients, as one of a literature table may."""
    return any(course.cited and (course.cited.patients or 1) > 1 for course in case)


def _who(case: Case) -> dict[str, Any]:
    first = case[0]
    ages = [course.individual.age.years for course in case if course.individual.age]
    sexes = [course.individual.sex.value for course in case if course.individual.sex]
    return {
        "course": first.id,
        "document": first.document_name or first.document,
        "patient": first.individual.id,
        "cited": all(course.cited for course in case),
        "patients": first.cited.patients if first.cited else 1,
        "age": ages[0] if ages else None,
        "sex": sexes[0] if sexes else None,
    }


def _cells(name: str, answer: Answer) -> dict[str, Any]:
    """The columns of one answer; a number keeps its bounds, its unit and its print."""
    if not isinstance(answer, Numbers):
        return {name: answer.shown}
    low = min((value.low for value in answer.values), default=None)
    high = max((value.high for value in answer.values), default=None)
    text = "; ".join(dict.fromkeys(answer.printed))
    return {
        name: low if low == high and not answer.without else None,
        f"{name}_low": None if low is None or isinf(low) else low,
        f"{name}_high": None if high is None or isinf(high) else high,
        f"{name}_unit": answer.unit if answer.values else None,
        f"{name}_text": text or None,
    }


def _merged(parts: Iterable[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in parts:
        twice = found.keys() & part.keys()
        if twice:
            raise InputError(f"two columns are named {', '.join(sorted(twice))}")
        found |= part
    return found
