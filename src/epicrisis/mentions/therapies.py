"""Treatments that no list of drugs holds: `chelation therapy`, `adjuvant treatment`, `sedation`.

Whether one is a medication is judged later by the words around it. The nouns are data:
`therapy_words.tsv`; a word of the role `plain` before a noun is no part of its name.
"""

import re
from collections.abc import Sequence
from functools import cache

from epicrisis.model import Mention
from epicrisis.vocab.tables import read_table


@cache
def _words() -> tuple[re.Pattern[str], frozenset[str]]:
    rows = read_table("therapy_words.tsv")
    nouns = "|".join(row["pattern"] for row in rows if row["role"] == "noun")
    plain = frozenset(row["pattern"] for row in rows if row["role"] == "plain")
    return re.compile(
        rf"\b(?:(?P<what>[a-z][a-z-]{{3,}}|[A-Z]{{2,3}})\s)?(?P<noun>{nouns})\b"
    ), plain


def therapies(text: str, named: Sequence[Mention]) -> list[Mention]:
    """Find treatments by their nouns, in order.

    None touches a name already found, but for procedures: plasma is given as well as exchanged.

    Args:
        text: The readable text.
        named: Names already found, in order.
    """
    pattern, plain = _words()
    found: list[Mention] = []
    at = 0
    for match in pattern.finditer(text):
        start = match.start("noun")
        if match["what"] and match["what"] not in plain:
            start = match.start()
        while at < len(named) and named[at].end <= start:
            at += 1
        near = named[at] if at < len(named) else None
        if near is not None and near.start < match.end() and near.kind != "procedure":
            continue
        found.append(Mention(start, match.end(), "therapy"))
    return found
