"""Whether a document reports a human patient at all.

Veterinary cases, surveys, studies of athletes and "case studies" of other trades come under the
same name. What counts is a person who is ill: a patient in the singular, or somebody introduced by
age in words of the clinic. The words are data: `report_words.tsv`.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cache

from epicrisis.model.passages import Sentence
from epicrisis.vocab.cues import Cue, CueFinder
from epicrisis.vocab.tables import read_table

_OWN = frozenset({"title", "abstract", "case", "results", "caption"})
_BEING_REACH = 60  # characters behind an age within which it is said whose age it is
_FEW_ANIMALS = 3  # mentions that a case of a bite or of an infection from a pet may hold
_BEHIND_BEING = re.compile(r"\b(?:who|whose|with|was|were|had|presented|is|has)\b")
# A sick person's report holds a clinical word in every so many characters at the least.
_CLINIC = 1000
_WITHOUT_AGE = 2  # times that density, where nobody is introduced
_BRIEF = 2  # clinical words to be expected, below which their absence says nothing


@cache
def _finder() -> CueFinder[str]:
    return CueFinder((row["phrase"], row["category"]) for row in read_table("report_words.tsv"))


def reports_patient(text: str, sentences: Sequence[Sentence]) -> bool:
    """Say whether the document reports at least one human patient of its own."""
    own = [s for s in sentences if s.section in _OWN and s.subject in ("patient", "general")]
    cues = _finder().scan(text)
    starts = [cue.start for cue in cues]
    count: Counter[str] = Counter()
    for sentence in own:
        within = cues[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        told = sentence.subject == "patient"
        for cue in within:
            if told or cue.meaning in ("animal", "veterinary"):
                count[cue.meaning] += 1
            if told and cue.meaning == "aged":
                count[f"aged {_being(text, within, cue.end)}"] += 1
    if _is_veterinary(count):
        return False
    length = sum(s.end - s.start for s in own)
    return _is_patient(count, length)


def _being(text: str, cues: Sequence[Cue[str]], age: int) -> str:
    """What kind of being is the first named behind an age; "" if none is.

    An animal or a body wins over a sex, since "a 7-year-old male cat" names both.
    """
    stop = _BEHIND_BEING.search(text, age, age + _BEING_REACH)
    end = stop.start() if stop else age + _BEING_REACH
    named = [cue.meaning for cue in cues if age <= cue.start < end]
    for being in ("animal", "dead", "person", "patient", "sex"):
        if being in named:
            return "person" if being == "patient" else being
    return ""


def _is_veterinary(count: Counter[str]) -> bool:
    animals = count["animal"] + count["veterinary"]
    if count["aged animal"] and 2 * count["aged animal"] >= count["aged"]:
        return animals > count["person"]
    if count["aged person"] or count["aged sex"]:
        return False
    return animals > _FEW_ANIMALS and animals > 3 * count["person"] + count["patient"]


def _is_patient(count: Counter[str], length: int) -> bool:
    """Weigh the words of so many characters.

    A sex alone may be an animal's, an age alone a runner's.
    """
    expected = max(length, 1) / _CLINIC
    animals = count["animal"] + count["veterinary"]
    introduced = count["aged"] + count["person"]
    if count["aged person"]:
        return True
    if count["sex"] and animals and not introduced + count["patient"]:
        return False
    if count["aged sex"] and (count["clinical"] or expected < _BRIEF):
        return True
    if introduced or count["sex"]:
        return count["patient"] > 0 or count["clinical"] >= expected
    certain = count["clinical"] > _WITHOUT_AGE * expected
    return count["patient"] > 1 or (count["patient"] == 1 and certain)
