"""Change of lung function in per cent of the predicted value.

Guidelines differ in whether they mean points (93 % to 84 % is 9) or the share of the first value
(9.7 %), so both are given and each says which it is. No threshold is applied here.
"""

from collections.abc import Iterator
from math import inf

from epicrisis.measures.base import Formula, Value
from epicrisis.measures.intervals import Interval, bounds, days
from epicrisis.measures.limits import measurements
from epicrisis.model import Course, Measurement

_SOURCE = (
    "points: ATS/ERS/JRS/ALAT 2022, doi:10.1164/rccm.202202-0399ST; "
    "share: OMERACT, doi:10.3899/jrheum.141182"
)


def percent_predicted(course: Course, analyte: str) -> list[Measurement]:
    """Give the dated values in per cent of predicted, oldest first."""
    names = (analyte, f"{analyte}_pct")
    if not any(measurements(course, name) for name in names):
        return []
    found = [
        event
        for event in measurements(course)
        if event.analyte in names
        and event.quantity
        and (event.quantity.ucum or "").startswith("%")
        and event.time is not None
        and event.time.known
    ]
    return sorted(found, key=lambda event: days(event.time))


def change(first: Measurement, last: Measurement) -> Iterator[Value]:
    """Compare any two values in per cent of predicted: in points, and as a share of the first."""
    if first.quantity is None or last.quantity is None:
        return
    before, after = bounds(first.quantity, floor=0), bounds(last.quantity, floor=0)
    start, end = days(first.time), days(last.time)
    span = end - start
    length = Interval(max(0.0, span.low), span.high)
    covered = Interval(start.low, end.high)
    points = after - before
    yield Value("points of % predicted", points, "%", (first, last), covered, length)
    if before.low > 0 and after.high < inf:
        share = Interval(100 * (after.low / before.high - 1), 100 * (after.high / before.low - 1))
        yield Value("% of the first value", share, "%", (first, last), covered, length)


def _first_to_last(course: Course, analyte: str) -> Iterator[Value]:
    values = percent_predicted(course, analyte)
    if len(values) > 1:
        yield from change(values[0], values[-1])


def change_of_fvc(course: Course) -> Iterator[Value]:
    """Compare the first and the last FVC."""
    return _first_to_last(course, "fvc")


def change_of_dlco(course: Course) -> Iterator[Value]:
    """Compare the first and the last DLCO."""
    return _first_to_last(course, "dlco")


_DEFINITION = "last minus first {} in % predicted, in points and as a share of the first value"
CHANGE_OF_FVC = Formula("change_of_fvc", _DEFINITION.format("FVC"), _SOURCE, change_of_fvc)
CHANGE_OF_DLCO = Formula("change_of_dlco", _DEFINITION.format("DLCO"), _SOURCE, change_of_dlco)
