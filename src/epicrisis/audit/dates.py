"""TIM004: a calendar date that falls out of the order in which the case is told."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.audit.date_spans import month_number
from epicrisis.audit.passages import case_end, digits, one_line, search, sentence_of
from epicrisis.model import Course, Document

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*"
_DAY = r"\d{1,2}"
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"\b(?P<month>{_MONTH})[.,]?\s+(?:(?P<day>{_DAY})(?:st|nd|rd|th)?,?\s+)?(?P<year>{_YEAR})\b"
    rf"|\b(?P<first>{_DAY})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<then>{_MONTH})\.?,?\s+(?P<last>{_YEAR})\b"
)
_IS_YEAR = re.compile(rf"{_YEAR}\Z")
_BACKWARDS = re.compile(
    r"\b(?:had|history|previous\w*|prior|ago|since|earlier|before|diagnosed|born|approv\w+|ethic\w*|"
    r"received|accepted|published|guideline\w*|pandemic|reviews?|search\w*|database\w*|version|"
    r"retrospective\w*|between|patients)\b",
    re.I,
)
_ONWARDS = re.compile(
    r"\b(?:follow[\s-]?(?:ed\s+)?up|subsequent\w*|later|last|latest|thereafter|afterwards|then|finally|"
    r"discharged|readmitted|returned|died|recurred|recurrence|re[\s-]?examin\w+)\b",
    re.I,
)
_BEGINNING = re.compile(
    r"\bcase\s+(?:report|presentation|description|summary|history)|\bintroduction\b|\bbackground\b",
    re.I,
)
_LEAST = 2  # dates that make an order, with a word for what comes later
_FAR = 300  # days back that no slip of the tongue explains


@dataclass(frozen=True, slots=True)
class _Told:
    """A date in the text: its first possible day, and its span."""

    day: int
    start: int
    end: int


def misplaced(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Find a single date that lies far before its neighbours in a case told forwards."""
    told = list(_dates(document))
    for index in range(1, len(told)):
        before, here = told[max(0, index - 2) : index], told[index]
        after = told[index + 1 : index + 2]
        forwards = before[0].day <= before[-1].day + 31
        if not forwards or here.day > before[-1].day - _FAR:
            continue
        if any(next_.day < before[-1].day - 31 for next_ in after):
            continue
        sentence = sentence_of(document, here.start, here.end)
        if _BACKWARDS.search(document.text, *sentence) or _anew(document, before[-1], here):
            continue
        if len(before) < 2 and not _ONWARDS.search(document.text, *sentence):
            continue
        earlier = document.text[before[-1].start : before[-1].end]
        yield Remark(
            f"{one_line(document.text[here.start : here.end])!r} is told after "
            f"{one_line(earlier)!r} and lies before it.",
            (here.start, here.end),
            related=((before[-1].start, before[-1].end),),
        )


def _anew(document: Document, before: _Told, here: _Told) -> bool:
    """Whether the story begins again between two dates: after the abstract, or a new heading."""
    headed = any(
        block.kind in ("heading", "title") and before.end <= block.start < here.start
        for block in document.blocks
    )
    return headed or bool(_BEGINNING.search(document.text, before.end, here.start))


def _dates(document: Document) -> Iterator[_Told]:
    years = [end for start, end in digits(document) if _IS_YEAR.match(document.text, start, end)]
    if len(years) < _LEAST:
        return
    end = case_end(document)
    for found in search(document, _DATE):
        month = month_number(found["month"] or found["then"])
        year = int(found["year"] or found["last"])
        day = int(found["day"] or found["first"] or 1)
        if found.start() < end and 1 <= day <= 31:
            first = date(year, month, min(day, 28))  # days before 29 always exist
            yield _Told(first.toordinal(), found.start(), found.end())


_FORWARDS = (
    "On March 3, 2015 a man came to us. On April 10, 2015 he was operated on. He left the hospital "
    "on May 2, {}."
)
TIM004 = Rule(
    "TIM004",
    "A date falls out of the order of the story",
    "warning",
    (),
    misplaced,
    Examples(
        fires=(
            Example(_FORWARDS.format(2013)),
            Example("He was operated on in March 2015. At the follow-up in May 2011 he was well."),
        ),
        still=(
            Example(_FORWARDS.format(2015)),
            Example(_FORWARDS.format(2015) + " He had been operated on before, in May 2009."),
        ),
    ),
)
