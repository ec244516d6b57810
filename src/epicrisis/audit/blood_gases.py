"""PHY002 and PHY003: the arithmetic inside one blood gas analysis."""

import re
from collections.abc import Iterator, Sequence
from math import exp, log10

from epicrisis.audit.base import Example, Examples, Remark, Rule, place_of
from epicrisis.measures.gas_exchange import mmhg
from epicrisis.measures.intervals import Interval, same_day
from epicrisis.measures.limits import measurements
from epicrisis.model import Course, Document, Measurement

_NEAR = 250  # characters within which results are of one sample, where nothing is dated
_SAME_SAMPLE = 3.0  # points of saturation that rounding and the fit (0.55) leave, with a margin
_OXIMETER = 4.0  # the same for pulse oximetry, whose own error is about 2 points
_OTHER_HAEMOGLOBIN = re.compile(
    r"met-?ha?emoglobin|carboxyha?emoglobin|carbon\s+monoxide\s+(?:poison|intox|expos)|sulf-?ha?emoglobin|sickle|"
    r"ha?emoglobin\s+variant|mixed\s+venous|venous\s+blood\s+gas",
    re.I,
)
_SALT = 0.0307  # mmol of CO2 dissolved in a litre per mmHg


def saturation(pressure: float, ph: float = 7.4) -> float:
    """Give the saturation of haemoglobin in per cent that goes with an oxygen tension at 37 °C.

    Severinghaus 1979, doi:10.1152/jappl.1979.46.3.599, with its own term for pH.

    Args:
        pressure: Oxygen tension in mmHg.
        ph: Of the same sample.
    """
    standard = pressure * exp(((pressure / 26.6) ** 0.184 - 2.2) * (7.4 - ph))
    return 100 / (23400 / (standard**3 + 150 * standard) + 1)


def bicarbonate(ph: float, carbon_dioxide: float) -> float:
    """Give the bicarbonate in mmol/L that goes with a pH and a carbon dioxide tension in mmHg."""
    return float(_SALT * carbon_dioxide * 10 ** (ph - 6.1))


def expected_saturation(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare the printed saturation with the one that follows from PaO2 and pH."""
    sampled = [(course, gas) for course in courses for gas in measurements(course, "pao2")]
    if not sampled or _OTHER_HAEMOGLOBIN.search(document.text):
        return
    for course, oxygen in sampled:
        yield from _saturations(course, oxygen)


def _saturations(course: Course, oxygen: Measurement) -> Iterator[Remark]:
    pressure = mmhg(oxygen)
    acid = partner(course, oxygen, "ph")
    reading = partner(course, oxygen, "sao2") or partner(course, oxygen, "spo2")
    if pressure is None or reading is None or reading.quantity is None:
        return
    ph = acid.quantity.value if acid and acid.quantity else 7.4
    printed = _percent(reading)
    if printed is None or not 6.6 < ph < 7.9 or not 15 < pressure.low <= pressure.high < 600:
        return
    expected = Interval(saturation(pressure.low, ph), saturation(pressure.high, ph))
    sampled = reading.analyte == "sao2" or reading.section == "table"
    most = _SAME_SAMPLE if sampled else _OXIMETER
    if expected.low - most <= printed <= expected.high + most:
        return
    events = [oxygen, reading] + ([acid] if acid else [])
    told = f" at pH {ph:g}" if acid else ""
    yield Remark(
        f"PaO2 {oxygen.quantity}{told} goes with a saturation of about {expected.low:.0f} %, "
        f"printed {printed:g} %.",
        place_of(reading),
        related=tuple(place_of(event) for event in events if event is not reading),
        events=tuple(event.id for event in events),
        course=course.id,
    )


def _percent(event: Measurement) -> float | None:
    quantity = event.quantity
    if quantity is None or quantity.comparator or quantity.high or quantity.ucum != "%":
        return None
    return quantity.value if 30 < quantity.value <= 100 else None


def partner(course: Course, event: Measurement, analyte: str) -> Measurement | None:
    """The result of the same sample: nearest in print, and not of another day."""
    found = [
        (abs(other.anchors[0].start - event.anchors[0].start), other)
        for other in measurements(course, analyte)
        if other.quantity and _one_sample(event, other)
    ]
    return min(found, key=lambda item: item[0])[1] if found else None


def _one_sample(first: Measurement, second: Measurement) -> bool:
    close = abs(first.anchors[0].start - second.anchors[0].start) <= _NEAR
    timed = first.time is not None and second.time is not None
    return close and (not timed or first.time == second.time or same_day(first.time, second.time))


def acid_base(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare the printed bicarbonate with the one that follows from pH and PaCO2."""
    for course in courses:
        for gas in measurements(course, "paco2"):
            acid, base = partner(course, gas, "ph"), partner(course, gas, "bicarbonate")
            tension = mmhg(gas)
            if acid and base and tension and acid.quantity and base.quantity:
                yield from _triplet(course, gas, acid, base, tension)


def _triplet(
    course: Course, gas: Measurement, acid: Measurement, base: Measurement, tension: Interval
) -> Iterator[Remark]:
    if acid.quantity is None or base.quantity is None or gas.quantity is None:
        return
    ph, printed = acid.quantity.value, base.quantity.value
    bounded = any(one.comparator for one in (acid.quantity, base.quantity, gas.quantity))
    exact = not (bounded or base.quantity.high or acid.quantity.high)
    if not exact or not 6.6 < ph < 7.9 or not 5 < tension.low < 200 or printed <= 0:
        return
    expected = bicarbonate(ph, (tension.low + tension.high) / 2)
    off = abs(log10(printed / expected))
    if off < log10(1.1):
        return
    yield Remark(
        f"pH {ph:g} and PaCO2 {gas.quantity} give a bicarbonate of {expected:.1f} mmol/L, printed "
        f"{printed:g}; a standard bicarbonate may differ a little.",
        place_of(base),
        related=(place_of(acid), place_of(gas)),
        events=(base.id, acid.id, gas.id),
        course=course.id,
        severity="warning" if off > log10(1.3) else None,
    )


def _gas(analyte: str, quote: str, value: float, ucum: str | None) -> dict[str, object]:
    quantity = {"value": value, "unit": ucum, "ucum": ucum}
    return {"kind": "measurement", "analyte": analyte, "quote": quote, "quantity": quantity}


_PH = _gas("ph", "pH 7.46", 7.46, None)
_O2 = _gas("pao2", "PaO2 7.6 kPa", 7.6, "kPa")
_CO2 = _gas("paco2", "PaCO2 4.0 kPa", 4.0, "kPa")
_TEXT = "pH 7.46, PaO2 7.6 kPa, PaCO2 4.0 kPa, bicarbonate {} mmol/L, saturation {}%."


def _example(base: int, percent: int) -> Example:
    return Example(
        _TEXT.format(base, percent),
        (
            *(_PH, _O2, _CO2),
            _gas("bicarbonate", f"bicarbonate {base} mmol/L", base, "mmol/L"),
            _gas("sao2", f"saturation {percent}%", percent, "%"),
        ),
    )


PHY002 = Rule(
    "PHY002",
    "The saturation does not go with the oxygen tension",
    "warning",
    ("Severinghaus 1979, J Appl Physiol 46:599, doi:10.1152/jappl.1979.46.3.599",),
    expected_saturation,
    Examples(fires=(_example(21, 98),), still=(_example(21, 91),)),
)
PHY003 = Rule(
    "PHY003",
    "pH, carbon dioxide and bicarbonate do not fit together",
    "note",
    ("Henderson–Hasselbalch equation, pK 6.1, solubility 0.0307 mmol/L/mmHg",),
    acid_base,
    Examples(fires=(_example(34, 91),), still=(_example(21, 91), _example(22, 91))),
)
