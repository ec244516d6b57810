"""TIM002 and TIM003: spans of time that are impossible as they are printed."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule, place_of
from epicrisis.audit.passages import case_end, one_line, search_beside, sentence_of
from epicrisis.model import Age, Course, Document
from epicrisis.vocab.persons import person

_YEAR = 365.25
_PERIOD = re.compile(
    r"(?<![\w-])(?:from\s+|on\s+|between\s+|during\s+)?(?P<unit>hospital\s+days?|days?|d|weeks?|months?|"
    r"postoperative\s+days?|POD)\s+(?P<low>\d{1,4})\s*(?:to|[-–—]|through|until)\s*"
    r"(?:(?:day|week|month|POD)\s+)?(?P<high>\d{1,4})(?![\d%/]|\.\d|\s*(?:mg|years?|mL|g\b))",
    re.I,
)
_UNITS = ("s", "d", "day", "week", "month")  # what the words for a unit of time end with
_SEEN = 30  # characters in front of a number that are looked at
_RANGE = re.compile(
    r"\s*(?:to|[-–—]|through|until)\s*(?:(?:day|week|month|POD)\s+)?(\d{1,4})(?!\d)", re.I
)


def periods(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for periods printed from a later day to an earlier one."""
    for found in search_beside(document, _PERIOD, _downwards):
        low, high = int(found["low"]), int(found["high"])
        if low > high > 0 and not _taper(document, found):
            yield Remark(
                f"The period ends before it begins: {one_line(found[0])!r}.",
                (found.start("low"), found.end("high")),
                suggestion=f"{found['high']} to {found['low']}",
            )


def _downwards(text: str, start: int, end: int) -> bool:
    """Whether a number begins a range whose other end is smaller."""
    if end - start > 4 or not text[start - 1 : start].isspace() or not _ends(text, start, _UNITS):
        return False
    found = _RANGE.match(text, end)
    return found is not None and int(text[start:end]) > int(found[1])


def _ends(text: str, position: int, endings: tuple[str, ...]) -> bool:
    """Whether a text up to a number ends with one of these, spaces aside; also if none is seen."""
    words = text[max(0, position - _SEEN) : position].split()[-2:]
    return not words or " ".join(words).lower().endswith(endings)


def _taper(document: Document, found: re.Match[str]) -> bool:
    """The two numbers may be amounts ("shortened per day 60 to 30") and not days."""
    before = document.text[max(0, found.start() - 40) : found.start()]
    return bool(re.search(r"\bper\s*$|/\s*$|decreas|reduc|shorten|taper", before, re.I))


_AGES = re.compile(
    r"(?P<history>(?<![\d.–-])(?P<years>\d{1,3})[\s-]*years?[\s-]+(?:long\s+)?history\b)"
    r"|(?P<before>(?<![\d.–-])(?P<ago>\d{1,3})\s+years?\s+(?:before|ago|earlier|previously|prior)\b)"
    r"|(?P<at>\bat\s+(?:the\s+)?age\s+(?:of\s+)?(?P<aged>\d{1,3})(?![\d-]|\.\d))"
    r"|(?P<of>\bat\s+(?P<old>\d{1,3})\s+years\s+of\s+age\b)",
    re.I,
)
_AGED = ("age", "age of")
_IN_YEARS = re.compile(r"[\s-]*years?[\s-]", re.I)
_SOMEBODY_ELSE = re.compile(
    rf"\b(?:{person('kin')}|famil\w+|donor|et\s+al|reported|literature|series|study|studies|median|mean|first\s+described|"
    r"incidence|peak|patients|cases)\b|\[\d",
    re.I,
)


def beyond_age(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for histories longer than the patient's life, and for events before birth."""
    own = [course for course in courses if course.cited is None]
    for course in own:
        yield from _before_birth(course)
    if len(own) != 1 or own[0].individual.age is None:
        return
    age = own[0].individual.age
    stated = age.anchors[0]
    end = case_end(document)
    oldest = _years(age)

    def beyond(text: str, start: int, end: int) -> bool:
        fits = end - start <= 3 and oldest + 1 < int(text[start:end]) < 120
        return fits and bool(_IN_YEARS.match(text, end) or _ends(text, start, _AGED))

    for found in search_beside(document, _AGES, beyond):
        said = float(found["years"] or found["ago"] or found["aged"] or found["old"])
        if found.start() > end or not oldest + 1 < said < 120 or not _past(document, found):
            continue
        if _SOMEBODY_ELSE.search(document.text, *sentence_of(document, *found.span())):
            continue
        yield Remark(
            f"{one_line(found[0])!r} in a patient aged {age.years:g}.",
            found.span(),
            related=((stated.start, stated.end),),
            course=own[0].id,
        )


def _years(age: Age) -> float:
    """The greatest age in years that the print allows."""
    high = age.quantity.high
    return age.years * high / age.quantity.value if high and age.quantity.value else age.years


def _past(document: Document, found: re.Match[str]) -> bool:
    """Whether it lies before the illness told; a later age may be that at the follow-up."""
    if not (found["at"] or found["of"]):
        return True
    if _NOT_YEARS.match(document.text, found.end()):
        return False
    low, high = sentence_of(document, *found.span())
    return bool(_PAST.search(document.text, low, found.start())) and not _LATER.search(
        document.text, low, high
    )


_NOT_YEARS = re.compile(r"[\s-]*(?:months?|weeks?|days?|hours?|mo\b)", re.I)
_PAST = re.compile(
    r"\b(?:had|previous\w*|history|prior|diagnosed|since|first|onset|began|begun|started|earlier|underwent|"
    r"childhood|initial\w*|presented\s+with|noticed)\b",
    re.I,
)
_LATER = re.compile(
    r"\b(?:died|dead|death|follow\w*|later|last|latest|now|currently|recurr\w+|relaps\w+|until|remain\w*|after|"
    r"again|subsequent\w*|second|eventually|finally)\b",
    re.I,
)


def _before_birth(course: Course) -> Iterator[Remark]:
    age = course.individual.age
    if age is None or age.years < 1:
        return
    birth = -(_years(age) + 1) * _YEAR
    for event in course.events:
        last = event.time.latest if event.time else None
        if last is not None and last < birth:
            place = age.anchors[0]
            yield Remark(
                f"{one_line(event.anchors[0].exact)!r} lies {-last / _YEAR:.0f} years back, the "
                f"patient is {age.years:g}.",
                place_of(event),
                related=((place.start, place.end),),
                events=(event.id,),
                course=course.id,
            )


TIM002 = Rule(
    "TIM002",
    "A history longer than the patient's life",
    "error",
    (),
    beyond_age,
    Examples(
        fires=(
            Example("A 21-year-old man had a 29-year history of cough.", age=("21-year-old", 21.0)),
            Example(
                "A 48-year-old man had been operated on at the age of 56.",
                age=("48-year-old", 48.0),
            ),
        ),
        still=(
            Example("A 21-year-old man had a 2-year history of cough.", age=("21-year-old", 21.0)),
            Example(
                "A 48-year-old man was well. He died at the age of 56.", age=("48-year-old", 48.0)
            ),
            Example(
                "A 9-year-old boy came. His grandmother had died 20 years before.",
                age=("9-year-old", 9.0),
            ),
        ),
    ),
)
TIM003 = Rule(
    "TIM003",
    "A period that ends before it begins",
    "warning",
    (),
    periods,
    Examples(
        fires=(Example("Immunoglobulin was given on days 36 to 32."),),
        still=(
            Example("Immunoglobulin was given on days 32 to 36."),
            Example("Infusion time was shortened per day 60 to 30 minutes."),
        ),
    ),
)
