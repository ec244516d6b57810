"""UNI and PHY004: values against what a living patient can have."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule, place_of
from epicrisis.errors import InputError
from epicrisis.measures.limits import measurements
from epicrisis.measures.memory import remembered
from epicrisis.model import Course, Document, Measurement
from epicrisis.vocab.analytes import Analyte, analytes, canonical
from epicrisis.vocab.ucum import commensurable

_NAMED = {"ug": "µg", "umol": "µmol", "uL": "µL", "10*9/L": "×10⁹/L", "10*12/L": "×10¹²/L"}
# Sizes and weights may be those of a tumour, a fall or a day's difference just as well.
_SIZES = frozenset(
    {"height", "weight", "weight_change", "head_circumference", "waist", "bmi", "birth_weight"}
)
# PHY001 asks about saturations; renin is measured in two ways that no factor compares.
_ELSEWHERE = _SIZES | {"spo2", "sao2", "renin_activity"}
# What the body keeps within bounds, or a unit of the canonical kind never leaves.
_KEPT = frozenset({"sodium", "potassium", "calcium", "chloride", "hemoglobin", "hba1c", "albumin"})
_BREACH = 1.1
_FLUID = re.compile(
    r"\b(?:csf|cerebrospinal|fluids?(?!\s+(?:resus|therapy|repla|load|intake))|sweat|urin\w*|pleural|ascit\w*|synovial|ioni[sz]ed|effusion|drain\w*)\b",
    re.I,
)
_STOP = re.compile(r"[.;]\s")
_ANTIBODY = re.compile(r"\bantibod|\banti[- ]", re.I)
_AROUND, _BEHIND = 60, 20  # characters in front of a value and behind it
_RARE = 2.0  # a laboratory's limit is the highest that was ever heard of, and records are broken


def wrong_units(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Find values that are impossible in the printed unit and possible in another."""
    for course, event, known in _beyond_in(document, courses):
        units = _fitting(event, known)
        if units and event.quantity:
            yield Remark(
                f"{known.label} of {event.quantity} is not possible in a living patient "
                f"({_limits(known)}); the same number in {_words(units[0])} would be.",
                place_of(event),
                suggestion=f"{event.quantity.value:g} {_words(units[0])}",
                events=(event.id,),
                course=course.id,
            )


def impossible_values(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Find values that no unit makes possible."""
    for course, event, known in _beyond_in(document, courses):
        if not _fitting(event, known):
            yield Remark(
                f"{known.label} of {event.quantity} is not possible in a living patient "
                f"({_limits(known)}).",
                place_of(event),
                events=(event.id,),
                course=course.id,
            )


def _beyond_in(
    document: Document, courses: Sequence[Course]
) -> Iterator[tuple[Course, Measurement, Analyte]]:
    for course in courses:
        for event, known in _beyond(course):
            if not of_another(document, event, known):
                yield course, event, known


def of_another(document: Document, event: Measurement, known: Analyte) -> bool:
    """Whether the words around a value tell of another fluid, or of an antibody to its analyte."""
    start, end = place_of(event)
    if known.kind != "antibody" and _ANTIBODY.search(document.text, start, end + _BEHIND):
        return True
    before = _STOP.split(document.text[max(0, start - _AROUND) : start])[-1]
    behind = _STOP.split(document.text[end : end + _BEHIND])[0]
    return bool(_FLUID.search(f"{before}{document.text[start:end]}{behind}"))


@remembered(64)
def _beyond(course: Course) -> list[tuple[Measurement, Analyte]]:
    """The measurements whose printed value and unit pass the limits of the possible."""
    found, table = [], analytes()
    for event in measurements(course):
        known = table.get(event.analyte)
        if known is None or known.id in _ELSEWHERE or event.quantity is None:
            continue
        if event.section == "caption":  # letters of a key read as units
            continue
        plain = event.quantity.ucum in (None, "", "1")
        if known.ucum == "1" and not plain:  # "pH study: acid exposure 4.9 %"
            continue
        if f"+{event.quantity.value:g}" in event.anchors[0].exact:  # 29+2 weeks
            continue
        printed = event.quantity.unit or known.ucum == "1"
        if not printed or event.quantity.ucum is None or event.quantity.comparator:
            continue
        value = _in(event.quantity.value, event.quantity.ucum, known)
        if value is not None and not _possible(value, known):
            found.append((event, known))
    return found


def _in(value: float, ucum: str, known: Analyte) -> float | None:
    try:
        return canonical(value, ucum, known)
    except InputError:
        return None


def _possible(value: float, known: Analyte) -> bool:
    slack = 1.0 if known.kind != "laboratory" or known.ucum == "1" else _RARE
    if known.id in _KEPT:
        slack = _BREACH
    low = known.phys_low
    above = low is None or value >= (low / slack if low > 0 else low * slack)
    return above and (known.phys_high is None or value <= known.phys_high * slack)


def _fitting(event: Measurement, known: Analyte) -> list[str]:
    """The units in which the printed number is possible, those that make it usual first."""
    quantity = event.quantity
    if quantity is None:
        return []
    units = dict.fromkeys([known.ucum, *(scale.ucum for scale in known.scales)])
    found = []
    for unit in units:
        value = _in(quantity.value, unit, known) if unit and unit != quantity.ucum else None
        if value is not None and _possible(value, known):
            found.append((not _alike(unit, quantity.ucum or ""), _distance(value, known), unit))
    return [unit for _, _, unit in sorted(found)]


def _alike(one: str, other: str) -> bool:
    """Whether two units measure the same kind of thing, as mg/dL and mg/L do."""
    try:
        return commensurable(one, other)
    except InputError:
        return False


def _distance(value: float, known: Analyte) -> float:
    """How many times a value lies outside the usual range; 1 inside it."""
    if known.high and value > known.high:
        return value / known.high
    if known.low and 0 < value < known.low:
        return known.low / value
    return 1.0


def _limits(known: Analyte) -> str:
    low, high = known.phys_low, known.phys_high
    if low is not None and high is not None:
        return f"limits {low:g} to {high:g} {_words(known.ucum)}"
    return f"at most {high:g} {_words(known.ucum)}" if high else f"at least {low:g}"


def _words(ucum: str) -> str:
    head, slash, rest = ucum.partition("/")
    return _NAMED.get(ucum) or _NAMED.get(head, head) + slash + _NAMED.get(rest, rest)


def _lab(analyte: str, quote: str, value: float, ucum: str) -> dict[str, object]:
    quantity = {"value": value, "unit": ucum, "ucum": ucum}
    return {"kind": "measurement", "analyte": analyte, "quote": quote, "quantity": quantity}


_HB = "Hb 10.9 mg/dL"
_GOOD = "Hb 10.9 g/dL"
_FEVER = "temperature 46.6 Cel"
_WARM = "temperature 38.6 Cel"
UNI001 = Rule(
    "UNI001",
    "A value that is impossible in its unit and possible in another",
    "warning",
    ("limits of the possible: analytes.tsv of the vocabulary",),
    wrong_units,
    Examples(
        fires=(Example(f"She had {_HB}.", (_lab("hemoglobin", _HB, 10.9, "mg/dL"),)),),
        still=(Example(f"She had {_GOOD}.", (_lab("hemoglobin", _GOOD, 10.9, "g/dL"),)),),
    ),
)
PHY004 = Rule(
    "PHY004",
    "A value beyond the limits of the possible",
    "warning",
    ("limits of the possible: analytes.tsv of the vocabulary",),
    impossible_values,
    Examples(
        fires=(Example(f"She had a {_FEVER}.", (_lab("temperature", _FEVER, 46.6, "Cel"),)),),
        still=(Example(f"She had a {_WARM}.", (_lab("temperature", _WARM, 38.6, "Cel"),)),),
    ),
)
