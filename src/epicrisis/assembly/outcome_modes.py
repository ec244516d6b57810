"""Whether an outcome came about, was missed, or was only what somebody hoped for."""

import re
from typing import Literal

from epicrisis.model import Mention, Sentence

Mode = Literal["told", "missed", "hoped"]

_INFINITIVE = re.compile(
    r"(?:improve|resolve|recover|regress|subside|deteriorate|worsen|progress|stabili[sz]e|heal|"
    r"respond|normali[sz]e|alleviate|ameliorate|relieve|cure)\b",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\b(?:to|would|could|may|might|should|will|can)\s(?:\w+ly\s|further\s|also\s)?\Z", re.I
)
_BEGUN = re.compile(
    r"\b(?:began|begun|continued?s?|started|seemed|appeared|tended|found|noted|observed|reported|"
    r"seen|known|shown|proved|only|him|her|patient|symptoms)\sto\s(?:\w+\s)?\Z",
    re.IGNORECASE,
)
_MISSED = re.compile(
    r"\b(?:unable|fail(?:ed|s|ure|ing)?|inability|too\s\w+)\sto\s(?:\w+ly\s)?\Z"
    r"|\b(?:none|neither)\sof\b(?:(?!\bbut\b|\b(?:and|so|while|whereas|al?though)\s(?:the|an?|his|her|"
    r"their|its|s?he|it|they|this|these|all|both|there)\b)[^.;]){0,90}\Z",  # and no other subject
    re.IGNORECASE,
)
_HOPED = re.compile(
    r"(?<!\bas\s)(?<!\bthan\s)\b(?:hop(?:ed?|ing)|aim(?:ed|ing)?|expect(?:ed|ing)?|wait(?:ed|ing)?|await(?:ed|ing)?)\s"
    r"(?:(?:for|at|an?|the)\s)*(?:\w+\s)?\Z",
    re.IGNORECASE,
)
_PART = re.compile(r"\s(?:reduction|regression|decrease|shrinkage|control|improvement)\b", re.I)
_REACH = 120  # characters before an outcome word in which its mode is told


def mode(text: str, sentence: Sentence, mention: Mention) -> Mode:
    """Say how an outcome is spoken of; `missed` is one denied by what stands before.

    >>> text = "Nothing was able to help, and pills were unable to improve it."
    >>> at = text.index("improve")
    >>> mode(text, Sentence(0, len(text), "case", 0), Mention(at, at + 7, "outcome"))
    'missed'
    """
    before = text[max(sentence.start, mention.start - _REACH) : mention.start]
    if _MISSED.search(before):
        return "missed"
    purpose = _INFINITIVE.match(text, mention.start) and _TO.search(before)
    if (purpose and not _BEGUN.search(before)) or _HOPED.search(before):
        return "hoped"
    named = text[mention.start : mention.end].lower().endswith("disease")
    return "hoped" if named and _PART.match(text, mention.end) else "told"
