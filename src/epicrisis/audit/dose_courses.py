"""DOS007: a daily dose times its days against what is usual for a whole course."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.audit.dose_statements import Stated, stated_doses
from epicrisis.audit.passages import NUMBERS_IN_WORDS, one_line
from epicrisis.errors import InputError
from epicrisis.model import Course, Document
from epicrisis.vocab.drugs import DoseRange, drugs
from epicrisis.vocab.ucum import convert_plain

_FAR = 1.9  # times above the usual course before anything is said
_DAYS = re.compile(
    r"[\s,)]*(?:/\s*d(?:ay)?\b|daily|per\s+day|a\s+day|once\s+(?:a\s+day|daily)|iv\b|i\.v\.|[\s,)])*"
    r"(?:for|on|over|×|x)\s+(?P<days>\d{1,2}|" + "|".join(NUMBERS_IN_WORDS) + r")"
    r"\s*(?:consecutive\s+)?days\b",
    re.IGNORECASE,
)
_OVER = re.compile(r"\b(?:over|total|divided|cumulative)\b", re.IGNORECASE)


def whole_courses(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Multiply a daily dose by the days printed behind it; a dose divided over days is whole."""
    for dose in stated_doses(document):
        found = _DAYS.match(document.text, dose.end)
        usual = _course(dose)
        if found is None or usual is None or _OVER.search(found[0]):
            continue
        days = NUMBERS_IN_WORDS.get(found["days"].lower()) or int(found["days"])
        most = convert_plain(usual.high, usual.unit, dose.unit.base)
        if days > 1 and dose.low * days > _FAR * most:
            per = {"kg": "/kg", "m2": "/m²"}.get(dose.basis, "")
            unit = dose.unit.base
            yield Remark(
                f"{one_line(document.text[dose.start : found.end()])!r} makes "
                f"{dose.low * days:g} {unit}{per}; a whole course is usually at most "
                f"{most:g} {unit}{per}.",
                (dose.start, found.end()),
            )


def _course(dose: Stated) -> DoseRange | None:
    """The usual range of a whole course of the drug, per the same basis and kind of unit."""
    known = drugs().get(dose.drug)
    for one in known.doses if known and not dose.tally else ():
        if one.schedule == "course" and one.per == dose.basis:
            try:
                convert_plain(one.high, one.unit, dose.unit.base)
            except InputError:
                continue
            return one
    return None


DOS007 = Rule(
    "DOS007",
    "A daily dose and its days exceed a usual course",
    "warning",
    ("usual doses: field_drugs.tsv of the vocabulary, from the labels and guidelines it names",),
    whole_courses,
    Examples(
        fires=(Example("Intravenous immunoglobulin 2 g/kg/day for 5 days was given."),),
        still=(
            Example("Intravenous immunoglobulin 0.4 g/kg/day for 5 days was given."),
            Example("Intravenous immunoglobulin 2 g/kg over 5 days was given."),
        ),
    ),
)
