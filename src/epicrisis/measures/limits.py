"""Measurements against their upper limit, and in one unit."""

from collections.abc import Iterator, Sequence

from epicrisis.errors import InputError
from epicrisis.measures.base import Formula, Value
from epicrisis.measures.intervals import Interval, bounds, days
from epicrisis.measures.memory import remembered
from epicrisis.measures.quantities import in_unit
from epicrisis.model import Course, Measurement
from epicrisis.vocab.analytes import Analyte, analytes
from epicrisis.vocab.units import convert, match_unit

TYPICAL = "against a usual upper limit of the vocabulary, not a printed one"


@remembered(64)
def _numeric(course: Course) -> dict[str | None, list[Measurement]]:
    """The numeric measurements by analyte; all of them under None."""
    found: dict[str | None, list[Measurement]] = {None: []}
    for event in course.events:
        if isinstance(event, Measurement) and event.quantity is not None:
            found[None].append(event)
            if event.analyte:
                found.setdefault(event.analyte, []).append(event)
    return found


def measurements(course: Course, analyte: str | None = None) -> Sequence[Measurement]:
    """Give the course's numeric measurements, of an analyte or of all, in the course's order."""
    return _numeric(course).get(analyte, ())


def label_of(event: Measurement) -> str:
    """Name what was measured: the analyte's id, or the words in print."""
    return event.analyte or (event.concept.label if event.concept else event.text)


def times_upper_limit(course: Course) -> Iterator[Value]:
    """Divide every value by the upper limit printed beside it."""
    for event in measurements(course):
        limit = _printed_limit(event)
        if limit and event.quantity:
            yield _ratio(event, bounds(event.quantity, floor=0), limit)


def times_typical_limit(course: Course) -> Iterator[Value]:
    """Divide the values without a printed limit by the vocabulary's usual one, and say so."""
    for event in measurements(course):
        known = analytes().get(event.analyte)
        if known is None or not known.high or known.high < 0:
            continue  # of what should not be there at all, nothing is so many times as much
        if _printed_limit(event) or not event.quantity:
            continue
        value = in_unit(event.quantity, known.ucum, known.id)
        if value:
            yield _ratio(event, value, known.high, TYPICAL)


def _ratio(event: Measurement, value: Interval, limit: float, *notes: str) -> Value:
    ratio = value.over(Interval(limit, limit))
    return Value(label_of(event), ratio, "1", (event,), days(event.time), notes=notes)


def _printed_limit(event: Measurement) -> float | None:
    """The printed upper limit in the unit of the value; None where the two cannot be compared."""
    quantity, printed = event.quantity, event.reference_range
    if quantity is None or printed is None or printed.high is None or printed.high <= 0:
        return None
    if quantity.value < 0:
        return None
    if printed.unit is None or printed.unit == quantity.unit:
        return printed.high
    unit = match_unit(printed.unit, 0)
    if unit is None or quantity.ucum is None:
        return None
    try:
        return convert(printed.high, unit[1].ucum, quantity.ucum, event.analyte or None)
    except InputError:
        return None


def converted(course: Course) -> Iterator[Value]:
    """Give every value in the canonical unit of its analyte."""
    for event in measurements(course):
        known = analytes().get(event.analyte)
        if known is None or not known.ucum or not event.quantity:
            continue
        value = _canonical(event, known)
        if value:
            yield Value(known.id, value, known.ucum, (event,), days(event.time))


def _canonical(event: Measurement, known: Analyte) -> Interval | None:
    quantity = event.quantity
    if quantity is None:
        return None
    if known.ucum == "1" and quantity.ucum in (None, "", "1"):
        return bounds(quantity, floor=0)
    return in_unit(quantity, known.ucum, known.id)


TIMES_UPPER_LIMIT = Formula(
    "times_upper_limit",
    "value divided by the upper limit of normal printed beside it",
    "the report itself",
    times_upper_limit,
)
TIMES_TYPICAL_LIMIT = Formula(
    "times_typical_limit",
    "value divided by the usual upper limit of normal, where the report prints none",
    "analytes.tsv of the vocabulary; see its notes for the origin of each limit",
    times_typical_limit,
)
CONVERTED = Formula(
    "converted",
    "value in the canonical unit of the analyte",
    "UCUM 2.1, https://ucum.org/ucum; molar masses in analytes.tsv of the vocabulary",
    converted,
)
