"""What a short line on a page is called: a section, an article type, a label, page furniture."""

import re
from functools import cache
from importlib.resources import files
from typing import Final

LONGEST: Final = 90  # characters; no name of a section is longer
_NUMBERING = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,4}\.|[A-H][.)])\s+(?=\S)")
_CAPTION = re.compile(
    r"(?P<label>(?:Supp\w{0,12}\.?\s+)?"
    r"(?P<what>Tables?|TABLES?|Figures?|FIGURES?|Figs?\.?|FIGS?\.?|Box|Scheme|Chart)\s{0,2}"
    r"(?:[SA]?\d{1,3}|[IVX]{1,5})[A-Za-z]?)"
    r"(?P<mark>\s?[.:|]|\s?[–—-]\s|\s*$|\s+(?=[A-Z(]))"
)


def listed(words: str) -> frozenset[str]:
    """Give the names in a line, parted by blanks."""
    return frozenset(words.split())


def read_rows(name: str) -> list[list[str]]:
    """Give the rows of one of this room's data files, without its header."""
    text = (files("epicrisis.readers") / "data" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:]]


@cache
def _roles() -> dict[str, str]:
    return {row[0]: row[1] for row in read_rows("section_names.tsv")}


def role_of(line: str) -> str:
    """Say what a line is by its wording alone.

    Args:
        line: One line without markup; numbering before it and a colon or stop behind it are
            overlooked, and so is its case.

    Returns:
        `heading`, `references`, `keywords`, `article_type`, `front`, `chrome`, or "" for a line
        that is none of them.
    """
    if not line or len(line) > LONGEST or line[0].islower():
        return ""
    words = " ".join(line.split()).casefold().rstrip(" .:").replace("’", "'")
    role = _roles().get(words)
    if role is None and (numbering := _NUMBERING.match(words.upper())):
        role = _roles().get(words[numbering.end() :])
    if role and role != "chrome" and line.endswith("."):
        return role if line[:-1].isupper() or numbering_depth(line) else ""
    return role or ""


def numbering_depth(line: str) -> int:
    """Give the depth that a heading's number shows: 2 for `3.1 Treatment`, 0 without a number."""
    found = _NUMBERING.match(line[:LONGEST])
    return len(re.findall(r"\d+|[A-Z]+", found[0])) if found else 0


class Caption:
    """The label that opens a caption: `Table 2`, and whether it is a table's."""

    __slots__ = ("end", "is_table", "label", "sure")

    def __init__(self, found: re.Match[str]) -> None:
        self.label = " ".join(found["label"].split())
        self.is_table = found["what"].lower().startswith("table")
        self.end = found.end()
        self.sure = bool(found["mark"].strip())


def caption_of(line: str) -> Caption | None:
    """Give the label at the start of a line without markup, or None where no caption starts."""
    found = _CAPTION.match(line[:200])
    return Caption(found) if found else None
