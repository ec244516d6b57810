"""Looking a library over: everything in it is read, nothing is changed."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import Row, Select, func, select

from epicrisis.errors import LibraryDamagedError
from epicrisis.model import Decision
from epicrisis.store.connecting import Database
from epicrisis.store.rows import course_from, document_from, finding_from
from epicrisis.store.tables import courses, decisions, documents, events, findings, versions

_PAGE: Final = 500  # rows fetched at a time
_RESTORE: Final = "Copy the file first; then restore a backup, or save the rest with `.recover`."


def problems(database: Database) -> Iterator[LibraryDamagedError]:
    """Give everything that is not as it was written; nothing if all is well.

    Raises:
        LibraryError: The library cannot be read, and not because it is damaged.
    """
    for part in (_pages, _texts, _cases, _findings, _decisions):
        try:
            yield from part(database)
        except LibraryDamagedError as error:
            yield error


def _pages(database: Database) -> Iterator[LibraryDamagedError]:
    """Let SQLite look over its own file; a server does that for itself."""
    if not database.sqlite:
        return
    with database.reading() as connection:
        for found in connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars():
            if found != "ok":
                line = str(found).splitlines()[-1]
                yield _damaged(database, f"its pages do not fit together ({line})")
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield _damaged(database, f"a row of {row[0]} belongs to a row of {row[2]} that is gone")
        connection.exec_driver_sql("SELECT count(*) FROM texts('a')").scalar()


def _texts(database: Database) -> Iterator[LibraryDamagedError]:
    query = select(versions.c.layout, documents.c.text).join_from(versions, documents)
    return _read(database, query, lambda row: document_from(row.text, row.layout, database.place))


def _cases(database: Database) -> Iterator[LibraryDamagedError]:
    query = select(courses.c.case_id, courses.c.body).order_by(courses.c.pk)
    yield from _read(
        database, query, lambda row: course_from(row.body, row.case_id, database.place)
    )
    held = select(func.coalesce(func.sum(courses.c.event_count), 0))
    with database.reading() as connection:
        wanted = connection.execute(held).scalar()
        found = connection.execute(select(func.count()).select_from(events)).scalar()
    if wanted != found:
        yield _damaged(database, f"its index holds {found} events, and its cases {wanted}")


def _findings(database: Database) -> Iterator[LibraryDamagedError]:
    query = select(findings.c.body)
    return _read(database, query, lambda row: finding_from(row.body, database.place))


def _decisions(database: Database) -> Iterator[LibraryDamagedError]:
    def read(row: Row[Any]) -> Decision:
        try:
            return Decision.model_validate_json(row.body)
        except ValueError:
            reason = f"decision {row.pk} on case {row.case_id} cannot be read back"
            raise _damaged(database, reason) from None

    return _read(database, select(decisions.c.pk, decisions.c.case_id, decisions.c.body), read)


def _read(
    database: Database, query: Select[Any], read: Callable[[Row[Any]], object]
) -> Iterator[LibraryDamagedError]:
    """Read all rows of a query; give what goes wrong with any of them."""
    with database.reading() as connection:
        for row in connection.execution_options(yield_per=_PAGE).execute(query):
            try:
                read(row)
            except LibraryDamagedError as error:
                yield error


def _damaged(database: Database, reason: str) -> LibraryDamagedError:
    return LibraryDamagedError(database.place, reason, _RESTORE)
