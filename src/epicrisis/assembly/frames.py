"""The frames of a story: stretches that are told at one time, and the words that move them."""

import re
from dataclasses import dataclass, field

from epicrisis.assembly.drafts import Draft, Page
from epicrisis.model import TimeExpression

OPENING = (-1.0, 3.0)
"""Days around the presentation in which the findings of a case's opening were made."""

UNDERTAKEN = 30.0
"""Days after the opening in which the first treatment is supposed to have begun."""

NARRATIVE = frozenset({"case", "results", "abstract"})
"""Sections that tell the story."""

_APPOSED = re.compile(  # between two clocks: a comma, and the event that the first counts from
    r"(?:\s(?:the\s|her\s|his\s)?[^\W\d_][\w-]*)?,?\s\(?"
)
_BEGUN = re.compile(
    r"\b(?:start|initiat|commenc|beg[au]n|institut|introduc|prescri|administ|given|gave|put\son)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Frame:
    """A stretch of the story with one time.

    `moment` is its node and `number` its place in the story; `dated` says that the print dates it;
    `opening` that it is the first, `visit` that it tells of one; `back` that the story looks back
    there; `undertaken` that it begins with the first treatment. `before` and `following` are its
    neighbours in its line.
    """

    moment: int
    number: int = 0
    dated: bool = False
    opening: bool = False
    back: bool = False
    undertaken: bool = False
    visit: bool = False
    passage: int = -1
    sentences: list[int] = field(default_factory=list)
    before: "Frame | None" = None
    following: "Frame | None" = None


def begins_something(page: Page, index: int) -> bool:
    """`Was started on`, `gave`: a sentence tells of something given or begun."""
    sentence = page.sentences[index]
    return _BEGUN.search(page.text, sentence.start, sentence.end) is not None


def moves(time: TimeExpression) -> bool:
    """Does a phrase set the story's clock? Durations of the past and schedules do not."""
    if time.kind == "set" or time.relation in ("none", "past"):
        return False
    return time.kind in ("date", "age") or time.relation == "after"


def apposed(text: str, first: TimeExpression, second: TimeExpression) -> bool:
    """`on day 40, ten days after admission`: one moment told by two clocks."""
    counts = (first.relation, first.anchor), (second.relation, second.anchor)
    own = second.relation == "day" or second.anchor not in ("", "previous")
    between = text[first.end : second.start]
    return own and counts[0] != counts[1] and _APPOSED.fullmatch(between) is not None


def begins(draft: Draft) -> bool:
    """A treatment given, or an outcome, ends the opening of a case."""
    if draft.kind == "treatment":
        return draft.fields.get("status") == "given"
    return draft.kind in ("outcome", "vital_status")
