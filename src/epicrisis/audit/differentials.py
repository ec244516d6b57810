"""NUM003: differential counts that hold more than all cells."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.audit.passages import digits_in, holding, lowered, matches, number, sentence_of
from epicrisis.model import Course, Document

_CELL = (
    r"(?P<cell{n}>(?:segmented\s+)?neutro\w*|poly(?:morph\w*|s)?|segment\w*|lympho?\w*|mono(?:cyte\w*|s)?|"
    r"eosin\w*|baso\w*|bands?|blasts?|macrophages?)"
)
_SHARE = r"(?P<share{n}>\d{{1,3}}(?:[.,]\d+)?)\s*%"
_PAIR = re.compile(
    rf"{_SHARE.format(n=1)}\s*(?:of\s+)?(?:were\s+|was\s+)?{_CELL.format(n=1)}"
    rf"|{_CELL.format(n=2)}(?:\s+(?:cells|count|ratio|of|was|were|leukocytes))*\s*[:,=(]?\s*"
    rf"{_SHARE.format(n=2)}",
    re.I,
)
_STEMS = re.compile(r"neutro|poly|segment|lymph|mono|eosin|baso|band|blast|macrophage")
_SLACK = 1.5  # percentage points that rounding may add


def _pairs(document: Document) -> Iterator[re.Match[str]]:
    """The shares of cells, from the passages that can hold two of them."""
    text = lowered(document)
    for span in holding(document, "%", _STEMS.pattern):
        if text.count("%", *span) > 1:
            cells = [found.start() for found in _STEMS.finditer(text, *span)]
            shares = [max(start, end - 3) for start, end in digits_in(document, span)]
            yield from matches(document, _PAIR, span, sorted(cells + shares))


def differentials(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Add up the shares of different white cells in one sentence."""
    counted: dict[tuple[int, int], list[re.Match[str]]] = {}
    for found in _pairs(document):
        counted.setdefault(sentence_of(document, *found.span()), []).append(found)
    for pairs in counted.values():
        cells = [(pair["cell1"] or pair["cell2"])[:4].lower() for pair in pairs]
        shares = [number(pair["share1"] or pair["share2"]) for pair in pairs]
        if len(pairs) < 2 or len(set(cells)) < len(cells) or None in shares:
            continue
        total = sum(share for share in shares if share is not None)
        close = pairs[-1].end() - pairs[0].start() < 60 * len(pairs)
        if total > 100 + _SLACK and close:
            terms = " + ".join(f"{share:g}" for share in shares)
            yield Remark(
                f"The shares of the white cells are {terms} = {total:g} %.",
                (pairs[0].start(), pairs[-1].end()),
            )


NUM003 = Rule(
    "NUM003",
    "The shares of a differential count exceed 100 %",
    "warning",
    (),
    differentials,
    Examples(
        fires=(
            Example("Leukocytes were 700/µL, with 26% neutrophils, 94% lymphocytes."),
            Example("The fluid held 310 cells (poly 42%, lymph 80%)."),
        ),
        still=(
            Example("Leukocytes were 700/µL, with 4% neutrophils, 94% lymphocytes."),
            Example("Neutrophils 80% on day 1. Lymphocytes 60% on day 30."),
        ),
    ),
)
