"""Looking for words and for coded concepts in what the library now holds."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Select,
    Text,
    any_,
    func,
    literal,
    select,
    text,
)

from epicrisis.store.connecting import Database
from epicrisis.store.passages import Span, quotations
from epicrisis.store.reading import is_current
from epicrisis.store.records import Hit
from epicrisis.store.tables import courses, documents, events, reports, statements, versions
from epicrisis.store.words import marks, ranked

# What is said of a concept without the patient having it, or having been given it.
_NOT: Final = ("absent", "family", "not_given", "considered", "planned", "negative", "not_done")
_CHUNK: Final = 100  # candidates looked at together, to begin with
_LARGEST: Final = 10_000  # and at most


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: words in the database's language, groups of codes, and what else is wanted."""

    query: str
    concepts: Sequence[Collection[str]]
    as_of: int
    limit: int
    own: bool


def search(database: Database, asked: Asked) -> list[Hit]:
    """Find reports; see `Library.search`."""
    with database.reading() as connection:
        having = _having(connection, asked.concepts)
        found = list(islice(_found(connection, asked, having), asked.limit))
        marked = marks(connection, asked.query, [one.document_pk for one in found])
        return [_hit(connection, asked, one, marked.get(one.document_pk, [])) for one in found]


def _hit(connection: Connection, asked: Asked, found: "Found", marked: list[Span]) -> Hit:
    query = select(documents.c.title, documents.c.text).where(documents.c.pk == found.document_pk)
    row = connection.execute(query).one()
    places = marked + _stated(connection, found.version_pk, asked.concepts)
    return Hit(
        report=found.report,
        title=row.title,
        cases=found.cases,
        score=found.score,
        quotations=quotations(row.text, places),
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A current version that answers a question."""

    version_pk: int
    document_pk: int
    report: str
    cases: tuple[str, ...]
    score: float


def _having(connection: Connection, concepts: Sequence[Collection[str]]) -> set[int] | None:
    """The courses that have one concept of each group; None where no concept is asked for."""
    having: set[int] | None = None
    for group in concepts:
        query = select(events.c.course_pk).where(_any_of(connection, group))
        these = set(connection.execute(query).scalars())
        having = these if having is None else having & these
    return having


def _found(connection: Connection, asked: Asked, having: set[int] | None) -> Iterator[Found]:
    """The current versions that answer, the best first, the newest first where no words rank."""
    if asked.query.strip():
        found = ranked(connection, asked.query, having)
        column, scores = versions.c.document_pk, dict(found)
    else:
        column, scores = courses.c.pk, dict.fromkeys(sorted(having or (), reverse=True), 0.0)
    pks, size, seen = list(scores), _CHUNK, set[int]()
    while pks:
        chunk, pks, size = pks[:size], pks[size:], min(size * 4, _LARGEST)
        places = {pk: place for place, pk in enumerate(chunk)}
        rows = [
            row
            for row in connection.execute(_current(column, chunk, asked.as_of))
            if having is None or row.course_pk in having
        ]
        wanted: dict[int, tuple[int, int]] = {}
        for row in rows:
            key = row.document_pk if asked.query.strip() else row.course_pk
            best = min(wanted.get(row.version_pk, (places[key], key)), (places[key], key))
            wanted[row.version_pk] = best
        order = sorted(wanted, key=lambda version: wanted[version])
        for part in range(0, len(order), _CHUNK):
            details = _details(connection, order[part : part + _CHUNK], having, own=asked.own)
            for version in order[part : part + _CHUNK]:
                if version in details and version not in seen:
                    seen.add(version)
                    document, report, cases = details[version]
                    yield Found(version, document, report, cases, scores[wanted[version][1]])


def _current(column: ColumnElement[int], pks: Sequence[int], as_of: int) -> Select[Any]:
    """The versions that are current, and their courses' keys, of these documents or courses."""
    query = select(
        versions.c.pk.label("version_pk"), versions.c.document_pk, courses.c.pk.label("course_pk")
    )
    query = query.select_from(versions.outerjoin(courses, courses.c.version_pk == versions.c.pk))
    return query.where(column.in_(pks), is_current(as_of))


def _details(
    connection: Connection, pks: Sequence[int], having: set[int] | None, *, own: bool
) -> dict[int, tuple[int, str, tuple[str, ...]]]:
    """The document, the report's name and the cases that answer, by the version's key."""
    joined = versions.join(reports, versions.c.report_pk == reports.c.pk)
    query = (
        select(
            versions.c.pk,
            versions.c.document_pk,
            reports.c.key,
            courses.c.pk.label("course_pk"),
            courses.c.case_id,
            courses.c.cited,
        )
        .select_from(joined.outerjoin(courses, courses.c.version_pk == versions.c.pk))
        .where(versions.c.pk.in_(pks))
        .order_by(courses.c.pk)
    )
    found: dict[int, tuple[int, str, tuple[str, ...]]] = {}
    for row in connection.execute(query):
        document, report, cases = found.get(row.pk, (row.document_pk, row.key, ()))
        if row.course_pk is None:
            if not own:
                found[row.pk] = (document, report, cases)
        elif (having is None or row.course_pk in having) and not (own and row.cited):
            found[row.pk] = (document, report, (*cases, row.case_id))
    return found


def _any_of(connection: Connection, group: Collection[str]) -> ColumnElement[bool]:
    """The event has a code of this group, and the patient has what it names."""
    inside: ColumnElement[bool]
    if connection.dialect.name == "sqlite":
        codes = text("SELECT value FROM json_each(:codes)")
        given = codes.bindparams(codes=json.dumps(sorted(group))).columns(value=Text())
        inside = statements.c.code.in_(select(given.subquery()))
    else:
        inside = statements.c.code == any_(literal(sorted(group), ARRAY(Text)))
    said = select(statements.c.pk)
    said = said.where(inside, func.coalesce(statements.c.status, "").not_in(_NOT))
    return events.c.statement_pk.in_(said)


def _stated(
    connection: Connection, version: int, concepts: Sequence[Collection[str]]
) -> list[Span]:
    """Where the concepts are stated in a version's text."""
    found: list[Span] = []
    inside = select(courses.c.pk).where(courses.c.version_pk == version)
    keys = list(connection.execute(inside).scalars()) if concepts else []
    for group in concepts:
        query = select(events.c.start, events.c.end)
        query = query.where(events.c.course_pk.in_(keys), _any_of(connection, group))
        found += [(row.start, row.end) for row in connection.execute(query)]
    return sorted(set(found))
