"""Reading a table that somebody typed: one row a patient or a paper, columns known by name.

Fields are parted by comma, semicolon or tab, as the heading shows. An empty cell and `NA` mean
that the datum is missing. A cell that cannot be read is an error that says file, row, column and
what was expected; rows are counted as a spreadsheet counts them, the heading being row 1.
"""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path

from epicrisis.errors import InputError, UnknownNameError

MISSING = ("", "NA")
MOST_BYTES = 64_000_000
Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a table may have.

    Attributes:
        name: Its heading.
        expected: What its cells hold, in words.
        read: Turns a cell that is not empty into a value; raises ValueError if it cannot.
        required: Whether the table must have it.
    """

    name: str
    expected: str
    read: Callable[[str], Cell]
    required: bool = False


def text(name: str, *, required: bool = False) -> Column:
    """Make a column of names."""
    return Column(name, "a name", str, required)


def count(name: str, *, required: bool = False) -> Column:
    """Make a column of whole numbers."""
    return Column(name, "a whole number of 0 or more", _count, required)


def number(name: str, *, required: bool = False) -> Column:
    """Make a column of numbers that are not negative."""
    return Column(name, "a number of 0 or more", _number, required)


def choice(name: str, known: Iterable[str], *, required: bool = False) -> Column:
    """Make a column whose cells are one of several words."""
    words = tuple(known)

    def read(cell: str) -> str:
        if cell.lower() not in words:
            raise ValueError(cell)
        return cell.lower()

    return Column(name, "one of " + ", ".join(words), read, required)


@dataclass(frozen=True, slots=True)
class Table:
    """A table that has been read.

    Attributes:
        name: The file.
        columns: The cells of each column that the file has, by heading.
        lines: The row of each entry as a spreadsheet counts it.
    """

    name: str
    columns: dict[str, list[Cell]]
    lines: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.lines)

    def __contains__(self, column: str) -> bool:
        return column in self.columns

    def texts(self, column: str) -> list[str]:
        """Give a column of names; missing ones are empty."""
        cells = self.columns.get(column, [None] * len(self))
        return ["" if cell is None else str(cell) for cell in cells]

    def numbers(self, column: str) -> list[float | None]:
        """Give a column of numbers; missing ones are `None`."""
        cells = self.columns.get(column, [None] * len(self))
        return [cell if isinstance(cell, float) else None for cell in cells]

    def wrong(self, entry: int, column: str, message: str) -> InputError:
        """Make the error for one cell."""
        return InputError(f"{self.name}: row {self.lines[entry]}, column {column!r}: {message}")


def read_table(path: Path, columns: Iterable[Column]) -> Table:
    """Read a table whose columns are among those given.

    Raises:
        InputError: The file cannot be read, has no heading, lacks a column, has one twice, or holds
            a cell that is not what its column expects.
        UnknownNameError: A column is not known; the message lists the known ones.
    """
    known = {column.name: column for column in columns}
    rows = _rows(path)
    if not rows:
        raise InputError(f"{path}: empty; expected a heading with {_listed(known.values())}")
    heading = [cell.strip().lower() for cell in rows[0][1]]
    _check_heading(path, heading, known)
    table = Table(str(path), {name: [] for name in heading})
    for line, cells in rows[1:]:
        if len(cells) != len(heading):
            raise InputError(
                f"{path}: row {line}: expected {len(heading)} cells, found {len(cells)}"
            )
        table.lines.append(line)
        for name, cell in zip(heading, cells, strict=True):
            table.columns[name].append(_cell(table, known[name], cell.strip()))
    return table


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """Give every row that is not blank, with its number."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"{path}: larger than {MOST_BYTES // 1_000_000} MB")
        content = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: expected a table as UTF-8 text; byte {error.start}") from error
    if "\0" in content:
        raise InputError(f"{path}: expected a table as text, found binary data")
    first = content.lstrip().partition("\n")[0]
    parted = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(content), delimiter=parted, strict=True)
    try:
        numbered = [(i, row) for i, row in enumerate(reader, start=1)]
    except csv.Error as error:
        raise InputError(f"{path}: line {reader.line_num}: {error}") from error
    return [(i, row) for i, row in numbered if any(cell.strip() for cell in row)]


def _check_heading(path: Path, heading: list[str], known: dict[str, Column]) -> None:
    for name in heading:
        if name not in known:
            raise UnknownNameError(f"column of {path}", name, known)
        if heading.count(name) > 1:
            raise InputError(f"{path}: column {name!r} is there twice")
    lacking = [c.name for c in known.values() if c.required and c.name not in heading]
    if lacking:
        words = " and ".join(repr(name) for name in lacking)
        raise InputError(f"{path}: lacks column {words}; known: {_listed(known.values())}")


def _listed(columns: Iterable[Column]) -> str:
    return ", ".join(c.name if c.required else f"{c.name} (optional)" for c in columns)


def _cell(table: Table, column: Column, cell: str) -> Cell:
    if cell in MISSING:
        return None
    try:
        return column.read(cell)
    except ValueError:
        message = f"expected {column.expected}, found {cell!r}"
        raise table.wrong(len(table.lines) - 1, column.name, message) from None


def _number(cell: str) -> float:
    value = float(cell)
    if not isfinite(value) or value < 0 or "_" in cell:
        raise ValueError(cell)
    return value


def _count(cell: str) -> float:
    value = _number(cell)
    if value != int(value):
        raise ValueError(cell)
    return value
