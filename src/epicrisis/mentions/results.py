"""Results in words: `negative`, `within normal limits`, `was not obtained`."""

import re
from functools import cache

from epicrisis.model import Mention
from epicrisis.vocab.cues import Landmarks, matches_at
from epicrisis.vocab.tables import read_table


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    meaning = {row["phrase"]: row["interpretation"] for row in read_table("result_words.tsv")}
    names = "|".join(
        re.escape(phrase).replace(r"\ ", r"\s") for phrase in sorted(meaning, key=len, reverse=True)
    )
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE), meaning


@cache
def _first_words() -> Landmarks:
    return Landmarks(phrase.partition(" ")[0] for phrase in _phrases()[1])


def results(text: str) -> list[Mention]:
    """Find the words that state a result, in order; the id is the interpretation."""
    pattern, meaning = _phrases()
    return [
        Mention(m.start(), m.end(), "result", id=meaning[" ".join(m[0].lower().split())])
        for m in matches_at(pattern, text, _first_words().starts(text))
    ]
