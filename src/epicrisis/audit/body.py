"""PHY008 to PHY010: body mass, anion gap and filtration against the numbers they are made of."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule, place_of
from epicrisis.audit.blood_gases import partner
from epicrisis.errors import InputError
from epicrisis.measures.limits import measurements
from epicrisis.model import Course, Document, Measurement
from epicrisis.vocab.analytes import analytes, canonical

_ROUGH = 0.06  # share by which rounded height and weight may miss a body mass index
_LEAST = 1.0  # kg/m2
_AWAY = 400  # characters within which weight, height and index are of one visit


def _plain(event: Measurement) -> float | None:
    """A value in the unit of its table row; None for bounds, spans and unknown units."""
    quantity, known = event.quantity, analytes().get(event.analyte)
    if quantity is None or known is None or quantity.comparator or quantity.high:
        return None
    try:
        return canonical(quantity.value, quantity.ucum or known.ucum, known)
    except InputError:
        return None


def _near(course: Course, event: Measurement, analyte: str) -> Measurement | None:
    """The nearest value of an analyte in print, the only one near."""
    found = [
        other
        for other in measurements(course, analyte)
        if abs(other.anchors[0].start - event.anchors[0].start) <= _AWAY
    ]
    return found[0] if len(found) == 1 else None


def body_mass(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Divide the weight by the square of the height."""
    for course in courses:
        indices = [e for e in measurements(course, "bmi") if e.section != "table"]
        for event in indices if len(indices) == 1 else ():
            weight, height = _near(course, event, "weight"), _near(course, event, "height")
            if weight is None or height is None:
                continue
            index, mass, size = _plain(event), _plain(weight), _plain(height)
            if not index or not mass or not size or not 30 < size < 230 or not 2 < mass < 400:
                continue
            computed = mass / (size / 100) ** 2
            if abs(index - computed) > max(_LEAST, _ROUGH * computed):
                yield Remark(
                    f"{weight.quantity} at {height.quantity} is a body mass index of "
                    f"{computed:.1f}, printed {index:g}.",
                    place_of(event),
                    related=(place_of(weight), place_of(height)),
                    suggestion=f"{computed:.1f} kg/m²",
                    events=(event.id, weight.id, height.id),
                    course=course.id,
                )


_ELECTROLYTES = ("sodium", "chloride", "bicarbonate")
_GAP = 3.0  # mmol/L that rounding leaves


def anion_gaps(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Recompute a printed anion gap, with and without potassium."""
    for course in courses:
        for event in measurements(course, "anion_gap"):
            gap = _plain(event)
            parts = [partner(course, event, analyte) for analyte in _ELECTROLYTES]
            values = [_plain(part) for part in parts if part]
            if gap is None or len(values) != 3 or any(value is None for value in values):
                continue
            sodium, chloride, base = (value or 0.0 for value in values)
            without = sodium - chloride - base
            if without - _GAP <= gap <= without + 6 + _GAP:  # up to 6 mmol/L of potassium
                continue
            yield Remark(
                f"Sodium {sodium:g}, chloride {chloride:g} and bicarbonate {base:g} leave an anion "
                f"gap of {without:.0f}, printed {gap:g}.",
                place_of(event),
                related=tuple(place_of(part) for part in parts if part),
                events=(event.id, *(part.id for part in parts if part)),
                course=course.id,
            )


_APART = 1.6  # times between formulas, races and rounding
_GROWN, _OLD = 18, 100
_HIGHEST = 90.0  # many laboratories print no more than "above 60" or "above 90"


def ckd_epi(creatinine: float, age: float, *, female: bool) -> float:
    """Give the filtration rate of CKD-EPI 2021 for a creatinine in mg/dL.

    Inker et al. 2021, N Engl J Med 385:1737, doi:10.1056/NEJMoa2102953.
    """
    scale, power = (0.7, -0.241) if female else (0.9, -0.302)
    ratio = creatinine / scale
    rate = 142 * min(ratio, 1) ** power * max(ratio, 1) ** -1.2 * 0.9938**age
    return float(rate * 1.012 if female else rate)


def filtration(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare a printed estimate of filtration with the one creatinine, age and sex give."""
    for course in courses:
        who = course.individual
        if not who.age or not who.sex or not _GROWN <= who.age.years <= _OLD:
            continue
        for event in measurements(course, "egfr"):
            blood = partner(course, event, "creatinine")
            printed, micro = _plain(event), _plain(blood) if blood else None
            if blood is None or not printed or not micro or not 30 < micro < 1500:
                continue
            if _CLEARANCE.search(document.text, *place_of(event)):
                continue
            rate = ckd_epi(micro / 88.4017, who.age.years, female=who.sex.value == "female")
            low, high = min(rate, _HIGHEST), rate
            if low / _APART - 5 <= printed <= high * _APART + 5:
                continue
            yield Remark(
                f"Creatinine {blood.quantity} at {who.age.years:g} years gives a filtration of "
                f"about {rate:.0f} mL/min/1.73 m², printed {printed:g}.",
                place_of(event),
                related=(place_of(blood),),
                events=(event.id, blood.id),
                course=course.id,
            )


_CLEARANCE = re.compile(r"clearance|measured|cystatin|iohexol|schwartz", re.I)


def _value(analyte: str, quote: str, value: float, ucum: str) -> dict[str, object]:
    quantity = {"value": value, "unit": ucum, "ucum": ucum}
    return {"kind": "measurement", "analyte": analyte, "quote": quote, "quantity": quantity}


def _body(index: float) -> Example:
    text = f"Weight was 93 kg and height 160 cm, with a BMI {index} kg/m2."
    return Example(
        text,
        (
            _value("weight", "93 kg", 93, "kg"),
            _value("height", "160 cm", 160, "cm"),
            _value("bmi", f"BMI {index} kg/m2", index, "kg/m2"),
        ),
    )


def _salts(gap: int) -> Example:
    return Example(
        f"Sodium 140, chloride 100, bicarbonate 12 and anion gap {gap} mmol/L.",
        (
            _value("sodium", "Sodium 140", 140, "mmol/L"),
            _value("chloride", "chloride 100", 100, "mmol/L"),
            _value("bicarbonate", "bicarbonate 12", 12, "mmol/L"),
            _value("anion_gap", f"anion gap {gap}", gap, "mmol/L"),
        ),
    )


def _kidney(rate: int) -> Example:
    unit = "mL/min/{1.73_m2}"
    return Example(
        f"A 52-year-old woman had a creatinine of 3.2 mg/dL and an eGFR of {rate} mL/min/1.73 m2.",
        (
            _value("creatinine", "creatinine of 3.2 mg/dL", 3.2, "mg/dL"),
            _value("egfr", f"eGFR of {rate} mL/min/1.73 m2", rate, unit),
        ),
        age=("52-year-old", 52),
        sex=("woman", "female"),
    )


PHY008 = Rule(
    "PHY008",
    "The body mass index does not follow from weight and height",
    "warning",
    (),
    body_mass,
    Examples(fires=(_body(26.3),), still=(_body(36.3),)),
)
PHY009 = Rule(
    "PHY009",
    "The anion gap does not follow from the electrolytes",
    "note",
    ("sodium minus chloride minus bicarbonate, potassium added or not",),
    anion_gaps,
    Examples(fires=(_salts(12),), still=(_salts(28),)),
)
PHY010 = Rule(
    "PHY010",
    "The filtration rate does not go with creatinine, age and sex",
    "note",
    ("CKD-EPI 2021: Inker et al., N Engl J Med 385:1737, doi:10.1056/NEJMoa2102953",),
    filtration,
    Examples(fires=(_kidney(95),), still=(_kidney(17), _body(36.3))),
)
