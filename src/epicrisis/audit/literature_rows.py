"""XRF012: a patient of the literature in the table and in the sentence that cites the paper."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from epicrisis.audit.across import drug_named, ratios, same_course
from epicrisis.audit.base import Example, Examples, Remark, Rule, Span, place_of
from epicrisis.audit.dose_statements import Stated, stated_doses
from epicrisis.audit.passages import one_line, search, sentence_of
from epicrisis.audit.reports import YEARS, Dose, Place
from epicrisis.model import Anchor, Course, Document, Treatment, VitalStatus
from epicrisis.model.publications import work_cited
from epicrisis.vocab.numbers import COUNT_WORD
from epicrisis.vocab.persons import person

_ET_AL = re.compile(r"\bet\s+al\b|\band\s+(?:co-?workers|colleagues)\b")
_CITED = re.compile(
    r"(?P<name>[^\W\d_][\w'’-]+)(?:\s+[A-Z]{1,3})?\s*,?\s+(?:et\s+al\b|and\s+(?:co-?workers|colleagues)\b)"
)
_AGED = re.compile(r"\b(?P<n>\d{1,3})[\s-]+years?[\s-]+old\b", re.I)
_WOMAN, _MAN = (
    re.compile(rf"\b{person('human', 'sex', number='one', sex=sex)}\b", re.I)
    for sex in ("female", "male")
)
_DIED = re.compile(r"\b(?:died|death|fatal|succumbed)\b", re.I)
_SEVERAL = re.compile(
    rf"\b(?:patients|cases|series|cohort|women|men|respectively|(?!one){COUNT_WORD}\s)", re.I
)


def stated_twice(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare a row with the one sentence that names its author and tells of one patient."""
    cited = [course for course in courses if course.cited]
    works = {course.id: work_cited(document, course) for course in cited}
    rows = Counter(work.author for work in works.values() if work)
    sentences = _sentences(document) if cited else {}
    for course in cited:
        work = works[course.id]
        if work is None or rows[work.author] > 1 or course.cited is None:
            continue
        found = sentences.get(work.author, {})
        if len(found) == 1 and (course.cited.patients or 1) == 1:
            yield from _compared(document, course, *found)


def _sentences(document: Document) -> dict[str, dict[Span, None]]:
    """The sentences outside tables that cite an author, by the author, if they tell of one patient.

    An author whom any other sentence cites as well has that as a second one.
    """
    found: dict[str, dict[Span, None]] = {}
    tables = [(table.start, table.end) for table in document.tables]
    for mark in search(document, _CITED, "et al|and co"):
        if any(start <= mark.start() < stop for start, stop in tables):
            continue
        sentence = sentence_of(document, *mark.span())
        words = document.text[slice(*sentence)]
        if _SEVERAL.search(words) or len(_ET_AL.findall(words)) > 1:
            sentence = (mark.start(), mark.start())  # cited, and nothing to compare
        found.setdefault(mark["name"].casefold(), {})[sentence] = None
    return found


def _compared(document: Document, course: Course, sentence: Span) -> Iterator[Remark]:
    yield from _person(document, course, sentence)
    stated = [one for one in stated_doses(document) if sentence[0] <= one.start < sentence[1]]
    for event in course.events:
        if isinstance(event, Treatment) and event.dose and event.status == "given":
            yield from _dose(document, course, event, stated)
        died = _DIED.search(document.text, *sentence)
        if isinstance(event, VitalStatus) and event.status == "alive" and died:
            yield _remark(document, course, place_of(event), died.span())


def _person(document: Document, course: Course, sentence: Span) -> Iterator[Remark]:
    text, who = document.text, course.individual
    ages = list(_AGED.finditer(text, *sentence))
    if who.age and len(ages) == 1 and abs(float(ages[0]["n"]) - who.age.years) > YEARS:
        anchor = who.age.anchors[0]
        yield _remark(document, course, (anchor.start, anchor.end), ages[0].span())
    other = {"female": _MAN, "male": _WOMAN}.get(who.sex.value if who.sex else "")
    own = _WOMAN if other is _MAN else _MAN
    told = other.search(text, *sentence) if other else None
    if who.sex and told and not own.search(text, *sentence):
        anchor = who.sex.anchors[0]
        yield _remark(document, course, (anchor.start, anchor.end), told.span())


def _dose(
    document: Document, course: Course, event: Treatment, stated: Sequence[Stated]
) -> Iterator[Remark]:
    alike = [(one, _as_dose(document, one)) for one in stated if one.drug == event.agent]
    apart = [(one, dose, list(ratios(event, dose))) for one, dose in alike]
    known = list(chain.from_iterable(found for _, _, found in apart))
    if not known or min(known) <= 1 <= max(known):
        return
    if not any(same_course(event, dose, ratio) for _, dose, found in apart for ratio in found):
        one = apart[0][0]
        lead = f"{drug_named(event)}: "
        yield _remark(document, course, place_of(event), (one.start, one.end), lead)


def _as_dose(document: Document, one: Stated) -> Dose:
    place = Place.of(Anchor.at(document.id, document.text, one.start, one.end))
    return Dose(one.drug, one.low, one.high, one.unit.base, one.basis, place)


def _remark(document: Document, course: Course, place: Span, other: Span, lead: str = "") -> Remark:
    row, told = (one_line(document.text[slice(*span)]) for span in (place, other))
    source = one_line(course.cited.text).rstrip(".:") if course.cited else course.id
    return Remark(
        f"{lead}{row!r} in the row of {source}, {told!r} in the sentence that cites it.",
        place,
        related=(other,),
        course=course.id,
    )


def _told(words: str) -> Example:
    text = (
        f"Okoro et al. [1] gave IVIG 2 g/kg to a 61-year-old man, who died.\nOkoro 2019\t{words}\n"
    )
    dose = {"value": 0.2, "unit": "g/kg", "ucum": "g/kg", "text": "0.2 g/kg"}
    event: dict[str, object] = {"kind": "treatment", "agent": "immunoglobulin", "per_kg": True}
    if "g/kg" in words:
        number = float(words.split()[0])
        event |= {"quote": words, "dose": {**dose, "value": number, "text": words}}
        return Example(text, (event,), cited="Okoro 2019")
    state = {
        "kind": "vital_status",
        "quote": words,
        "status": "alive" if words == "alive" else "dead",
    }
    return Example(text, (state,), cited="Okoro 2019")


XRF012 = Rule(
    "XRF012",
    "A patient of the literature is told of in two ways",
    "warning",
    (),
    stated_twice,
    Examples(
        fires=(_told("0.2 g/kg"), _told("alive")),
        still=(_told("2 g/kg"), _told("0.4 g/kg"), _told("dead")),
    ),
)
