"""The words that call a value high, low or normal, and which value they mean."""

import re

Said = tuple[str, int, int]  # what the word means, and its span

_HIGH = r"elevated|high|raised|increased|rised|supranormal|elevation"
_LOW = r"low|lowered|decreased|reduced|diminished|subnormal"
_FLAG = re.compile(
    rf"\b(?P<high>{_HIGH}|elevations?\s+(?:of|in))(?!\s*-|\s+(?:to|from|by|dose|risk|density|sensitiv)|er)\b"
    rf"|\b(?P<low>{_LOW})(?!\s*-|\s+(?:to|from|by|dose|risk|density|grade)|er)\b"
    r"|\b(?P<normal>(?:normal|unremarkable)(?!\s+limits|\s+range)|within\s+(?:the\s+)?normal\s+(?:limits|range))"
    r"(?!\s*-|\s+(?:range|values?|limits?|levels?\s*[:<>≤≥(]|reference|saline|upper))\b",
    re.I,
)
_UNFIT = re.compile(
    r"\b(?:not|no|non|without|never|than|if|previously|initially|before|from|otherwise|"
    r"upper|lower|limits?|until|became|but|except|whereas|while|although|despite|followed|"
    r"transfusion|suspected|risk|normal\s+(?:apart|aside))\b|%|^[,:]?\s*,\s*(?:the|her|his|with|an?)\b",
    re.I,
)
# Another value, or another analyte, stands between the word and the value.
_FURTHER = re.compile(r"\band\b|\),|(?<![A-Za-z\d-])\d+(?:\.\d+)?\s*(?:[A-Za-zµμ×]|/)")
_REACH = 70  # characters from a flag word to the value it describes
_CLAUSE = re.compile(r"[;:!?]|\.\s|\n\n")
_BEHIND = re.compile(
    r"[^()\[\];.\d]{0,12}?[)\]]?\s*,?\s*(?:which\s+|and\s+)?(?:was|were|is|are|being)\s+"
    r"(?:(?:also|only|slightly|mildly|moderately|markedly|severely|significantly|clearly|very|extremely|highly|"
    rf"considerably|abnormally|still|both)\s+)*(?:(?P<high>{_HIGH})|(?P<low>{_LOW})|(?P<normal>normal|unremarkable|"
    r"within\s+(?:the\s+)?normal\s+(?:limits|range)))\b(?!\s*(?:to\b|from\b|by\b|-|than\b|at\s+\d|in\s+(?:the|two|both)))",
    re.I,
)


def said_before(text: str, value: int) -> Said | None:
    """Give the one flag word in the clause before a value, where it describes the value."""
    start = max(0, value - _REACH)
    clause = _CLAUSE.split(text[start:value])[-1]
    base = value - len(clause)
    words = list(_FLAG.finditer(clause))
    if len(words) != 1:
        return None
    word = words[0]
    behind = clause[word.end() :]
    lead = clause[: word.start()][-25:]
    if _UNFIT.search(lead) or _UNFIT.search(behind) or _FURTHER.search(behind):
        return None
    return str(word.lastgroup), base + word.start(), base + word.end()


def said_behind(text: str, end: int) -> Said | None:
    """Give the flag word of a clause that goes on behind a value: "(range) was elevated"."""
    found = _BEHIND.match(text, end, end + _REACH)
    if found is None or found.lastgroup is None:
        return None
    return found.lastgroup, found.start(found.lastgroup), found.end(found.lastgroup)
