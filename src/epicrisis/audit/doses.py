"""DOS: doses against what is usual for the drug."""

from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule, Span
from epicrisis.audit.dose_statements import Stated, stated_doses
from epicrisis.audit.passages import one_line
from epicrisis.audit.usual_doses import ABSURD, PRINTED, Usual, usual_for
from epicrisis.model import Course, Document
from epicrisis.vocab.drugs import drugs
from epicrisis.vocab.ucum import convert_plain

_SHOWN = 12  # other statements of a drug's dose that a finding lists
_LITTLE = 5.0  # times below the usual range, as doses are begun and tapered low
_SLIPS = ((1e-3, "unit"), (1e3, "unit"), (0.1, "decimal point"), (10.0, "decimal point"))
_LIGHTER = {"g": "mg", "mg": "ug"}
_REFERENCES = (
    "usual doses: field_drugs.tsv of the vocabulary, from the labels and guidelines it names",
)


def dose_per_size(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for doses per kg or m2 that a slip of unit or decimal point would explain."""
    stated = stated_doses(document)
    wordings: dict[str, dict[str, Stated]] = {}  # of each drug, the first dose in each wording
    for dose in stated:
        wordings.setdefault(dose.drug, {}).setdefault(_words(document, dose), dose)
    for dose in stated:
        usual = usual_for(document, dose) if dose.basis else None
        slip = usual and _slip(dose, usual)
        if usual and slip:
            yield _per_size(document, courses, dose, usual, slip, wordings[dose.drug])


def _slip(dose: Stated, usual: Usual) -> tuple[float, str] | None:
    """The factor that makes a far-out dose a usual one, and what kind of slip that is.

    A dose too far above for any slip is out by no factor that can be named: 1.
    """
    if usual.low / _LITTLE <= dose.high and dose.low < usual.high * usual.far:
        return None
    if usual.local and dose.high < usual.low:
        return None
    for factor, kind in _SLIPS if usual.low else ():
        if usual.low <= dose.low * factor and dose.high * factor <= usual.high:
            return factor, kind
    least = ABSURD if usual.low else usual.far
    return (1.0, "") if dose.low >= usual.high * least else None


def _per_size(
    document: Document,
    courses: Sequence[Course],
    dose: Stated,
    usual: Usual,
    slip: tuple[float, str],
    wordings: dict[str, Stated],
) -> Remark:
    end = dose.whole[0][1] if dose.whole else dose.end
    beside = one_line(document.text[slice(*dose.whole[0])]) if dose.whole else ""
    own = (_words(document, dose), beside)
    others = {words: one for words, one in wordings.items() if words not in own}
    shown = dict(list(others.items())[:_SHOWN])
    parts = [
        f"{_name(dose)} {_words(document, dose)} is far outside the usual range ({usual.printed})."
    ]
    if dose.whole and slip[1]:
        parts.append(_weight(document, dose, slip[0]))
    if shown:
        parts.append(f"Elsewhere the report says {', '.join(repr(words) for words in shown)}.")
    place = (dose.start, end)
    events, course = _treatments(courses, place)
    return Remark(
        " ".join(parts),
        place,
        related=tuple((one.start, one.end) for one in shown.values()),
        suggestion=_reading(dose, *slip) if slip[1] else None,
        events=events,
        course=course,
        severity="warning" if 0.05 < slip[0] <= 1 else None,
    )


def _name(dose: Stated) -> str:
    known = drugs().get(dose.drug)
    return (known.label if known else dose.drug).capitalize()


def _words(document: Document, dose: Stated) -> str:
    return one_line(document.text[dose.start : dose.end])


def _weight(document: Document, dose: Stated, factor: float) -> str:
    """What the dose for the whole body, printed beside, says of the patient's weight."""
    if dose.whole is None:
        return ""
    span, value, unit = dose.whole
    weight = convert_plain(value, unit, dose.unit.base) / dose.low
    printed = one_line(document.text[slice(*span)])
    if 2 <= weight <= 250:
        return (
            f"With {printed} beside it the body weight would be {weight:.0f} kg, so both numbers "
            "carry the same slip."
        )
    mended = weight / factor
    return f"With {printed} beside it the body weight would be {mended:.3g} kg as probably meant."


def _reading(dose: Stated, factor: float, kind: str) -> str:
    per = {"kg": "/kg", "m2": "/m²"}.get(dose.basis, "")
    time = f"/{dose.unit.per_time}" if dose.unit.per_time else ""
    low, high, unit = dose.low, dose.high, dose.unit.base
    heavier = {light: heavy for heavy, light in _LIGHTER.items()}
    swap = heavier.get(unit) if factor > 1 else _LIGHTER.get(unit)
    if kind == "unit" and swap:
        unit = swap
    else:
        low, high = low * factor, high * factor
    number = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    return f"{number} {PRINTED.get(unit, unit)}{per}{time}"


def _treatments(courses: Sequence[Course], place: Span) -> tuple[tuple[str, ...], str]:
    """The treatments that are stated at a place, and their course."""
    for course in courses:
        ids = tuple(
            event.id
            for event in course.of_kind("treatment")
            if any(a.start < place[1] and place[0] < a.end for a in event.anchors)
        )
        if ids:
            return ids, course.id
    return (), ""


def whole_doses(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for doses for the whole body far from anything usual for the drug."""
    stated = stated_doses(document)
    beside = {one.whole[0] for one in stated if one.whole}
    for dose in stated:
        if dose.basis or dose.tally or any(a <= dose.start < b for a, b in beside):
            continue
        usual = usual_for(document, dose)
        way = usual and _far(dose, usual)
        if usual and way:
            yield _whole(document, courses, dose, usual, way)


def _far(dose: Stated, usual: Usual) -> str | None:
    """Which way a dose is out; too low only where milligrams would be grams, as tapers go low."""
    if dose.low >= usual.high * usual.far:
        return "above"
    if usual.local or not usual.low or dose.unit.base not in _LIGHTER:
        return None
    meant = dose.high * 1000 <= usual.high and usual.low <= dose.low * 1000
    return "below" if meant else None


def _whole(
    document: Document, courses: Sequence[Course], dose: Stated, usual: Usual, way: str
) -> Remark:
    slip = _slip(dose, usual)
    place = (dose.start, dose.end)
    events, course = _treatments(courses, place)
    times = dose.low / usual.high if way == "above" else usual.low / dose.high
    return Remark(
        f"{_name(dose)} {_words(document, dose)} is {times:.0f} times {way} the usual range "
        f"({usual.printed}).",
        place,
        suggestion=_reading(dose, *slip) if slip and slip[1] else None,
        events=events,
        course=course,
    )


DOS001 = Rule(
    "DOS001",
    "A dose per kg or m² is out by a unit or a decimal point",
    "error",
    _REFERENCES,
    dose_per_size,
    Examples(
        fires=(
            Example("Intravenous immunoglobulin 0.4 mg/kg (28 mg) daily for 5 days was given."),
            Example("Prednisone (0.5 g/kg/d) was begun."),
            Example("IVIG was administered in doses of 0.2 to 0.5 mg/kg/day in these series."),
        ),
        still=(
            Example("Intravenous immunoglobulin 0.4 g/kg (28 g) daily for 5 days was given."),
            Example("IVIG 400 mg/kg for 5 days and prednisolone 0.5 mg/kg/day were given."),
            Example("IVIG was infused at 0.5 mg/kg/min at first."),
        ),
    ),
)
DOS002 = Rule(
    "DOS002",
    "A dose is far outside the usual range of the drug",
    "warning",
    _REFERENCES,
    whole_doses,
    Examples(
        fires=(
            Example("He used prednisolone (8 g per day) regularly."),
            Example("A second infusion of 30 mg IVIG was given."),
        ),
        still=(
            Example("He used prednisolone (8 mg per day) and methylprednisolone 1 g daily."),
            Example("She had taken an overdose of aspirin 100 g."),
            Example("The cumulative dose of cyclophosphamide was 40 g."),
        ),
    ),
)
