"""REF003: the word for a high, low or normal value against what is usual at all.

Laboratories differ and the usual ranges of the vocabulary are broad, so only a value on the other
side of normal, or one called normal and far from it, is worth a word.
"""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule, Span
from epicrisis.audit.flag_words import Said, said_before, said_behind
from epicrisis.audit.passages import one_line, sentence_of
from epicrisis.errors import InputError
from epicrisis.measures.limits import measurements
from epicrisis.model import Course, Document, Measurement
from epicrisis.vocab.analytes import Analyte, analytes, canonical

_TERM = re.compile(
    r"\b(?:(?P<high>hyper\w{4,}a?emia|leu[ck]ocytosis|thrombocytosis|lymphocytosis)"
    r"|(?P<low>hypo\w{4,}a?emia|ana?emia|leu[ck]openia|thrombocytopa?enia|lymph(?:o|ocyto)penia))\b",
    re.I,
)
_STEMS = (
    ("natr", "sodium"),
    ("kal", "potassium"),
    ("calc", "calcium"),
    ("magnes", "magnesium"),
    ("phosph", "phosphate"),
    ("gly", "glucose"),
    ("uric", "uric_acid"),
    ("ammon", "ammonia"),
    ("album", "albumin"),
    ("bilirub", "bilirubin"),
    ("chlor", "chloride"),
    ("leu", "wbc"),
    ("thrombo", "platelets"),
    ("lymph", "lymphocytes"),
    ("an", "hemoglobin"),
)
_OTHER_FLUID = re.compile(
    r"\b(?:csf|cerebrospinal|urin\w*|pleural|ascit\w*|fluids?|aspirat\w+|drain\w*|effusions?|lavage|bal|"
    r"cord|saliva|sweat|semen|stool|f[ae]ec\w+|dialys\w+|corrected|target|goal|gradient|mild|relative\w*|"
    r"donor|mother|maternal|foet\w+|fet\w+|neonat\w+|newborn|infants?|pregnan\w+|trimester)\b",
    re.I,
)
_UNFIT_TERM = re.compile(
    r"\b(?:no|not|without|correct\w*|history|previous\w*|treat\w*|resol\w*)\b", re.I
)
_TIGHT = ("mmol/L", "g/dL", "10*9/L", "10*12/L", "g/L")  # units of values that methods agree on
_POINTED = re.compile(r"\d{1,3}\.\d{3}(?!\d)")  # a point between thousands, or a fraction
_WIDTH = 0.5  # of the usual range, beyond which a tight value is not called normal
_TIMES = 3.0  # times the usual limit for all others
_GROWN = 16
_SCORES = ("score", "other", "antibody")


def against_usual(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare the words elevated, normal and low with the usual range of the test."""
    own = [course for course in courses if course.cited is None]
    for course in own:
        age = course.individual.age
        if age is not None and age.years < _GROWN:
            continue
        for event in measurements(course):
            known = analytes().get(event.analyte)
            if (
                known
                and known.high is not None
                and known.high > 0
                and event.reference_range is None
            ):
                yield from _judged(document, course, event, known)


def _judged(
    document: Document, course: Course, event: Measurement, known: Analyte
) -> Iterator[Remark]:
    value, at = _value(event, known), _number(document, event)
    if value is None or at is None or known.kind in _SCORES or event.section == "table":
        return
    said = _said(document.text, at, known)
    wrong = said and _is(value, said[0], known, said[3])
    if not said or not wrong or _OTHER_FLUID.search(document.text, *sentence_of(document, *at)):
        return
    word = one_line(document.text[said[1] : said[2]])
    low = f"{known.low:g} to " if known.low else "up to "
    yield Remark(
        f"Called {word!r}, but {known.label} of {event.quantity} is {wrong} by the usual range "
        f"({low}{known.high:g} {known.ucum}).",
        (min(said[1], at[0]), max(said[2], at[1])),
        events=(event.id,),
        course=course.id,
    )


def _value(event: Measurement, known: Analyte) -> float | None:
    quantity = event.quantity
    if quantity is None or quantity.comparator or quantity.high or not quantity.unit:
        return None
    try:
        return canonical(quantity.value, quantity.ucum or "", known)
    except InputError:
        return None


def _number(document: Document, event: Measurement) -> Span | None:
    """Where the number of a value stands in the fullest statement."""
    anchor, quantity = event.anchors[0], event.quantity
    printed = quantity.text if quantity else ""
    if _POINTED.match(printed):
        return None
    start = document.text.rfind(printed, anchor.start, anchor.end) if printed else -1
    return (start, start + len(printed)) if start >= 0 else None


def _said(text: str, at: Span, known: Analyte) -> tuple[str, int, int, bool] | None:
    """The word for the value: its meaning, its span, and whether it is the name of a disorder."""
    said: Said | None = said_before(text, at[0]) or said_behind(text, at[1])
    if said:
        return (*said, False)
    low = max(0, at[0] - 40)
    terms = list(_TERM.finditer(text, low, at[0]))
    if not terms or terms[-1].lastgroup is None:
        return None
    found = terms[-1]
    name = found[0].lower().removeprefix("hyper").removeprefix("hypo")
    meant = next((id for stem, id in _STEMS if name.startswith(stem)), "?")
    if not known.id.startswith(meant):
        return None
    gap, lead = text[found.end() : at[0]], text[max(0, found.start() - 30) : found.start()]
    if re.search(r"[;.,\d)]|\band\b|\bto\b", gap) or _UNFIT_TERM.search(lead + gap):
        return None
    return str(found.lastgroup), found.start(), found.end(), True


def _is(value: float, said: str, known: Analyte, disorder: bool) -> str | None:
    """What the value is instead, where that is beyond doubt."""
    low, high = known.low or 0.0, known.high or 0.0
    middle = (low + high) / 2
    if said == "high":
        if low and value < (middle if disorder else low):
            return "low" if value < low else "normal"
        return "normal" if not low and value < high / _TIMES else None
    if said == "low":
        if value > (middle if disorder and low else high):
            return "high" if value > high else "normal"
        return None
    if low and known.ucum in _TIGHT:
        width = _WIDTH * (high - low)
        return "high" if value > high + width else "low" if value < low - width else None
    return "high" if value > high * _TIMES else None


def _lab(analyte: str, quote: str, value: float, ucum: str) -> dict[str, object]:
    number = quote.rsplit(" ", 2)[-2].strip("(")
    printed = f"{number} {ucum}"
    quantity = {"value": value, "unit": ucum, "ucum": ucum, "text": printed}
    return {"kind": "measurement", "analyte": analyte, "quote": quote, "quantity": quantity}


_K = "potassium of 2.1 mmol/L"
_NA = "hyponatremia with a sodium of 158 mmol/L"
REF003 = Rule(
    "REF003",
    "A value is called high, low or normal against the usual range",
    "warning",
    ("usual ranges: analytes.tsv of the vocabulary",),
    against_usual,
    Examples(
        fires=(
            Example(f"She had an elevated {_K}.", (_lab("potassium", _K, 2.1, "mmol/L"),)),
            Example(f"She had {_NA}.", (_lab("sodium", _NA, 158, "mmol/L"),)),
        ),
        still=(
            Example(f"She had a low {_K}.", (_lab("potassium", _K, 2.1, "mmol/L"),)),
            Example(f"Her urine showed an elevated {_K}.", (_lab("potassium", _K, 2.1, "mmol/L"),)),
        ),
    ),
)
