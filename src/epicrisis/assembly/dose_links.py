"""Which doses are asked for their drug, and which drugs share one dose.

A dose in figures is of one drug; one in words may be of several, if these stand in a list. What
goes on with a dose, as a schedule does, is of its drug without being asked.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from epicrisis.model import Mention, QuantityMention, TimeExpression

Value = Mention | TimeExpression
Span = tuple[int, int]

_SCHEDULED = re.compile(r"^[\s,]*$")
_IN_FIGURES = re.compile(r"^\s?(?:of\s)?[(\[]?$")
_AND = re.compile(  # between two drugs of one list
    r"(?:\s\([^()\d]*\))?(?:,|,?\s(?:and|or|plus))\s(?:[^\W\d]+[\s,]+){0,5}"
)


def behind_words(values: Sequence[Value], drug: Mention) -> int:
    """Where a name begins, without the words of a dose in it: `high-dose methotrexate`."""
    inside = [v.end for v in values if drug.start <= v.start and v.end < drug.end]
    return max(inside, default=drug.start - 1) + 1


def silent(text: str, values: Sequence[Value]) -> set[int]:
    """The places of doses of rays, which are of no drug, and of what goes on with a dose beside it.

    That is of the same drug: words told in figures right behind (`low dose of 20 mg`), schedules.
    """
    out = {place for place, value in enumerate(values) if _of_rays(text, value)}
    out |= {i + 1 for i, (a, b) in enumerate(pairwise(values)) if b.end <= a.end}
    apart = [place for place in range(len(values)) if place not in out]
    for place, after in pairwise(apart):
        value, following = values[place], values[after]
        gap = text[value.end : following.start]
        scheduled = isinstance(following, TimeExpression) and not isinstance(value, TimeExpression)
        if scheduled and _SCHEDULED.match(gap):
            out.add(after)
        told = value.kind == "dose" and isinstance(following, QuantityMention)
        if told and _IN_FIGURES.match(gap):
            out.add(place)
    return out


def _of_rays(text: str, value: Value) -> bool:
    """Say whether a dose is one of rays, which is none of a drug."""
    if isinstance(value, QuantityMention):
        return value.dimension.startswith("absorbed")
    return value.kind == "dose" and text.find("fraction", value.start, value.end) >= 0


def shared(text: str, value: Value, first: Span, other: Span) -> bool:
    """Say whether a dose in words is that of a second drug too, in one list with the first.

    `Two cycles of A and B` are of both; `high-dose A and B` need not be.
    """
    if value.kind != "dose":
        return False
    behind = value.start < first[0]
    if behind != (value.start < other[0]):
        return False
    if behind and not text[value.end : first[0]].lstrip().startswith("of "):
        return False
    if behind and value.id == "strength":
        return False
    low, high = sorted((first, other))
    return _AND.fullmatch(text, low[1], high[0]) is not None
