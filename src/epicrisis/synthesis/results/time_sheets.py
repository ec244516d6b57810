"""Times to an event as tables, and as one row a patient."""

from collections.abc import Iterator
from math import isfinite
from typing import Any

from epicrisis.synthesis.estimates.sheets import (
    comparison_lines,
    curve_sheet,
    interval_sheet,
    regimens_sheet,
)
from epicrisis.synthesis.results.lists import MOST, further, last_sheet
from epicrisis.synthesis.results.people import KINDS
from epicrisis.synthesis.results.times import CohortSurvival, PatientTime, SurvivalPart
from epicrisis.synthesis.sheets import Sheet, between, number, span


def survival_sheets(result: CohortSurvival) -> Iterator[Sheet]:
    """Give patients, curves and comparisons of each kind, and what is missing."""
    for part in result.parts:
        yield _patients(result, part)
        yield from map(curve_sheet, part.curves)
        yield from map(interval_sheet, part.interval_curves)
        lines = (*comparison_lines(part.log_rank, part.cox), *_at_ends(part))
        if lines:
            yield Sheet("", notes=lines)
        for corner in part.regimens:
            yield regimens_sheet(corner.regimens, f"{result.treatment}: {corner.taken}")
        if part.left_out or part.notes:
            yield last_sheet(part.left_out, part.notes)
    yield last_sheet(result.missing, result.notes)


def _patients(result: CohortSurvival, part: SurvivalPart) -> Sheet:
    title = f"{result.event} from {result.origin}, days, {KINDS[part.kind]}"
    rows = tuple(_row(one) for one in part.patients[:MOST])
    if not rows:
        return Sheet(title, notes=("no patient with a time",))
    head = ("patient", "day", "", "group", "from day", "treated from")
    used = [i for i, name in enumerate(head) if i < 3 or any(row[i] for row in rows)]
    return Sheet(
        title,
        tuple(head[i] for i in used),
        tuple(tuple(row[i] for i in used) for row in rows),
        (1,),
        further(len(part.patients), "patients"),
    )


def _at_ends(part: SurvivalPart) -> Iterator[str]:
    """Say the medians, with exact limits, and the tests with all events at either end."""
    for end in part.at_ends:
        for curve in end.curves:
            who = f" ({curve.label})" if curve.label else ""
            limits = curve.median_exact or curve.median_interval
            yield (
                f"{end.taken}{who}: median {number(curve.median)} "
                f"({limits.level:.0%} {span(limits)}, {limits.method})"
            )
        yield from (f"{end.taken}: {line}" for line in comparison_lines(end.log_rank, end.cox))


def _row(one: PatientTime) -> tuple[str, ...]:
    day = between(*one.days) if one.event else f"{one.days.low:.6g}+"
    treated = between(*one.treated) if one.treated else one.treatment
    return (
        one.patient.label,
        day,
        one.ended,
        one.group,
        f"{one.entry:g}" if one.entry else "",
        treated,
    )


def survival_records(result: CohortSurvival) -> list[dict[str, Any]]:
    """Give one row a patient; `lower` and `upper` are the bounds of the event."""
    return [
        {
            "patient": one.patient.id,
            "study": one.patient.study,
            "kind": part.kind,
            "group": one.group or None,
            "event": int(one.event),
            "time": one.days.low if one.days.low == one.days.high or not one.event else None,
            "lower": one.days.low,
            "upper": one.days.high if isfinite(one.days.high) else None,
            "start": one.entry,
            "treated_from": one.treated.low if one.treated else None,
            "treated_until": one.treated.high if one.treated else None,
            "treatment": one.treatment or None,
            "ended": one.ended,
            "quotes": " | ".join(one.quotes),
        }
        for part in result.parts
        for one in part.patients
    ]
