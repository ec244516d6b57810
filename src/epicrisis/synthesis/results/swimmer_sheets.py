"""The rows of a swimmer plot as a table, and as one row a bar or mark."""

from collections.abc import Iterator
from math import isfinite
from typing import Any

from epicrisis.measures.intervals import Interval
from epicrisis.synthesis.results.lists import MOST, further, last_sheet
from epicrisis.synthesis.results.swimmer import Swimmer, SwimmerRow
from epicrisis.synthesis.sheets import Sheet, between


def swimmer_sheets(result: Swimmer) -> Iterator[Sheet]:
    """Give a table of the rows, and what is missing."""
    rows = tuple(_row(row) for row in result.rows)
    title = f"{len(rows)} patients, days from {result.origin}"
    head = ("patient", "kind", "seen", "ended", "treatments", "what happened")
    yield Sheet(title, head, rows[:MOST], notes=further(len(rows), "patients"))
    yield last_sheet(result.missing, result.notes)


def _row(row: SwimmerRow) -> tuple[str, ...]:
    bars = (f"{bar.label} ({between(*bar.start, 4)})" for bar in row.bars)
    marks = (f"{mark.what} ({between(*mark.days, 4)})" for mark in row.marks)
    ended = f"{row.ended} →" if row.ongoing else row.ended
    seen = between(*row.seen)
    return row.patient.label, row.patient.kind, seen, ended, ", ".join(bars), ", ".join(marks)


def swimmer_records(result: Swimmer) -> list[dict[str, Any]]:
    """Give one row a patient (`seen`), a treatment and a mark."""
    rows: list[dict[str, Any]] = []
    for row in result.rows:
        who = {"patient": row.patient.id, "kind": row.patient.kind}
        rows.append({**who, "what": "seen", "label": row.ended, **_bounds(row.seen, row.end)})
        rows += [
            {**who, "what": "treatment", "label": bar.label, **_bounds(bar.start, bar.stop)}
            for bar in row.bars
        ]
        rows += [
            {**who, "what": mark.what, "label": mark.label, **_bounds(mark.days, None)}
            for mark in row.marks
        ]
    return rows


def _bounds(start: Interval, stop: Interval | None) -> dict[str, float | None]:
    ends = (*start, *(stop or (None, None)))
    names = ("start_low", "start_high", "stop_low", "stop_high")
    return {
        name: end if end is not None and isfinite(end) else None
        for name, end in zip(names, ends, strict=True)
    }
