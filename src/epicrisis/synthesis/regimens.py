"""Lines of therapy and pathways: what each patient was given after what.

A line is the drugs that were begun together: within so many days of its beginning. A drug that a
patient had before does not begin a new line. Where the days do not tell two beginnings apart they
are in one line; a drug given on a day that is not told is in none and is listed.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import isfinite

from epicrisis.errors import InputError
from epicrisis.measures.intervals import Interval, days
from epicrisis.model import Course, Treatment
from epicrisis.synthesis.cohorts import Cohort
from epicrisis.synthesis.moments import Moment, begun, moment
from epicrisis.synthesis.persons import Person, each, found_by_kind, general_notes, persons
from epicrisis.synthesis.phrases import name
from epicrisis.synthesis.predicates import TOOK_PLACE
from epicrisis.synthesis.presence import ended_in
from epicrisis.synthesis.results import (
    CohortRegimens,
    Line,
    Missing,
    Pathway,
    PatientRegimen,
    RegimenPart,
)
from epicrisis.synthesis.sought import Scope, Sought, seek

WITHIN = 7.0  # days
AND = " + "


def regimens(
    cohort: Cohort,
    *drugs: str,
    origin: str = "presentation",
    within: float = WITHIN,
    together: bool = False,
) -> CohortRegimens:
    """Find lines and pathways; `Cohort.regimens` says what the arguments are."""
    if not within >= 0:
        raise InputError(f"within: expected days of 0 or more, found {within!r}")
    scope = Scope(cohort.courses)
    sought = [seek("drug", drug, scope) for drug in drugs]
    zero = moment(origin, cohort.courses)
    people, groups = persons(cohort)
    rows, missing = each(people, lambda person: _of_person(person, sought, zero, within))
    parts = [
        RegimenPart(kind, held, tuple(_pathways(held)))
        for kind, held in found_by_kind(people, rows, together=together)
    ]
    notes = [*general_notes(people, together=together), *_notes(rows.values())]
    return CohortRegimens(drugs, within, zero.name, tuple(parts), (*groups, *missing), tuple(notes))


def first_starts(
    course: Course, sought: Sequence[Sought]
) -> tuple[dict[str, Interval], tuple[str, ...]]:
    """Give when each drug was first given, on the course's axis, and those without any day.

    Args:
        course: The course.
        sought: What to look for, a drug counting as the first that finds it; all if empty.
    """
    told: dict[str, list[tuple[Treatment, Interval]]] = {}
    for event in course.events:
        if isinstance(event, Treatment) and event.status in TOOK_PLACE:
            label = _label(event, sought)
            if label:
                told.setdefault(label, []).append((event, days(event.time)))
    dated = {
        label: _earliest(known)
        for label, found in told.items()
        if (known := [span for _, span in begun(found)])
    }
    return dated, tuple(sorted(told.keys() - dated.keys()))


def _label(event: Treatment, sought: Sequence[Sought]) -> str:
    if not sought:
        return name(event)
    return next((one.label for one in sought if one.finds(event)), "")


def _of_person(
    person: Person, sought: Sequence[Sought], zero: Moment, within: float
) -> PatientRegimen | Missing:
    """Give the lines that all courses of a patient tell together."""
    counted: dict[str, list[Interval]] = {}
    undated: set[str] = set()
    reasons: list[str] = []
    for course in person.case:
        dated, without = first_starts(course, sought)
        undated |= set(without)
        start = zero.find(course)
        if not dated:
            reasons += [] if without else ["no treatment reported"]
        elif start.days is None or not isfinite(start.days.low + start.days.high):
            reasons.append(f"{zero.name}: {start.why}")
        else:
            for label, span in dated.items():
                counted.setdefault(label, []).append(span - start.days)
    if not counted and not undated:
        return Missing(person.patient, reasons[0])
    starts = {label: _earliest(spans) for label, spans in counted.items()}
    lines = tuple(_lines(starts, within))
    alone = tuple(sorted(undated - counted.keys()))
    return PatientRegimen(person.patient, lines, alone, ended_in(person.case))


def _earliest(spans: Sequence[Interval]) -> Interval:
    return Interval(min(span.low for span in spans), min(span.high for span in spans))


def _lines(starts: dict[str, Interval], within: float) -> Iterator[Line]:
    """Part drugs into lines: a new one begins where a drug surely came later than `within`."""
    ordered = sorted(starts.items(), key=lambda one: (one[1].high, one[1].low, one[0]))
    lines: list[list[tuple[str, Interval]]] = []
    for drug, span in ordered:
        if lines and span.low <= _beginning(lines[-1]).high + within:
            lines[-1].append((drug, span))
        else:
            lines.append([(drug, span)])
    for number, line in enumerate(lines, 1):
        begun = _beginning(line)
        together = all(span.high <= begun.low + within for _, span in line)
        sure = together or len(line) == 1
        yield Line(number, tuple(sorted(drug for drug, _ in line)), begun, sure)


def _beginning(line: Sequence[tuple[str, Interval]]) -> Interval:
    return _earliest([span for _, span in line])


def _pathways(rows: Sequence[PatientRegimen]) -> Iterator[Pathway]:
    """Give each sequence with its patients, the commonest first."""
    found: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        if row.lines:
            steps = (*(AND.join(line.drugs) for line in row.lines), row.ended)
            found.setdefault(steps, []).append(row.patient.id)
    for steps in sorted(found, key=lambda one: (-len(found[one]), one)):
        yield Pathway(steps, tuple(found[steps]))


def _notes(rows: Iterable[PatientRegimen]) -> Iterator[str]:
    listed = list(rows)
    unsure = sum(not line.sure for row in listed for line in row.lines)
    if unsure:
        yield f"{unsure} lines: the days do not tell whether their drugs were begun together"
    undated = sum(bool(row.undated) for row in listed)
    if undated:
        yield f"{undated} patients were given drugs on a day that is not told; they are in no line"
    if listed:
        yield "a drug that a report does not speak of may have been given"
