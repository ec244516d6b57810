"""UNI and PHY004: values against what a living patient can have."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule, place_of
from epicrisis.errors import InputError
from epicrisis.measures.limits import measurements
from epicrisis.measures.memory import remembered
from epicrisis.model import Course, Document, Measurement, Quantity, ReferenceRange
from epicrisis.vocab.analytes import Analyte, analytes, canonical
from epicrisis.vocab.ucum import commensurable

_NAMED = {
    "1": "",
    "[lb_av]": "lb",
    "ug": "µg",
    "umol": "µmol",
    "uL": "µL",
    "10*9/L": "×10⁹/L",
    "10*12/L": "×10¹²/L",
}
# A length or a weight may be that of a tumour, a fall or a horse: it is too great where no other
# unit would do only if it is the patient's own.
_SIZES = {"height": "m", "weight": "kg", "birth_weight": "kg"}
# PHY001 asks about saturations, PHY006 about the pH; renin is measured in two ways that no factor
# compares.
_ELSEWHERE = frozenset(
    {"weight_change", "head_circumference", "waist", "spo2", "sao2", "ph", "renin_activity"}
)
_UNITLESS = frozenset({"vital", "score"})  # kinds whose unit is left out in print
_BESIDE_LIMITS = frozenset({None, "~"})  # comparators of a value that both limits bind
_ABOVE = frozenset({">", ">=", "<="})  # also "up to"
_SMALL = 10.0  # per cent that may be any share; the air holds more than this of oxygen
_AFAR, _FAR = {"vital": 5.0}, 100.0  # times above a limit that no slip makes
_YEARS = range(1900, 2100)
# What the body keeps within bounds, or a unit of the canonical kind never leaves.
_KEPT = frozenset({"sodium", "potassium", "calcium", "chloride", "hemoglobin", "hba1c", "albumin"})
_BREACH = 1.1
_SCANT = 4.0  # times below the usual, where a lighter unit was probably meant
_LESS, _MORE = 0.8, 1.2  # of the usual range: a number that is at home in a unit
_WIDE = 5.0  # times outside the usual range, as a sick patient may be
_TALL = 1.5  # the same for a length that was meant in centimetres
_WHOLE = 100.0  # the most that a share has of anything
_BLOOD = re.compile(r"\b(?:serum|plasma|blood(?!\s+(?:cell|count)))\b[^.;,]{0,15}\Z", re.I)
_BEAST = re.compile(
    r"\b(?:horse|mare|cow|bull|heifer|calf|elephant|camel|whale|giraffe|rhino)\w*", re.I
)
_FALL = re.compile(r"\b(?:f[ae]ll\w*|jump\w*|drop\w*|sea|altitude)\b", re.I)
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
        units = _fitting(event.quantity, known) if event.quantity else []
        if event.quantity and units:
            yield Remark(
                f"{known.label} of {event.quantity} is hardly possible in a living patient "
                f"({_limits(known)}); the same number in {_words(units[0])} would be.",
                place_of(event),
                suggestion=f"{event.quantity.value:g} {_words(units[0])}",
                events=(event.id,),
                course=course.id,
            )


def impossible_values(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Find values that no unit makes possible."""
    for course, event, known in _beyond_in(document, courses):
        if event.quantity and not _fitting(event.quantity, known):
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
        for event, known in beyond(course):
            if not of_another(document, event, known):
                yield course, event, known


def of_another(document: Document, event: Measurement, known: Analyte) -> bool:
    """Whether the words around a value tell of another fluid, or of an antibody to its analyte."""
    start, end = place_of(event)
    text = document.text
    if known.kind != "antibody" and _ANTIBODY.search(text, start, end + _BEHIND):
        return True
    if known.id in _SIZES:
        return bool(_BEAST.search(text) or _FALL.search(text, max(0, start - _AROUND), start))
    before = _STOP.split(text[max(0, start - _AROUND) : start])[-1]
    if event.text and _BLOOD.search(f"{before}{event.text}"):
        return False
    behind = _STOP.split(text[end : end + _BEHIND])[0]
    return bool(_FLUID.search(f"{before}{text[start:end]}{behind}"))


@remembered(64)
def beyond(course: Course) -> list[tuple[Measurement, Analyte]]:
    """Give the measurements whose printed value and unit pass the limits of the possible."""
    found, table = [], analytes()
    for event in measurements(course):
        known = table.get(event.analyte)
        if known is None or known.id in _ELSEWHERE or event.quantity is None:
            continue
        quantity = event.quantity
        if quantity.comparator not in _BESIDE_LIMITS and quantity.comparator not in _ABOVE:
            continue
        if event.section == "caption":  # letters of a key read as units
            continue
        plain = quantity.ucum in (None, "", "1")
        if known.ucum == "1" and not plain:  # "pH study: acid exposure 4.9 %"
            continue
        if f"+{quantity.value:g}" in event.anchors[0].exact:  # 29+2 weeks
            continue
        if _out(quantity, known, event.reference_range):
            found.append((event, known))
    return found


def _out(quantity: Quantity, known: Analyte, limits: ReferenceRange | None) -> bool:
    """Whether a printed value lies beyond the limits, or where another unit was surely meant."""
    bare = known.ucum == "1" or known.kind in _UNITLESS
    ucum = quantity.ucum or (known.ucum if bare else None)
    if not ucum or not (quantity.unit or bare):
        return False
    value = _in(quantity.value, ucum, known)
    if value is None or (quantity.comparator in _ABOVE and value < (known.low or 0)):
        return False
    if known.id in _SIZES:
        return _oversized(value, quantity, known)
    if quantity.unit:
        sure = limits is not None and _usual_limits(limits, quantity, known)
        return not _possible(value, known) or (not sure and _mistaken(value, quantity, known))
    return _too_great(value, known) and not _fitting(quantity, known)


def _usual_limits(limits: ReferenceRange, quantity: Quantity, known: Analyte) -> bool:
    """Whether the range printed beside a value is usual in the value's unit, which is so right."""
    if not limits.high or not quantity.ucum or limits.unit not in (None, quantity.unit):
        return False
    high = _in(limits.high, quantity.ucum, known)
    return high is not None and _distance(high, known) < _WIDE


def _too_great(value: float, known: Analyte) -> bool:
    """Whether a value without a unit is too great; a small one may be a fragment or a ratio."""
    low, high = known.phys_low, known.phys_high
    if low is not None and known.ucum == "%" and 1 < value < low and low > _SMALL:
        return True  # a fraction of more than all, or next to nothing of it
    most = _AFAR.get(known.kind, _FAR) * (high or 0.0)  # "ABI 3500" is an apparatus
    return value not in _YEARS and high is not None and high < value < most  # not "NRS 2002"


def _oversized(value: float, quantity: Quantity, known: Analyte) -> bool:
    """Whether a length or weight in the largest unit is that of no human being."""
    if known.phys_high is None or value <= known.phys_high or quantity.ucum != _SIZES[known.id]:
        return False
    if known.id != "height":
        return True
    return bool(known.low and known.high) and _distance(quantity.value, known) < _TALL


def _mistaken(value: float, quantity: Quantity, known: Analyte) -> bool:
    """Whether a value is at the edge of the possible, and the number is usual in another unit."""
    if known.kind != "laboratory" or not known.high:
        return False
    low, high = known.low or 0.0, known.high
    if known.id in _KEPT and 0 < value < low / _SCANT:
        bounds = (low * _LESS, high * _MORE)
    elif known.phys_high is not None and value > known.phys_high:
        bounds = (low / _WIDE, high * _WIDE)
    else:
        return False
    values = (_in(quantity.value, unit, known) for unit in _fitting(quantity, known))
    return any(each is not None and bounds[0] <= each <= bounds[1] for each in values)


def _in(value: float, ucum: str, known: Analyte) -> float | None:
    try:
        return canonical(value, ucum, known)
    except InputError:
        return None


def _possible(value: float, known: Analyte) -> bool:
    slack = 1.0 if known.kind != "laboratory" or known.ucum == "1" else _RARE
    if known.id in _KEPT:
        slack = _BREACH
    low, high = known.phys_low, known.phys_high
    above = low is None or value >= (low / slack if low > 0 else low * slack)
    if high is not None and known.ucum == "%" and high <= _WHOLE:
        return above and value <= min(high * slack, _WHOLE)
    return above and (high is None or value <= high * slack)


def _fitting(quantity: Quantity, known: Analyte) -> list[str]:
    """The units in which the printed number is possible, those that make it usual first."""
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
        return f"limits {low:g} to {high:g} {_words(known.ucum)}".rstrip()
    return f"at most {high:g} {_words(known.ucum)}" if high else f"at least {low:g}"


def _words(ucum: str) -> str:
    head, slash, rest = ucum.partition("/")
    return _NAMED.get(ucum, _NAMED.get(head, head) + slash + _NAMED.get(rest, rest))


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
