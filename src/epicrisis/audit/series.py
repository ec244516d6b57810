"""XRF013: how many patients a report says it is about, once and again."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule, Span
from epicrisis.audit.passages import NUMBERS_IN_WORDS, one_line, search, sentence_of
from epicrisis.model import Course, Document

_WORDS = "|".join(NUMBERS_IN_WORDS)
_REPORTED = re.compile(
    r"\bwe\s+(?:here(?:in|by)?\s+|also\s+|now\s+)?(?:report|describe|present)(?:ed)?\s+(?:on\s+|here\s+)?"
    r"(?:the\s+(?:first\s+)?|a\s+(?:case\s+)?series\s+of\s+|our\s+)?"
    rf"(?P<n>\d{{1,3}}|{_WORDS})\s+(?:consecutive\s+|rare\s+|adult\s+|pa?ediatric\s+|unrelated\s+)?"
    r"(?P<what>patients|cases)\b(?!\s+(?:from\s+the\s+literature|in\s+the\s+literature))",
    re.I,
)


_ELSEWHERE = re.compile(
    r"\b(?:previous\w*|earlier|prior|before|elsewhere|et\s+al|literature|addition\w*)\b|\[\d|\(\d{1,3}\)",
    re.I,
)


def series(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare the places where authors say how many patients they report."""
    said: dict[int, Span] = {}
    for found in search(document, _REPORTED, "we ", "report|describe|present"):
        if _ELSEWHERE.search(document.text, *sentence_of(document, *found.span())):
            continue
        number = NUMBERS_IN_WORDS.get(found["n"].lower()) or int(found["n"])
        said.setdefault(number, found.span())
    if len(said) != 2:
        return
    (one, place), (two, other) = said.items()
    yield Remark(
        f"{one_line(document.text[slice(*place)])!r} here, {two} elsewhere.",
        place,
        related=(other,),
        suggestion=f"{one} or {two}",
    )


XRF013 = Rule(
    "XRF013",
    "The number of patients reported differs",
    "warning",
    (),
    series,
    Examples(
        fires=(
            Example("ABSTRACT We report three cases of scurvy.\nCASES We describe four patients."),
        ),
        still=(
            Example("ABSTRACT We report three cases of scurvy.\nCASES We describe 3 patients."),
            Example("We report three cases of scurvy. Others described 12 patients."),
            Example("We report three cases. Previously, we reported 5 patients with scurvy."),
        ),
    ),
)
