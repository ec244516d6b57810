"""CAR: what the CARE guideline asks a case report to tell, item by item, with the words that do.

The letters are those of the 2013 paper (Gagnier et al., J Med Case Rep 7:223). Items are never
added up: a count of them is no measure of quality.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from epicrisis.audit.base import Example, Examples, Remark, Rule, Span, place_of
from epicrisis.audit.dose_statements import stated_doses
from epicrisis.audit.passages import lowered, sentence_of
from epicrisis.model import Course, Document, Treatment

Status = Literal["met", "partial", "absent", "not applicable"]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a checklist: its number, what it asks for, and where the report answers.

    `place` is the span of `Document.text` that was taken for the answer, None where there is none.
    """

    number: str
    title: str
    status: Status
    place: Span | None = None


# Number, title, beginnings of words that meet it, and of words that meet it in part.
_BY_WORDS: tuple[tuple[str, str, str, str], ...] = (
    ("1", "Title names the case report", "case", ""),
    ("2", "Key words", "key words|keywords|key-words", ""),
    ("3", "Abstract", "abstract|summary", ""),
    ("4", "Introduction", "introduction|background", ""),
    (
        "5b",
        "Main symptoms",
        "complain|presented|presents|presenting|symptom|history of|presentation|admitted with",
        "",
    ),
    (
        "5c",
        "History: medical, family, psychosocial, past interventions",
        "medical history|family history|past history|surgical history|comorbid|smok|known case",
        "history|previously",
    ),
    (
        "6",
        "Clinical findings",
        "physical exam|clinical exam|neurological exam|on exam|vital sign|auscultat|temperature",
        "examin|revealed",
    ),
    (
        "8a",
        "Diagnostic methods",
        "laborator|biops|tomograph|radiograph|ultraso|blood test|echocardio|resonance|x-ray",
        "",
    ),
    ("8b", "Diagnostic challenges", "challeng|difficult|delay|misdiagnos|unavailab", ""),
    (
        "8c",
        "Diagnostic reasoning",
        "differential diagnos|ruled out|rule out|exclud",
        "diagnos|suspect|consistent with",
    ),
    ("8d", "Prognostic characteristics", "prognos|staging|stage ", ""),
    (
        "9a",
        "Type of intervention",
        "treat|therap|surg|administ|underwent|was given|received|infusion",
        "",
    ),
    (
        "9c",
        "Changes of the intervention and why",
        "switch|changed to|taper|discontinu|increased to|reduced to|replaced|added",
        "",
    ),
    (
        "10b",
        "Results at follow-up",
        "follow-up|followed up|follow up|months later|weeks later|after discharge|last visit",
        "",
    ),
    ("10c", "Adherence and tolerability", "adheren|complian|tolerat|tolerab", ""),
    (
        "10d",
        "Adverse and unanticipated events",
        "adverse|side effect|complication|uneventful|toxicit",
        "",
    ),
    ("11a", "Strengths and limitations", "limitation|strengths", ""),
    ("11b", "Literature", "et al|literature|previously reported|previously described", ""),
    ("11c", "Rationale of the conclusions", "conclu|suggest|therefore|explained by", ""),
    (
        "11d",
        "Lessons",
        "this case |our case |should be considered|should be aware|lesson|take-home|highlight",
        "",
    ),
    (
        "12",
        "Patient perspective",
        "patient perspective|patient's perspective|patient’s perspective|patient's view",
        "",
    ),
    ("13", "Informed consent", "consent", ""),
)


def _stems(words: str) -> tuple[str, ...]:
    return tuple(words.split("|")) if words else ()


_ROWS = tuple((number, title, _stems(met), _stems(part)) for number, title, met, part in _BY_WORDS)
_TIMELINE = ("timeline",)
_DATED = 3  # dated events that make a timeline of a kind


def care_items(document: Document, courses: Sequence[Course]) -> list[Item]:
    """Give the items of CARE 2013 with what the report tells of each, in the order of the list."""
    own = [course for course in courses if course.cited is None]
    text = lowered(document)
    items = [_worded(document, text, *row) for row in _ROWS]
    items += [_people(own), _timeline(document, own), _doses(own), _outcomes(own)]
    return sorted(items, key=lambda item: (int(item.number.rstrip("abcd")), item.number))


def _worded(
    document: Document,
    text: str,
    number: str,
    title: str,
    met: tuple[str, ...],
    part: tuple[str, ...],
) -> Item:
    if number == "1":
        titles = [block.end for block in document.blocks if block.kind == "title"]
        text = text[: titles[0] if titles else 300]
    if number == "2" and document.citation.keywords:
        return Item(number, title, "met")
    place = _first(text, met)
    if place:
        return Item(number, title, "met", place)
    place = _first(text, part)
    return Item(number, title, "partial" if place else "absent", place)


def _first(text: str, stems: tuple[str, ...]) -> Span | None:
    """The first place where one of these beginnings of words is."""
    found: Span | None = None
    for stem in stems:
        high = found[0] if found else len(text)
        at = text.find(stem, 0, high)
        while at > 0 and text[at - 1].isalpha():
            at = text.find(stem, at + 1, high)
        if at >= 0:
            found = at, at + len(stem)
    return found


def _people(own: Sequence[Course]) -> Item:
    ages = [course.individual.age for course in own if course.individual.age]
    sexes = [course.individual.sex for course in own if course.individual.sex]
    known = [anchor for one in ages for anchor in one.anchors]
    known += [anchor for one in sexes for anchor in one.anchors]
    place = (known[0].start, known[0].end) if known else None
    status: Status = "met" if ages and sexes else "partial" if known else "absent"
    return Item("5a", "Age, sex and other demographics", status, place)


def _timeline(document: Document, own: Sequence[Course]) -> Item:
    named = _first(lowered(document), _TIMELINE)
    dated = [e for course in own for e in course.events if e.time is not None and e.time.text]
    if named:
        return Item("7", "Timeline", "met", named)
    enough = len(dated) >= _DATED
    place = place_of(dated[0]) if dated else None
    return Item("7", "Timeline", "partial" if enough else "absent", place)


def _given(own: Sequence[Course]) -> list[Treatment]:
    return [
        event
        for course in own
        for event in course.events
        if isinstance(event, Treatment) and event.status in ("given", "changed", "stopped")
    ]


def _doses(own: Sequence[Course]) -> Item:
    given = _given(own)
    dosed = [event for event in given if event.dose is not None]
    if not given:
        return Item("9b", "Dose, strength, duration", "not applicable")
    agents = {event.agent or event.text.lower() for event in given}
    with_dose = {event.agent or event.text.lower() for event in dosed}
    status: Status = "absent" if not dosed else "met" if agents <= with_dose else "partial"
    return Item("9b", "Dose, strength, duration", status, place_of((dosed or given)[0]))


def _outcomes(own: Sequence[Course]) -> Item:
    told = [e for course in own for e in course.of_kind("outcome", "vital_status")]
    place = place_of(told[0]) if told else None
    return Item("10a", "Outcomes", "met" if told else "absent", place)


def undosed(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Report once that drugs were given and no dose, schedule or date of any is printed."""
    own = [course for course in courses if course.cited is None]
    given = [event for event in _given(own) if event.agent]
    if len(given) < 2 or any(_detailed(event) for event in given) or stated_doses(document):
        return
    yield Remark(
        "No dose, schedule or length of any treatment is printed (CARE 9b).",
        sentence_of(document, *place_of(given[0])),
        related=tuple(place_of(event) for event in given[1:]),
        events=tuple(event.id for event in given),
    )


def _detailed(event: Treatment) -> bool:
    return bool(event.dose or event.absolute_dose or event.schedule or event.duration)


def absent(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Name, once a document, the items that nothing in it answers."""
    if not any(course.cited is None for course in courses):
        return
    missing = [item for item in care_items(document, courses) if item.status == "absent"]
    if missing:
        words = "; ".join(f"{item.number} {item.title.lower()}" for item in missing)
        yield Remark(f"Nothing was found on these items of CARE 2013: {words}.", _start(document))


def _start(document: Document) -> Span:
    first = re.search(r"\S[^\n]{0,80}", document.text)
    return first.span() if first else (0, max(1, len(document.text)))


def _drug(agent: str, quote: str, dose: float | None = None) -> dict[str, object]:
    made: dict[str, object] = {"kind": "treatment", "agent": agent, "quote": quote}
    if dose:
        made["dose"] = {"value": dose, "unit": "mg", "ucum": "mg"}
    return made


_BARE = "He was given tacrolimus and then rituximab. He improved."
_FULL = "He was given tacrolimus 3 mg and then rituximab. He improved."
_REFERENCES = ("Gagnier et al. 2013, J Med Case Rep 7:223, doi:10.1186/1752-1947-7-223",)
CAR001 = Rule(
    "CAR001",
    "No dose of any treatment is printed",
    "note",
    _REFERENCES,
    undosed,
    Examples(
        fires=(
            Example(_BARE, (_drug("tacrolimus", "tacrolimus"), _drug("rituximab", "rituximab"))),
        ),
        still=(
            Example(
                _FULL, (_drug("tacrolimus", "tacrolimus 3 mg", 3), _drug("rituximab", "rituximab"))
            ),
        ),
    ),
)
CAR002 = Rule(
    "CAR002",
    "Items of the CARE guideline that nothing answers",
    "info",
    _REFERENCES,
    absent,
    Examples(
        fires=(
            Example(_BARE, (_drug("tacrolimus", "tacrolimus"), _drug("rituximab", "rituximab"))),
        ),
        still=(Example("Gas exchange in general was reviewed."),),
    ),
)
