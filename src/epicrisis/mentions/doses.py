"""Doses in words: `high-dose`, `four cycles`, `tapered`; whether they are doses is judged later."""

import re

from epicrisis.model import Mention
from epicrisis.vocab.cues import Landmarks

_AMOUNT = (
    r"high|low|standard|full|maximum|maximal|minimal|single|loading|maintenance|small|large|"
    r"moderate|bolus|tapering|increasing|decreasing|escalating|daily|stress|replacement|repeated|"
    r"reduced|total|mega|double|initial|multiple|therapeutic|liberal|usual"
)
_COUNT = (
    r"\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|multiple|a|"
    r"another|single|further|additional|first|second|third"
)
_PORTION = (
    r"cycles?|courses?|rounds?|pulses?|tablets?|fractions?|doses?|vials?|puffs?|units?|packs?|"
    r"injections?|capsules?|drops|boluses|sessions?"
)
_DOSE = re.compile(
    rf"\b(?:(?:very[\s-])?(?:{_AMOUNT})[\s-](?:daily\s)?dos(?:es?|ing|age)\b"
    rf"|(?:{_COUNT})\s(?:\d-day\s)?(?:{_PORTION})\b(?!\s?(?:/|per)\s?min)"
    rf"|(?:(?:slowly|gradually|rapidly)\s)?taper(?:ed|ing)?\b(?:\s(?:off|down|dose))?"
    rf"|(?:gradual|progressive)\s(?:increase|decrease|reduction|increment)\sin\sthe\sdoses?\b"
    rf"|continuous(?:ly)?\b(?=\s(?:infusion|intravenous))|as\sneeded\b)",
    re.IGNORECASE,
)
_SIGNS = (
    *("dos", "taper", "needed", "continuous", "cycle", "course", "round", "pulse", "tablet"),
    *("fraction", "vial", "puff", "unit", "pack", "injection", "capsule", "drop", "bolus"),
    "session",
)
_WORDS = Landmarks(_SIGNS)  # one stands in every dose
_BEFORE, _BEHIND = 32, 24  # characters of a dose to either side of such a word


def doses(text: str) -> list[Mention]:
    """Find doses given in words, in order."""
    found: list[Mention] = []
    behind = 0
    for place in _WORDS.starts(text):
        if place < behind:
            continue
        match = _DOSE.search(text, max(behind, place - _BEFORE), place + _BEHIND)
        if match and match.end() > place:
            found.append(Mention(match.start(), match.end(), "dose"))
            behind = match.end()
    return found
