"""XRF: one statement of a report against another of the same datum."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule, Span, place_of
from epicrisis.audit.passages import case_end, one_line, search, sentence_of
from epicrisis.audit.timeline import MARK
from epicrisis.model import AnyEvent, Course, Document

_KINDS = frozenset({"measurement", "treatment"})
_MOVING = re.compile(
    r"\b(?:increas|decreas|rose|rise|fell|fall|fluctuat|improv|drop|peak|then|later|after|before|"
    r"worsen|normali|reduc|elevat\w+\s+to|rais|from\b|nadir|maxim|minim|initial|subsequent)\w*",
    re.I,
)


def conflicts(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Report the events that contradict one another, and ages that differ."""
    for course in courses:
        by_id = {event.id: event for event in course.events}
        told: set[frozenset[str]] = set()
        for event in course.events:
            others = [by_id[id] for id in event.conflicts if id in by_id]
            group = frozenset([event.id, *(other.id for other in others)])
            timed = any(note.startswith(MARK) for note in event.notes)
            moving = any(_MOVING.search(one.anchors[0].exact) for one in (event, *others))
            if not others or timed or moving or event.kind not in _KINDS:
                continue
            if group not in told:
                told.add(group)
                yield _conflict(course, event, others)
    yield from _ages(document, courses)


def _conflict(course: Course, event: AnyEvent, others: list[AnyEvent]) -> Remark:
    counter = " and ".join(repr(one_line(other.anchors[0].exact)) for other in others)
    return Remark(
        f"{one_line(event.anchors[0].exact)!r} here, {counter} elsewhere.",
        place_of(event),
        related=tuple(place_of(other) for other in others),
        events=(event.id, *(other.id for other in others)),
        course=course.id,
    )


_AGE = re.compile(
    r"\b(?P<article>an?|our|the|this)\s+(?:[A-Za-z-]+\s+){0,3}?"
    r"(?P<age>\d{1,3})[\s-]+years?[\s-]+old\b",
    re.I,
)
_SEVERAL = re.compile(
    r"\b(?:(?:two|three|four|five|six|several|both)\s+(?:\w+\s+){0,2}(?:patients|cases|siblings|brothers|"
    r"sisters|twins|women|men|children)|(?:case|patient)\s*(?:no\.?\s*)?(?:2|II|B|two)\b|"
    r"(?:second|other|another|latter)\s+(?:patient|case)|twins?)\b",
    re.I,
)
_RELATED = re.compile(
    r"\b(?:mother|father|brother|sister|son|daughter|sibling|wife|husband|donor|et\s+al|"
    r"(?<!we )reported|previous|literature|since|when|until|follow)\w*\b|\[\d",
    re.I,
)


def _ages(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare the places that introduce the one patient of a report."""
    if sum(course.cited is None for course in courses) > 1 or _SEVERAL.search(document.text):
        return
    said: dict[int, Span] = {}
    end = case_end(document)
    for found in search(document, _AGE):
        sentence = sentence_of(document, *found.span())
        if found.start() < end and not _RELATED.search(document.text, *sentence):
            said.setdefault(int(found["age"]), (found.start("age"), found.end()))
    if len(said) < 2:
        return
    (first, place), *rest = said.items()
    ages = ", ".join(str(age) for age, _ in rest)
    yield Remark(
        f"The patient is {first} years old here and {ages} elsewhere.",
        place,
        related=tuple(span for _, span in rest),
    )


_INTRODUCED = re.compile(
    r"years?[\s-]+old,?\s+(?:[A-Za-z-]+\s+){0,3}?(?P<sex>woman|female|girl|lady|man|male|boy|gentleman)\b",
    re.I,
)
_PRONOUN = re.compile(
    r"\b(?:(?P<female>she|her|hers|herself)|(?P<male>he|his|him|himself))\b", re.I
)
_FEMALE = frozenset({"woman", "female", "girl", "lady"})
_MOST = 3  # pronouns of the other sex, and none of the introduced one


def sexes(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare the noun that introduces the one patient with the pronouns that follow."""
    if sum(course.cited is None for course in courses) > 1 or _SEVERAL.search(document.text):
        return
    introduced = {
        "female" if found["sex"].lower() in _FEMALE else "male": found
        for found in search(document, _INTRODUCED)
        if found.start() < case_end(document)
    }
    if len(introduced) != 1:
        return
    ((sex, noun),) = introduced.items()
    end = case_end(document)
    spoken = [f for f in search(document, _PRONOUN) if noun.end() < f.start() < end]
    counted = Counter(str(found.lastgroup) for found in spoken)
    other = "male" if sex == "female" else "female"
    if counted[other] < _MOST or counted[sex]:
        return
    against = [found for found in spoken if found.lastgroup == other]
    yield Remark(
        f"Introduced as {noun['sex']!r}, then {against[0][0]!r} throughout.",
        noun.span("sex"),
        related=tuple(found.span() for found in against[:_MOST]),
    )


_LDH = "LDH was 400 U/L"
_AGAIN = "LDH of 440 U/L"
_PAIR = (
    {"kind": "measurement", "analyte": "ldh", "quote": _LDH, "conflicts": ["e1"]},
    {"kind": "measurement", "analyte": "ldh", "quote": _AGAIN, "conflicts": ["e0"]},
)
XRF001 = Rule(
    "XRF001",
    "Two statements of one datum differ",
    "warning",
    (),
    conflicts,
    Examples(
        fires=(
            Example(f"{_LDH} on admission. Abstract: an {_AGAIN} on admission.", _PAIR),
            Example("We describe a 36-year-old woman.\nA 39-year-old woman was admitted."),
        ),
        still=(
            Example("We describe a 36-year-old woman.\nA 36-year-old woman was admitted."),
            Example("We describe a 36-year-old woman. Smith et al. saw a 50-year-old man."),
        ),
    ),
)
XRF002 = Rule(
    "XRF002",
    "The patient's sex changes",
    "warning",
    (),
    sexes,
    Examples(
        fires=(Example("A 40-year-old man came. She was febrile. Her skin was dry. She slept."),),
        still=(
            Example("A 40-year-old woman came. She was febrile. Her skin was dry. She slept."),
            Example("A 40-year-old man came with his wife. She said he was ill. Her son agreed."),
        ),
    ),
)
