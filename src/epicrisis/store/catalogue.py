"""Asking the index of courses; what conditions need of it is `epicrisis.synthesis.index.Index`."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from functools import cached_property
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, select, text

from epicrisis.model import AnyEvent, Course, Document, Finding
from epicrisis.store.connecting import Database
from epicrisis.store.deciding import judged, numbered, reviewed
from epicrisis.store.indexing import SAID, event_from, person_from
from epicrisis.store.reading import (
    PAGE,
    courses_by_key,
    documents_of,
    findings_by_version,
    is_current,
)
from epicrisis.store.standing import standing
from epicrisis.store.tables import courses, decisions, statements, versions

_CHUNK: Final = 10_000  # rows fetched at a time, and keys in one list of a query
_EVERYONE: Final = """
    SELECT course_pk, person_pk FROM patients
    WHERE version_pk <= :as_of AND version_pk NOT IN (
        SELECT earlier.pk FROM versions AS later JOIN versions AS earlier
        ON earlier.report_pk = later.report_pk AND earlier.number = later.number - 1
        WHERE later.number > 1 AND later.pk <= :as_of)
    ORDER BY course_pk
"""
_NUMBERS: Final = ", value, high"
_RANGES: Final = ', "limit"'
_DAYS: Final = ", day_earliest, day_latest"


class Catalogue:
    """The current courses of a library as they were when it was asked for its index."""

    def __init__(self, database: Database, as_of: int) -> None:
        self._database = database
        self._as_of = as_of

    @cached_property
    def everyone(self) -> Mapping[int, int]:
        """The key of each course, in order, with the key of its person."""
        return dict(self._rows(_EVERYONE, as_of=self._as_of))

    @cached_property
    def persons(self) -> Mapping[int, Course]:
        """Persons by key, each as a course that says who it is and has no events or places."""
        rows = self._rows("SELECT pk, body FROM persons ORDER BY pk")
        return {key: person_from(body) for key, body in rows}

    @cached_property
    def altered(self) -> Set[int]:
        """Courses of which people changed or rejected a datum: they must be read to be asked."""
        touched = select(decisions.c.report_pk)
        touched = touched.where(decisions.c.target != "finding", decisions.c.verdict != "confirmed")
        query = select(courses.c.pk).join_from(courses, versions)
        query = query.where(versions.c.report_pk.in_(touched), is_current(self._as_of))
        with self._database.reading() as connection:
            return frozenset(connection.execute(query).scalars())

    def events(self, kinds: Collection[str]) -> Mapping[int, AnyEvent]:
        """Give the events of these kinds by key, as far as words tell them."""
        query = select(statements.c.pk, *(statements.c[name] for name in SAID))
        query = query.where(statements.c.kind.in_(kinds)).order_by(statements.c.pk)
        with self._database.reading() as connection:
            return {row[0]: event_from(row[1:]) for row in connection.execute(query)}

    def rows(
        self,
        events: Collection[int],
        *,
        numbers: bool = False,
        ranges: bool = False,
        dated: bool = False,
    ) -> Iterator[tuple[Any, ...]]:
        """Give course and event, wherever a course has one of these events.

        With `numbers`, value and upper value follow; with `ranges`, the upper limit of the range;
        with `dated`, earliest and latest day. What is not known is None.
        """
        more = _NUMBERS * numbers + _RANGES * ranges + _DAYS * dated
        return self._listed(
            f"SELECT course_pk, statement_pk{more} FROM events WHERE statement_pk IN ", events
        )

    def keys(self, ids: Collection[str]) -> Mapping[str, int]:
        """Find courses by their ids; those that are not there are left out."""
        found: dict[str, int] = {}
        wanted = sorted(set(ids))
        for start in range(0, len(wanted), PAGE):
            query = select(courses.c.case_id, courses.c.pk)
            query = query.where(courses.c.case_id.in_(wanted[start : start + PAGE]))
            with self._database.reading() as connection:
                rows = connection.execute(query)
                found.update((row[0], row[1]) for row in rows if row[1] in self.everyone)
        return found

    def briefly(self, courses: Collection[int]) -> Iterator[tuple[int, Course]]:
        """Give courses that say who the patient is and in which report, without events."""
        rows = self._listed(
            "SELECT course_pk, person_pk, case_id, patient, document_name FROM patients "
            "WHERE course_pk IN ",
            courses,
        )
        unread = self.altered
        for key, person, case, patient, document in rows:
            if key not in unread:
                known = self.persons[person]
                yield (
                    key,
                    Course.trusted(
                        id=case,
                        document=document,
                        document_name=document,
                        individual=known.individual.model_copy(update={"id": patient}),
                        cited=known.cited,
                    ),
                )
        yield from self.told(unread & set(courses))

    def told(self, courses: Collection[int]) -> Iterator[tuple[int, Course]]:
        """Read courses, as people have reviewed them."""
        for _, key, course in self._read(courses):
            yield key, course

    def pairs(self, courses: Collection[int]) -> Iterator[tuple[Document, Course]]:
        """Read courses with their documents, as people have reviewed them."""
        reading = self._read(courses)
        while page := list(islice(reading, PAGE)):
            texts = documents_of(self._database, (version for version, _, _ in page))
            for version, _, course in page:
                yield texts[version], course

    def findings(self, courses: Collection[int]) -> Iterator[tuple[str, Finding]]:
        """Give the audit's findings on the reports of these courses, with what people decided.

        Each comes with the id of its document.
        """
        versions = set(self._versions(courses))
        held = standing(self._database, self._as_of, versions)
        listed = findings_by_version(self._database, versions)
        for version, (document, found) in listed.items():
            for name, finding in numbered(found).items():
                said = (h for h in held.get(version, ()) if h.id == name and h.how != "lost")
                yield document, judged(finding, said)

    def _versions(self, keys: Collection[int]) -> Iterator[int]:
        for (version,) in self._listed(
            "SELECT DISTINCT version_pk FROM patients WHERE course_pk IN ", keys
        ):
            yield version

    def _read(self, keys: Collection[int]) -> Iterator[tuple[int, int, Course]]:
        for page in courses_by_key(self._database, keys):
            unread = {version for version, key, _ in page if key in self.altered}
            held = standing(self._database, self._as_of, unread) if unread else {}
            for version, key, course in page:
                yield version, key, reviewed(course, held.get(version, ()))

    def _rows(self, query: str, **given: object) -> Iterator[tuple[Any, ...]]:
        with self._database.reading() as connection:
            yield from _fetched(connection, query, given)

    def _listed(self, query: str, keys: Iterable[int]) -> Iterator[tuple[Any, ...]]:
        """Run a query that ends with a list of keys."""
        listed = sorted(keys)
        with self._database.reading() as connection:
            sqlite = connection.dialect.name == "sqlite"
            inside = "(SELECT value FROM json_each(:keys))" if sqlite else "= ANY(:keys)"
            if not sqlite:
                query = query.removesuffix("IN ")
            for start in range(0, len(listed), _CHUNK):
                part = listed[start : start + _CHUNK]
                given = {"keys": json.dumps(part) if sqlite else part}
                yield from _fetched(connection, query + inside, given)


def _fetched(
    connection: Connection, query: str, given: Mapping[str, object]
) -> Iterator[tuple[Any, ...]]:
    """Run a query; its rows come as the driver makes them, which is much the fastest."""
    result = connection.execute(text(query), dict(given))
    cursor: Any = result.cursor
    while rows := cursor.fetchmany(_CHUNK):
        yield from rows
    result.close()
