"""What is usual for a stated dose: the ranges of the drug by the route and schedule in print."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from epicrisis.audit.base import Span
from epicrisis.audit.dose_statements import Stated
from epicrisis.audit.passages import sentence_of
from epicrisis.errors import InputError
from epicrisis.model import Document
from epicrisis.vocab.drugs import DoseRange, Drug, drugs
from epicrisis.vocab.numbers import COUNT_WORD
from epicrisis.vocab.ucum import convert_plain

FAR = 1.9  # times above the usual range before anything is said
ABSURD = 10.0  # times above it, whatever the slip was
_ROUTES = {
    "po": re.compile(r"\b(?:oral\w*|per\s+os|p\.?o\b|by\s+mouth|tablets?|capsules?)", re.I),
    "iv": re.compile(r"\b(?:intravenous\w*|i\.?v\b|infus\w+|bolus|drip)", re.I),
    "sc": re.compile(r"\b(?:subcutaneous\w*|s\.?c\b)", re.I),
    "im": re.compile(r"\b(?:intramuscular\w*|i\.?m\b|depot|long[\s-]acting)", re.I),
}
_OFTEN = re.compile(
    r"[\s,)]*(?:(?:iv|po|orally|intravenously)\s+)?"
    r"(?:(?P<two>b\.?i\.?d\b|bd\b|twice\s+(?:a\s+day|daily|per\s+day)|(?:every|q)\s*12\s*h|12[\s-]hourly)"
    r"|(?P<three>t\.?i\.?d\b|tds\b|(?:three\s+times|thrice)\s+(?:a\s+day|daily)|(?:every|q)\s*8\s*h|8[\s-]hourly)"
    r"|(?P<four>q\.?i\.?d\b|qds\b|four\s+times\s+(?:a\s+day|daily)|(?:every|q)\s*6\s*h|6[\s-]hourly)"
    r"|(?P<six>(?:every|q)\s*4\s*h|4[\s-]hourly))",
    re.I,
)
_TIMES = {"two": 2, "three": 3, "four": 4, "six": 6}
_DAILY = re.compile(
    r"[\s,)]*(?:(?:iv|po|orally|intravenously|once|twice|(?:three|four)\s+times)\s+)*"
    r"(?:daily|(?:a|per|each|every)\s+day|q\.?d\b|o\.?d\b)",
    re.I,
)
_WEEKLY = re.compile(r"\bweekly\b|\b(?:a|per|every|each|once\s+in\s+a)\s+week\b", re.I)
_MONTHLY = re.compile(
    r"\bmonthly\b|\b(?:bi|fort)[\s-]?(?:weekly|nightly)\b|\b(?:a|per|each|every)\s+month\b"
    rf"|\b(?:every|q)\s*(?:\d+|{COUNT_WORD}|other|few)[\s-]*(?:weeks?|months?|w)\b"
    r"|\b(?:depot|decanoate|long[\s-]acting|extended[\s-]release\s+inject\w+)\b",
    re.I,
)
_SCHEDULES = {  # which ranges to take, the first first, by the schedule in print
    "": (("once", "day", "week", "course"),),
    "day": (("once", "day"),),
    "week": (("week",), ("once",)),
    "month": (("month",), ("once",)),
}
_DAYS = {"week": 7.0, "month": 30.0}  # a daily drug given at once for so long may be so many doses
_PULSE = re.compile(r"\bpuls", re.I)
_MOST_PULSED = 1250.0  # mg of prednisone that the usual greatest pulse equals
_LARGEST = {"kg": 200.0, "m2": 3.0}  # the body a dose for the whole body is reckoned for
_SMALLEST = {"kg": 20.0, "m2": 0.8}  # the body for the greatest dose of the grown
_NEAR = 60  # characters around a dose in which a pulse, a route or a schedule is named
_CODES = {"IU": "[IU]", "mcg": "ug"}
_PLACES = frozenset({"intravitreal", "it", "inhaled"})  # hardly ever named beside the number
_LOCAL = re.compile(
    r"\bintra(?:vitre|camer|thec|ventric|lesion|derm|artic|vesic|pleur|periton|tympan|ocul|nas|arter|tumo)\w*"
    r"|\bsub(?:conjunctiv|tenon|dural)\w*|\b(?:topical\w*|inhal\w+|nebuli[sz]\w+|aerosol\w*|(?:eye|ear)\s*drops?|"
    r"ointment|each\s+eye|irrigat\w+|lock|prick|patch|skin\s+tests?|desensiti[sz]\w+|challenge\w*|provocation|"
    r"test\s+dose|graded|increment\w*)\b|/\s*0\.\d+\s*ml\b",
    re.I,
)
PRINTED = {"ug": "µg", "[IU]": "IU"}


@dataclass(frozen=True, slots=True)
class Usual:
    """The usual range of a drug in the unit of a statement, and in words.

    `far` is how many times above it a dose must be; `local` that a small dose may be one for an
    eye, the spine or a test.
    """

    low: float
    high: float
    printed: str
    far: float = FAR
    local: bool = False


def usual_for(document: Document, dose: Stated) -> Usual | None:
    """Give what is usual for this drug per the same basis, by the route and schedule in print."""
    known = drugs().get(dose.drug)
    if known is None or not known.doses:
        return None
    fitting = [one for one in known.doses if one.per == dose.basis and one.route not in _PLACES]
    if not dose.basis:
        fitting = [one for one in fitting if one.schedule != "course"] or _by_size(known)
    elif not fitting:
        fitting = _by_body(known, dose.basis)
    sentence = sentence_of(document, dose.start, dose.end)
    route = _route(document, dose, sentence)
    by_route = [one for one in fitting if one.route == route]
    spaced = _spaced(document, dose, sentence)
    ranges = _by_schedule(by_route or fitting, spaced)
    found = _joined(document, dose, known, ranges)
    if found is None:
        return None
    daily = all(one.schedule == "day" for one in ranges)
    times = _times(document, dose) if daily else 1
    if daily and spaced in _DAYS:
        found = replace(found, high=found.high * _DAYS[spaced])
    printed = found.printed + (f", here {times} times a day" if times > 1 else "")
    low, high = found.low / times, found.high / times
    far = ABSURD if route and fitting and not by_route and not dose.basis else FAR
    local = dose.high < low and (
        any(one.route in _PLACES for one in known.doses)
        or _LOCAL.search(document.text, sentence[0], max(sentence[1], dose.end)) is not None
    )
    return Usual(low, high, printed, far, local)


def _joined(
    document: Document, dose: Stated, known: Drug, ranges: Sequence[DoseRange]
) -> Usual | None:
    """Join ranges into one in the unit of a dose; None where no range is in such a unit."""
    lows, highs, shown = [], [], []
    for one in ranges:
        try:
            unit = _CODES.get(one.unit, one.unit)
            most = _pulsed(document, dose, known, one)
            lows.append(convert_plain(one.low, unit, dose.unit.base))
            highs.append(convert_plain(most, unit, dose.unit.base))
        except InputError:
            continue
        shown.append(_show(one))
    return Usual(min(lows), max(highs), "; ".join(shown)) if lows else None


def _by_size(known: Drug) -> list[DoseRange]:
    """The ranges per kg or m2 of a drug that has no other, for the largest body."""
    sized = [one for one in known.doses if one.per in _LARGEST and one.route not in _PLACES]
    whole = [one for one in known.doses if not one.per and one.route not in _PLACES]
    if whole:
        return []
    return [replace(one, per="", low=0, high=one.high * _LARGEST[one.per]) for one in sized]


def _by_body(known: Drug, basis: str) -> list[DoseRange]:
    """The ranges for the whole body of a drug that has none per kg or m2, for a small child."""
    whole = [one for one in known.doses if not one.per and one.route not in _PLACES]
    return [replace(one, per=basis, low=0, high=one.high / _SMALLEST[basis]) for one in whole]


def _by_schedule(ranges: Sequence[DoseRange], spaced: str) -> list[DoseRange]:
    """The ranges of the schedule in print; those of a month only where one is in print."""
    for wanted in _SCHEDULES[spaced]:
        fitting = [one for one in ranges if one.schedule in wanted]
        if fitting:
            return fitting
    return list(ranges)


def _times(document: Document, dose: Stated) -> int:
    """How many times a day a dose is given, by the words right behind it."""
    found = None if dose.unit.per_time else _OFTEN.match(document.text, dose.end)
    return _TIMES[str(found.lastgroup)] if found else 1


def _spaced(document: Document, dose: Stated, sentence: Span) -> str:
    """The schedule in print: `day` by the dose itself, `week` or `month` near by, or nothing."""
    if dose.unit.per_time:
        return {"d": "day", "wk": "week", "mo": "month"}.get(dose.unit.per_time, "")
    text = document.text
    if _OFTEN.match(text, dose.end) or _DAILY.match(text, dose.end):
        return "day"
    low, high = sentence
    around = text[max(low, dose.start - 2 * _NEAR) : min(high, dose.end + _NEAR)]
    return "month" if _MONTHLY.search(around) else "week" if _WEEKLY.search(around) else ""


def _route(document: Document, dose: Stated, sentence: Span) -> str:
    """The one route named around a dose, or nothing."""
    low, high = sentence
    around = document.text[max(low, dose.start - _NEAR) : min(high, dose.end + _NEAR // 2)]
    named = [route for route, words in _ROUTES.items() if words.search(around)]
    return named[0] if len(named) == 1 else ""


def _pulsed(document: Document, dose: Stated, known: Drug, one: DoseRange) -> float:
    """The usual greatest dose; that of a pulse for a glucocorticoid where one is named."""
    if known.pred_eq is None or one.per or one.unit != "mg":
        return one.high
    around = document.text[max(0, dose.start - _NEAR) : dose.end + _NEAR]
    return max(one.high, _MOST_PULSED / known.pred_eq) if _PULSE.search(around) else one.high


def _show(one: DoseRange) -> str:
    per = {"kg": "/kg", "m2": "/m²"}.get(one.per, "")
    unit = PRINTED.get(one.unit, one.unit)
    ends = f"{one.low:,.10g} to {one.high:,.10g}"
    return f"{ends} {unit}{per} {one.route} a {one.schedule}".replace("a once", "at once")
