"""TAB004 to TAB006 and UNI004: columns, footnote marks and units of a table against one another."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.audit.passages import one_line
from epicrisis.audit.tables import rows_of
from epicrisis.errors import InputError
from epicrisis.model import Cell, Course, Document, Table
from epicrisis.vocab.units import Unit, convert, match_unit

_WITHIN = re.compile(r"[,;]\s*(?P<mark>[a-z])\s*:\s+(?=\w)")
_LEAST = 4  # cells in which two columns must agree
_RARE = 4  # one row in so many may be too long
_NUMBER = re.compile(r"[<>≤≥]?\s*\d+(?:[.,]\d+)*")


def repeated_columns(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Find two columns side by side with the same numbers in every row."""
    for table in document.tables:
        columns: dict[int, dict[int, tuple[Cell, str]]] = {}
        for cell in table.cells:
            words = one_line(document.text[cell.start : cell.end])
            if cell.row >= table.header_rows and not cell.header and words:
                columns.setdefault(cell.column, {})[cell.row] = (cell, words)
        for column in sorted(columns):
            one, two = columns[column], columns.get(column + 1, {})
            if column == 0 or not two or _differ(one, two):
                continue
            places = [(cell.start, cell.end) for cell, _ in two.values()]
            yield Remark(
                f"Columns {column + 1} and {column + 2} hold the same values in every row.",
                places[0],
                related=tuple(places[1:]),
            )


def _differ(one: dict[int, tuple[Cell, str]], two: dict[int, tuple[Cell, str]]) -> bool:
    """Whether two columns differ, or hold too few numbers of their own to tell."""
    shared = [row for row in one if row in two]
    numbers = {one[row][1] for row in shared if _NUMBER.match(one[row][1])}
    same = all(one[row][1] == two[row][1] for row in shared)
    return not same or len(numbers) < _LEAST or len(shared) < min(len(one), len(two))


def footnote_marks(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Find marks without a footnote, and marks that two footnotes explain."""
    for table in document.tables:
        notes: dict[str, list[tuple[int, int]]] = {}
        for note in table.footnotes:
            notes.setdefault(note.mark.lower(), []).append((note.start, note.end))
        for note in table.footnotes:  # "a: …, b: …, a: …" in one line
            for found in _WITHIN.finditer(document.text, note.start, note.end):
                if found["mark"] in notes:
                    notes[found["mark"]].append((found.start(), note.end))
        if not any(notes) or any(len(mark) > 1 for mark in notes):
            continue
        for mark, places in notes.items():
            words = {one_line(document.text[start:end]).lower() for start, end in places}
            if mark and len(words) > 1:
                yield Remark(
                    f"Two footnotes bear the mark {mark!r}.", places[0], related=tuple(places[1:])
                )
        for cell in table.cells:
            lost = [m for m in cell.marks if m.lower() not in notes and m.isalpha() and len(m) == 1]
            if lost and cell.start < cell.end and len(notes) > 1:
                yield Remark(
                    f"The mark {lost[0]!r} of {one_line(document.text[cell.start : cell.end])!r} "
                    "has no footnote.",
                    (cell.start, cell.end),
                )


def ragged(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Find rows with more cells than the header has columns, and rows that lack some.

    An empty cell is a cell: what is missing is its very place, so that nobody can tell which it is.
    """
    for table in document.tables:
        heads = [cell for cell in table.cells if cell.row < table.header_rows]
        width = max((cell.column + cell.colspan for cell in heads), default=0)
        if width < 2 or table.flattened:
            continue
        rows = rows_of(document, table)
        beyond = [
            (row, [cell for column, (cell, _) in row.cells.items() if column >= width])
            for row in rows
        ]
        yield from _short(document, table, width)
        long = [(row, cells) for row, cells in beyond if cells]
        if len(long) > max(1, len(rows) // _RARE):  # then it is the header that lacks cells
            continue
        for row, cells in long:
            yield Remark(
                f"The row {row.label!r} has {len(cells)} more cells than the header.",
                (cells[0].start, cells[-1].end),
            )


def _short(document: Document, table: Table, width: int) -> Iterator[Remark]:
    """The rows that have fewer cells than the header, where nearly all others have as many."""
    by_row: dict[int, list[Cell]] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            by_row.setdefault(row, []).append(cell)
    body = {row: cells for row, cells in by_row.items() if row >= table.header_rows}
    short = {
        row: cells for row, cells in body.items() if 1 < sum(cell.colspan for cell in cells) < width
    }
    if len(body) < _RARE or len(short) > len(body) // _RARE:
        return
    for cells in short.values():
        filled = [cell for cell in cells if cell.start < cell.end]
        if len(filled) > 1:
            words = one_line(document.text[filled[0].start : filled[0].end])
            missing = width - sum(cell.colspan for cell in cells)
            yield Remark(
                f"The row {words!r} has {missing} cells fewer than the header.",
                (filled[0].start, filled[-1].end),
            )


_BRACKETED = re.compile(r"[(\[,]\s*(?P<unit>[^()\[\]]{1,25}?)\s*[)\]]?\s*$")
_VALUE = re.compile(r"[<>≤≥]?\s*\d+(?:[.,]\d+)?\s*(?=[^\d\s(])")
_TENFOLD = 9.0


def units(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare the unit a row or column bears with the units its cells print."""
    for table in document.tables:
        heads = _head_units(document, table)
        for row in rows_of(document, table):
            own = _unit_of(row.label)
            for column, (cell, words) in row.cells.items():
                number = _VALUE.match(words)
                printed = match_unit(words, number.end()) if number else None
                said = own or heads.get(column)
                if printed and said and printed[0] >= len(words) and _apart(printed[1], said):
                    yield Remark(
                        f"The cell {words!r} is in another unit than its row or column: "
                        f"{said.ucum}.",
                        (cell.start, cell.end),
                        related=((row.start, row.start + max(1, len(row.label))),),
                    )


def _head_units(document: Document, table: Table) -> dict[int, Unit]:
    found = {}
    for cell in table.cells:
        if cell.row < table.header_rows and cell.start < cell.end:
            unit = _unit_of(one_line(document.text[cell.start : cell.end]))
            if unit:
                found[cell.column] = unit
    return found


def _unit_of(label: str) -> Unit | None:
    """The unit in brackets, or behind a comma, at the end of a label."""
    found = _BRACKETED.search(label)
    unit = match_unit(label, found.start("unit")) if found else None
    if found is None or unit is None or unit[0] < found.end("unit"):
        return None
    return unit[1]


def _apart(one: Unit, other: Unit) -> bool:
    """Whether two units of one kind differ by a factor of ten or more."""
    if one.ucum == other.ucum or "%" in (one.ucum, other.ucum):
        return False
    try:
        factor = convert(1.0, one.ucum, other.ucum)
    except InputError:
        return False
    return factor > 0 and max(factor, 1 / factor) >= _TENFOLD


_COLUMNS = (
    "Week\t1\t2\t3\nFerritin\t900\t{0}\t410\nCK\t310\t{1}\t150\nLDH\t512\t{2}\t298\n"
    "KL-6\t1880\t{3}\t980\n"
)
_NOTED = "Week\t1\t2\nCK <sup>a</sup>\t851\t249\na: creatine kinase\na: {}"
TAB004 = Rule(
    "TAB004",
    "Two columns side by side hold the same values",
    "note",
    (),
    repeated_columns,
    Examples(
        fires=(Example(_COLUMNS.format(900, 310, 512, 1880)),),
        still=(Example(_COLUMNS.format(700, 310, 402, 1500)),),
    ),
)
TAB005 = Rule(
    "TAB005",
    "A footnote mark is used twice or explained nowhere",
    "note",
    (),
    footnote_marks,
    Examples(
        fires=(Example(_NOTED.format("creatinine")),),
        still=(Example(_NOTED.format("creatine kinase")),),
    ),
)
TAB006 = Rule(
    "TAB006",
    "A row has more or fewer cells than the header",
    "note",
    (),
    ragged,
    Examples(
        fires=(
            Example("Week\t1\t2\nCK\t851\t249\t301\nHb\t11\t12\n"),
            Example("Week\t1\t2\t3\nCK\t851\t249\nHb\t11\t12\t9\nLDH\t5\t4\t3\nALT\t6\t5\t4\n"),
        ),
        still=(Example("Week\t1\t2\nCK\t851\t249\nHb\t11\t12\n"),),
    ),
)
UNI004 = Rule(
    "UNI004",
    "A cell in another unit than its row or column",
    "warning",
    (),
    units,
    Examples(
        fires=(Example("Test\t1\t2\nCRP (mg/L)\t17 mg/dL\t12\nHb (g/dL)\t11\t12\n"),),
        still=(Example("Test\t1\t2\nCRP (mg/L)\t17 mg/L\t12\nHb (g/dL)\t11\t12\n"),),
    ),
)
