"""Misread abbreviations and units, repaired from the document itself.

No list of misprints: a token is repaired only where it is a rare look-alike of an abbreviation,
a gene or antibody name, or a unit that the same document uses often or defines. Only letters that
scanners confuse may differ: strokes (`l`, `1`, `I`, `i`, `|`), rounds (`O`, `0`, `Q`), `S` and `5`,
`B` and `8`, `Z` and `2`, `rn` and `m`; a confused letter may also be printed twice in both readings
(`S5`), and a stroke may be lost in a name of mixed case. Words of prose and numbers are never
touched.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Final

from epicrisis.model import Edit
from epicrisis.readers.base import MAX_EDITS

_TOKEN = re.compile(r"[^\W_]+(?:\?[^\W_]+)*")
_DEFINED = re.compile(r"[^\W_]{2,}[\s)]\s{0,3}\(\s?(?P<short>[^\W_][\w/+-]{1,14})\s?[);,]")
_ROMAN = re.compile(r"[IVX]+[a-z]?$|[ivx]+$")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_LIGATURES: Final = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_CLASSES: Final = ("l1Ii|!", "O0oQD", "S5s", "B8", "Z2z", "G6", "5?", "1?", "m\0")
_SAME: Final = {
    frozenset((a, b))
    for letters in ("l1Ii|", "O0oQ", "S5", "B8", "Z2", "G6")
    for a in letters
    for b in letters
    if a != b
}
_STROKES: Final = frozenset("lIi1")
_FOLD: Final = str.maketrans("l1Ii|0oQ5826", "lllllOOOSBZG", "?")
_OFTEN: Final = 3  # times a name stands in a document before look-alikes are measured by it
_LONGEST: Final = 10
_SHARE: Final = 2  # the name is at least so many times as frequent as its look-alike


def repairs(text: str) -> list[Edit]:
    """Give the repairs of misread abbreviations, names and units, in order and disjoint.

    A text in which no abbreviation has a look-alike gives an empty list.
    """
    edits = [
        Edit(
            start=match.start(),
            end=match.end(),
            replacement=_LIGATURES[match[0]],
            kind="ocr",
        )
        for match in islice(_LIGATURE.finditer(text), MAX_EDITS)
    ]
    places: defaultdict[str, list[int]] = defaultdict(list)
    for match in _TOKEN.finditer(text):
        if match.end() - match.start() <= _LONGEST and _is_symbol(match[0]):
            places[match[0]].append(match.start())
    if not places:
        return edits
    counts = {token: len(starts) for token, starts in places.items()}
    meant = _readings(text, places, counts)
    for token, reading in meant.items():
        for start in places[token][: MAX_EDITS - len(edits)]:
            edits.append(_smallest(token, reading, start))
    return sorted(edits, key=lambda edit: edit.start)
