"""Trajectories as tables, and as one row a result."""

from collections.abc import Iterator
from math import isfinite
from typing import Any

from epicrisis.measures.intervals import Interval
from epicrisis.synthesis.results.lists import MOST, further, last_sheet
from epicrisis.synthesis.results.people import KINDS
from epicrisis.synthesis.results.trajectories import CohortTrajectory, TrajectoryPart
from epicrisis.synthesis.sheets import Sheet, between


def trajectory_sheets(result: CohortTrajectory) -> Iterator[Sheet]:
    """Give each patient's results, the windows, and what is missing."""
    for part in result.parts:
        yield _points(result, part)
        yield _windows(part)
    yield last_sheet(result.missing, result.notes)


def _points(result: CohortTrajectory, part: TrajectoryPart) -> Sheet:
    rows = [
        (row.patient.label, between(*point.days), between(*point.value, 4), point.printed)
        for row in part.patients
        for point in row.points
    ]
    title = f"{result.analyte} ({result.unit}), days from {result.align}, {KINDS[part.kind]}"
    head = ("patient", "day", "value", "printed")
    return Sheet(title, head, tuple(rows[:MOST]), (1, 2), further(len(rows), "results"))


def _windows(part: TrajectoryPart) -> Sheet:
    rows = []
    for one in part.windows:
        if not one.patients:
            continue
        quartiles = Interval(one.quartiles[0].low, one.quartiles[1].high)
        spread = Interval(one.range[0].low, one.range[1].high)
        rows.append(
            (
                f"{one.start:g} to {one.end:g}",
                str(len(one.patients)),
                between(*one.median, 4),
                between(*quartiles, 4),
                between(*spread, 4),
            )
        )
    if not rows:
        return Sheet("no result lies surely in a window")
    head = ("days", "patients", "median", "quartiles", "range")
    return Sheet("", head, tuple(rows), (1, 2, 3, 4))


def trajectory_records(result: CohortTrajectory) -> list[dict[str, Any]]:
    """Give one row a result."""
    return [
        {
            "patient": row.patient.id,
            "study": row.patient.study,
            "kind": part.kind,
            "day_low": _closed(point.days.low),
            "day_high": _closed(point.days.high),
            "value_low": _closed(point.value.low),
            "value_high": _closed(point.value.high),
            "unit": result.unit,
            "printed": point.printed,
            "limit": point.limit or None,
            "quote": point.quote,
        }
        for part in result.parts
        for row in part.patients
        for point in row.points
    ]


def _closed(bound: float) -> float | None:
    return bound if isfinite(bound) else None
