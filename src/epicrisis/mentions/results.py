"""Results in words: `negative`, `within normal limits`, `was not obtained`.

Words such as `improved` or `intact` state a result too, but not on which side of normal it lies.
They are mentions of another kind, `quality`, with the kind of statement as their id.
"""

import re
from functools import cache

from epicrisis.model import Mention
from epicrisis.vocab.tables import read_table

_STAGE = r"[cpy]{0,2}T(?:[0-4][a-d]?|is|x)\s?N[0-3x][a-c]?(?:\s?M[01x][a-c]?)?"
_GRADE = (
    r"(?:grade|stage|NYHA(?: functional)? class|class)\s"
    r"(?:\d\+?(?:/\d)?|[IV]{1,3}[A-Ca-c]?\d?)(?!\w)"
)
_GRADED = re.compile(rf"\b(?:{_STAGE}\b|{_GRADE}|G[1-4]\b)", re.IGNORECASE)


@cache
def _phrases(table: str, column: str) -> tuple[re.Pattern[str], dict[str, str]]:
    meaning = {row["phrase"]: row[column] for row in read_table(table)}
    names = "|".join(
        re.escape(phrase).replace(r"\ ", r"\s") for phrase in sorted(meaning, key=len, reverse=True)
    )
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE), meaning


def results(text: str) -> list[Mention]:
    """Find the words that state a result, in order; the id is the interpretation."""
    pattern, meaning = _phrases("result_words.tsv", "interpretation")
    return [
        Mention(m.start(), m.end(), "result", id=meaning[" ".join(m[0].lower().split())])
        for m in pattern.finditer(text)
    ]


def qualities(text: str) -> list[Mention]:
    """Find words of change or quality, grades and stages, in order; the id is which of these."""
    pattern, meaning = _phrases("quality_words.tsv", "meaning")
    found = [
        Mention(m.start(), m.end(), "quality", id=meaning[" ".join(m[0].lower().split())])
        for m in pattern.finditer(text)
    ]
    found += [Mention(m.start(), m.end(), "quality", id="grade") for m in _GRADED.finditer(text)]
    return sorted(found, key=lambda mention: mention.start)
