"""TIM011: dates that no calendar has, hours that no clock has, and years still to come."""

import re
from calendar import isleap
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule, Span
from epicrisis.audit.date_spans import MONTH, MONTHS
from epicrisis.audit.passages import (
    digits_by_length,
    in_passages,
    lowered,
    one_line,
    tells_months,
)
from epicrisis.model import Course, Document

_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_MONTH_BEFORE = re.compile(
    rf"(?P<on>\b(?:on|since|until|till|from|by|before|after|to|of)\s+)?\b(?P<month>{MONTH})\s+(?:the\s+)?\Z",
    re.I,
)
_YEAR_BEHIND = re.compile(rf"(?:st|nd|rd|th)?(?:\s*,\s*|\s+){_YEAR}")
_DAY_ENDS = re.compile(r"(?:st|nd|rd|th)\b|\s*[.,;)](?!\d)")
_MONTH_BEHIND = re.compile(
    rf"(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{MONTH})(?=\W)(?:,?\s+{_YEAR})?"
)
_BEFORE = 20  # characters in which a month ends in front of its day
_SHORTEST = 28  # days that every month has


def impossible_dates(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for days past the end of their month, years to come, and hours past midnight."""
    runs = digits_by_length(document)
    if tells_months(document):
        for place in _days(document.text, runs.get(2, ())):
            yield from _remark(document, place, "No calendar has the date")
    for place in _dates(document.text, runs.get(4, ())):
        yield from _remark(document, place, "No calendar has the date")
    for place in _years(document.text, runs.get(4, ())):
        yield from _remark(document, place, "This year is still to come:")
    if ":" in lowered(document):
        for place in _hours(document.text, runs.get(2, ())):
            yield from _remark(document, place, "No clock shows")


def _remark(document: Document, place: Span, said: str) -> Iterator[Remark]:
    if in_passages(document, place[0]):
        yield Remark(f"{said} {one_line(document.text[slice(*place)])!r}.", place)


def _days(text: str, runs: Sequence[Span]) -> Iterator[Span]:
    """The dates in words with a day that their month has not."""
    for start, end in runs:
        if text[start] < "2" or text[start - 1 : start] in "-–/.":
            continue
        day = int(text[start:end])
        behind = _MONTH_BEHIND.match(text, end) if day > _SHORTEST else None
        if behind:
            if day > _days_of(behind["month"], behind["year"]):
                yield start, behind.end()
            continue
        before = (
            _MONTH_BEFORE.search(text, max(0, start - _BEFORE), start) if day > _SHORTEST else None
        )
        if before:
            year = _YEAR_BEHIND.match(text, end)
            told = year or before["on"] or _DAY_ENDS.match(text, end)
            if told and day > _days_of(before["month"], year["year"] if year else None):
                yield before.start("month"), year.end() if year else end


def _days_of(month: str, year: str | None) -> int:
    at = MONTHS.index(month[:3].lower())
    return _LONGEST[at] - (at == 1 and year is not None and not isleap(int(year)))


_NUMERIC = re.compile(r"(?<![\d./-])(?P<one>\d{1,2})(?P<sign>[./-])(?P<two>\d{1,2})(?P=sign)\Z")


def _dates(text: str, runs: Sequence[Span]) -> Iterator[Span]:
    """The dates in numbers that are none in any order of day and month."""
    for start, end in runs:
        if text[start - 1 : start] not in (".", "/", "-") or text[start:end] > "2100":
            continue
        found = _NUMERIC.search(text, max(0, start - 6), start)
        if found is None or text[end : end + 1] in ("/", "-") or text[start:end] < "1900":
            continue
        low, high = sorted((int(found["one"]), int(found["two"])))
        if low > len(MONTHS) or not low or high > _days_of(MONTHS[low - 1], text[start:end]):
            yield found.start(), end


_TO_COME = 2041  # the first year that no report tells of; years are printed without their order
_DATED = re.compile(
    rf"(?:\b{MONTH},?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?|\d[./-]\d{{1,2}}[./-]"
    r"|\b(?P<loose>[Ii]n|[Ss]ince|[Uu]ntil|[Dd]uring)\s+(?:the\s+year\s+)?)\Z"
)
_CLOSED = re.compile(
    r"\s*[.,;)]|\s+(?:the|he|she|with|for|and|to|because|when|due|after|at|by|our|a|an)\b"
)
_FORECAST = re.compile(
    r"\b(?:will|project(?:ed|ions?)|expected|estimated\s+to|predict\w*|forecast\w*|by\s+20|may\s+reach|agenda)\b",
    re.I,
)
_FORESEEN = 120  # characters around a year in which a forecast says so


def _years(text: str, runs: Sequence[Span]) -> Iterator[Span]:
    """The years to come that are not forecast."""
    for start, end in runs:
        if text[start] != "2" or not _TO_COME <= int(text[start:end]) < 2100:
            continue
        dated = _DATED.search(text, max(0, start - 30), start)
        if not dated or (dated["loose"] and not _CLOSED.match(text, end)):
            continue
        if not _FORECAST.search(text[max(0, start - _FORESEEN) : end + _FORESEEN]):
            yield start, end


_MINUTES = re.compile(
    r":(?P<minute>\d\d)\s*(?:[ap]\.?\s?m\b\.?|(?:hours?|hrs?|h|o['’]clock)\b)", re.I
)
_HOURS, _MINUTE = 24, 59


def _hours(text: str, runs: Sequence[Span]) -> Iterator[Span]:
    """The times of day beyond a day or an hour."""
    for start, end in runs:
        if text[end : end + 1] != ":" or text[start - 1 : start] in (":", "."):
            continue
        found = _MINUTES.match(text, end)
        if found and (int(text[start:end]) > _HOURS or int(found["minute"]) > _MINUTE):
            yield start, found.end()


TIM011 = Rule(
    "TIM011",
    "A date that no calendar has, or that is still to come",
    "warning",
    (),
    impossible_dates,
    Examples(
        fires=(
            Example("She was operated on June 31, 2015."),
            Example("The graft failed on 30th February."),
            Example("He was seen again on 31/06/2015."),
            Example("He fell ill in March 2051."),
            Example("The drug was given at 27:15 h."),
        ),
        still=(
            Example("She was operated on July 31, 2015."),
            Example("He was seen again on 12/31/2015 and on 31.05.2016."),
            Example("He fell ill in March 2015; 2051 patients were screened."),
            Example("By 2050 the number is expected to double, and in March 2051 it will be ten."),
            Example("The drug was given at 17:15 h; the ratio was 27:15."),
        ),
    ),
)
