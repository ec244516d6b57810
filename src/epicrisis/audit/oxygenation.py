"""PHY005: the printed PaO2/FiO2 ratio against the two numbers it is made of."""

from collections.abc import Iterator, Sequence
from typing import Any

from epicrisis.audit.base import Example, Examples, Remark, Rule, place_of
from epicrisis.audit.blood_gases import partner
from epicrisis.measures.gas_exchange import fraction, mmhg
from epicrisis.measures.limits import measurements
from epicrisis.model import Course, Document, Measurement

_APART = 1.2  # ratio of printed to computed that rounding of both inputs does not reach


def ratios(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Recompute each printed ratio whose PaO2 and FiO2 are printed beside it."""
    for course in courses:
        for ratio in measurements(course, "pf_ratio"):
            oxygen, inspired = partner(course, ratio, "pao2"), partner(course, ratio, "fio2")
            printed = mmhg(ratio) if ratio.quantity and ratio.quantity.ucum == "kPa" else None
            if oxygen and inspired and ratio.quantity:
                value = printed.low if printed else ratio.quantity.value
                yield from _compared(course, ratio, oxygen, inspired, value)


def _compared(
    course: Course, ratio: Measurement, oxygen: Measurement, inspired: Measurement, printed: float
) -> Iterator[Remark]:
    pressure, share = mmhg(oxygen), fraction(inspired)
    if pressure is None or share is None or printed <= 0:
        return
    computed = pressure.over(share)
    if computed.low / _APART <= printed <= computed.high * _APART:
        return
    yield Remark(
        f"PaO2 {oxygen.quantity} at FiO2 {inspired.quantity} gives a ratio of {computed.low:.0f}, "
        f"printed {printed:g}.",
        place_of(ratio),
        related=(place_of(oxygen), place_of(inspired)),
        suggestion=f"{computed.low:.0f}",
        events=(ratio.id, oxygen.id, inspired.id),
        course=course.id,
    )


def _gas(analyte: str, quote: str, value: float, ucum: str | None) -> dict[str, Any]:
    quantity = {"value": value, "unit": ucum, "ucum": ucum}
    return {"kind": "measurement", "analyte": analyte, "quote": quote, "quantity": quantity}


def _example(printed: int) -> Example:
    return Example(
        f"PaO2 60 mmHg on FiO2 0.4 (P/F ratio {printed}).",
        (
            _gas("pao2", "PaO2 60 mmHg", 60, "mm[Hg]"),
            _gas("fio2", "FiO2 0.4", 0.4, "1"),
            _gas("pf_ratio", f"P/F ratio {printed}", printed, None),
        ),
    )


PHY005 = Rule(
    "PHY005",
    "The ratio of PaO2 to FiO2 does not follow from the two",
    "warning",
    ("Berlin definition, JAMA 2012;307:2526, doi:10.1001/jama.2012.5669 (the ratio alone)",),
    ratios,
    Examples(fires=(_example(310),), still=(_example(150),)),
)
