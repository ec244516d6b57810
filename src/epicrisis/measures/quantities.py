"""Printed doses and values in the units that the formulas want.

Nothing here assumes a unit: a number without one, or with one that cannot be turned into the wanted
one, gives None.
"""

from dataclasses import dataclass
from math import inf

from epicrisis.errors import InputError
from epicrisis.measures.intervals import Interval, bounds
from epicrisis.model import Course, Measurement, Quantity, Treatment
from epicrisis.vocab.units import Unit, convert, match_unit

_DAYS = {"min": 1 / 1440, "h": 1 / 24, "d": 1.0, "wk": 7.0, "mo": 30.4375, "a": 365.25}


@dataclass(frozen=True, slots=True)
class Dose:
    """A dose in one unit: per administration, or per `days` where the print says per when.

    `amount` is in UCUM `unit`, per kg of body weight where `per_kg` is set. `days` is the time
    that one such dose covers, None where neither unit nor schedule says it.
    """

    amount: Interval
    unit: str
    per_kg: bool
    days: float | None


def unit_of(quantity: Quantity) -> Unit | None:
    """Read the printed unit of a quantity; None where none is printed or it is not known."""
    found = match_unit(quantity.unit, 0) if quantity.unit else None
    return found[1] if found else None


def in_unit(quantity: Quantity, ucum: str, analyte: str | None = None) -> Interval | None:
    """Give the bounds of a quantity in another unit, or None where it cannot be converted."""
    if quantity.ucum is None:
        return None
    interval = bounds(quantity, floor=0)
    ends = interval[:1] if interval.exact else interval
    try:
        low, *rest = (
            end if end in (0, inf) else convert(end, quantity.ucum, ucum, analyte) for end in ends
        )
    except InputError:
        return None
    return Interval(min(low, *rest), max(low, *rest)) if rest else Interval(low, low)


def dose_of(treatment: Treatment, unit: str) -> Dose | None:
    """Give a treatment's printed dose in `unit`, a plain mass such as `mg`.

    None where no dose is printed, where it is per square metre, or where it is no mass.
    """
    quantity = treatment.dose
    printed = unit_of(quantity) if quantity else None
    if quantity is None or printed is None or treatment.per_m2 or printed.per_m2:
        return None
    amount = in_unit(quantity.model_copy(update={"ucum": printed.base}), unit)
    if amount is None:
        return None
    days = _time(printed.per_time) or treatment.interval_days
    return Dose(amount, unit, treatment.per_kg or printed.per_kg, days)


def _time(printed: str | None) -> float | None:
    if printed is None:
        return None
    count, _, unit = printed.rpartition(" ")
    days = _DAYS.get(unit)
    return days * int(count or 1) if days else None


def body_weight(course: Course) -> tuple[Measurement, Interval] | None:
    """Give the first printed body weight in kg and its event, or None; never a usual weight."""
    for event in course.events:
        if isinstance(event, Measurement) and event.analyte == "weight" and event.quantity:
            weight = in_unit(event.quantity, "kg")
            if weight and weight.low > 0:
                return event, weight
    return None
