"""Doses in words: `high-dose`, `four cycles`, `tapered`; whether they are doses is judged later."""

import re

from epicrisis.model import Mention

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
    rf"|(?:{_COUNT})\s(?:\d-day\s)?(?:{_PORTION})\b"
    rf"|(?:(?:slowly|gradually|rapidly)\s)?taper(?:ed|ing)?\b(?:\s(?:off|down|dose))?"
    rf"|(?:gradual|progressive)\s(?:increase|decrease|reduction|increment)\sin\sthe\sdoses?\b"
    rf"|continuous(?:ly)?\b(?=\s(?:infusion|intravenous))|as\sneeded\b)",
    re.IGNORECASE,
)
_CHEAP = re.compile(
    rf"dos|taper|as needed|continuous|\b(?:{_PORTION})\b", re.IGNORECASE
)  # says whether a text is worth the dearer search


def doses(text: str) -> list[Mention]:
    """Find doses given in words, in order."""
    if not _CHEAP.search(text):
        return []
    return [Mention(m.start(), m.end(), "dose") for m in _DOSE.finditer(text)]
