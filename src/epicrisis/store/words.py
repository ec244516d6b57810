"""Looking for words in texts, in each database's own way.

SQLite's FTS5 takes a text as it is. A vector of PostgreSQL has positions for 16 383 words, so long
texts lie there in stretches that overlap a little: one that is a whole text is asked the whole
query, of the others each word or phrase is looked for by itself and the answers are put together.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from sqlalchemy import Connection, select, text

from epicrisis.store.passages import CLOSE, OPEN, Span, marked
from epicrisis.store.queries import full_text, terms
from epicrisis.store.tables import documents

_RANKED: Final = 2000  # matches that PostgreSQL weighs; SQLite weighs all
STRETCH: Final = 30_000  # characters, as in migration 0003

_BEST_SQLITE: Final = """
    SELECT rowid AS pk, -bm25(texts, 4.0, 1.0) AS score FROM texts WHERE texts MATCH :query
    ORDER BY score DESC, rowid
"""
_MARKED_SQLITE: Final = """
    SELECT rowid AS pk, 0 AS start, highlight(texts, 1, :open, :close) AS answer FROM texts
    WHERE texts MATCH :query AND rowid IN (SELECT value FROM json_each(:pks))
"""
_HAVING: Final = """(CAST(:having AS json) IS NULL OR document_pk IN (
    SELECT versions.document_pk FROM versions JOIN courses ON version_pk = versions.pk
    WHERE courses.pk IN (
        SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST(:having AS json)))))"""
_BEST_POSTGRES: Final = f"""
    WITH asked AS MATERIALIZED (SELECT websearch_to_tsquery('english', :query) AS asked),
    found AS (
        (SELECT document_pk FROM stretches
            WHERE words @@ websearch_to_tsquery('english', :query) AND alone AND {_HAVING}
            LIMIT {_RANKED})
        UNION ALL
        (SELECT CAST(value AS bigint) AS document_pk
            FROM json_array_elements_text(CAST(:several AS json)) AS listed (value)
            WHERE {_HAVING.replace("document_pk IN", "CAST(value AS bigint) IN", 1)}
            LIMIT {_RANKED})
    )
    SELECT document_pk AS pk, max(ts_rank_cd(words, asked)) AS score
    FROM found JOIN stretches USING (document_pk), asked
    GROUP BY document_pk ORDER BY score DESC, document_pk
"""
_HOLDING: Final = """
    SELECT DISTINCT document_pk FROM stretches
    WHERE NOT alone AND words @@ websearch_to_tsquery('english', :term)
"""
_MARKED_POSTGRES: Final = f"""
    SELECT stretches.document_pk AS pk, start, ts_headline(
        'english', substr(text, start + 1, {STRETCH}), websearch_to_tsquery('english', :query),
        'HighlightAll=true, StartSel=' || :open || ', StopSel=' || :close) AS answer
    FROM stretches JOIN documents ON documents.pk = document_pk
    WHERE document_pk IN (
            SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST(:pks AS json)))
        AND (number = 0 OR words @@ websearch_to_tsquery('english', :query))
    ORDER BY document_pk, start
"""


def ranked(
    connection: Connection, query: str, having: Collection[int] | None
) -> list[tuple[int, float]]:
    """Give the documents that hold the words of a query, the best first, with their scores.

    Args:
        connection: To the library.
        query: As people type it.
        having: Courses of which the document must be; all where None.

    Raises:
        InputError: The query has no word to look for.
    """
    told = full_text(query)
    if connection.dialect.name == "sqlite":
        given: dict[str, str | None] = {"query": told}
        statement = _BEST_SQLITE
    else:
        statement = _BEST_POSTGRES
        given = {
            "query": query,
            "several": json.dumps(_in_several(connection, query)),
            "having": None if having is None else json.dumps(sorted(having)),
        }
    return [(row.pk, row.score) for row in connection.execute(text(statement), given)]


def _in_several(connection: Connection, query: str) -> list[int]:
    """The documents of more than one stretch that answer a query."""
    if not connection.execute(text("SELECT 1 FROM stretches WHERE NOT alone LIMIT 1")).first():
        return []
    found: set[int] = set()
    for wanted, unwanted in terms(query):
        holding = [h for term in wanted if (h := _holding(connection, term)) is not None]
        if holding:
            without = (_holding(connection, term) or set() for term in unwanted)
            found |= set.intersection(*holding).difference(*without)
    return sorted(found)


def _holding(connection: Connection, term: str) -> set[int] | None:
    """The documents with a word or phrase; None for one that no index holds, such as "the"."""
    given = {"term": f'"{term}"'}
    size = text("SELECT numnode(websearch_to_tsquery('english', :term))")
    if not connection.execute(size, given).scalar():
        return None
    return set(connection.execute(text(_HOLDING), given).scalars())


def marks(connection: Connection, query: str, pks: Sequence[int]) -> dict[int, list[Span]]:
    """Say where the words of a query stand in these documents."""
    if not query.strip() or not pks:
        return {}
    sqlite = connection.dialect.name == "sqlite"
    any_of = " OR ".join(f'"{term}"' for wanted, _ in terms(query) for term in wanted)
    told = full_text(query) if sqlite else any_of
    given = {"query": told, "open": OPEN, "close": CLOSE, "pks": json.dumps(list(pks))}
    statement = text(_MARKED_SQLITE if sqlite else _MARKED_POSTGRES)
    answers: dict[int, list[tuple[int, str]]] = {}
    for row in connection.execute(statement, given):
        answers.setdefault(row.pk, []).append((row.start, row.answer))
    texts = select(documents.c.pk, documents.c.text).where(documents.c.pk.in_(pks))
    return {
        row.pk: _placed(row.text, answers.get(row.pk, []), whole=sqlite)
        for row in connection.execute(texts)
    }


def _placed(words: str, answers: Iterable[tuple[int, str]], *, whole: bool) -> list[Span]:
    """Find the marks of each stretch in the text; those where two overlap come once."""
    found: set[Span] = set()
    for start, answer in answers:
        stretch = words if whole else words[start : start + STRETCH]
        found.update((start + a, start + b) for a, b in marked(stretch, answer))
    return sorted(found)
