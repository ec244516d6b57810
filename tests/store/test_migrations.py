"""Libraries of every earlier version open, become today's, and lose nothing."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, MetaData, Table

from epicrisis.errors import LibraryVersionError
from epicrisis.model import Course
from epicrisis.store import open_library
from epicrisis.store.connecting import connect
from epicrisis.store.migrating import SCHEMA, upgrade, version_of
from epicrisis.store.tables import metadata
from epicrisis.synthesis import cohort
from epicrisis.testing import example_course, example_document, synthetic_cases

ARCHIVE = Path(__file__).with_name("archive")
KEPT = sorted(ARCHIVE.glob("v*.sqlite"))


@pytest.fixture(params=KEPT, ids=lambda path: path.stem)
def old(request, tmp_path) -> Path:
    """A copy of a library as an earlier version left it."""
    return Path(shutil.copy(request.param, tmp_path / "old"))


def without_ucum(course: Course) -> Course:
    """The course as it was invented when the first files were made."""
    events = (
        event.model_copy(update={"quantity": event.quantity.model_copy(update={"ucum": None})})
        if event.kind == "measurement"
        else event
        for event in course.events
    )
    return course.model_copy(update={"events": tuple(events)})


def test_old_library_is_brought_up_to_date(old, run):
    """Cases, versions and decisions are there as before, and it can be added to and searched."""
    with open_library(old) as library:
        document, course = example_document(), example_course()
        assert [version.number for version in library.history(course.id).versions] == [1, 2]
        assert library.course(course.id, 1) == course
        assert library.document(course.id) == document
        held = library.decisions(course.id)
        assert [(a.how, a.ruling.decision.decided_by) for a in held] == [
            ("quote", "ada"),
            ("lost", "ada"),
            ("quote", "bea"),
        ]
        assert library.course(course.id).of_kind("measurement")[0].quantity.value == 263
        assert [
            without_ucum(found) for found in library.courses(f"invented-0-{n}/1" for n in (0, 1))
        ] == [without_ucum(told) for _, told in synthetic_cases(2)]
        assert [hit.report for hit in library.search("harbour pilot")] == ["harbour-case"]
        read, indexed = cohort(library.pairs()), cohort(library.index())
        assert indexed.rows(x='measured("CRP")') == read.rows(x='measured("CRP")')
        assert indexed.count('has("fever")') == read.count('has("fever")')
        assert library.add(document, [course], [], run).status == "new version"
        library.check()
    with open_library(old, readonly=True) as library:
        assert library.history(course.id).versions[-1].number == 3


def test_old_library_is_not_changed_by_reading(tmp_path):
    """Opened to read only it says what is to be done, and stays as it was."""
    old = Path(shutil.copy(ARCHIVE / "v0001.sqlite", tmp_path / "old"))
    before = old.read_bytes()
    with pytest.raises(LibraryVersionError, match="for writing"):
        open_library(old, readonly=True)

    assert old.read_bytes() == before


def test_upgrade_that_fails_leaves_the_old_library(tmp_path):
    """It is one transaction: what cannot be ended was not begun."""
    old = Path(shutil.copy(ARCHIVE / "v0001.sqlite", tmp_path / "old"))
    with sqlite3.connect(old) as connection:
        connection.execute("CREATE TABLE texts (of_somebody TEXT)")  # in the way of the search
    connection.close()
    with pytest.raises(Exception, match="texts"):
        open_library(old)
    with sqlite3.connect(old) as connection:
        version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        reports = connection.execute("SELECT count(*) FROM reports").fetchone()
    connection.close()

    assert (version, reports) == (("0001",), (3,))


TABLES = ("runs", "reports", "documents", "versions", "courses", "events", "findings", "decisions")


def test_old_library_on_a_server_is_brought_up_to_date(new_place):
    """What a file of version 0002 held, put on a server of that version, is there and is found."""
    place = new_place("postgresql")
    database = connect(place, create=True, readonly=False, timeout=5)
    with sqlite3.connect(ARCHIVE / "v0002.sqlite") as kept, database.writing() as server:
        upgrade(server, to="0002")
        for name in TABLES:
            table = Table(name, MetaData(), autoload_with=server)
            there = [c.name for c in table.columns if c.name != "words"]
            listed = ", ".join(f'"{column}"' for column in there)
            rows = kept.execute(f"SELECT {listed} FROM {name}").fetchall()
            cells = [dict(zip(there, row, strict=True)) for row in rows]
            for row in cells:
                row.update({"cited": bool(row["cited"])} if "cited" in row else {})
            server.execute(table.insert(), cells)
    kept.close()
    database.close()
    with open_library(place) as library:
        assert [hit.report for hit in library.search("harbour pilot")] == ["harbour-case"]
        assert len(library.decisions()) == 3
        read, indexed = cohort(library.pairs()), cohort(library.index())
        for text in ('has("fever")', "age >= 18", 'measured("ferritin") > 100'):
            assert indexed.count(text) == read.count(text)
        library.check()


def columns(engine: Engine) -> dict[str, set[str]]:
    from sqlalchemy import inspect

    seen = inspect(engine)
    return {
        name: {
            *(f"{c['name']} {'' if c['nullable'] else 'not null'}" for c in seen.get_columns(name)),
            *(f"index {i['name']}" for i in seen.get_indexes(name)),
            *(f"unique {u['column_names']}" for u in seen.get_unique_constraints(name)),
            *(f"to {k['referred_table']}" for k in seen.get_foreign_keys(name)),
        }
        for name in seen.get_table_names()
    }


def test_migrations_make_the_tables_that_the_code_knows(new_place):
    """The newest migration and `tables.py` agree in tables, columns, indexes and keys."""
    for kind in ("sqlite", "postgresql"):
        place = new_place(kind)
        database = connect(place, create=True, readonly=False, timeout=5)
        with database.writing() as connection:
            upgrade(connection)
            assert version_of(connection) == SCHEMA
        migrated = columns(database.engine)
        database.close()
        other = connect(new_place(kind), create=True, readonly=False, timeout=5)
        metadata.create_all(other.engine)
        declared = columns(other.engine)
        other.close()
        for name, table in declared.items():
            assert migrated[name] == table, name


def test_every_version_of_the_tables_is_kept(root):
    """Whoever adds a migration archives the version before it."""
    steps = sorted((root / "src/epicrisis/store/migrations/versions").glob("v*.py"))
    kept = {path.stem for path in KEPT}

    assert {step.name[:5] for step in steps[:-1]} <= kept
    assert steps[-1].name[1:5] == SCHEMA
