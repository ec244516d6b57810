"""NUM010: results beyond the most that their scale gives."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.audit.passages import holding, one_line
from epicrisis.model import Course, Document

_STRENGTH = re.compile(
    r"(?<![\d/.,+–-])(?P<got>[6-9])\s?/(?P<most>5)(?!\s*[\d/%]|\s*(?:mm|cm|patients|cases|cells|mo|we|da|ye))"
)
_STRONG = re.compile(
    r"\b(?:strength|power|MRC|motor|paresis|weakness|quadriceps|dorsiflexion|flexors?|extensors?|extremit\w+|limbs?)\b",
    re.I,
)
_STOP = re.compile(r"[.;]\s")
_NEAR = 120  # characters in front of a grade in which its muscles are named
_SCORED = re.compile(
    r"\b(?:VAS|visual\s+analog\w*|numeric(?:al)?\s+rating|"
    r"pain\s+(?:score|scale|intensity)|Beck|HADS|PHQ)\b[^.;\d]{0,60}?(?P<got>\d{1,3})\s?/(?P<most>\d{1,3})"
    r"(?![\d/]|\s*(?:mm|cm|min))",
    re.I,
)
_MOST = frozenset((10, 21, 27, 63, 100))  # what such scales end with
_ENDS = "/10|/21|/27|/63"  # of the scales that are told with their end
_CLASS = re.compile(
    r"\b(?:NYHA|New\s+York\s+Heart\s+Association|Killip|Mallampati)"
    r"(?:\s*\([A-Z]{2,5}\))?(?:\s+(?:functional|classification|heart\s+failure|dyspn\w+))*"
    r"\s*(?:class|stage|type|grade|score|status)?\s*(?:of\s+)?(?P<roman>[IVX]{1,4}|[5-9])(?![\w.\d–-]*\d|[a-z])"
)
_ROMAN = {"V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9} | {str(n): n for n in range(5, 10)}
_CLASSES = 4
_APGAR = re.compile(r"\bApgar(?:\s+scores?)?(?P<marks>[^.;()\n]{0,60})", re.I)
_MARK = re.compile(
    r"(?<![\d.,])(?:1[1-9]|[2-9]\d)(?![\d%.]|(?:\s*(?:,|and|/|,\s*and)\s*\d+)*(?:\s*(?:th|st|nd|rd)?[\s-]*"
    r"(?:min|sec|week|day|hour|year|month|g\b|kg|cm)))"
)
_GLEASON = re.compile(
    r"\bGleason(?:['’]s)?\s*(?:score|sum|grade|pattern)?s?\s*(?:of|was|:|=)?\s*"
    r"(?:(?P<total>\d{1,2})\s*[(\[]?\s*(?P<a>[1-5])\s*\+\s*(?P<b>[1-5])(?!\s*=)"
    r"|(?P<a2>[1-5])\s*\+\s*(?P<b2>[1-5])\s*=\s*(?P<total2>\d{1,2}))",
    re.I,
)


def beyond_scale(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for results above the most printed behind them, classes that are not, wrong sums."""
    text = document.text
    for span in holding(document, "/5"):
        for found in _STRENGTH.finditer(text, *span):
            before = text[max(span[0], found.start() - _NEAR) : found.start()]
            if _STRONG.search(_STOP.split(before)[-1]):
                yield _over(found)
    for span in holding(document, _ENDS):
        for found in _SCORED.finditer(text, *span):
            most = int(found["most"])
            if most in _MOST and most < int(found["got"]) <= most * 10:
                yield _over(found)
    for span in holding(document, "nyha|new york heart|killip|mallampati"):
        for found in _CLASS.finditer(text, *span):
            if (_ROMAN.get(found["roman"]) or 0) > _CLASSES:
                yield Remark(f"There is no such class: {one_line(found[0])!r}.", found.span())
    yield from _apgars(document)
    for span in holding(document, "gleason"):
        for found in _GLEASON.finditer(text, *span):
            parts = [int(found["a"] or found["a2"]), int(found["b"] or found["b2"])]
            if sum(parts) != int(found["total"] or found["total2"]):
                yield Remark(
                    f"The two grades make {sum(parts)}: {one_line(found[0])!r}.",
                    found.span(),
                    suggestion=str(sum(parts)),
                )


def _apgars(document: Document) -> Iterator[Remark]:
    """The marks of a newborn child, but not the minutes at which they were given."""
    for span in holding(document, "apgar"):
        for found in _APGAR.finditer(document.text, *span):
            for mark in _MARK.finditer(document.text, *found.span("marks")):
                yield Remark(
                    f"The Apgar score runs from 0 to 10: {one_line(found[0])!r}.", mark.span()
                )


def _over(found: re.Match[str]) -> Remark:
    return Remark(
        f"{found['got']} is beyond the end of a scale of {found['most']}: {one_line(found[0])!r}.",
        (found.start("got"), found.end("most")),
    )


NUM010 = Rule(
    "NUM010",
    "A result beyond the end of its scale",
    "warning",
    ("Medical Research Council 1943 (0 to 5)", "New York Heart Association 1994 (I to IV)"),
    beyond_scale,
    Examples(
        fires=(
            Example("Her strength was 2/5 in the right leg and 7/5 in the left."),
            Example("His pain on the VAS was 12/10."),
            Example("Her Apgar scores were 7 at one minute and 19 at five minutes."),
            Example("He was in heart failure, NYHA class VI."),
            Example("The biopsy showed a tumour of Gleason score 3+4=8."),
        ),
        still=(
            Example("Her strength was 2/5 in the right leg. Of 7/5 nothing is said."),
            Example("His pain on the VAS was 8/10."),
            Example("Her Apgar scores were 7, 8 and 9 at 5, 15 and 20 minutes."),
            Example("He was in heart failure, NYHA class IV."),
            Example("The biopsy showed a tumour of Gleason score 3+4=7."),
        ),
    ),
)
