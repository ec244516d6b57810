"""The patients of a cohort one by one: whose they are, and how their papers present them.

Who is the only patient of a report was written up alone; who is one of several belongs to a series;
who stands in a literature table is known at second hand. The three are chosen in different ways and
are kept apart, unless a person asks for all together.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from epicrisis.model import Course
from epicrisis.model.studies import study_name, whose
from epicrisis.synthesis.cohorts import Case, Cohort, is_group
from epicrisis.synthesis.printed import bears
from epicrisis.synthesis.results import CASE, CITED, SERIES, TOGETHER, Missing, Patient

_HASH = 8  # characters of a document's id that tell it apart
ORDER = (CASE, SERIES, CITED)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Person:
    """A patient with the courses that tell of them, and the study to which a share counts."""

    patient: Patient
    case: Case
    work: tuple[str, str]


def persons(cohort: Cohort) -> tuple[list[Person], list[Missing]]:
    """Give the single patients of a cohort, and as missing the rows that are none of their own.

    Those are rows that stand for several patients, and rows that a table of other people's patients
    gives to the paper's own one ("present case").
    """
    found = [_person(cohort, case) for case in cohort.cases]
    ids = Counter(person.patient.id for person in found)
    found = [_identified(person, ids[person.patient.id]) for person in found]
    labels = Counter(person.patient.label for person in found)
    told = [_apart(person, labels[person.patient.label]) for person in found]
    people, missing = [], []
    for person in told:
        reason = _no_patient_of_its_own(cohort, person.case)
        if reason:
            missing.append(Missing(person.patient, reason))
        else:
            people.append(person)
    return people, missing


def by_kind(
    people: Iterable[Person], missing: Iterable[Missing], *, together: bool
) -> list[tuple[str, list[Person], list[Missing]]]:
    """Part patients, and those who are missing, by kind; or give all as one kind."""
    held, lacking = list(people), list(missing)
    if together:
        return [(TOGETHER, held, lacking)] if held or lacking else []
    parted = [
        (
            kind,
            [person for person in held if person.patient.kind == kind],
            [one for one in lacking if one.patient.kind == kind],
        )
        for kind in ORDER
    ]
    return [part for part in parted if part[1] or part[2]]


def each(
    people: Iterable[Person], find: Callable[[Person], T | Missing]
) -> tuple[dict[str, T], list[Missing]]:
    """Give what is found of each patient, by the patient's id, and who is missing and why."""
    found: dict[str, T] = {}
    missing: list[Missing] = []
    for person in people:
        one = find(person)
        if isinstance(one, Missing):
            missing.append(one)
        else:
            found[person.patient.id] = one
    return found, missing


def found_by_kind(
    people: Iterable[Person], found: Mapping[str, T], *, together: bool
) -> Iterator[tuple[str, tuple[T, ...]]]:
    """Part what `each` found by the kind of patient; a kind of which nothing was is left out."""
    for kind, mine, _ in by_kind(people, (), together=together):
        held = tuple(found[p.patient.id] for p in mine if p.patient.id in found)
        if held:
            yield kind, held


def general_notes(people: Sequence[Person], *, together: bool) -> list[str]:
    """Say what holds for every number made of these patients."""
    kinds = {person.patient.kind for person in people}
    notes = []
    if not people:
        notes.append("no patient: there is nothing to estimate")
    if together and len(kinds) > 1:
        notes.append("patients of case reports, series and literature tables are put together "
                     "because that was asked")  # fmt: skip
    if CASE in kinds:
        notes.append("case reports are published because of what happened; no sample of patients")
    if CITED in kinds:
        notes.append("rows of literature tables may be of patients whom other papers tell of, too; "
                     "`epicrisis duplicates` proposes pairs")  # fmt: skip
    return notes


def _person(cohort: Cohort, case: Case) -> Person:
    own = next((course for course in case if course.cited is None), None)
    first = own or case[0]
    study = _study(cohort, first)
    also = tuple(course.id for course in case if course is not first)
    if own is not None:
        kind = SERIES if cohort.papers.get(own.document, 1) > 1 else CASE
        label = f"{study}, patient {own.individual.id}" if kind == SERIES else study
        return Person(Patient(own.id, label, study, kind, also), case, (own.document, ""))
    cited = first.cited
    assert cited is not None
    label = f"{whose(cited)}, cited by {study}"
    key = (first.document, str(cited.reference or cited.text))
    return Person(Patient(first.id, label, label, CITED, also), case, key)


def _study(cohort: Cohort, course: Course) -> str:
    document = cohort.documents.get(course.document)
    return study_name(document) if document else course.document_name or course.document


def _identified(person: Person, of_that_id: int) -> Person:
    """Tell patients apart whose files have one name in two folders: by the text they stand in."""
    if of_that_id < 2:
        return person
    patient = person.patient
    text = person.case[0].document.partition(":")[2][:_HASH]
    return replace(person, patient=replace(patient, id=f"{patient.id} ({text})"))


def _apart(person: Person, called_so: int) -> Person:
    """Add the id of a course to a label that several patients have."""
    if called_so < 2:
        return person
    patient = person.patient
    return replace(person, patient=replace(patient, label=f"{patient.label} ({patient.id})"))


def _no_patient_of_its_own(cohort: Cohort, case: Case) -> str:
    if is_group(case):
        number = max(course.cited.patients or 1 for course in case if course.cited)
        return f"stands for {number} patients; gives no individual data"
    rows = [course for course in case if course.cited and bears(course.cited.text, "own")]
    if len(rows) == len(case) and cohort.papers.get(rows[0].document):
        return "a row named for the paper's own patient, who is counted already"
    return ""
