"""Looking for words and for coded concepts in what the library now holds."""

import json
from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, func, literal, select, text

from epicrisis.store.connecting import Database
from epicrisis.store.passages import CLOSE, OPEN, Span, marked, quotations
from epicrisis.store.queries import full_text
from epicrisis.store.reading import is_current
from epicrisis.store.records import Hit
from epicrisis.store.tables import courses, documents, events, reports, versions

# What is said of a concept without the patient having it, or having been given it.
_NOT: Final = ("absent", "family", "not_given", "considered", "planned", "negative", "not_done")
_RANKED: Final = 2000  # matches that PostgreSQL weighs; SQLite weighs all

_forms: Final = versions.join(documents, versions.c.document_pk == documents.c.pk).join(
    reports, versions.c.report_pk == reports.c.pk
)

_BEST_SQLITE: Final = """
    SELECT rowid AS pk, -bm25(texts, 4.0, 1.0) AS score FROM texts WHERE texts MATCH :query
"""
_BEST_POSTGRES: Final = f"""
    SELECT pk, ts_rank_cd(words, asked) AS score FROM (
        SELECT pk, words, asked FROM documents, websearch_to_tsquery('english', :query) AS asked
        WHERE words @@ asked LIMIT {_RANKED}
    ) AS found
"""
_MARKED_SQLITE: Final = """
    SELECT rowid AS pk, highlight(texts, 1, :open, :close) AS answer FROM texts
    WHERE texts MATCH :query AND rowid IN (SELECT value FROM json_each(:pks))
"""
_MARKED_POSTGRES: Final = """
    SELECT pk, ts_headline(
        'english', left(text, 200000), websearch_to_tsquery('english', :query),
        'HighlightAll=true, StartSel=' || :open || ', StopSel=' || :close) AS answer
    FROM documents
    WHERE pk IN (SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST(:pks AS json)))
"""


def search(
    database: Database,
    query: str,
    concepts: Sequence[Collection[str]],
    *,
    as_of: int,
    limit: int,
    own: bool,
) -> list[Hit]:
    """Find reports; see `Library.search`."""
    asked = full_text(query) if query.strip() and database.sqlite else query
    with database.reading() as connection:
        rows = _found(connection, asked, concepts, as_of=as_of, limit=limit, own=own)
        marks = _marks(connection, asked, [row.document_pk for row in rows])
        hits = []
        for row in rows:
            cases = _cases(connection, row.version_pk, concepts, own=own)
            places = [*marks.get(row.document_pk, ())]
            places += _stated(connection, row.version_pk, concepts)
            hits.append(
                Hit(
                    report=row.key,
                    title=row.title,
                    cases=tuple(cases),
                    score=row.score,
                    quotations=quotations(row.text, places),
                )
            )
    return hits


def _found(
    connection: Connection,
    query: str,
    concepts: Sequence[Collection[str]],
    *,
    as_of: int,
    limit: int,
    own: bool,
) -> list[Any]:
    """The best current texts that have the words, and a patient with the concepts."""
    columns = (
        versions.c.pk.label("version_pk"),
        versions.c.document_pk,
        reports.c.key,
        documents.c.title,
        documents.c.text,
    )
    wanted = select(*columns).select_from(_forms)
    wanted = wanted.where(is_current(as_of))
    if concepts or own:
        theirs = select(courses.c.version_pk).where(*_who(connection, concepts, own=own))
        wanted = wanted.where(versions.c.pk.in_(theirs))
    if not query.strip():
        score = literal(0.0).label("score")
        newest = wanted.add_columns(score).order_by(versions.c.pk.desc()).limit(limit)
        return list(connection.execute(newest))
    sqlite = connection.dialect.name == "sqlite"
    best = text(_BEST_SQLITE if sqlite else _BEST_POSTGRES).bindparams(query=query)
    ranked = best.columns(pk=documents.c.pk.type, score=events.c.value.type).subquery("ranked")
    wanted = wanted.join(ranked, ranked.c.pk == versions.c.document_pk).add_columns(ranked.c.score)
    wanted = wanted.order_by(ranked.c.score.desc(), versions.c.pk).limit(limit)
    return list(connection.execute(wanted))


def _who(
    connection: Connection, concepts: Sequence[Collection[str]], *, own: bool
) -> list[ColumnElement[bool]]:
    """What a patient's course must have: one concept of each group."""
    wanted: list[ColumnElement[bool]] = [~courses.c.cited] if own else []
    for group in concepts:
        have = select(events.c.course_pk).where(_any_of(connection, group))
        wanted.append(courses.c.pk.in_(have))
    return wanted


def _any_of(connection: Connection, group: Collection[str]) -> ColumnElement[bool]:
    """The event has a code of this group, and the patient has what it names."""
    listed = json.dumps(sorted(group))
    if connection.dialect.name == "sqlite":
        codes = text("SELECT value FROM json_each(:codes)")
    else:
        codes = text("SELECT json_array_elements_text(CAST(:codes AS json)) AS value")
    inside = events.c.code.in_(
        select(codes.bindparams(codes=listed).columns(value=events.c.code.type).subquery())
    )
    return and_(inside, func.coalesce(events.c.status, "").not_in(_NOT))


def _cases(
    connection: Connection, version: int, concepts: Sequence[Collection[str]], *, own: bool
) -> list[str]:
    query = select(courses.c.case_id).where(courses.c.version_pk == version)
    query = query.where(*_who(connection, concepts, own=own)).order_by(courses.c.pk)
    return list(connection.execute(query).scalars())


def _stated(
    connection: Connection, version: int, concepts: Sequence[Collection[str]]
) -> list[Span]:
    """Where the concepts are stated in a version's text."""
    found: list[Span] = []
    for group in concepts:
        query = select(events.c.start, events.c.end).join_from(events, courses)
        query = query.where(courses.c.version_pk == version, _any_of(connection, group))
        found += [(row.start, row.end) for row in connection.execute(query)]
    return sorted(set(found))


def _marks(connection: Connection, query: str, pks: Sequence[int]) -> dict[int, list[Span]]:
    """Where the words of a query stand in these texts."""
    if not query.strip() or not pks:
        return {}
    sqlite = connection.dialect.name == "sqlite"
    statement = text(_MARKED_SQLITE if sqlite else _MARKED_POSTGRES)
    given = {"query": query, "open": OPEN, "close": CLOSE, "pks": json.dumps(list(pks))}
    answers = {row.pk: row.answer for row in connection.execute(statement, given)}
    texts = select(documents.c.pk, documents.c.text).where(documents.c.pk.in_(pks))
    return {row.pk: marked(row.text, answers.get(row.pk, "")) for row in connection.execute(texts)}
