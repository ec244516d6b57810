"""Durations from a table of patients, both ends of which are intervals.

| column | what it holds |
| --- | --- |
| `first_low`, `first_high` | earliest and latest moment of the first event, such as an exposure |
| `second_low`, `second_high` | the same of the second event, such as the first symptom |
| `patient`, `study` | who it is, and the paper |

Where `first_high` is empty the first event lay before the second ended; where `second_low` is
empty the second lay behind the beginning of the first. The other two must be told.
"""

from dataclasses import dataclass
from pathlib import Path

from epicrisis.synthesis.estimates import checks, tables
from epicrisis.synthesis.estimates.durations import FAMILIES, Duration, duration
from epicrisis.synthesis.estimates.patients import MissingPatient
from epicrisis.synthesis.plain import Result

ENDS = ("first_low", "first_high", "second_low", "second_high")
SPANS = (
    *(tables.number(end, required=True) for end in ENDS),
    tables.text("patient"),
    tables.text("study"),
)


@dataclass(frozen=True, slots=True)
class Durations(Result):
    """What a table says about a duration.

    Attributes:
        fitted: The distribution; `None` if fewer than two patients can be used.
        ids: The patients behind it.
        missing: Rows that gave nothing.
        notes: What a reader must know.
    """

    fitted: Duration | None
    ids: tuple[str, ...]
    missing: tuple[MissingPatient, ...]
    notes: tuple[str, ...]


def duration_table(
    path: Path, *, distribution: str = "lognormal", level: float = 0.95
) -> Durations:
    """Fit a distribution of durations to a table of patients.

    Raises:
        InputError: The table cannot be read, or a cell cannot be.
        UnknownNameError: A column or the distribution is not known.
    """
    checks.one_of("distribution", distribution, FAMILIES)
    checks.level_of(level)
    table = tables.read_table(path, SPANS)
    columns = [table.numbers(end) for end in ENDS]
    names = table.texts("patient")
    kept: dict[str, tuple[float, float, float, float]] = {}
    missing: list[MissingPatient] = []
    for entry, ends in enumerate(zip(*columns, strict=True)):
        name = names[entry] or f"row {table.lines[entry]}"
        row = _row(table, entry, ends)
        if isinstance(row, str):
            missing.append(MissingPatient(name, row))
        else:
            kept[f"{name} ({table.lines[entry]})" if name in kept else name] = row
    if len(kept) < 2:
        note = f"{len(kept)} patients: a distribution needs two or more"
        return Durations(None, tuple(kept), tuple(missing), (note,))
    fitted = duration(*zip(*kept.values(), strict=True), distribution=distribution, level=level)
    return Durations(fitted, tuple(kept), tuple(missing), ())


def _row(
    table: tables.Table, entry: int, ends: tuple[float | None, ...]
) -> tuple[float, float, float, float] | str:
    first_low, first_high, second_low, second_high = ends
    if first_low is None:
        return "no earliest moment of the first event"
    if second_high is None:
        return "no latest moment of the second event"
    if second_high <= first_low:
        raise table.wrong(entry, "second_high", f"expected a time after {first_low:g}")
    first_high = second_high if first_high is None else first_high
    second_low = first_low if second_low is None else second_low
    if first_high < first_low:
        raise table.wrong(entry, "first_high", f"expected {first_low:g} or more")
    if second_high < second_low:
        raise table.wrong(entry, "second_low", f"expected {second_high:g} or less")
    return first_low, min(first_high, second_high), max(second_low, first_low), second_high
