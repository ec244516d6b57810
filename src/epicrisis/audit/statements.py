"""XRF: one statement of a report against another of the same datum."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule, Span, place_of
from epicrisis.audit.passages import (
    case_end,
    digits_in,
    holding,
    one_line,
    sentence_of,
)
from epicrisis.audit.sexes import SEVERAL
from epicrisis.audit.timeline import MARK
from epicrisis.model import AnyEvent, Course, Document
from epicrisis.vocab.persons import person

_KINDS = frozenset({"measurement", "treatment"})
_NEXT = 60  # characters into the sentences before and behind
_MOVING = re.compile(
    r"\b(?:increas|decreas|rose|rise|fell|fall|fluctuat|improv|drop|peak|then|later|after|before|"
    r"worsen|normali|reduc|elevat\w+\s+to|rais|from\b|nadir|maxim|minim|initial|subsequent)\w*",
    re.I,
)


def conflicts(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Report the events that contradict one another, and ages that differ."""
    for course in courses:
        opposed = [e for e in course.events if e.conflicts and e.kind in _KINDS]
        by_id = {event.id: event for event in course.events} if opposed else {}
        told: set[frozenset[str]] = set()
        for event in opposed:
            others = [by_id[id] for id in event.conflicts if id in by_id]
            group = frozenset([event.id, *(other.id for other in others)])
            timed = any(note.startswith(MARK) for note in event.notes)
            moving = any(_MOVING.search(one.anchors[0].exact) for one in (event, *others))
            if not others or timed or moving or _contrasted(document, event, others):
                continue
            if group not in told:
                told.add(group)
                yield _conflict(course, event, others)
    yield from _ages(document, courses)


def _contrasted(document: Document, event: AnyEvent, others: list[AnyEvent]) -> bool:
    """Whether all is said in one breath, where an author sets two things against one another."""
    low, high = sentence_of(document, *place_of(event))
    return all(
        low - _NEXT <= other.anchors[0].start < high + _NEXT and other.section == event.section
        for other in others
    )


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
_AGED = re.compile(r"\d{1,3}[\s-]+years?[\s-]+old\b", re.I)
_REACH = 60  # characters that hold an article and three words, as a rule
_FEW = 5  # years
_WORDS = 5  # the article, three words and the rest of one that is cut in two
_KIN = re.compile(
    rf"\b(?:donors?|roommate|{person('kin')})\b(?!['’]s?\s)",
    re.I,
)
_RELATED = re.compile(
    rf"\b(?:{person('kin')}\b|(?:donor|bab(?:y|ies)|infant|child|newborn|girl\s+and|married|now|currently|later|et\s+al|"
    r"(?<!we )reported|previous|literature|since|when|until|follow(?!ing))\w*\b)|\[\d",
    re.I,
)


def _of_kin(document: Document, start: int) -> bool:
    """Whether the sentence that ends before an offset tells of a donor or of kin."""
    low, high = sentence_of(document, max(0, start - 2), max(1, start - 1))
    return _KIN.search(document.text, low, min(high, start)) is not None


def _slip(ages: list[int]) -> bool:
    """Whether one age may be another misprinted: a digit wrong, two changed, or a few years."""
    first, *rest = ages
    return any(
        abs(first - age) <= _FEW
        or first % 10 == age % 10
        or first // 10 == age // 10
        or sorted(str(first)) == sorted(str(age))
        for age in rest
    )


def _introductions(document: Document) -> Iterator[re.Match[str]]:
    """The ages behind an article; the article is looked for from the age backwards."""
    text = document.text
    for low, high in holding(document, "year", "old"):
        behind = low
        for start, _ in digits_in(document, (low, high)):
            aged = _AGED.match(text, start, high)
            found = _AGE.search(text, _back(text, behind, start), aged.end()) if aged else None
            if found:
                behind = found.end()
                yield found


def _back(text: str, low: int, position: int) -> int:
    """An offset with at least the article and three words between it and a position."""
    start, reach = position, _REACH
    while start > low:
        start = max(low, position - reach)
        if len(text[start:position].split()) > _WORDS:
            break
        reach *= 4
    return start


def _ages(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare the places that introduce the one patient of a report."""
    if sum(course.cited is None for course in courses) > 1:
        return
    said: dict[int, Span] = {}
    end = case_end(document)
    ages = [found for found in _introductions(document) if found.start() < end]
    if len({int(found["age"]) for found in ages}) < 2:
        return
    for found in ages:
        sentence = sentence_of(document, *found.span())
        if not _RELATED.search(document.text, *sentence) and not _of_kin(document, sentence[0]):
            said.setdefault(int(found["age"]), (found.start("age"), found.end()))
    if len(said) < 2 or SEVERAL.search(document.text, 0, end) or not _slip(list(said)):
        return
    (first, place), *rest = said.items()
    others = ", ".join(str(age) for age, _ in rest)
    yield Remark(
        f"The patient is {first} years old here and {others} elsewhere.",
        place,
        related=tuple(span for _, span in rest),
    )


_LDH = "LDH was 400 U/L"
_BETWEEN = "He was given oxygen and watched closely in the ward for the next few days. "
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
            Example(f"{_LDH} on admission. {_BETWEEN}An {_AGAIN} on admission.", _PAIR),
            Example("We describe a 36-year-old woman.\nA 39-year-old woman was admitted."),
        ),
        still=(
            Example("We describe a 36-year-old woman.\nA 36-year-old woman was admitted."),
            Example("We describe a 36-year-old woman. Smith et al. saw a 50-year-old man."),
        ),
    ),
)
