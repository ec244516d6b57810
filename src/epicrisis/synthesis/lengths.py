"""Durations between two moments among the patients of a cohort.

Both moments are intervals of days, and a day is its 24 hours: that two things happened on one day
says that less than a day lay between them, and not that none did.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import TYPE_CHECKING

from epicrisis.errors import InputError
from epicrisis.measures.intervals import Interval
from epicrisis.synthesis.cohorts import Cohort
from epicrisis.synthesis.moments import Moment, moment
from epicrisis.synthesis.persons import Person, each, found_by_kind, general_notes, persons
from epicrisis.synthesis.results import CohortDuration, DurationPart, Missing, PatientSpan
from epicrisis.synthesis.states import State

if TYPE_CHECKING:
    from epicrisis.synthesis.estimates import Duration

DAY = 1.0


def lengths(
    cohort: Cohort,
    first: str,
    second: str,
    *,
    distribution: str = "lognormal",
    level: float = 0.95,
    together: bool = False,
) -> CohortDuration:
    """Fit durations; `Cohort.duration` says what the arguments are."""
    from epicrisis.synthesis.estimates import checks
    from epicrisis.synthesis.estimates.durations import FAMILIES

    checks.one_of("distribution", distribution, FAMILIES)
    checks.level_of(level)
    ends = (moment(first, cohort.courses), moment(second, cohort.courses))
    people, groups = persons(cohort)
    rows, missing = each(people, lambda person: _of_person(person, *ends))
    parts = [
        DurationPart(kind, held, *_fitted(held, distribution, level))
        for kind, held in found_by_kind(people, rows, together=together)
    ]
    notes = [*general_notes(people, together=together), *_notes(rows.values())]
    return CohortDuration(first, second, tuple(parts), (*groups, *missing), tuple(notes))


def _of_person(person: Person, first: Moment, second: Moment) -> PatientSpan | Missing:
    """Give the span of the course that tells it most closely; else the reason."""
    spans: list[PatientSpan] = []
    reasons: list[str] = []
    for course in person.case:
        begin, end = first.find(course), second.find(course)
        if begin.days is None or begin.days.low == -inf:
            told = "no earliest day told" if begin.state is State.YES else begin.why
            reasons.append(f"{first.name}: {told}")
        elif end.days is None or end.days.high == inf:
            told = "no latest day told" if end.state is State.YES else end.why
            reasons.append(f"{second.name}: {told}")
        elif end.days.high < begin.days.low:
            reasons.append(f"{second.name} was before {first.name}")
        else:
            quotes = tuple(dict.fromkeys((*begin.quotes, *end.quotes)))
            bounded = Interval(begin.days.low, min(begin.days.high, end.days.high))
            closed = Interval(max(end.days.low, begin.days.low), end.days.high)
            spans.append(PatientSpan(person.patient, bounded, closed, quotes))
    if not spans:
        return Missing(person.patient, reasons[0])
    return min(spans, key=lambda one: one.days.high - one.days.low)


def _fitted(
    rows: Sequence[PatientSpan], distribution: str, level: float
) -> "tuple[Duration | None, tuple[str, ...]]":
    """Fit, or say why that cannot be done."""
    from epicrisis.synthesis.estimates import duration

    ends = [(r.first.low, r.first.high + DAY, r.second.low, r.second.high + DAY) for r in rows]
    try:
        fitted = duration(*zip(*ends, strict=True), distribution=distribution, level=level)
    except InputError as error:
        return None, (f"no distribution: {error}",)
    few = f"a distribution of two parameters rests on {len(rows)} patients"
    return fitted, (few,) if len(rows) < _FEW else ()


_FEW = 10


def _notes(rows: Iterable[PatientSpan]) -> Iterator[str]:
    if any(True for _ in rows):
        yield "a day is its 24 hours: both ends of each duration lie somewhere in theirs"
