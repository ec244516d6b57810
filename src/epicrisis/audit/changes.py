"""XRF004: a rise that falls, and a fall that rises."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule, Span
from epicrisis.audit.passages import NUMBER, digits_in, holding, lowered, number, one_line
from epicrisis.errors import InputError
from epicrisis.model import Course, Document
from epicrisis.vocab.units import convert, match_unit

_UP = r"increased|rose|risen|raised|climbed|elevated|soared|went\s+up"
_DOWN = r"decreased|fell|fallen|dropped|declined|reduced|diminished|went\s+down|lowered|tapered"
_HOW = r"(?:\s+(?:\w+ly|again|further|slightly|steadily))?"
_UNIT = r"(?P<unit{}>\s*[^\s\d,;()]{{0,12}}(?:\s?/\s?[\w.³²]{{1,12}})?)"
_FROM = re.compile(
    rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN})){_HOW}\s+from\s+(?:an?\s+\w+\s+of\s+)?"
    rf"(?P<low>{NUMBER})(?![\d:/-]){_UNIT.format(1)}\s*(?:\([^()]{{0,30}}\)\s*)?to\s+"
    rf"(?:an?\s+\w+\s+of\s+)?(?P<high>{NUMBER})(?![\d:/]|\s*(?:days?|weeks?|months?|years?|hours?)\b)",
    re.I,
)
_THEN = re.compile(
    rf"(?:was|were|of|at|=)\s+(?P<low>{NUMBER})(?![\d:/-]){_UNIT.format(1)}\s*(?:,\s*)?(?:and|but|which)\s+"
    rf"(?:(?:then|later|subsequently|gradually|rapidly|further)\s+)*(?:(?P<up>{_UP})|(?P<down>{_DOWN})){_HOW}\s+to\s+"
    rf"(?P<high>{NUMBER})(?![\d:/]|\s*(?:days?|weeks?|months?|years?|hours?)\b)",
    re.I,
)
_STEMS = (
    "increas|rose|rais|risen|climb|decreas|fell|fall|drop|declin|reduc|diminish|lower|taper|went"
)
_VERB = re.compile(rf"\b(?:{_UP}|{_DOWN})(?=(?:\s+\w+)?\s+(?:from|to)\s+\d)")
_BEFORE = ("from", "to")
_REACH = 120  # characters around the verb
_POWER = re.compile(
    r"10|\^|million|titer|titre|log|ratio|grade|stage|class|every|per\s+cent|folds?", re.I
)


def directions(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare the verb of a change with the numbers it runs between."""
    for span in holding(document, " to ", _STEMS):
        if not _runs(document, span):
            continue
        starts = {match.start() for match in _VERB.finditer(lowered(document), *span)}
        for start in sorted(starts):
            found = _FROM.match(document.text, start, span[1])
            if found:
                yield from _against(document, found)
            before = max(span[0], start - _REACH)
            for then in _THEN.finditer(document.text, before, min(span[1], start + _REACH)):
                if then.start("up") == start or then.start("down") == start:
                    yield from _against(document, then)


def _runs(document: Document, span: Span) -> bool:
    """Whether a number stands behind `from` or `to`, as it does behind every verb of a change."""
    text = lowered(document)
    return any(text.endswith(_BEFORE, 0, start - 1) for start, _ in digits_in(document, span))


def _against(document: Document, found: re.Match[str]) -> Iterator[Remark]:
    before, after = number(found["low"]), number(found["high"])
    if before is None or after is None or before == after or _POWER.search(found[0]):
        return
    first, last = (
        match_unit(document.text, found.start("unit1")),
        match_unit(document.text, found.end()),
    )
    if first and last and first[1].ucum != last[1].ucum:
        try:
            after = convert(after, last[1].ucum, first[1].ucum)
        except InputError:
            return
    rises = after > before
    if rises == bool(found["up"]):
        return
    verb = found["up"] or found["down"]
    yield Remark(
        f"{verb.capitalize()!r} from {found['low']} to {found['high']}: {one_line(found[0])!r}.",
        found.span(),
    )


XRF004 = Rule(
    "XRF004",
    "A rise or a fall runs against its numbers",
    "warning",
    (),
    directions,
    Examples(
        fires=(
            Example("Her creatinine increased from 2.1 mg/dL to 0.9 mg/dL within a week."),
            Example("Lactate was 22 mmol/L and subsequently increased to 1.5 mmol/L."),
        ),
        still=(
            Example("Her creatinine decreased from 2.1 mg/dL to 0.9 mg/dL within a week."),
            Example("The dose was increased from 900 mg to 1.2 g."),
            Example("The titre fell from 1:80 to 1:640."),
        ),
    ),
)
