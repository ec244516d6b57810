"""The index of courses: what conditions and searches ask of them, without reading any.

The words of an event (name, code, status, unit) are kept once as a statement, for all events that
say the same; a row of `events` adds its course, its numbers and its days. A person (age, sex, whose
patient) is kept once in the same way. All of it follows from the courses as they were extracted: it
can be thrown away and made again, and decisions of people are not in it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import Any, Final, get_args

from sqlalchemy import Connection, Table, func, select

from epicrisis.model import (
    Age,
    Anchor,
    AnyEvent,
    Attribute,
    CitedSource,
    Course,
    Individual,
    Measurement,
    OntologyClass,
    Quantity,
    Treatment,
)
from epicrisis.store.inserting import insert
from epicrisis.store.rows import Row, course_from
from epicrisis.store.tables import courses, events, patients, persons, statements

Words = tuple[str | None, ...]  # the columns of a statement behind its key and digest
SAID: Final = ("kind", "text", "code", "label", "subject", "status", "comparator", "ucum")
_SUBJECT: Final = {
    "measurement": "analyte",
    "treatment": "agent",
    "procedure": "procedure",
    "outcome": "outcome",
    "encounter": "encounter",
    "imaging": "modality",
    "biopsy": "site",
}
_MANY: Final = 500  # hashes in one list of a query
_PAGE: Final = 500  # courses indexed together
_NOWHERE: Final = Anchor.trusted(document="", start=0, end=0, exact="")


def words_of(event: AnyEvent) -> Words:
    """Give what an event says in words."""
    concept, subject = event.concept, _SUBJECT.get(event.kind)
    comparator = ucum = None
    if isinstance(event, Measurement):
        status: str | None = event.interpretation
        if event.quantity:
            comparator, ucum = event.quantity.comparator, event.quantity.ucum
    else:
        status = getattr(event, "status", None)
    return (
        event.kind,
        event.text,
        concept.id if concept else None,
        concept.label if concept else None,
        getattr(event, subject) if subject else None,
        status,
        comparator,
        ucum,
    )


def event_from(words: Words) -> AnyEvent:
    """Give the event that says these words, without numbers, days and places."""
    kind, text, code, label, subject, status, comparator, ucum = words
    held: dict[str, Any] = {"id": "", "text": text, "anchors": (_NOWHERE,), "origin": "index"}
    if code is not None:
        held["concept"] = OntologyClass.trusted(id=code, label=label)
    if kind in _SUBJECT:
        held[_SUBJECT[kind]] = subject
    if kind == "measurement":
        held["interpretation"] = status
        held["quantity"] = Quantity.trusted(value=0.0, comparator=comparator, ucum=ucum)
    elif status is not None:
        held["status"] = status
    event: AnyEvent = _nouns()[kind or ""].trusted(**held)
    return event


@cache
def _nouns() -> dict[str, Any]:
    union = get_args(get_args(AnyEvent)[0])
    return {noun.model_fields["kind"].default: noun for noun in union}


def person_of(course: Course) -> str:
    """Give who a patient is, as JSON; two of the same age and sex are one."""
    who, cited = course.individual, course.cited
    told: dict[str, Any] = {}
    if who.age:
        printed = who.age.quantity
        told["age"] = [printed.value, printed.high, printed.comparator, who.age.years]
    if who.sex:
        told["sex"] = who.sex.value
    if cited:
        told["cited"] = cited.patients
    return json.dumps(told, ensure_ascii=False)


def person_from(body: str) -> Course:
    """Give a course that says who the patient is and nothing else."""
    told = json.loads(body)
    age = sex = None
    if "age" in told:
        value, high, comparator, years = told["age"]
        printed = Quantity.trusted(value=value, high=high, comparator=comparator)
        age = Age.trusted(quantity=printed, years=years, anchors=(_NOWHERE,))
    if "sex" in told:
        sex = Attribute.trusted(value=told["sex"], anchors=(_NOWHERE,))
    cited = CitedSource.trusted(text="", patients=told["cited"]) if "cited" in told else None
    return Course.trusted(
        id="", document="", individual=Individual.trusted(age=age, sex=sex), cited=cited
    )


@dataclass(slots=True)
class Indexer:
    """Gathers courses and writes their index."""

    connection: Connection
    _events: list[tuple[Words, Row]] = field(default_factory=list)
    _patients: list[tuple[str, Row]] = field(default_factory=list)

    def take(self, course: Course, case: str, course_pk: int, version_pk: int) -> None:
        """Note what a course says."""
        row = {"course_pk": course_pk, "version_pk": version_pk, "case_id": case}
        row |= {"patient": course.individual.id}
        row |= {"document_name": course.document_name or course.document}
        self._patients.append((person_of(course), row))
        self._events += [
            (words_of(event), {"course_pk": course_pk, "number": number, **_numbers(event)})
            for number, event in enumerate(course.events)
        ]

    def write(self) -> None:
        """Write the rows of all that was taken."""
        known = self._known({words for words, _ in self._events}, statements, _statement)
        insert(
            self.connection,
            events,
            [{"statement_pk": known[words], **row} for words, row in self._events],
        )
        people = self._known({body for body, _ in self._patients}, persons, _person)
        insert(
            self.connection,
            patients,
            [{"person_pk": people[body], **row} for body, row in self._patients],
        )
        self._events.clear()
        self._patients.clear()

    def _known(self, wanted: Iterable[Any], table: Table, row_of: Any) -> dict[Any, int]:
        """Give the keys of statements or persons, known or new; the lock of writers is ours."""
        rows = {row["digest"]: (said, row) for said in wanted if (row := row_of(said))}
        found: dict[str, int] = {}
        listed = sorted(rows)
        for start in range(0, len(listed), _MANY):
            query = select(table.c.digest, table.c.pk)
            part = query.where(table.c.digest.in_(listed[start : start + _MANY]))
            found.update((row.digest, row.pk) for row in self.connection.execute(part))
        new = [digest for digest in listed if digest not in found]
        if new:
            highest = self.connection.execute(select(func.max(table.c.pk))).scalar() or 0
            found.update((digest, pk) for pk, digest in enumerate(new, highest + 1))
            insert(self.connection, table, [{"pk": found[d], **rows[d][1]} for d in new])
        return {said: found[digest] for digest, (said, _) in rows.items()}


def _statement(words: Words) -> Row:
    return {"digest": _digest(words), **dict(zip(SAID, words, strict=True))}


def _person(body: str) -> Row:
    return {"digest": _digest(body), "body": body}


def _digest(said: object) -> str:
    return sha256(json.dumps(said).encode()).hexdigest()[:32]


def _numbers(event: AnyEvent) -> Row:
    """What is a number in an event; a treatment's is its dose."""
    quantity = limit = None
    if isinstance(event, Measurement):
        quantity = event.quantity
        limit = event.reference_range.high if event.reference_range else None
    elif isinstance(event, Treatment):
        quantity = event.dose
    time = event.time
    return {
        "value": quantity.value if quantity else None,
        "high": quantity.high if quantity else None,
        "limit": limit,
        "day_earliest": time.earliest if time else None,
        "day_latest": time.latest if time else None,
        "start": event.anchors[0].start,
        "end": event.anchors[0].end,
    }


def index_again(connection: Connection, place: str) -> None:
    """Throw the index away and make it anew from the courses as they are stored."""
    for table in (events, patients, statements, persons):
        connection.execute(table.delete())
    indexer, last = Indexer(connection), -1
    query = select(courses.c.pk, courses.c.version_pk, courses.c.case_id, courses.c.body)
    query = query.order_by(courses.c.pk).limit(_PAGE)
    while rows := list(connection.execute(query.where(courses.c.pk > last))):
        for row in rows:
            course = course_from(row.body, row.case_id, place)
            indexer.take(course, row.case_id, row.pk, row.version_pk)
        indexer.write()
        last = rows[-1].pk
