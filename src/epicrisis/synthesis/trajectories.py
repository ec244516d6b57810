"""Results of one examination over time, laid over one another at an event of each patient.

Two things make values comparable without inventing any: days are counted from an event, and values
are in one unit, or divided by the upper limit that their own laboratory printed. A result on a day
known within bounds keeps its bounds and is in a window only if it surely lies in it; a value known
within bounds (`<8`, `>1500`) stays so, and a median of such values is itself two bounds.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf, isfinite, nan

from epicrisis.errors import InputError
from epicrisis.measures import measure
from epicrisis.measures.intervals import Interval, days
from epicrisis.model import Course, Measurement
from epicrisis.synthesis.cohorts import Cohort
from epicrisis.synthesis.moments import Moment, moment
from epicrisis.synthesis.persons import Person, each, found_by_kind, general_notes, persons
from epicrisis.synthesis.quantities import canonical
from epicrisis.synthesis.replies import reach
from epicrisis.synthesis.results import (
    CohortTrajectory,
    Missing,
    PatientTrajectory,
    Point,
    TrajectoryPart,
    TrajectoryWindow,
)
from epicrisis.synthesis.sought import Scope, Sought, seek
from epicrisis.vocab.analytes import Analyte, analytes

WINDOWS = ((-30.0, 0.0), (0.0, 7.0), (7.0, 30.0), (30.0, 90.0), (90.0, 180.0), (180.0, 365.0))
MULTIPLE = "ULN"
PRINTED, ELSEWHERE, USUAL = "printed", "printed elsewhere", "usual"
_LIMIT_ORDER = ("", PRINTED, ELSEWHERE, USUAL)
_LIMITS = {"times_upper_limit": PRINTED, "times_typical_limit": USUAL}
_NO_UNIT = "no unit printed"


def trajectory(
    cohort: Cohort,
    name: str,
    align: str = "admission",
    *,
    in_multiples_of_limit: bool = False,
    windows: Sequence[tuple[float, float]] = WINDOWS,
    together: bool = False,
) -> CohortTrajectory:
    """Lay results over one another; `Cohort.trajectory` says what the arguments are."""
    if any(not start < end for start, end in windows):
        raise InputError("a window must end after it begins")
    sought = seek("analyte", name, Scope(cohort.courses))
    known = analytes().get(sought.id)
    zero = moment(align, cohort.courses)
    people, groups = persons(cohort)
    unit = MULTIPLE if in_multiples_of_limit else _unit(sought, known, people)
    rows, missing = each(people, lambda person: _of_person(person, sought, known, zero, unit))
    parts = [
        TrajectoryPart(kind, held, tuple(_window(held, start, end) for start, end in windows))
        for kind, held in found_by_kind(people, rows, together=together)
    ]
    notes = [*general_notes(people, together=together), *_notes(rows.values())]
    label = known.label if known else sought.label
    return CohortTrajectory(label, unit, align, tuple(parts), (*groups, *missing), tuple(notes))


def _unit(sought: Sought, known: Analyte | None, people: Sequence[Person]) -> str:
    """Give the unit of all values: that of the vocabulary, else the one most often printed."""
    if known and known.ucum:
        return known.ucum
    printed = Counter(
        _printed_unit(event)
        for person in people
        for course in person.case
        for event in _results(course, sought)
    )
    return printed.most_common(1)[0][0] if printed else ""


def _printed_unit(event: Measurement) -> str:
    return (event.quantity.ucum or event.quantity.unit or "") if event.quantity else ""


def _results(course: Course, sought: Sought) -> list[Measurement]:
    return [
        e
        for e in course.events
        if isinstance(e, Measurement) and e.interpretation != "not_done" and sought.finds(e)
    ]


def _of_person(
    person: Person, sought: Sought, known: Analyte | None, zero: Moment, unit: str
) -> PatientTrajectory | Missing:
    """Give a patient's results, from every course in which the moment has a day."""
    points: list[Point] = []
    reasons: list[str] = []
    for course in person.case:
        events = _results(course, sought)
        start = zero.find(course)
        if not events:
            reasons.append(f"{sought.label}: not reported")
        elif start.days is None or start.days == (-inf, inf):
            reasons.append(f"{zero.name}: {start.why}")
        else:
            values = _values(course, events, known, unit)
            made = list(_points(events, values, start.days))
            points += made
            reasons += [] if made else [_why_none(events, values, unit)]
    if not points:
        return Missing(person.patient, reasons[0])
    once: dict[tuple[Interval, str], Point] = {}
    for point in sorted(points, key=lambda point: _LIMIT_ORDER.index(point.limit)):
        once.setdefault((point.days, point.printed), point)  # told in two reports
    ordered = sorted(once.values(), key=lambda point: (point.days, point.value))
    return PatientTrajectory(person.patient, tuple(ordered))


def _values(
    course: Course, events: Sequence[Measurement], known: Analyte | None, unit: str
) -> Mapping[str, tuple[Interval, str]]:
    """Give the value of each result in the unit, with the limit it was divided by, by event."""
    if unit == MULTIPLE:
        return _multiples(course, events, known)
    found: dict[str, tuple[Interval, str]] = {}
    for event in events:
        if known and known.ucum:
            value = canonical(event, known)
        else:
            same = event.quantity is not None and _printed_unit(event) == unit
            value = reach(event.quantity) if same and event.quantity else None
        if value is not None:
            found[event.id] = (value, "")
    return found


def _multiples(
    course: Course, events: Sequence[Measurement], known: Analyte | None
) -> dict[str, tuple[Interval, str]]:
    """Divide by the limit printed beside a value, else by the one beside others of the report.

    The usual limit counts only where the report prints none, or more than one.
    """
    wanted = {event.id for event in events}
    found: dict[str, tuple[Interval, str]] = {}
    for name, source in _LIMITS.items():
        for derived in measure(course, [name]):
            id = derived.inputs[0]
            if id in wanted:
                low = -inf if derived.low is None else derived.low
                high = inf if derived.high is None else derived.high
                found.setdefault(id, (Interval(low, high), source))
        if source == PRINTED and known and known.ucum:
            found |= _by_limit_elsewhere(events, known, found)
    return found


def _by_limit_elsewhere(
    events: Sequence[Measurement], known: Analyte, divided: Mapping[str, tuple[Interval, str]]
) -> dict[str, tuple[Interval, str]]:
    """Divide values without a printed limit by the only one that the report prints for others."""
    values = {event.id: canonical(event, known) for event in events}
    limits = {
        float(f"{value.low / divided[id][0].low:.6g}")
        for id, value in values.items()
        if id in divided and value and value.exact and divided[id][0].low > 0
    }
    if len(limits) != 1:
        return {}
    limit = limits.pop()
    return {
        id: (value.scaled(1 / limit), ELSEWHERE)
        for id, value in values.items()
        if value and id not in divided
    }


def _points(
    events: Sequence[Measurement], values: Mapping[str, tuple[Interval, str]], start: Interval
) -> Iterator[Point]:
    for event in events:
        span = days(event.time)
        if event.id in values and span != (-inf, inf):
            value, limit = values[event.id]
            shifted = Interval(span.low - start.high, span.high - start.low)
            yield Point(shifted, value, str(event.quantity), limit, event.anchors[0].exact)


def _why_none(
    events: Sequence[Measurement], values: Mapping[str, tuple[Interval, str]], unit: str
) -> str:
    if values:
        return "no value with a day"
    if all(event.quantity is None for event in events):
        return "results in words only"
    if unit == MULTIPLE:
        return "no upper limit printed, and no usual one known in its unit"
    printed = {str(e.quantity.unit or _NO_UNIT) for e in events if e.quantity}
    return f"not in {unit or 'one unit'}: {', '.join(sorted(printed))}"


# ---- windows


def _window(rows: Sequence[PatientTrajectory], start: float, end: float) -> TrajectoryWindow:
    """Take the median of each patient's results in a window, then that of the patients."""
    held: dict[str, Interval] = {}
    for row in rows:
        inside = [p.value for p in row.points if start <= p.days.low and p.days.high < end]
        if inside:
            held[row.patient.id] = _between([v.low for v in inside], [v.high for v in inside], 0.5)
    lows, highs = [v.low for v in held.values()], [v.high for v in held.values()]
    least, first, middle, third, most = (
        _between(lows, highs, share) for share in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    return TrajectoryWindow(start, end, tuple(held), middle, (first, third), (least, most))


def _between(lows: Sequence[float], highs: Sequence[float], share: float) -> Interval:
    return Interval(_quantile(sorted(lows), share), _quantile(sorted(highs), share))


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Give a quantile by linear interpolation, the default of R and numpy."""
    if not ordered:
        return nan
    place = share * (len(ordered) - 1)
    below = int(place)
    rest = place - below
    if not rest or ordered[below] == ordered[below + 1]:
        return ordered[below]
    if not isfinite(ordered[below + 1]):
        return ordered[below + 1]
    return ordered[below] + rest * (ordered[below + 1] - ordered[below])


def _notes(rows: Iterable[PatientTrajectory]) -> Iterator[str]:
    points = [point for row in rows for point in row.points]
    usual = sum(point.limit == USUAL for point in points)
    if usual:
        yield (
            f"{usual} of {len(points)} values are divided by a usual upper limit of the "
            "vocabulary, because none is printed beside them"
        )
    loose = sum(point.days.low < point.days.high for point in points)
    if loose:
        yield (
            f"{loose} of {len(points)} values are of a day known within bounds only; each is in "
            "a window only where it surely lies in it"
        )
    if points:
        yield "reports measure when it matters: who is measured late was ill late, or is well"
