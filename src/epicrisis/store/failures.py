"""What databases complain of, in words for a person.

SQLite gives a numbered result code, PostgreSQL a five-letter SQLSTATE; both are turned into the
errors of `epicrisis.errors`. What is not listed is a `LibraryError` with the database's own words.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from epicrisis.errors import (
    LibraryDamagedError,
    LibraryError,
    LibraryFullError,
    LibraryLockedError,
    LibraryNotFoundError,
    LibraryReadOnlyError,
    LibraryUnreachableError,
    NotALibraryError,
)

_LOCKED = (
    LibraryLockedError,
    "other programs were writing to it for longer than this one waits; nothing was written",
    "Try again when they have finished, or wait longer (`timeout`).",
)
_READ_ONLY = (
    LibraryReadOnlyError,
    "it may be read but not written; nothing was written",
    "Check the permissions of the file, of its folder, or of your account on the server.",
)
_FULL = (
    LibraryFullError,
    "there is no room left to write; the last step was taken back, what was there before is whole",
    "Make room on its disk and run the same command again: what is in already is passed over.",
)
_DAMAGED = (
    LibraryDamagedError,
    "parts of it cannot be read back as they were written",
    "Copy the file first; then restore a backup, or save the rest with `sqlite3 FILE .recover`.",
)
_FOREIGN = (
    NotALibraryError,
    "expected a case library made by epicrisis, found something else; it is left as it is",
    "Name another file, or a database that holds a library.",
)
_UNREACHABLE = (
    LibraryUnreachableError,
    "the database server does not answer or does not let us in",
    "Check host, port, database, user and password of the URL, and whether the server runs.",
)
_MISSING = (
    LibraryNotFoundError,
    "the file cannot be opened",
    "Check the path and the permissions of its folders.",
)
Case = tuple[type[LibraryError], str, str]

_SQLITE: Final[dict[int, Case]] = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _FOREIGN,
    sqlite3.SQLITE_CANTOPEN: _MISSING,
}
_SQLITE_EXACT: Final[dict[int, Case]] = {
    sqlite3.SQLITE_IOERR_WRITE: _FULL,
    sqlite3.SQLITE_IOERR_SHMSIZE: _FULL,
    sqlite3.SQLITE_IOERR_SHORT_READ: _DAMAGED,
    sqlite3.SQLITE_IOERR_CORRUPTFS: _DAMAGED,
}
_POSTGRES: Final[dict[str, Case]] = {
    "08": _UNREACHABLE,
    "28": _UNREACHABLE,
    "3D": _UNREACHABLE,
    "57P": _UNREACHABLE,
    "25006": _READ_ONLY,
    "42501": _READ_ONLY,
    "42P01": _FOREIGN,
    "53100": _FULL,
    "53300": _UNREACHABLE,
    "55P03": _LOCKED,
    "40": _LOCKED,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}


@contextmanager
def told(place: str) -> Iterator[None]:
    """Raise whatever a database raises inside as one of our own errors."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise explained(error, place) from error
    except (PoolTimeout, NoSuchModuleError, SQLAlchemyError) as error:
        kind = LibraryLockedError if isinstance(error, PoolTimeout) else LibraryError
        raise kind(place, _one_line(error), "Nothing was written.") from error


def explained(error: DBAPIError | sqlite3.Error, place: str) -> LibraryError:
    """Give our error for a database's."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    found = _case(cause)
    if found is None:
        return LibraryError(
            place, f"the database says: {_one_line(cause)}", "What was being done was taken back."
        )
    kind, reason, remedy = found
    if kind in (LibraryUnreachableError, LibraryDamagedError, LibraryNotFoundError):
        reason = f"{reason} ({_one_line(cause)})"
    return kind(place, reason, remedy)


def _case(cause: BaseException | None) -> Case | None:
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        if code is None:
            return _DAMAGED if "decode to UTF-8" in str(cause) else None
        return _SQLITE_EXACT.get(code) or _SQLITE.get(code & 0xFF)
    state = getattr(cause, "sqlstate", None)
    if state is None:
        connecting = "OperationalError" in type(cause).__name__
        return _UNREACHABLE if connecting else None
    return _POSTGRES.get(state) or _POSTGRES.get(state[:3]) or _POSTGRES.get(state[:2])


def _one_line(error: BaseException | None) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
