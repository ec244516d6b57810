"""The words to the right of a unit of time, which say what the phrase is: "later", "of age"."""

import re

from epicrisis.mentions.time_words import SPACE

_S = SPACE
_POSTOP = (
    r"post[- ]?operative(?:ly)?|post[- ]?op|post[- ]?surgery|post[- ]?surgical(?:ly)?"
    r"|post[- ]?procedure|post[- ]?(?:resection|ablation|transplant(?:ation)?|intervention)"
)
_NO_ADJECTIVE = "(?:of|on|in|with|for|and|after|before|to|at|the)"
_STRETCH = (
    "course|duration|period|interval|stay|regimen|treatment|therapy|cycle|infusion|admission"
    "|hospitali[sz]ation|span|complaint|vacation|trial|delay|evolution|break|gap|use"
)
_TAIL = re.compile(
    rf"""
      (?P<old>[\s–-]+old\b)
    | (?P<age>{_S}of{_S}(?:age|life)\b)
    | (?P<pregnancy>['’]?s?{_S}(?:of{_S})?(?:gestation(?:al)?|pregnan\w+)\b)
    | (?P<later>{_S}(?:later|afterwards?|thereafter|after{_S}(?:that|this)(?=\s*(?:[.,;)]|\Z)))\b)
    | (?P<ago>{_S}(?:ago|back)\b)
    | (?P<earlier>{_S}(?:earlier|previously|beforehand|(?:before|prior)(?=\s*(?:[.,;:)]|\Z)))\b)
    | (?P<postoperative>{_S}(?:{_POSTOP})\b|-post(?:operative|surgery)\b)
    | (?P<postpartum>{_S}post[- ]?(?:partum|natal(?:ly)?|delivery)\b)
    | (?P<followup>['’]?(?:{_S}of|[\s–-])\s?(?:[a-z]+{_S})?follow(?:[\s-]?up|ing{_S}up)\b)
    | (?P<before>{_S}(?:before|prior{_S}to|preceding|previous{_S}to|ahead{_S}of)\b)
    | (?P<after>{_S}(?:after|following|post|since|from)\b[-]?)
    | (?P<history>['’]?s?[\s–-](?:(?:[a-z]+){_S})?history\b)
    | (?P<course>['’]?s?[\s–-](?:long\b|(?:(?!{_NO_ADJECTIVE}\b)[a-z]+[\s-])?(?:{_STRETCH})s?\b))
    | (?P<of>{_S}(?=(?:of|in|into)\b))
    """,
    re.I | re.X,
)
_HALF = re.compile(rf"{SPACE}and{SPACE}a{SPACE}half\b", re.I)


def read_half(text: str, position: int, end: int) -> int:
    """Where "and a half" behind a unit ends, else `position`."""
    found = _HALF.match(text, position, end)
    return found.end() if found else position


def read_tail(text: str, position: int, end: int) -> tuple[str, int]:
    """Read what follows a unit.

    Returns:
        What the words are and where they end: `old`, `age`, `pregnancy`, `later`, `ago`,
        `earlier`, `postoperative`, `postpartum`, `followup`, `before`, `after`, `history`,
        `course`, `of` (the end is then that of the unit), or "" and `position`.
    """
    found = _TAIL.match(text, position, end)
    if found is None or found.lastgroup is None:
        return "", position
    return found.lastgroup, position if found.lastgroup == "of" else found.end()
