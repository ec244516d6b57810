"""Making a library, knowing one, and bringing one of an earlier version up to date."""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, select, text

from epicrisis.errors import LibraryVersionError, NotALibraryError
from epicrisis.store.connecting import Database
from epicrisis.store.failures import told
from epicrisis.store.indexing import index_again
from epicrisis.store.records import now
from epicrisis.store.tables import info

SCHEMA: Final = "0003"  # the newest migration
APPLICATION: Final = 0x4550_4943  # "EPIC", in the header of a SQLite file
KIND: Final = "epicrisis.library"
_HERE: Final = Path(__file__).parent / "migrations"


def prepare(database: Database, *, create: bool) -> None:
    """Leave a library of today's version behind, or say why that cannot be.

    Everything happens in one transaction: killed in between, the database is as it was.

    Raises:
        NotALibraryError: The database is empty and is to stay so, or holds something else.
        LibraryVersionError: A newer epicrisis made it, or it is old and opened to read only.
    """
    with told(database.place):
        with database.reading() as connection:
            found = version_of(connection)
            empty = found is None and is_empty(connection)
        if found == SCHEMA:
            return
        check(database, found, empty=empty, create=create)
    database.write_ahead()
    with database.writing() as connection:
        if version_of(connection) != SCHEMA:  # another process may have been faster
            upgrade(connection, place=database.place)


def check(database: Database, found: str | None, *, empty: bool, create: bool) -> None:
    """Raise unless the database may be made into a library of today's version."""
    if found is None:
        if empty and create and not database.readonly:
            return
        raise NotALibraryError(
            database.place,
            "expected a case library made by epicrisis, found "
            + ("an empty database" if empty else "another database; it is left as it is"),
            "Fill it with `epicrisis add FILES --library ...`." if empty else "Name another.",
        )
    if found > SCHEMA:
        raise LibraryVersionError(
            database.place,
            f"it is of version {found}, made by a newer epicrisis; this one knows versions up to "
            f"{SCHEMA}",
            "Use the newer epicrisis (`pip install --upgrade epicrisis`).",
        )
    if database.readonly:
        raise LibraryVersionError(
            database.place,
            f"it is of version {found}, and to be read by this epicrisis it must become {SCHEMA}",
            "Open it once for writing, e.g. with `epicrisis add`; keep a copy if you still use "
            "the older epicrisis.",
        )


def version_of(connection: Connection) -> str | None:
    """Give the version of the library in a database, or None where there is none."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite and connection.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION:
        return None
    if not {info.name, "alembic_version"} <= set(inspect(connection).get_table_names()):
        return None
    kind = connection.execute(select(info.c.value).where(info.c.name == "kind")).scalar()
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(version) if kind == KIND and version else None


def is_empty(connection: Connection) -> bool:
    """Say whether a database holds no table at all."""
    return not inspect(connection).get_table_names()


def upgrade(connection: Connection, *, place: str = "", to: str = SCHEMA) -> None:
    """Apply the migrations that are missing, inside the connection's own transaction.

    The index of courses is made anew by today's code at the end, whatever the migrations left.
    """
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from alembic.script.base import ScriptDirectory as Scripts

    fresh = version_of(connection) is None
    scripts: Scripts = ScriptDirectory(str(_HERE), version_locations=[str(_HERE / "versions")])

    def steps(revision: str, context: MigrationContext) -> list[object]:
        del context
        return list(scripts._upgrade_revs(to, revision))

    with EnvironmentContext(Config(), scripts, fn=steps, destination_rev=to) as environment:
        environment.configure(connection=connection, transactional_ddl=True)
        environment.run_migrations()
    if to == SCHEMA and not fresh:
        index_again(connection, place)
    if fresh:
        connection.execute(
            info.insert(),
            [{"name": "kind", "value": KIND}, {"name": "made_at", "value": now()}],
        )
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
