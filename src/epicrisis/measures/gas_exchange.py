"""Oxygenation: the ratio of arterial oxygen to inspired oxygen.

The ratio is a number. It never becomes a label such as ARDS, which needs pressure support, imaging
and timing that the ratio does not hold (Berlin definition, doi:10.1001/jama.2012.5669).
"""

from collections.abc import Iterator

from epicrisis.measures.base import Formula, Value
from epicrisis.measures.intervals import Interval, days, same_day
from epicrisis.measures.limits import measurements
from epicrisis.measures.quantities import in_unit
from epicrisis.model import Course, Measurement

KPA = 7.50062  # mmHg in one kPa


def mmhg(event: Measurement) -> Interval | None:
    """Give a gas tension in mmHg, or None where its unit is not printed or no pressure."""
    quantity = event.quantity
    if quantity is None:
        return None
    if quantity.ucum == "kPa":
        pascal = in_unit(quantity, "kPa")
        return pascal and pascal.scaled(KPA)
    return in_unit(quantity, "mm[Hg]", event.analyte)


def fraction(event: Measurement) -> Interval | None:
    """Give an inspired fraction between 0.21 and 1, read from 0.4 or from 40 %."""
    quantity = event.quantity
    if quantity is None:
        return None
    scale = 0.01 if quantity.ucum == "%" else 1.0
    if quantity.ucum not in (None, "", "1", "%") or quantity.comparator:
        return None
    low, high = (end * scale for end in (quantity.value, quantity.high or quantity.value))
    return Interval(low, high) if 0.2 <= low <= high <= 1 else None


def pf_ratio(course: Course) -> Iterator[Value]:
    """Divide each PaO2 by the FiO2 of the same day, the one stated nearest to it."""
    for oxygen in measurements(course, "pao2"):
        pressure = mmhg(oxygen)
        partner = _partner(course, oxygen)
        if pressure and partner:
            inspired, share = partner
            moment = days(oxygen.time)
            yield Value("PaO2/FiO2", pressure.over(share), "mm[Hg]", (oxygen, inspired), moment)


def _partner(course: Course, oxygen: Measurement) -> tuple[Measurement, Interval] | None:
    found = [
        (abs(event.anchors[0].start - oxygen.anchors[0].start), event, share)
        for event in measurements(course, "fio2")
        if same_day(oxygen.time, event.time) and (share := fraction(event))
    ]
    if not found:
        return None
    _, event, share = min(found, key=lambda item: item[0])
    return event, share


PF_RATIO = Formula(
    "pf_ratio",
    "PaO2 in mmHg divided by FiO2 as a fraction, both of one day; 1 kPa is 7.50062 mmHg",
    "Berlin definition, JAMA 2012;307:2526, doi:10.1001/jama.2012.5669 (the ratio alone)",
    pf_ratio,
)
