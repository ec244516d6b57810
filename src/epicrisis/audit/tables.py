"""TAB: what a table's cells say of its own labels."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import mean

from epicrisis.audit.base import Example, Examples, Remark, Rule, Span
from epicrisis.audit.passages import number, one_line
from epicrisis.model import Cell, Course, Document, Table

_MARKUP = re.compile(r"<su[pb]>.{0,200}?</su[pb]>|<[^<>]+>|\*+")
_PERCENT = re.compile(r"\(?\s*(\d{1,3}(?:[.,]\d+)?)\s*%\s*\)?")
_LITRES = re.compile(r"(\d{1,2}[.,]\d{1,2}|\d)\s*(?:L|l|litres?|liters?)?\s*(?:\(.*)?")
_NEVER_PERCENT = re.compile(
    r"\b(?:distance|metres?|meters?|6\s?MWD|weight|height|length|temperature|heart rate|pulse|"
    r"blood pressure|age)\b(?![^\n]*%)(?![^\n]*\bpredicted\b)(?![^\n]*\bchange\b)",
    re.I,
)
_VOLUME = re.compile(
    r"\b(?:FVC|FEV\s?1|VC|TLC|forced (?:vital|expiratory)|vital capacity)\b(?!\s*/)", re.I
)
_DIFFUSION = re.compile(r"\b(?:D\s?L\s?CO|TL\s?CO|diffus\w+)", re.I)
_LEAST = 3  # columns that must agree before a row is called mislabelled


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its label without marks, its span, and its cells by column."""

    label: str
    start: int
    end: int
    cells: dict[int, tuple[Cell, str]]


def rows_of(document: Document, table: Table) -> list[Row]:
    """Give the body rows of a table with their labels."""
    by_row: dict[int, list[Cell]] = {}
    for cell in table.cells:
        by_row.setdefault(cell.row, []).append(cell)
    rows = []
    for index in sorted(by_row):
        cells = sorted(by_row[index], key=lambda cell: cell.column)
        filled = [cell for cell in cells if cell.start < cell.end]
        if index < table.header_rows or not filled or filled[0].column != 0:
            continue
        label = _clean(document, filled[0])
        body = {cell.column: (cell, _clean(document, cell)) for cell in filled[1:]}
        rows.append(Row(label, filled[0].start, filled[-1].end, body))
    return rows


def _clean(document: Document, cell: Cell) -> str:
    return one_line(_MARKUP.sub("", document.text[cell.start : cell.end]))


def _percents(row: Row) -> dict[int, float]:
    """The cells that are percentages and nothing else, by column."""
    out = {}
    for column, (_, words) in row.cells.items():
        found = _PERCENT.fullmatch(words)
        value = number(found[1]) if found else None
        if value is not None:
            out[column] = value
    return out


def _litres(row: Row) -> dict[int, float]:
    """The cells that start with a volume in litres, by column."""
    out = {}
    for column, (_, words) in row.cells.items():
        found = _LITRES.fullmatch(words)
        value = number(found[1]) if found else None
        if value is not None and 0.3 <= value <= 12:
            out[column] = value
    return out


def labels(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for rows whose cells are of another kind than their label says."""
    for table in document.tables:
        rows = rows_of(document, table)
        shifted = set()
        for index in range(len(rows) - 1):
            predicted = _predicted(rows[index], rows[index + 1])
            if predicted:
                run = _run(rows, index + 1)
                shifted.update(run)
                yield _shifted(rows, index, run, predicted)
        for index, row in enumerate(rows):
            if index not in shifted and _not_percent(row):
                yield Remark(f"The row {row.label!r} holds percentages.", (row.start, row.end))


def _not_percent(row: Row) -> bool:
    percents = _percents(row)
    most = len(percents) >= _LEAST and len(percents) > 0.8 * len(row.cells)
    return most and bool(_NEVER_PERCENT.search(row.label))


def _predicted(volumes: Row, below: Row) -> tuple[float, float] | None:
    """The range of predicted volumes, where a row labelled otherwise is % predicted of the last.

    Litres over the fraction of predicted is the predicted volume, and a body's predicted volume
    hardly changes; the ratio of two different tests does.
    """
    if not _VOLUME.search(volumes.label) or not _DIFFUSION.search(below.label):
        return None
    litres, percents = _litres(volumes), _percents(below)
    shared = [column for column in litres if percents.get(column, 0) > 5]
    if len(shared) < _LEAST:
        return None
    ratios = [100 * litres[column] / percents[column] for column in shared]
    values = [litres[column] for column in shared]
    steady = max(ratios) / min(ratios) < 1.1 and max(values) / min(values) > 1.15
    tight = mean(abs(ratio / mean(ratios) - 1) for ratio in ratios) < 0.03
    return (min(ratios), max(ratios)) if steady and tight else None


def _run(rows: list[Row], index: int) -> list[int]:
    """The mislabelled row and the one below it, where that holds percentages it should not."""
    below = index + 1
    return [index, below] if below < len(rows) and _not_percent(rows[below]) else [index]


def _shifted(rows: list[Row], index: int, run: list[int], predicted: tuple[float, float]) -> Remark:
    volumes, row = rows[index], rows[run[0]]
    low, high = predicted
    message = (
        f"The row {row.label!r} holds the {volumes.label} in % predicted: {volumes.label} in "
        f"litres over these percentages is {low:.1f} to {high:.1f} L throughout."
    )
    reading = [f"{row.label}: {volumes.label} in % predicted"]
    if len(run) > 1:
        following = rows[run[1]]
        message += (
            f" The next row, {following.label!r}, holds percentages: the labels are shifted by "
            "one row."
        )
        reading.append(f"{following.label}: {row.label} in % predicted")
    related: list[Span] = [(rows[other].start, rows[other].end) for other in run[1:]]
    related.append((volumes.start, volumes.end))
    return Remark(
        message,
        (row.start, row.end),
        related=tuple(related),
        suggestion="; ".join(reading),
    )


def lost_cells(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Find rows that hold fewer values than the table has columns, without a trace of which."""
    for table in document.tables:
        for row in rows_of(document, table):
            doubtful = [c for c, _ in row.cells.values() if c.column_last not in (None, c.column)]
            if doubtful:
                words = one_line(document.text[row.start : row.end])
                yield Remark(
                    f"The row {row.label!r} holds {len(row.cells)} values and the table more "
                    f"columns; nothing says which columns are empty: {words!r}.",
                    (row.start, row.end),
                )


_SHIFTED = (
    "Weeks\t3\t12\t26\t41\nFVC, L\t2.10\t2.90\t3.15\t3.30\nDLCO\t(50%)\t(69%)\t(75%)\t(79%)\n"
    "Distance\t31%\t38%\t42%\t40%\nDistance\t310\t400\t455\t460\n"
)
_RIGHT = (
    "Weeks\t3\t12\t26\t41\nFVC, L\t2.10\t2.90\t3.15\t3.30\nFVC %\t(50%)\t(69%)\t(75%)\t(79%)\n"
    "DLCO\t31%\t38%\t42%\t40%\nDistance\t310\t400\t455\t460\n"
)
_APART = (
    "Weeks\t3\t12\t26\t41\nFVC, L\t2.10\t2.90\t3.15\t3.30\nDLCO\t31%\t38%\t42%\t40%\n"
    "Distance, % of predicted\t51%\t60%\t70%\t71%\n"
)
TAB001 = Rule(
    "TAB001",
    "The cells of a row do not fit its label",
    "error",
    ("predicted volumes follow from age, height and sex: GLI 2012, doi:10.1183/09031936.00080312",),
    labels,
    Examples(
        fires=(
            Example(_SHIFTED),
            Example("Week\t1\t2\t3\n6-minute walk distance\t24%\t33%\t36%\n"),
        ),
        still=(Example(_RIGHT), Example(_APART)),
    ),
)
TAB002 = Rule(
    "TAB002",
    "Nothing says which columns the values of a row belong to",
    "warning",
    (),
    lost_cells,
    Examples(
        fires=(Example("Day\t1\t8\t15\t29\nFerritin\t900\t410\n", flattened=True),),
        still=(
            Example(_RIGHT),
            Example("Day\t1\t8\nFerritin\t900\t410\n", flattened=True),
        ),
    ),
)
