"""Treatments that no list of drugs holds: `chelation therapy`, `adjuvant treatment`, `sedation`.

Whether one is a medication is judged later by the words around it. The nouns are data:
`therapy_words.tsv`; a word of the role `plain` before a noun is no part of its name.
"""

import re
from collections.abc import Sequence
from functools import cache

from epicrisis.model import Mention
from epicrisis.vocab.cues import Landmarks
from epicrisis.vocab.tables import read_table

_NAME = re.compile(r"(?<![\w-])(?:[a-z][a-z-]{3,}|[A-Z]{2,3})\s\Z")  # a word before the noun
_LONGEST = 40  # characters of a word


@cache
def _words() -> tuple[re.Pattern[str], frozenset[str], Landmarks]:
    rows = read_table("therapy_words.tsv")
    nouns = "|".join(row["pattern"] for row in rows if row["role"] == "noun")
    plain = frozenset(row["pattern"] for row in rows if row["role"] == "plain")
    signs = Landmarks(row["sign"] for row in rows if row["role"] == "noun")
    return re.compile(rf"(?<!\w)(?:{nouns})\b"), plain, signs


def therapies(text: str, named: Sequence[Mention]) -> list[Mention]:
    """Find treatments by their nouns, in order.

    None touches a name already found, but for procedures: plasma is given as well as exchanged.

    Args:
        text: The readable text.
        named: Names already found, in order.
    """
    pattern, plain, signs = _words()
    found: list[Mention] = []
    at = behind = 0
    for place in signs.starts(text):
        match = pattern.match(text, _word_start(text, place)) if place >= behind else None
        if match is None:
            continue
        start, behind = match.start(), match.end()
        name = _NAME.search(text, max(0, start - _LONGEST), start)
        if name and name[0].rstrip() not in plain:
            start = name.start()
        while at < len(named) and named[at].end <= start:
            at += 1
        near = named[at] if at < len(named) else None
        if near is not None and near.start < behind and near.kind != "procedure":
            continue
        found.append(Mention(start, behind, "therapy"))
    return found


def _word_start(text: str, place: int) -> int:
    low = max(0, place - _LONGEST)
    while place > low and (text[place - 1].isalnum() or text[place - 1] == "-"):
        place -= 1
    return place
