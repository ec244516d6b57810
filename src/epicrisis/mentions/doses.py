"""Doses in words: `high-dose`, `four cycles`, `tapered`; whether they are doses is judged later."""

import re

from epicrisis.model import Mention
from epicrisis.vocab.cues import Landmarks
from epicrisis.vocab.numbers import COUNT_WORD, RANK_WORD

_STRENGTH = (
    r"high|low|standard|full|maximum|maximal|minimal|small|large|moderate|tapering|increasing|"
    r"decreasing|escalating|stress|reduced|mega|double|therapeutic|liberal"
)
_PART = (
    r"loading|maintenance|bolus|daily|replacement|repeated|total|initial|usual|"
    r"cumulative|target|starting"
)
_COUNT = rf"(?<![\d.,])\d{{1,2}}|{COUNT_WORD}|several|multiple|single"
_ORDER = rf"another|further|additional|{RANK_WORD}"
_PORTION = (
    r"(?:\d-day\s)?(?:cycles?|courses?|rounds?|pulses?|tablets?|fractions?|doses?|vials?|puffs?|"
    r"units?|packs?|injections?|capsules?|drops|boluses|sessions?)\b"
    r"(?!\s?(?:/|per)\s?min|[\s-]years?)"
)
_MEASURE = r"(?:micrograms?|milligrams?|grams?|millilit(?:er|re)s?)"
_LONG = r"prolonged|short|long|full|brief|extended|complete"
_DOSE = re.compile(
    rf"\b(?:(?P<strength>(?:very[\s-])?(?:{_STRENGTH})[\s-](?:daily\s)?dos(?:es?|ing|age)\b)"
    rf"|(?P<part>(?:{_PART})[\s-](?:daily\s)?dos(?:es?|ing|age)\b)"
    rf"|(?P<count>(?:{_COUNT})\s{_PORTION})"
    rf"|(?P<figure>{COUNT_WORD}\s(?:(?:hundred|thousand|million)\s)?{_MEASURE}\b)"
    rf"|(?P<order>(?:{_ORDER})\s{_PORTION})"
    rf"|(?P<course>(?:{_LONG})\scourses?(?=\sof\b))"
    r"|(?P<taper>(?:(?:slowly|gradually|rapidly)\s)?taper(?:ed|ing)?\b(?:\s(?:off|down|dose))?)"
    r"|(?P<change>(?:gradual|progressive)\s(?:increase|decrease|reduction|increment)\sin\sthe\s"
    r"doses?\b)"
    r"|(?P<need>as\sneeded\b))",
    re.IGNORECASE,
)
_SIGNS = (
    *("dos", "taper", "needed", "cycle", "course", "round", "pulse", "tablet"),
    *("fraction", "vial", "puff", "unit", "pack", "injection", "capsule", "drop", "bolus"),
    *("session", "microgram", "milligram", " gram", "millilit"),
)
_WORDS = Landmarks(_SIGNS)  # one stands in every dose
_BEFORE, _BEHIND = 32, 24  # characters of a dose to either side of such a word


def doses(text: str) -> list[Mention]:
    """Find doses given in words, in order; the id of each says what sort of words they are."""
    found: list[Mention] = []
    behind = 0
    for place in _WORDS.starts(text):
        if place < behind:
            continue
        match = _DOSE.search(text, max(behind, place - _BEFORE), place + _BEHIND)
        if match and match.end() > place:
            found.append(Mention(match.start(), match.end(), "dose", match.lastgroup or ""))
            behind = match.end()
    return found
