"""What was examined, if not blood: urine, cerebrospinal fluid, pleural fluid and others.

A count of leukocytes in urine is no count of blood leukocytes. ``data/specimens.tsv`` holds one row
a specimen, with the words that tell of it and the analytes that have a concept of their own there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from epicrisis.vocab.tables import read_table, split_cell

_BLOOD = re.compile(r";|\b(?:serum|blood|plasma|haematolog|hematolog|while|whereas)", re.IGNORECASE)
_TEST = re.compile(
    r"\s(?:\w+\s)?(?:cultures?|antigens?|toxicology|catheter\w*|tracts?|retention|incontinence|"
    r"symptoms?|bladder|occult|output)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Specimen:
    """A specimen other than blood; `analytes` gives for an analyte of blood its own one here."""

    id: str
    label: str
    analytes: MappingProxyType[str, str]

    def concept(self, analyte: str) -> str:
        """The concept of an analyte in this specimen; "" where none is listed."""
        own = analyte in self.analytes.values()
        return analyte if own else self.analytes.get(analyte, "")


@cache
def _table() -> tuple[re.Pattern[str], MappingProxyType[str, Specimen]]:
    by_word: dict[str, Specimen] = {}
    for row in read_table("specimens.tsv"):
        pairs = (pair.split("=", 1) for pair in split_cell(row["analytes"]))
        own = MappingProxyType({pair[0]: pair[1] for pair in pairs})
        specimen = Specimen(row["id"], row["label"], own)
        by_word |= {word.lower(): specimen for word in split_cell(row["words"])}
    words = "|".join(re.escape(word) for word in sorted(by_word, key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE), MappingProxyType(by_word)


def in_blood(analyte: str) -> str:
    """The analyte of blood that one of another specimen is there; itself where it is no such one.

    >>> in_blood("csf_glucose"), in_blood("sodium")
    ('glucose', 'sodium')
    """
    _, by_word = _table()
    of_blood = (
        blood
        for specimen in by_word.values()
        for blood, own in specimen.analytes.items()
        if own == analyte
    )
    return next(of_blood, analyte)


def _names_test(text: str, found: re.Match[str]) -> bool:
    """`Urine cultures` and `urinary antigen` name a test, and not what was examined behind it."""
    urinary = found[0].lower().startswith(("urin", "stool", "f"))
    return urinary and _TEST.match(text, found.end()) is not None


def specimen_told(text: str, start: int, end: int) -> Specimen | None:
    """Give the specimen that a stretch before a result speaks of last; None for blood.

    >>> text = "The CSF glucose was 2 and protein 90, while serum glucose was 5"
    >>> specimen_told(text, 0, text.index("90")).id
    'csf'
    >>> specimen_told(text, 0, len(text)) is None
    True
    """
    pattern, by_word = _table()
    told = (found for found in pattern.finditer(text, start, end) if not _names_test(text, found))
    *_, last = (None, *told)
    if last is None or _BLOOD.search(text, last.end(), end):
        return None
    return by_word[last[0].lower()]
