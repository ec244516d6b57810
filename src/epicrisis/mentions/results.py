"""Results in words: `negative`, `within normal limits`, `was not obtained`.

Words such as `improved` or `intact` state a result too, but not on which side of normal it lies.
They are mentions of another kind, `quality`, with the kind of statement as their id.
"""

import re
from functools import cache
from typing import Literal, NamedTuple

from epicrisis.model import Mention
from epicrisis.vocab.cues import Landmarks, matches_at
from epicrisis.vocab.tables import read_table

_STAGE = r"[cpy]{0,2}T(?:[0-4][a-d]?|is|x)\s?N[0-3x][a-c]?(?:\s?M[01x][a-c]?)?"
_GRADE = (
    r"(?:grade|stage|NYHA(?: functional)? class|class)\s"
    r"(?:\d\+?(?:/\d)?|[IV]{1,3}[A-Ca-c]?\d?)(?!\w)"
)
_GRADED = re.compile(rf"\b(?:{_STAGE}\b|{_GRADE}|G[1-4]\b)", re.IGNORECASE)


_GRADE_WORDS = Landmarks(["grade", "stage", "nyha", "class"])
_STAGED = re.compile(r"\b(?:[cpy]{0,2}T(?:\d|is|x)|G[1-4]\b)", re.IGNORECASE)  # how one begins


class _Phrases(NamedTuple):
    """The phrases of a table: a pattern, what each means, and where one may begin."""

    pattern: re.Pattern[str]
    meaning: dict[str, str]
    landmarks: Landmarks

    def mentions(self, text: str, kind: Literal["result", "quality"]) -> list[Mention]:
        """Find the phrases, in order; the id is the meaning."""
        found = matches_at(self.pattern, text, self.landmarks.starts(text))
        return [
            Mention(m.start(), m.end(), kind, id=self.meaning[" ".join(m[0].lower().split())])
            for m in found
        ]


@cache
def _phrases(table: str, column: str) -> _Phrases:
    meaning = {row["phrase"]: row[column] for row in read_table(table)}
    names = "|".join(
        re.escape(phrase).replace(r"\ ", r"\s") for phrase in sorted(meaning, key=len, reverse=True)
    )
    pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)
    return _Phrases(pattern, meaning, Landmarks(phrase.partition(" ")[0] for phrase in meaning))


def results(text: str) -> list[Mention]:
    """Find the words that state a result, in order; the id is the interpretation."""
    return _phrases("result_words.tsv", "interpretation").mentions(text, "result")


def qualities(text: str) -> list[Mention]:
    """Find words of change or quality, grades and stages, in order; the id is which of these."""
    found = _phrases("quality_words.tsv", "meaning").mentions(text, "quality")
    places = _GRADE_WORDS.starts(text)
    places += [m.start() for m in _STAGED.finditer(text)]
    graded = matches_at(_GRADED, text, sorted(places))
    found += [Mention(m.start(), m.end(), "quality", id="grade") for m in graded]
    return sorted(found, key=lambda mention: mention.start)
