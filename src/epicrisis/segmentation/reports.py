"""Whether a document reports a human patient at all.

Veterinary cases, surveys, studies of athletes and "case studies" of other trades come under the
same name. What counts is a person who is ill: a patient in the singular, or somebody introduced by
age in words of the clinic. The words are data: `report_words.tsv`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from epicrisis.model.passages import Sentence
from epicrisis.segmentation.ages import AGED
from epicrisis.vocab.cues import CueFinder
from epicrisis.vocab.tables import read_table

_OWN = frozenset({"title", "abstract", "case", "results", "caption"})
_BREED_REACH = 60  # characters behind an age within which the animal is named
_FEW_ANIMALS = 3  # mentions that a case of a bite or of an infection from a pet may hold
_BEHIND_BEING = re.compile(r"\b(?:who|whose|with|was|were|had|presented|is|has)\b")
_CLINIC = (
    2000  # characters of a report of somebody ill in which one clinical word is found at least
)

_WITHOUT_AGE = 2  # times that density, where nobody is introduced


@cache
def _finder() -> CueFinder[str]:
    return CueFinder((row["phrase"], row["category"]) for row in read_table("report_words.tsv"))


def reports_patient(text: str, sentences: Sequence[Sentence]) -> bool:
    """Say whether the document reports at least one human patient of its own."""
    own = [s for s in sentences if s.section in _OWN and s.subject in ("patient", "general")]
    count: Counter[str] = Counter()
    aged = animals_aged = 0
    for sentence in own:
        words = text[sentence.start : sentence.end]
        cues = _finder().scan(words)
        told = sentence.subject == "patient"
        for cue in cues:
            if told or cue.meaning in ("animal", "veterinary"):
                count[cue.meaning] += 1
        if told:
            ages = [found.end() for found in AGED.finditer(words)]
            aged += len(ages)
            animals_aged += sum(_of_animal(words, cues, age) for age in ages)
    if _is_veterinary(count, aged, animals_aged):
        return False
    length = sum(s.end - s.start for s in own)
    clinical = count["clinical"] * _CLINIC / max(length, 1)
    if aged or count["person"]:
        return count["patient"] > 0 or clinical >= 1
    return count["patient"] > 1 or (count["patient"] == 1 and clinical > _WITHOUT_AGE)


def _of_animal(words: str, cues: Sequence[tuple[int, int, str]], age: int) -> bool:
    """Whether the first being named behind an age is an animal."""
    stop = _BEHIND_BEING.search(words, age, age + _BREED_REACH)
    end = stop.start() if stop else age + _BREED_REACH
    for start, _, meaning in cues:
        if age <= start < end and meaning in ("animal", "person", "patient"):
            return meaning == "animal"
    return False


def _is_veterinary(count: Counter[str], aged: int, animals_aged: int) -> bool:
    animals = count["animal"] + count["veterinary"]
    if animals_aged and 2 * animals_aged >= aged and animals > count["person"]:
        return True
    return animals > _FEW_ANIMALS and animals > 3 * count["person"] + count["patient"]
