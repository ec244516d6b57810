"""Results in words: `negative`, `within normal limits`, `was not obtained`."""

import re
from functools import cache

from epicrisis.model import Mention
from epicrisis.vocab.tables import read_table


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    meaning = {row["phrase"]: row["interpretation"] for row in read_table("result_words.tsv")}
    names = "|".join(
        re.escape(phrase).replace(r"\ ", r"\s") for phrase in sorted(meaning, key=len, reverse=True)
    )
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE), meaning


_GRADED = re.compile(
    r"\b[cpy]{0,2}T(?:[0-4][a-d]?|is|x)\s?N[0-3x][a-c]?(?:\s?M[01x][a-c]?)?\b"
    r"|\b(?:grade|stage|NYHA(?: functional)? class|class)\s(?:\d\+?(?:/\d)?|[IV]{1,3}[A-Ca-c]?\d?)(?!\w)"
    r"|\bG[1-4]\b",
    re.IGNORECASE,
)


def results(text: str) -> list[Mention]:
    """Find the words that state a result, in order; the id is the interpretation."""
    pattern, meaning = _phrases()
    found = [
        Mention(m.start(), m.end(), "result", id=meaning[" ".join(m[0].lower().split())])
        for m in pattern.finditer(text)
    ]
    found += [Mention(m.start(), m.end(), "result", id="grade") for m in _GRADED.finditer(text)]
    return sorted(found, key=lambda mention: mention.start)
