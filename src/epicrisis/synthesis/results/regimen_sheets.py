"""Lines of therapy as tables, and as one row a line."""

from collections.abc import Iterator
from math import isfinite
from typing import Any

from epicrisis.synthesis.results.lists import MOST, further, last_sheet
from epicrisis.synthesis.results.people import KINDS
from epicrisis.synthesis.results.regimens import CohortRegimens, PatientRegimen, RegimenPart
from epicrisis.synthesis.sheets import Sheet, between


def regimen_sheets(result: CohortRegimens) -> Iterator[Sheet]:
    """Give each patient's lines, the pathways, and what is missing."""
    for part in result.parts:
        title = f"Lines of therapy, days from {result.origin}, {KINDS[part.kind]}"
        rows = tuple(row for one in part.patients for row in _lines(one))
        head = ("patient", "line", "day", "drugs", "ended")
        yield Sheet(title, head, rows[:MOST], (1, 2), further(len(rows), "lines"))
        yield _pathways(part)
    yield last_sheet(result.missing, result.notes)


def _lines(one: PatientRegimen) -> Iterator[tuple[str, ...]]:
    for line in one.lines:
        drugs = " + ".join(line.drugs) + ("" if line.sure else " (days do not tell them apart)")
        last = one.ended if line is one.lines[-1] else ""
        yield one.patient.label, str(line.number), between(*line.start), drugs, last
    if one.undated:
        last = "" if one.lines else one.ended
        yield one.patient.label, "-", "not told", " + ".join(one.undated), last


def _pathways(part: RegimenPart) -> Sheet:
    if not part.pathways:
        return Sheet("no pathway: no line has a day")
    rows = tuple((str(len(one.patients)), " → ".join(one.steps)) for one in part.pathways)
    return Sheet("", ("patients", "pathway"), rows, (0,))


def regimen_records(result: CohortRegimens) -> list[dict[str, Any]]:
    """Give one row a line; drugs without a day have no number and no day."""
    rows: list[dict[str, Any]] = []
    for part in result.parts:
        for one in part.patients:
            who = {"patient": one.patient.id, "study": one.patient.study, "kind": part.kind}
            for line in one.lines:
                low, high = (end if isfinite(end) else None for end in line.start)
                row = {"line": line.number, "drugs": " + ".join(line.drugs)}
                days = {"day_low": low, "day_high": high, "sure": line.sure}
                rows.append({**who, **row, **days, "ended": one.ended})
            if one.undated:
                row = {"line": None, "drugs": " + ".join(one.undated)}
                days = {"day_low": None, "day_high": None, "sure": None}
                rows.append({**who, **row, **days, "ended": one.ended})
    return rows
