"""UNI002 and UNI003: counts in the wrong volume, and units of another kind than the test's."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule, place_of
from epicrisis.audit.passages import sentence_of
from epicrisis.audit.plausibility import of_another
from epicrisis.errors import InputError
from epicrisis.measures.limits import measurements
from epicrisis.model import Course, Document, Measurement
from epicrisis.vocab.analytes import Analyte, analytes, canonical
from epicrisis.vocab.ucum import commensurable

_COUNTS = frozenset({"wbc", "platelets", "neutrophils", "lymphocytes", "eosinophils", "rbc"})
_VOLUMES = frozenset({"/L", "/dL", "/mL", "/m3", "/cm3", "{cells}/mL", "{cells}/L", "/nL", "/pL"})
_PER_MICROLITRE = {"10*9/L": 1e-3, "10*12/L": 1e-6}


def counts(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Find cell counts that nobody could have, and that would be usual in another volume."""
    for course in courses:
        for analyte in _COUNTS:
            known = analytes().get(analyte)
            for event in measurements(course, analyte) if known else ():
                quantity = event.quantity
                if known and quantity and _misprinted(event, known):
                    if of_another(document, event, known):
                        continue
                    yield Remark(
                        f"{known.label} of {quantity} are next to none; the same number in a "
                        "microlitre would be usual.",
                        place_of(event),
                        suggestion=f"{quantity.value:g} /µL",
                        events=(event.id,),
                        course=course.id,
                    )


def _misprinted(event: Measurement, known: Analyte) -> bool:
    quantity = event.quantity
    scale = _PER_MICROLITRE.get(known.ucum)
    if quantity is None or scale is None or quantity.comparator or quantity.value < 100:
        return False
    if quantity.ucum not in _VOLUMES or known.low is None or known.high is None:
        return False
    in_microlitres = quantity.value * scale
    return known.low / 30 <= in_microlitres <= known.high * 20


_GAP = re.compile(
    r"[\s:=(,-]*(?:(?:levels?|value|was|of|is|at|were|concentration|count|serum|slightly|elevated|high|low|"
    r"normal|rate|the)[\s:=(,]*)*",
    re.I,
)
_PHYSICAL = ("mm[Hg]", "kPa", "Cel", "[degF]", "/min", "cm", "kg", "{beats}/min", "{breaths}/min")
_SALTS = frozenset(
    {
        "sodium",
        "potassium",
        "chloride",
        "calcium",
        "creatinine",
        "hemoglobin",
        "glucose",
        "urea",
        "crp",
        "albumin",
    }
)
_ACTIVITY = ("U/L", "[IU]/L", "U/mL", "[IU]/mL")
_MASSES = ("mg/dL", "g/dL", "mg/L", "ug/L", "ng/mL", "mmol/L", "umol/L", "g/L")


def kinds(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Find values whose unit measures something else."""
    for course in courses:
        for event in measurements(course):
            known, quantity = analytes().get(event.analyte), event.quantity
            if known is None or quantity is None or not quantity.unit or not quantity.ucum:
                continue
            if not known.ucum or event.section in ("table", "caption"):
                continue
            if _apart(quantity.ucum, known) and _beside(document, event):
                yield Remark(
                    f"{quantity.unit} is no unit of {known.label}: {quantity}.",
                    place_of(event),
                    events=(event.id,),
                    course=course.id,
                )


def _apart(ucum: str, known: Analyte) -> bool:
    """Whether a unit is of a kind that cannot be meant for the test."""
    try:
        if canonical(1.0, ucum, known) is not None:
            return False
    except InputError:
        return False
    if any(_alike(ucum, unit) for unit in _PHYSICAL):
        return True
    if known.id in _SALTS:
        return any(_alike(ucum, unit) for unit in _ACTIVITY)
    physical = any(_alike(known.ucum, unit) for unit in _PHYSICAL)
    enzyme = known.ucum == "U/L"
    return (physical or enzyme) and any(_alike(ucum, unit) for unit in _MASSES)


def _alike(one: str, other: str) -> bool:
    try:
        return one == other or commensurable(one, other)
    except InputError:
        return False


def _beside(document: Document, event: Measurement) -> bool:
    """Whether nothing but filling words stands between the test's name and the number."""
    start, end = place_of(event)
    printed = event.quantity.text if event.quantity else ""
    if "respectively" in document.text[slice(*sentence_of(document, start, end))]:
        return False  # which value is whose is told by their order
    number = document.text.find(printed, start, end) if printed else -1
    name = document.text.find(event.text, start, end)
    if number < 0 or name < 0 or not event.text:
        return False
    return _GAP.fullmatch(document.text, name + len(event.text), number) is not None


def _lab(analyte: str, name: str, quote: str, value: float, ucum: str) -> dict[str, object]:
    printed = f"{value:g}"
    quantity = {"value": value, "unit": ucum, "ucum": ucum, "text": printed}
    return {
        "kind": "measurement",
        "analyte": analyte,
        "quote": quote,
        "text": name,
        "quantity": quantity,
    }


_FEW = "leukocytes were 8600 /L"
_ENOUGH = "leukocytes were 8600 /uL"
UNI002 = Rule(
    "UNI002",
    "A cell count in the wrong volume",
    "warning",
    ("usual ranges: analytes.tsv of the vocabulary",),
    counts,
    Examples(
        fires=(Example(f"Her {_FEW}.", (_lab("wbc", "leukocytes", _FEW, 8600, "/L"),)),),
        still=(Example(f"Her {_ENOUGH}.", (_lab("wbc", "leukocytes", _ENOUGH, 8600, "/uL"),)),),
    ),
)
_ODD = "creatinine was 1.2 mm[Hg]"
_EVEN = "creatinine was 1.2 mg/dL"
UNI003 = Rule(
    "UNI003",
    "A unit that measures something else",
    "warning",
    ("units of each test: analytes.tsv of the vocabulary",),
    kinds,
    Examples(
        fires=(Example(f"Her {_ODD}.", (_lab("creatinine", "creatinine", _ODD, 1.2, "mm[Hg]"),)),),
        still=(Example(f"Her {_EVEN}.", (_lab("creatinine", "creatinine", _EVEN, 1.2, "mg/dL"),)),),
    ),
)
