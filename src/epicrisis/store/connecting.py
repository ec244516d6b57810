"""Opening the database of a library: a file of SQLite, or a PostgreSQL server by its URL."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import QueuePool

from epicrisis.errors import (
    InputError,
    LibraryLockedError,
    LibraryNotFoundError,
    LibraryReadOnlyError,
    LibraryUnreachableError,
    NotALibraryError,
)
from epicrisis.store.failures import explained, told

_MAGIC: Final = b"SQLite format 3\0"
_WRITERS: Final = 0x4550_4943  # "EPIC": the advisory lock that writers on a server take in turn
_PAUSE: Final = 0.05  # seconds between two tries


@dataclass(frozen=True, slots=True)
class Database:
    """An engine with the name it goes by in messages."""

    engine: Engine
    place: str
    timeout: float
    readonly: bool

    @property
    def sqlite(self) -> bool:
        """It is a file of SQLite, and not a server."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection to read with."""
        with told(self.place), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that alone writes; all of it is kept at the end, or nothing.

        Raises:
            LibraryLockedError: Others held the library for longer than the timeout.
        """
        with told(self.place), self.engine.connect() as connection:
            self._begin(connection)
            yield connection
            connection.commit()

    def _begin(self, connection: Connection) -> None:
        """Take the lock of writers, trying again until the time is up."""
        until = monotonic() + self.timeout
        connection = connection.execution_options(writes=True)

        def begin() -> None:
            connection.begin()
            if not self.sqlite:
                wait = max(1, int(1000 * (until - monotonic())))
                connection.execute(text(f"SET LOCAL lock_timeout = {wait}"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITERS})

        self._patiently(begin, connection, until)

    def write_ahead(self) -> None:
        """Have a file of SQLite log ahead, so that readers and a writer do not wait.

        SQLite does not wait for its timeout when two processes switch at once, so we do.
        """
        if not self.sqlite:
            return
        until = monotonic() + self.timeout
        with told(self.place), self.engine.connect() as connection:
            raw = connection.connection.driver_connection
            if raw is not None:
                switch = partial(raw.execute, "PRAGMA journal_mode = WAL")
                self._patiently(switch, connection, until)

    def _patiently(
        self, action: Callable[[], object], connection: Connection, until: float
    ) -> None:
        """Do what others may lock us out of, again and again until the time is up."""
        while True:
            try:
                action()
                return
            except (DBAPIError, sqlite3.Error) as error:
                if connection.in_transaction():
                    connection.rollback()
                locked = isinstance(explained(error, self.place), LibraryLockedError)
                if not locked or monotonic() >= until:
                    raise
                sleep(_PAUSE)

    def close(self) -> None:
        """Let go of the file or the server."""
        self.engine.dispose()


def connect(place: str | Path, *, create: bool, readonly: bool, timeout: float) -> Database:
    """Open a database; whether it holds a library is not looked at yet.

    Raises:
        LibraryNotFoundError: There is no such file, and none is to be made.
        NotALibraryError: The file is no database.
        LibraryUnreachableError: The server's driver is missing.
        InputError: The URL is none.
    """
    if isinstance(place, str) and "://" in place:
        try:
            url = make_url(place)
        except ArgumentError as error:
            raise InputError(f"{place!r} is no database URL: {error}") from error
        if url.get_backend_name() in ("postgresql", "postgres"):
            return _server(place, readonly=readonly, timeout=timeout)
        if url.get_backend_name() != "sqlite" or not url.database:
            raise InputError(
                f"{url.render_as_string()}: expected a path, or a URL that begins with "
                "postgresql:// or sqlite:///"
            )
        place = url.database
    path = Path(place).expanduser()
    _check_file(path, create=create)
    if not readonly and path.exists():
        _check_rights(path)
    engine = _file(path, readonly=readonly, timeout=timeout)
    return Database(engine, str(path), timeout, readonly)


def is_database(path: Path) -> bool:
    """Say whether a file is one of SQLite, as a library is."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def _check_file(path: Path, *, create: bool) -> None:
    """Refuse what cannot be a database before SQLite touches it."""
    try:
        if create and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            return
        if path.is_dir():
            raise NotALibraryError(str(path), "it is a folder", "Name a file inside it.")
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except FileNotFoundError:
        raise LibraryNotFoundError(
            str(path),
            "there is no such file",
            f"Make a library with `epicrisis add FILES --library {path}`, or check the path.",
        ) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise LibraryNotFoundError(
            str(path), f"it cannot be opened: {reason}", "Check path and permissions."
        ) from error
    if head and head != _MAGIC:
        raise NotALibraryError(
            str(path),
            "expected a case library made by epicrisis, found a file of another kind; it is left "
            "as it is",
            "Name another file.",
        )


def _check_rights(path: Path) -> None:
    """Refuse a file that could only be read; SQLite also writes a log beside it."""
    known = os.access in os.supports_effective_ids
    if not all(os.access(p, os.W_OK, effective_ids=known) for p in (path, path.absolute().parent)):
        raise LibraryReadOnlyError(
            str(path),
            "it may be read but not written",
            "Check the permissions of the file and of its folder.",
        )


def _file(path: Path, *, readonly: bool, timeout: float) -> Engine:
    def opened() -> sqlite3.Connection:
        if not readonly:
            return _raw(path, "mode=rwc", timeout)
        try:
            connection = _raw(path, "mode=ro", timeout)
            connection.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.OperationalError:
            if Path(f"{path}-wal").exists():
                raise
            # On a medium that cannot be written no index of the log can be made, nor need be.
            connection = _raw(path, "mode=ro&immutable=1", timeout)
        return connection

    engine = create_engine("sqlite://", creator=opened, poolclass=QueuePool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _raw(path: Path, mode: str, timeout: float) -> sqlite3.Connection:
    """One connection, in which transactions begin only where we say so."""
    uri = f"{path.absolute().as_uri()}?{mode}"
    connection = sqlite3.connect(
        uri, uri=True, isolation_level=None, timeout=timeout, check_same_thread=False
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA wal_autocheckpoint = 8000")
    return connection


def _server(place: str, *, readonly: bool, timeout: float) -> Database:
    url = make_url(place).set(drivername="postgresql+psycopg")
    shown = url.set(drivername="postgresql").render_as_string(hide_password=True)
    arguments: dict[str, Any] = {"connect_timeout": max(2, int(timeout))}
    try:
        engine = create_engine(url, connect_args=arguments, poolclass=QueuePool)
    except ImportError as error:
        raise LibraryUnreachableError(
            shown,
            "the driver psycopg is not installed",
            "Install it with `pip install 'epicrisis[postgres]'`.",
        ) from error
    if readonly:
        engine = engine.execution_options(postgresql_readonly=True)
    return Database(engine, shown, timeout, readonly)
