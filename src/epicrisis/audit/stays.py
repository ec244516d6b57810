"""TIM007 and TIM008: a stay that ends before it begins, a follow-up shorter than what it holds."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.audit.date_spans import MONTH, MONTHS
from epicrisis.audit.passages import (
    holding,
    lowered,
    one_line,
    search,
    sentence_of,
    tells_months,
)
from epicrisis.model import Course, Document
from epicrisis.vocab.numbers import COUNT_WORD, counted

_DATE = (
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{MONTH})"
    rf"|(?P<month2>{MONTH})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)\s*,?\s+(?P<year>(?:19|20)\d\d)\b"
)
_BEGUN = re.compile(rf"\b(?:re)?(?:admitted|hospitali[sz]ed)\b[^.;]{{0,60}}?{_DATE}", re.I)
_ENDED = re.compile(rf"\b(?P<end>discharged|died)\b[^.;]{{0,60}}?{_DATE}", re.I)


def stays(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare the dates of each discharge or death with that of the admission told before it."""
    if not tells_months(document) or sum(course.cited is None for course in courses) != 1:
        return
    begun = [
        (found, day) for found in search(document, _BEGUN, "admi|hospital") if (day := _day(found))
    ]
    for found in search(document, _ENDED, "discharged|died"):
        ended = _day(found)
        told = [(other, day) for other, day in begun if other.start() < found.start()]
        if ended and told and ended < told[-1][1]:
            yield Remark(
                f"{found['end'].capitalize()} on {ended:%d %B %Y}, admitted on "
                f"{told[-1][1]:%d %B %Y}.",
                found.span(),
                related=(told[-1][0].span(),),
            )
        elif ended and told:
            yield from _length_of_stay(document, told[-1], found, ended)


_STAYED = re.compile(
    r"[\s,(]*(?:(?:after|following)\s+(?:an?\s+(?:total\s+)?(?:hospital\s+)?stay\s+of\s+)?(?P<n>\d{1,3})\s+days"
    r"(?:\s+(?:in\s+(?:the\s+)?hospital|of\s+hospital\w*)|(?=\s*[.;)]))"
    r"|(?:a\s+)?(?:hospital\s+|length\s+of\s+)?stay\s*(?:of|:|,)?\s*(?P<m>\d{1,3})\s+days)",
    re.I,
)
_ODD = 3  # days by which the two ends of a stay may be counted otherwise


def _length_of_stay(
    document: Document, begun: tuple[re.Match[str], date], found: re.Match[str], ended: date
) -> Iterator[Remark]:
    """Compare the days printed behind the date of a discharge with the two dates."""
    stayed = _STAYED.match(document.text, found.end())
    days = (ended - begun[1]).days
    printed = int(stayed["n"] or stayed["m"]) if stayed else days
    if stayed and abs(printed - days) > max(_ODD, 0.1 * days):
        yield Remark(
            f"From the one date to the other are {days} days, printed are {printed}.",
            (found.start(), stayed.end()),
            related=(begun[0].span(),),
        )


def _day(found: re.Match[str]) -> date | None:
    month = (found["month"] or found["month2"])[:3].lower()
    try:
        return date(int(found["year"]), MONTHS.index(month) + 1, int(found["day"] or found["day2"]))
    except ValueError:
        return None


_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}


def _written(number: str, unit: str) -> str:
    """A length of time, its number and unit in groups of these names."""
    return rf"(?P<{number}>\d{{1,3}}|{COUNT_WORD})[\s-]+(?P<{unit}>day|week|month|year)s?"


_FOLLOWED = re.compile(
    r"\b(?:follow(?:ed)?[\s-]?up\s+(?:period\s+|time\s+)?(?:of|for|was|lasted|lasting)\s+"
    rf"(?:a\s+total\s+of\s+)?{_written('n', 'unit')}"
    rf"|{_written('n2', 'unit2')}\s+(?:of\s+)?follow[\s-]?up)\b",
    re.I,
)
_WITHIN = re.compile(
    rf"\b(?:at|after)\s+{_written('n', 'unit')}\b(?!\s+(?:of|old|before|history|follow))"
    rf"|\b{_written('n2', 'unit2')}\s+later\b",
    re.I,
)
_BEFORE, _BEHIND = 40, 90  # characters around the word in which a length is told
_ROOM = 1.25  # times by which rounding of months may miss


def follow_ups(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare the length of a follow-up with the times told in the same sentence."""
    for found in _followed(document):
        whole = _length(found)
        low, high = sentence_of(document, *found.span())
        if "respectively" in document.text[low:high]:
            continue  # the lengths of several patients
        for inside in _WITHIN.finditer(document.text, low, high):
            apart = inside.end() <= found.start() or found.end() <= inside.start()
            if apart and _length(inside) > _ROOM * whole:
                yield Remark(
                    f"{one_line(inside[0])!r} is told within {one_line(found[0])!r}.",
                    inside.span(),
                    related=(found.span(),),
                )


def _followed(document: Document) -> Iterator[re.Match[str]]:
    """The lengths of follow-ups, looked for around the word itself."""
    text, behind = lowered(document), 0
    for span in holding(document, "follow"):
        at = text.find("follow", *span)
        while at >= 0:
            low = max(span[0], behind, at - _BEFORE)
            found = _FOLLOWED.search(document.text, low, min(span[1], at + _BEHIND))
            if found:
                behind = found.end()
                yield found
            at = text.find("follow", max(at + 1, behind), span[1])


def _length(found: re.Match[str]) -> float:
    """The printed length in days."""
    printed, unit = (found["n"], found["unit"]) if found["n"] else (found["n2"], found["unit2"])
    return counted(printed) * _DAYS[unit.lower()]


TIM007 = Rule(
    "TIM007",
    "The dates of a stay run backwards or do not make its days",
    "warning",
    (),
    stays,
    Examples(
        fires=(
            Example(
                "A 50-year-old man was admitted on 5 March 2019 and discharged on 1 March 2019.",
                age=("50-year-old", 50),
            ),
            Example(
                "A 50-year-old man was admitted on 5 March 2019 and discharged on 11 March 2019 "
                "after 26 days in hospital.",
                age=("50-year-old", 50),
            ),
        ),
        still=(
            Example(
                "A 50-year-old man was admitted on 5 March 2019 and discharged on 11 March 2019.",
                age=("50-year-old", 50),
            ),
        ),
    ),
)
TIM008 = Rule(
    "TIM008",
    "A follow-up is shorter than what is told within it",
    "warning",
    (),
    follow_ups,
    Examples(
        fires=(Example("During a follow-up of 6 months the rash came back at 9 months."),),
        still=(Example("During a follow-up of 12 months the rash came back at 9 months."),),
    ),
)
