"""NUM011: p-values above 1, and confidence intervals that run backwards or miss their estimate."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.audit.passages import holding, one_line
from epicrisis.model import Course, Document

_P = re.compile(
    r"(?<![\w.-])[Pp](?:[\s-]?values?)?\s*(?:[=<>≤≥]|of|was)\s*(?P<p>\d{1,3}(?:[.,·]\d+)?)(?![\d/]|\s*(?:%|[mk]\w|[×x]\s*10|[-–]\s*\d))"
)
_P_WORDS = "p=|p =|p<|p <|p value|p-value"
_NUMBER = r"[-−]?\d+(?:[.·]\d+)?"
_INTERVAL = re.compile(
    rf"(?:(?P<estimate>{_NUMBER})\s*%?\s*[,;(\[]+\s*)?9[059]\s*%\s*(?:CI|C\.I\.|confidence\s+intervals?)(?:\s*\(CI\))?\s*[,:=]?\s*(?:of\s+|was\s+|from\s+)?[(\[]?\s*"
    rf"(?P<low>{_NUMBER})\s*%?\s*(?P<by>[-–—]|to|,|;)\s*(?P<high>{_NUMBER})(?!\d)",
)


def wrong_estimates(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for probabilities above 1, and for intervals that do not hold their estimate."""
    for span in holding(document, _P_WORDS):
        for found in _P.finditer(document.text, *span):
            if _read(found["p"]) > 1:
                yield Remark(
                    f"A probability is at most 1: {one_line(found[0])!r}.",
                    (found.start("p"), found.end("p")),
                )
    for span in holding(document, "% ci|%ci|% conf"):
        for found in _INTERVAL.finditer(document.text, *span):
            low, high = _read(found["low"]), _read(found["high"])
            if low > high:
                yield Remark(
                    f"The interval ends below its beginning: {one_line(found[0])!r}.",
                    found.span(),
                    suggestion=f"{high:g} to {low:g}",
                )
            elif found["estimate"] and not low <= _read(found["estimate"]) <= high:
                yield Remark(
                    f"The interval does not hold its estimate: {one_line(found[0])!r}.",
                    found.span(),
                )


def _read(printed: str) -> float:
    return float(printed.replace("−", "-").replace("·", ".").replace(",", "."))


NUM011 = Rule(
    "NUM011",
    "A p-value above 1, or an interval without its estimate",
    "warning",
    (),
    wrong_estimates,
    Examples(
        fires=(
            Example("More of them died (p = 1.03)."),
            Example("The odds ratio was 5.8 (95% CI 1.2-2.4)."),
            Example("The odds ratio was 1.8 (95% CI 2.4-1.2)."),
        ),
        still=(
            Example("More of them died (p = 0.03)."),
            Example("The odds ratio was 1.8 (95% CI 1.2-2.4)."),
        ),
    ),
)
