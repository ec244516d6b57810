"""DOS003 to DOS006: the arithmetic between the doses of one report."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule, Span
from epicrisis.audit.dose_statements import Stated, stated_doses
from epicrisis.audit.passages import NUMBER, number, one_line, search_numbers
from epicrisis.measures.limits import measurements
from epicrisis.model import Course, Document
from epicrisis.vocab.drugs import drugs
from epicrisis.vocab.numbers import COUNT_WORD, counted
from epicrisis.vocab.ucum import convert_plain

_LIGHTEST, _HEAVIEST = 0.4, 300.0  # kg
_ADULT = (28.0, 250.0)  # kg
_OFF = 1.5  # times between implied and printed weight that rounding of doses does not reach
_SHARES = (1, 2, 3, 4)  # parts in which the dose of a day is given


def weights(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare the weight that a dose per kg and the whole dose beside it imply with the body's."""
    for dose in stated_doses(document):
        if dose.whole is None or dose.basis != "kg" or dose.tally:
            continue
        span, value, unit = dose.whole
        whole = convert_plain(value, unit, dose.unit.base)
        least, most = whole / dose.high, whole / dose.low
        words = one_line(document.text[dose.start : span[1]])
        told = _told(courses)
        if told and _apart(least, most, told[0]):
            yield Remark(
                f"{words!r} implies a body weight of {most:.3g} kg, printed is {told[0]:g} kg.",
                (dose.start, span[1]),
                related=(told[1],),
            )
        elif not told and _unlike(least, most, _is_adult(courses)):
            yield Remark(
                f"{words!r} implies a body weight of {most:.3g} kg.", (dose.start, span[1])
            )


def _told(courses: Sequence[Course]) -> tuple[float, Span] | None:
    """The one printed weight of the one patient, in kg, and its place."""
    own = [course for course in courses if course.cited is None]
    if len(own) != 1:
        return None
    found = [
        event
        for event in measurements(own[0], "weight")
        if event.quantity and event.quantity.ucum == "kg" and not event.quantity.comparator
    ]
    values = {event.quantity.value for event in found if event.quantity}
    if len(values) != 1 or not 2 < (weight := values.pop()) < 250:
        return None
    return weight, (found[0].anchors[0].start, found[0].anchors[0].end)


def _is_adult(courses: Sequence[Course]) -> bool:
    ages = [course.individual.age for course in courses if course.cited is None]
    return bool(ages) and all(age is not None and age.years >= 18 for age in ages)


def _apart(least: float, most: float, weight: float) -> bool:
    """Whether no division of the daily dose makes the implied weight the printed one."""
    return not any(least * n / _OFF <= weight <= most * n * _OFF for n in _SHARES)


def _unlike(least: float, most: float, adult: bool) -> bool:
    low, high = _ADULT if adult else (_LIGHTEST, _HEAVIEST)
    return not any(least * n <= high and most * n >= low for n in _SHARES)


_TOTAL = re.compile(
    rf"(?P<each>(?<![\w.,/–-]){NUMBER})\s*(?P<unit>mg|g|µg|mcg)\s*(?P<per>/\s*(?:kg|m2|m²))?"
    r"\s*(?:/\s*d(?:ay)?\b|daily|per\s+day|a\s+day|once\s+(?:a\s+day|daily)|IV|i\.v\.|[ ,]"
    r"|intravenously|orally|(?:was|were)\s+(?:given|administered|infused)"
    r"|(?P<weekly>(?:once\s+)?(?:weekly|a\s+week|per\s+week|every\s+week))"
    r"|(?P<apart>monthly|every\s+\w+\s+(?:weeks|months|days)))*\s*"
    rf"(?:for|on|×|x|over)\s+(?P<days>\d{{1,2}}|{COUNT_WORD})\s*"
    r"(?:consecutive\s+)?(?P<count>day|week|dose|infusion|cycle|pulse|course)s?"
    r"\s*(?:(?:was|were)\s+(?:given|administered))?\s*(?:[,;(]|(?P<next>\.\s+(?:In\s+|(?:S?he|The\s+patient)"
    r"\s+(?:thus\s+|so\s+)?received\s+)?))?\s*(?:for\s+|giving\s+|reaching\s+|amounting\s+to\s+|making\s+)?"
    r"(?:with\s+|to\s+)?(?:an?\s+|the\s+|his\s+|her\s+)?"
    r"(?:total|cumulative)(?:,|\s+(?:cumulative|dose|dosage|amount|given|of|=|:|was|is))*\s*"
    rf"(?P<sum>{NUMBER})\s*(?P<sum_unit>mg|g|µg|mcg)\s*(?P<sum_per>/\s*(?:kg|m2|m²))?",
    re.I,
)
_GRAMS = {"g": 1.0, "mg": 1e-3, "µg": 1e-6, "μg": 1e-6, "mcg": 1e-6}  # micro sign, Greek mu


def totals(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Multiply a dose by how often it was given and compare with the total printed behind."""
    for found in search_numbers(document, _TOTAL, "total|cumulative"):
        if not _counts_doses(found):
            continue
        each, total = number(found["each"]), number(found["sum"])
        days = counted(found["days"])
        if each is None or total is None or bool(found["per"]) != bool(found["sum_per"]):
            continue
        grams = each * days * _GRAMS[found["unit"].lower()]
        printed = total * _GRAMS[found["sum_unit"].lower()]
        if printed > 0 and not _made_of(grams, printed, repeated=found["next"] is not None):
            value = grams / _GRAMS[found["sum_unit"].lower()]
            yield Remark(
                f"{found['each']} {found['unit']} {days} times is {value:g} "
                f"{found['sum_unit']}, printed as a total of {found['sum']}.",
                found.span(),
                suggestion=f"{value:g} {found['sum_unit']}",
            )


def _made_of(grams: float, printed: float, *, repeated: bool) -> bool:
    """Whether doses make a total; one told in its own sentence may be of several courses."""
    if grams <= 0:
        return True  # a dose of nothing, or for no day, has no sum
    times = printed / grams
    courses = round(times)
    if repeated and 2 <= courses < _SLIP:
        return abs(times / courses - 1) < _ROUND
    return 0.8 < grams / printed < 1.25


_SLIP = 10  # times that speak for a slip of the decimal point rather than for courses
_ROUND = 0.1


def _counts_doses(found: re.Match[str]) -> bool:
    """Whether the number behind `for` is how often the dose was given."""
    counted = found["count"].lower()
    if counted == "week":
        return found["weekly"] is not None
    return counted != "day" or not (found["weekly"] or found["apart"])


def units(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for one number printed once in grams and once in milligrams of the same drug.

    Only of drugs whose usual range is not known: DOS001 and DOS002 tell for the others which is
    wrong.
    """
    first: dict[tuple[str, str, float], Stated] = {}
    for dose in stated_doses(document):
        if dose.unit.base not in ("g", "mg", "ug") or dose.tally:
            continue
        key = (dose.drug, dose.basis, dose.low)
        other = first.setdefault(key, dose)
        known = drugs().get(dose.drug)
        if other.unit.base != dose.unit.base and not (known and known.doses):
            label = known.label if known else dose.drug
            words = [one_line(document.text[one.start : one.end]) for one in (dose, other)]
            yield Remark(
                f"{label.capitalize()} is {words[0]!r} here and {words[1]!r} elsewhere.",
                (dose.start, dose.end),
                related=((other.start, other.end),),
            )


_PULSED = re.compile(
    r"\b(?P<mini>mini)?[\s-]?puls(?:e|es|ed)\b(?!\s*(?:rate|ox|pressure|of|was|wave|field|radiofreq))"
    r"(?:(?!follow|oral|then|taper|after|mainten)[^.;\d]){0,60}?(?P<number>\d[\d,.]*)(?=\s*(?:mg|g)\b)",
    re.I,
)
_LEAST_PULSED = 100.0  # mg of prednisone that the smallest dose called a pulse equals


def pulses(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for glucocorticoid pulses as small as a maintenance dose."""
    doses = {dose.start: dose for dose in stated_doses(document) if not dose.basis}
    glucocorticoids = {
        start: known.pred_eq
        for start, dose in doses.items()
        if (known := drugs().get(dose.drug)) and known.pred_eq and dose.unit.base in ("mg", "g")
    }
    if not glucocorticoids:
        return
    low, high = min(glucocorticoids), max(glucocorticoids) + 1
    for found in _PULSED.finditer(document.text, max(0, low - 200), high + 20):
        start = found.start("number")
        equal = glucocorticoids.get(start)
        if equal is None or found["mini"]:
            continue
        dose = doses[start]
        amount = convert_plain(dose.high, dose.unit.base, "mg") * equal
        if amount < _LEAST_PULSED:
            yield Remark(
                f"A pulse of {one_line(document.text[dose.start : dose.end])} equals "
                f"{amount:.3g} mg of prednisone, a maintenance dose.",
                (dose.start, dose.end),
            )


DOS003 = Rule(
    "DOS003",
    "A dose per kg and the dose beside it imply an impossible body weight",
    "warning",
    (),
    weights,
    Examples(
        fires=(Example("Amikacin 15 mg/kg (9000 mg) was given once."),),
        still=(
            Example("Amikacin 15 mg/kg (900 mg) was given once."),
            Example("Phenytoin 6 mg/kg/day (100 mg three times a day) was begun."),
        ),
    ),
)
DOS004 = Rule(
    "DOS004",
    "A dose and how often it was given do not make the printed total",
    "warning",
    (),
    totals,
    Examples(
        fires=(
            Example("IVIG 0.4 g/kg/day for 5 days (total 20 g/kg) was given."),
            Example("Cyclophosphamide 500 mg weekly for 4 doses, a total of 5 g, was given."),
            Example("IVIG 0.4 g/kg/day was given for 5 days. The cumulative dose was 20 g/kg."),
        ),
        still=(
            Example("IVIG 0.4 g/kg/day for 5 days (total 2 g/kg) was given."),
            Example("IVIG 0.4 g/kg/day was given for 5 days. She received a total of 2 g/kg."),
            Example("IVIG 0.4 g/kg/day was given for 5 days. The total dose was 4 g/kg."),
            Example("Rituximab 500 mg weekly for 4 weeks, a total of 2 g, was given."),
            Example("Rituximab 500 mg monthly for 4 weeks, a total of 5 g, was given."),
        ),
    ),
)
DOS005 = Rule(
    "DOS005",
    "One dose is printed in grams and in milligrams",
    "warning",
    (),
    units,
    Examples(
        fires=(Example("Latamoxef 250 mg was given. On day 2 latamoxef 250 g was given again."),),
        still=(Example("Latamoxef 250 mg was given. On day 2 latamoxef 1 g was given again."),),
    ),
)
DOS006 = Rule(
    "DOS006",
    "A glucocorticoid pulse as small as a maintenance dose",
    "note",
    ("equivalents: field_drugs.tsv of the vocabulary",),
    pulses,
    Examples(
        fires=(Example("Pulse therapy with methylprednisolone 50 mg for 3 days was given."),),
        still=(
            Example("Pulse therapy with methylprednisolone 500 mg for 3 days was given."),
            Example("Her pulse was 90. Prednisolone 10 mg was given."),
        ),
    ),
)
