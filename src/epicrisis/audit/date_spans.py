"""TIM005: two dates and the length printed between them."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.audit.passages import one_line, search, small_letters, tells_months
from epicrisis.model import Course, Document

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"


def _written(n: int) -> str:
    """A date in words, the year of the first one left out at times."""
    year = rf"(?:,?\s+(?P<y{n}>(?:19|20)\d\d))" + ("?" if n == 1 else "")
    return (
        rf"(?:(?P<m{n}>{MONTH})(?:\s+(?P<d{n}>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d))?"
        rf"|(?P<e{n}>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<f{n}>{MONTH})){year}"
    )


_BETWEEN = re.compile(
    rf"\b(?:from|between)\s+{_written(1)}\s*(?:to|until|till|through|and|–|-)\s*{_written(2)}"
    r"(?P<length>\s*[,(]?\s*(?:for\s+|a\s+total\s+of\s+|total\s+)?(?P<n>\d{1,3})\s*(?P<unit>days?|weeks?|months?|years?)\b)?",
    re.I,
)
_DAYS = {"day": 1.0, "wee": 7.0, "mon": 30.44, "yea": 365.25}


def spans(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare the ends of a period in dates with one another and with its length."""
    for found in search(document, _BETWEEN, "from|between") if tells_months(document) else ():
        first, last = _date(found, 1), _date(found, 2)
        if first is None or last is None:
            continue
        rough = not ((found["d1"] or found["e1"]) and (found["d2"] or found["e2"]))
        length = (last - first).days
        if length < 0:
            yield Remark(f"The period ends before it begins: {one_line(found[0])!r}.", found.span())
        elif found["length"]:
            said = int(found["n"]) * _DAYS[found["unit"][:3].lower()]
            slack = max(2.0, 0.2 * said, 31.0 if rough else 0.0) + _DAYS[found["unit"][:3].lower()]
            if abs(said - length) > slack:
                yield Remark(
                    f"From the one date to the other are {length} days: {one_line(found[0])!r}.",
                    found.span(),
                )


def _date(found: re.Match[str], n: int) -> date | None:
    name = found[f"m{n}"] or found[f"f{n}"]
    year = found[f"y{n}"] or found["y2"]
    day = int(found[f"d{n}"] or found[f"e{n}"] or 1)
    if not name or not year or not 1 <= day <= 31:
        return None
    return date(int(year), month_number(name), min(day, 28))


def month_number(name: str) -> int:
    """Give the number of a month by its name, in full or short, as `MONTH` finds it."""
    return MONTHS.index(small_letters(name)[:3]) + 1


TIM005 = Rule(
    "TIM005",
    "Two dates do not make the length or the order printed",
    "warning",
    (),
    spans,
    Examples(
        fires=(
            Example("She was ventilated from March 9, 2015 to February 2, 2015."),
            Example("He was treated from 3 March 2015 to 17 March 2015 (40 days)."),
            Example("He was treated from March 2015 to December 2014."),
        ),
        still=(
            Example("She was ventilated from December 9, 2014 to February 2, 2015."),
            Example("He was treated from 3 March 2015 to 17 March 2015 (14 days)."),
            Example("He was treated from March 2015 to December 2015."),
        ),
    ),
)
