"""Writing many rows at once, in the fastest way that each database has."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

from epicrisis.store.rows import Row


def insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Write rows as they are; every value in them is one that databases know.

    All rows have the same columns.
    """
    if not rows:
        return
    columns = list(rows[0])
    values = list(map(itemgetter(*columns), rows))
    if connection.dialect.name == "postgresql":
        _copy(connection, table, columns, values)
        return
    told = table.insert().compile(dialect=connection.dialect, column_keys=columns)
    take = itemgetter(*(columns.index(name) for name in told.positiontup or ()))
    connection.exec_driver_sql(str(told), list(map(take, values)))


def _copy(
    connection: Connection, table: Table, columns: Sequence[str], values: Sequence[tuple[Any, ...]]
) -> None:
    """Send rows to PostgreSQL in one stream, without a round trip for each."""
    quote = connection.dialect.identifier_preparer.quote
    command = f"COPY {quote(table.name)} ({', '.join(map(quote, columns))}) FROM STDIN"
    raw: Any = connection.connection.driver_connection
    try:
        with raw.cursor() as cursor, cursor.copy(command) as copy:
            for row in values:
                copy.write_row(row)
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError(command, None, error) from error
