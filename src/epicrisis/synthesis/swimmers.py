"""The rows of a swimmer plot: each patient's time, treatments, and what happened."""

from collections.abc import Iterator, Sequence
from math import inf, isfinite

from epicrisis.measures.intervals import Interval, days
from epicrisis.model import AnyEvent, Course, Encounter, Outcome, Procedure, Treatment, VitalStatus
from epicrisis.synthesis.cohorts import Cohort
from epicrisis.synthesis.moments import Moment, holds, moment
from epicrisis.synthesis.persons import ORDER, Person, general_notes, persons
from epicrisis.synthesis.phrases import name
from epicrisis.synthesis.predicates import TOOK_PLACE
from epicrisis.synthesis.presence import ALIVE, DIED, ended_in, first_seen, last_seen
from epicrisis.synthesis.results import Bar, Mark, Missing, Swimmer, SwimmerRow
from epicrisis.synthesis.sought import Scope, Sought, seek

_MOVES = frozenset({"admission", "discharge", "icu", "intubation", "extubation", "ventilation"})
_OPEN = (-inf, inf)


def swimmer(cohort: Cohort, *drugs: str, origin: str = "presentation") -> Swimmer:
    """Make the rows; `Cohort.swimmer` says what the arguments are."""
    scope = Scope(cohort.courses)
    sought = [seek("drug", drug, scope) for drug in drugs]
    zero = moment(origin, cohort.courses)
    people, groups = persons(cohort)
    found = [_of_person(person, sought, zero) for person in people]
    rows = [one for one in found if isinstance(one, SwimmerRow)]
    missing = [*groups, *(one for one in found if isinstance(one, Missing))]
    rows.sort(key=_order)
    notes = [*general_notes(people, together=False), *_notes(rows)]
    return Swimmer(zero.name, tuple(rows), tuple(missing), tuple(notes))


def _order(row: SwimmerRow) -> tuple[int, float, str]:
    return ORDER.index(row.patient.kind), -row.seen.high, row.patient.label


def _of_person(person: Person, sought: Sequence[Sought], zero: Moment) -> SwimmerRow | Missing:
    """Give one row of all courses of a patient."""
    found = [_of_course(course, person, sought, zero) for course in person.case]
    rows = [one for one in found if isinstance(one, SwimmerRow)]
    if not rows:
        return next(one for one in found if isinstance(one, Missing))
    if len(rows) == 1:
        return rows[0]
    seen = Interval(min(row.seen.low for row in rows), max(row.seen.high for row in rows))
    return _row(
        person,
        seen,
        [bar for row in rows for bar in row.bars],
        [mark for row in rows for mark in row.marks],
        [words for row in rows for words in row.undated],
    )


def _of_course(
    course: Course, person: Person, sought: Sequence[Sought], zero: Moment
) -> SwimmerRow | Missing:
    start = zero.find(course)
    if start.days is None or not isfinite(start.days.high + start.days.low):
        return Missing(person.patient, f"{zero.name}: {start.why}")
    seen = _seen(course, start.days)
    if seen is None:
        return Missing(person.patient, "nothing is dated")
    bars, marks, undated = [], [], []
    for event in course.events:
        made = _drawn(event, sought, start.days)
        if isinstance(made, Bar):
            bars.append(made)
        elif isinstance(made, Mark):
            marks.append(made)
        elif made:
            undated.append(made)
    return _row(person, seen, bars, marks, undated)


def _row(
    person: Person, seen: Interval, bars: list[Bar], marks: list[Mark], undated: list[str]
) -> SwimmerRow:
    """Put a row together; what is told twice stands once, where it is told most closely."""
    state = ended_in(person.case)
    end = next((m.days for m in marks if m.what == DIED), Interval(seen.high, seen.high))
    close = [
        bar
        for bar in bars
        if bar.stop or not any(bar.label == b.label and holds(bar.start, b.start) for b in bars)
    ]
    once = {(bar.label, bar.start): bar for bar in sorted(_joined(close), key=_has_stop)}
    told = {
        (mark.what, mark.days): mark
        for mark in reversed(marks)
        if not any(mark.what == m.what and holds(mark.days, m.days) for m in marks)
    }
    return SwimmerRow(
        person.patient,
        seen,
        state,
        end,
        state == ALIVE,
        tuple(sorted(once.values(), key=lambda bar: (bar.start, bar.label))),
        tuple(sorted(told.values(), key=lambda mark: (mark.days, mark.what))),
        tuple(dict.fromkeys(undated)),
    )


def _has_stop(bar: Bar) -> bool:
    return bar.stop is not None


def _seen(course: Course, zero: Interval) -> Interval | None:
    first, last = first_seen(course), last_seen(course)
    if last is None:
        return None
    begun = zero.low if first is None else min(first, zero.low)
    return Interval(begun - zero.low, max(last - zero.high, begun - zero.low))


def _drawn(event: AnyEvent, sought: Sequence[Sought], zero: Interval) -> Bar | Mark | str | None:
    """Give what is drawn of an event; its words where its day is not told; else nothing."""
    span = days(event.time)
    if isinstance(event, Treatment):
        return _bar(event, span, sought, zero)
    what = _what(event)
    if not what:
        return None
    label = name(event) if isinstance(event, Procedure) else event.text
    if span == _OPEN:
        words = what.replace("_", " ")
        return f"{words}: {label}" if label not in (what, words) else words
    return Mark(what, label, span - zero)


def _bar(
    event: Treatment, span: Interval, sought: Sequence[Sought], zero: Interval
) -> Bar | str | None:
    if event.status not in TOOK_PLACE:
        return None
    found = next((one.label for one in sought if one.finds(event)), "")
    label = found if sought else name(event)
    if not label:
        return None
    if span == _OPEN:
        return label
    if event.status == "stopped":
        return Bar(label, Interval(-inf, span.high) - zero, span - zero)
    stop = days(event.stop) if event.stop else None
    if stop is None and event.duration_days is not None and isfinite(span.low + span.high):
        stop = Interval(span.low + event.duration_days, span.high + event.duration_days)
    return Bar(label, span - zero, stop - zero if stop and stop != _OPEN else None)


def _joined(bars: Sequence[Bar]) -> Iterator[Bar]:
    """Give the bars, with the statement that a drug was stopped joined to when it was given."""
    stops = [bar for bar in bars if bar.start.low == -inf and bar.stop]
    used = set()
    for bar in bars:
        if bar in stops:
            continue
        ends = [s for s in stops if s.label == bar.label and s.start.high >= bar.start.low]
        used |= set(ends)
        yield bar if bar.stop or not ends else Bar(bar.label, bar.start, ends[0].stop)
    yield from (stop for stop in stops if stop not in used)


def _what(event: AnyEvent) -> str:
    match event:
        case VitalStatus():
            return DIED if event.status == "dead" else ALIVE
        case Outcome() if event.status == "present" and event.outcome != "other":
            return event.outcome
        case Encounter() if event.encounter in _MOVES:
            return event.encounter
        case Procedure() if event.status in TOOK_PLACE:
            return "procedure"
    return ""


def _notes(rows: Sequence[SwimmerRow]) -> Iterator[str]:
    if not rows:
        return
    open_ends = sum(bar.stop is None for row in rows for bar in row.bars)
    if open_ends:
        yield (f"{open_ends} treatments have no end in print, which does not say that they went on")
    silent = sum(row.ended == "not reported" for row in rows)
    if silent:
        yield f"{silent} of {len(rows)} patients: no report says whether they lived"
