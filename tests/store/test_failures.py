"""What can go wrong is said: where, what was expected, what to do; and nothing is lost by it."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import event

from epicrisis.errors import (
    InputError,
    LibraryDamagedError,
    LibraryError,
    LibraryFullError,
    LibraryLockedError,
    LibraryNotFoundError,
    LibraryReadOnlyError,
    LibraryUnreachableError,
    LibraryVersionError,
    NotALibraryError,
)
from epicrisis.store import open_library


def add(library, extraction, run):
    return library.add(extraction.document, extraction.courses, extraction.findings, run)


@pytest.fixture
def file(new_place, run, case) -> Path:
    """The file of a library with a few cases."""
    path = Path(new_place("sqlite"))
    with open_library(path, create=True) as library:
        list(library.add_all(map(case, range(3)), run))
    return path


def assert_says(error, place) -> None:
    """The message has the place, what was found, and what to do."""
    assert str(place) in str(error.value)
    assert error.value.remedy
    assert error.value.reason in str(error.value)
    assert "\n" not in str(error.value)


def assert_whole(path, cases=3) -> None:
    with open_library(path, readonly=True) as library:
        assert len(list(library.pairs())) == cases


@contextmanager
def locked(place):
    """Hold the lock of writers as another program would."""
    if "://" in place:
        import psycopg

        with psycopg.connect(place) as other:
            other.execute(f"SELECT pg_advisory_xact_lock({0x45504943})")
            yield
        return
    other = sqlite3.connect(place, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


def test_locked_library_is_waited_for_and_then_told(place, library, run, case):
    """After the time given the answer is clear; when the lock is gone the work goes on."""
    add(library, case(0), run)
    with open_library(place, timeout=0.3) as waiting:
        with locked(place), pytest.raises(LibraryLockedError) as error:
            add(waiting, case(1), run)
        assert add(waiting, case(1), run).status == "added"
    assert_says(error, library.place)
    assert library.counts()["cases"] == 2


def test_library_being_made_is_waited_for(place):
    """Another that is just making it is waited for, and not told of as soon as it is met."""
    with locked(place), pytest.raises(LibraryLockedError):
        open_library(place, create=True, timeout=0.2)
    with locked(place):
        waiting = Thread(target=lambda: open_library(place, create=True, timeout=20).close())
        waiting.start()
        waiting.join(timeout=0.3)
        assert waiting.is_alive()
    waiting.join(timeout=20)
    with open_library(place) as library:
        assert library.counts()["cases"] == 0


def test_locked_library_can_be_read(place, library, run, case):
    """Readers do not wait for writers."""
    add(library, case(0), run)
    with locked(place), open_library(place, readonly=True, timeout=0.3) as reader:
        assert len(list(reader.courses())) == 1


@contextmanager
def nobody():
    """Be a user without rights, where the tests are run by one who has all."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_library_that_may_not_be_written_is_told(file, run, case):
    """Opening it for writing says so; opening it to read works without writing beside it."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    try:
        path = Path(shutil.copy(file, folder))
        path.chmod(0o444)
        folder.chmod(0o555)
        with nobody():
            with pytest.raises(LibraryReadOnlyError) as error:
                open_library(path)
            assert_whole(path)
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)
    assert_says(error, path)


def test_full_library_takes_the_last_step_back(file, run, case):
    """What did not fit is not there in part; with more room it goes in."""
    library = open_library(file)

    @event.listens_for(library._database.engine, "connect")
    def limit(connection, _) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 20}")

    library.close()
    error, number = until_refused(library, case, run, first=3)
    library.close()

    assert isinstance(error, LibraryFullError)
    assert str(file) in str(error)
    assert number > 3
    assert_whole(file, cases=number)
    with open_library(file) as again:
        assert add(again, case(number), run).status == "added"


def until_refused(library, case, run, *, first: int = 0) -> tuple[LibraryError, int]:
    """Add cases until one is refused; give the error and how many are in."""
    for number in range(first, 500):
        try:
            add(library, case(number), run)
        except LibraryError as error:
            return error, number
    raise AssertionError("nothing was refused")


def test_full_disk_takes_the_last_step_back(run, case):
    """The same on a real disk of half a megabyte, down to its last byte."""
    folder = Path(tempfile.mkdtemp())
    command = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, text=True)
    except OSError as error:
        folder.rmdir()
        pytest.skip(f"no small disk can be made here: {error}")
    if mounted.returncode:
        folder.rmdir()
        pytest.skip(f"no small disk can be made here: {mounted.stderr.strip()}")
    try:
        with open_library(folder / "l", create=True) as library:
            error, done = until_refused(library, case, run)
        assert isinstance(error, LibraryFullError)
        with open_library(folder / "l", readonly=True) as library:
            assert len(list(library.pairs())) == done
    finally:
        subprocess.run(["umount", str(folder)], check=False)
        folder.rmdir()


def test_library_of_a_newer_version_is_left_alone(place, run, case):
    """It is neither read nor changed."""
    with open_library(place, create=True) as library:
        add(library, case(0), run)
        with library._database.writing() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LibraryVersionError, match="newer epicrisis") as error:
        open_library(place, create=True)
    assert_says(error, library.place)


@pytest.mark.parametrize("share", [0.2, 0.4, 0.6, 0.8])
def test_damaged_file_is_told(new_place, run, case, share):
    """Overwritten in the middle it is reported as damaged, never read as if it were whole."""
    path = Path(new_place("sqlite"))
    with open_library(path, create=True) as library:
        list(library.add_all(map(case, range(30)), run))
    data = bytearray(path.read_bytes())
    start = int(len(data) * share) // 4096 * 4096
    data[start : start + 40960] = b"\xa5" * 40960
    path.write_bytes(data)
    with pytest.raises(LibraryDamagedError) as error:
        look_through(path)
    assert_says(error, path)


def look_through(path) -> None:
    """Open a library and check it."""
    with open_library(path) as library:
        library.check()


def test_changed_text_is_told(file):
    """A document whose characters are no longer those it was named by is not given."""
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE documents SET text = replace(text, 'was', 'is') WHERE pk = 1")
    connection.close()
    with (
        open_library(file) as library,
        pytest.raises(LibraryDamagedError, match="text has changed"),
    ):
        list(library.documents())


def other_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE shopping (item TEXT)")
    connection.close()


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_text("Case report. A woman had fever.", encoding="utf-8"),
        lambda path: path.write_bytes(b"SQLite format 3\0" + b"\x01" * 4000),
        lambda path: path.mkdir(),
        other_database,
    ],
    ids=["text", "cut", "folder", "database"],
)
def test_something_else_is_no_library(tmp_path, make):
    """It is refused, also for adding, and left as it is."""
    path = tmp_path / "other"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    for create in (False, True):
        with pytest.raises((NotALibraryError, LibraryDamagedError)) as error:
            open_library(path, create=create)
        assert_says(error, path)
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert {p.name for p in tmp_path.iterdir()} == {"other"}


def test_missing_library_is_told(tmp_path):
    """Reading makes none; the message says how one is made."""
    with pytest.raises(LibraryNotFoundError, match="epicrisis add") as error:
        open_library(tmp_path / "none")
    assert_says(error, tmp_path / "none")
    assert list(tmp_path.iterdir()) == []


def test_empty_database_becomes_a_library_only_if_asked(place):
    """An empty file or schema is no library until something is to be added."""
    if "://" not in place:
        Path(place).touch()
    with pytest.raises(NotALibraryError, match="empty database"):
        open_library(place)
    with open_library(place, create=True) as library:
        assert library.counts()["cases"] == 0


def test_foreign_schema_is_no_library(server, new_place):
    """Tables of somebody else are not built upon."""
    import psycopg

    url = new_place("postgresql")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE library (name text, value text)")
    with pytest.raises(NotALibraryError):
        open_library(url, create=True)


@pytest.mark.parametrize(
    "url", ["postgresql://nobody@127.0.0.1:1/none", "postgresql://x@/none?host=/nowhere"]
)
def test_server_that_does_not_answer_is_told(url):
    """Without a traceback, and without the password."""
    with pytest.raises(LibraryUnreachableError) as error:
        open_library(url.replace("@", ":secret@", 1), timeout=2)
    assert "secret" not in str(error.value)
    assert error.value.remedy


@pytest.mark.parametrize("url", ["mysql://x/y", "http://example.org/library", "sqlite://"])
def test_unknown_kind_of_database_is_refused(url):
    """Only files and PostgreSQL are libraries."""
    with pytest.raises((InputError, LibraryError), match=r"postgresql|URL"):
        open_library(url)
