"""XRF014: two patients that bear one number."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.audit.passages import holding, one_line
from epicrisis.model import Course, Document

_THIRD = "case 3|patient 3|case 4|patient 4"  # the next but one follows a number told twice
_INTRODUCED = re.compile(
    r"(?<![\w(])(?P<name>Case|Patient)\s+(?:[Nn]o\.?\s*|#\s*)?(?P<number>\d{1,2})(?:\s*[:.–—-]\s*|\s+(?:was|is)\s+|\s*\n\s*|\s+)"
    r"(?=(?:(?:an?|the|this|our)\s+)?(?:[A-Za-z-]+\s+){0,2}?\d{1,3}[\s-]*(?:years?|months?|weeks?|days?)\b)",
    re.I,
)


def numbers_twice(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for a patient introduced with an age under the number of one introduced before."""
    found = [
        each
        for span in holding(document, _THIRD)
        for each in _INTRODUCED.finditer(document.text, *span)
    ]
    if len(found) < 2:
        return
    numbers = [int(each["number"]) for each in found]
    for at in range(1, len(found)):
        here, before = numbers[at], numbers[at - 1]
        later = numbers[at + 1 :]
        if here == before and before + 1 not in numbers and before + 2 in later:
            yield Remark(
                f"A second patient is introduced as {one_line(found[at][0]).strip(' :.–—-')!r}.",
                found[at].span(),
                related=(found[at - 1].span(),),
                suggestion=f"{found[at]['name']} {here + 1}",
            )


_CASES = (
    "Case 1: A 40-year-old man had a cough. Case {}: A 50-year-old woman had pain. "
    "Case 3: A 60-year-old man fell."
)
XRF014 = Rule(
    "XRF014",
    "Two patients bear one number",
    "warning",
    (),
    numbers_twice,
    Examples(fires=(Example(_CASES.format(1)),), still=(Example(_CASES.format(2)),)),
)
