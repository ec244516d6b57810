"""NUM012: a number in words and the digits in brackets behind it."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.audit.passages import digits_by_length, in_passages, one_line
from epicrisis.model import Course, Document

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SPELLED = {word: at for at, word in enumerate(_ONES.split(), 1)}
_SPELLED |= {word: 10 * at for at, word in enumerate(_TENS.split(), 2)}
_WORD = re.compile(
    rf"(?<![\w-])(?:(?P<tens>{_TENS.replace(' ', '|')})(?:-(?P<ones>{_ONES.replace(' ', '|')}))?"
    rf"|(?P<word>{_ONES.replace(' ', '|')}))\s\(\Z",
    re.I,
)
_COUNTED = re.compile(
    r"\)\s+(?:\w+\s+){0,2}?(?:patients?|cases?|days?|weeks?|months?|years?|hours?|times|cycles?|doses?|courses?|women|men|children|"
    r"sessions?|tablets?|units?|nodes?|lesions?|episodes?|subjects?|minutes?)\b",
    re.I,
)
_REACH = 18  # characters of the longest number in words
_LENGTHS = (1, 2)


def spelled_otherwise(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare "seven (7) days" in words and in digits; a citation counts nothing."""
    text, runs = document.text, digits_by_length(document)
    for start, end in (run for length in _LENGTHS for run in runs.get(length, ())):
        if text[start - 1 : start] != "(" or text[end : end + 1] != ")":
            continue
        found = _WORD.search(text, max(0, start - _REACH), start)
        if found is None or not _COUNTED.match(text, end) or not in_passages(document, start):
            continue
        first = (found["tens"] or found["word"]).lower()
        said = _SPELLED[first] + (_SPELLED[found["ones"].lower()] if found["ones"] else 0)
        if said != int(text[start:end]):
            place = (found.start(), end + 1)
            yield Remark(f"Words and digits differ: {one_line(text[slice(*place)])!r}.", place)


NUM012 = Rule(
    "NUM012",
    "A number in words and in digits beside it differ",
    "warning",
    (),
    spelled_otherwise,
    Examples(
        fires=(
            Example("She was given it for seven (9) days."),
            Example("There were twenty-four (42) patients."),
        ),
        still=(
            Example("She was given it for seven (7) days."),
            Example("It had been told of by two (12) and four (8) groups."),
        ),
    ),
)
