"""The event that a phrase of time is counted from: the words behind "after", "before" or "at".

Known events have a name ("admission", "surgery"). The start of a treatment is "treatment", with
the words that say which ("initiation of tocilizumab"). Of any other event only the place of its
words is given, for the linker to look up.
"""

import re
from typing import NamedTuple

from epicrisis.mentions.time_words import ANCHORS, END_OF, SPACE, START_OF, alternation


class AnchorEvent(NamedTuple):
    """Name of an anchor event, "" where unknown, and the span of the words that name it."""

    name: str
    start: int
    end: int


_LEAD = (
    r"(?:(?:the|his|her|their|this|that|our|its|initial|first|second|third|last|final|time|date|day"
    r"|moment|original|primary|previous|a|an|of|completed|successful|surgical|medical|hospital)"
    rf"{SPACE}){{0,4}}"
)
_STOP = (
    r"(?!(?:the|and|or|with|who|which|when|while|was|were|is|had|has|he|she|it|we|they|in|on|at|to|by"
    r"|for|but|due|because|without|after|before|his|her|that|revealed|showed)\b)"
)
_WORDS = rf"{_STOP}[^\W_][\w'+-]*(?:{SPACE}{_STOP}[^\W_][\w'+-]*){{0,3}}"
_KNOWN = alternation({word: "" for word in ANCHORS if ANCHORS[word] not in ("previous", "symptom")})
_COMPLEMENT = rf"(?:{SPACE}(?:with|of|for){SPACE}(?:the{SPACE})?{_WORDS})?"
_START = alternation(START_OF)
_END = alternation(END_OF)

_EVENT = re.compile(
    rf"(?:{SPACE}|(?<=-))(?:(?:(?:the|his|her|its){SPACE})?(?:"
    rf"(?P<start>{_START}\b(?:{SPACE}(?:of|with|to))?{SPACE}(?:the{SPACE}|a{SPACE})?{_WORDS})"
    rf"|(?P<bare>{_START}\b(?=\s*(?:[.,;)]|\Z)))"
    rf"|(?P<end>{_END}\b(?:{SPACE}(?:of|with))?(?:{SPACE}(?:the{SPACE})?{_WORDS})?))"
    rf"|{_LEAD}(?:"
    rf"(?P<onset>onset{SPACE}of{SPACE}(?:the{SPACE}|his{SPACE}|her{SPACE})?{_WORDS})"
    rf"|(?P<known>{_KNOWN})\b(?!-)"
    rf"|(?P<course>(?:{_STOP}[\w-]+{SPACE}){{1,2}}(?P<head>{_KNOWN})\b(?!-))"
    rf"|(?P<other>{_WORDS})))",
    re.I,
)
_ENDS_HERE = re.compile(rf"\s*(?:[.,;:)\]]|\Z)|{SPACE}(?:that|this)(?=\s*(?:[.,;:)]|\Z))", re.I)
_CHAIN = re.compile(_COMPLEMENT, re.I)
_OTHER_PATIENT_WORDS = ("patient", "another", "one", "two")


def anchor_name(words: str) -> str:
    """Name of the anchor event that the words are, or ""."""
    return ANCHORS.get(" ".join(words.lower().split()), "")


def read_anchor(text: str, position: int, end: int) -> AnchorEvent | None:
    """Read the event named right behind `position`, which is the end of "after" or "before".

    Returns:
        The event; "previous" with an empty span where the clause ends there ("10 days after,");
        None where no words can be taken for an event.
    """
    if _ENDS_HERE.match(text, position, end):
        return AnchorEvent("previous", position, position)
    found = _EVENT.match(text, position, end)
    if found is None:
        return None
    kind = found.lastgroup if found.lastgroup != "head" else "course"
    if found["onset"]:
        return AnchorEvent("onset", *found.span("onset"))
    if found["start"]:
        name = _head_name(found["start"], "treatment")
        return AnchorEvent(name, *found.span("start"))
    if found["bare"]:
        return AnchorEvent("treatment", *found.span("bare"))
    if found["end"]:
        return AnchorEvent("", *found.span("end"))
    if found["known"] or found["course"]:
        kind = "known" if found["known"] else "course"
        name = anchor_name(found["known"] or found["head"])
        span_end = found.end(kind)
        if name in ("treatment", "surgery"):
            span_end = _chain_end(text, span_end, end)
        return AnchorEvent(name, found.start(kind), span_end)
    if found["other"].split()[0].lower() in _OTHER_PATIENT_WORDS:
        return None
    return AnchorEvent("", *found.span("other"))


def _head_name(words: str, default: str) -> str:
    """ "beginning of symptoms" is the onset, "start of treatment" a treatment."""
    last = words.split()[-1].lower()
    return "onset" if last in ("symptoms", "symptom", "illness", "disease") else default


def _chain_end(text: str, position: int, end: int) -> int:
    """Take in the complement of a treatment: "therapy with prednisolone"."""
    found = _CHAIN.match(text, position, end)
    return found.end() if found else position
