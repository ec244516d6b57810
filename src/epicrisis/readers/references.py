"""Entries of a reference list taken apart: number, first author, year, title, identifiers."""

import re
from typing import Final

from epicrisis.model import Reference
from epicrisis.readers.lines import bare

_NUMBER = re.compile(
    r"(?:[-*+•]\s+)?[\[(]?(?P<number>\d{1,3})(?:[\])]\.?|\.)(?:\s{1,4}(?=\S)|(?=[^\W\d]))"
)
_YEAR = re.compile(r"(?<![\d/.:–-])(?:19|20)\d\d(?=[a-z]?(?:[;.,)\s]|$))")
_YEAR_SURE = re.compile(
    r"(?<=[\s(])((?:19|20)\d\d)[a-z]?"
    r"(?=\s?[;)]|\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
)
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]{1,200}")
_PMID = re.compile(r"(?:PMID:?\s?|pubmed/)(\d{4,9})", re.IGNORECASE)
_AUTHORS_END = re.compile(
    r"et al\.?,?:?\s|[A-Z]\.\s(?=[A-Z\"“][a-z]*\s?[a-z])|\(\d{4}[a-z]?\)\.?\s"
    r"|(?<![\s.][A-Z])\.:?\s|:\s"
)
_INITIALS = re.compile(r"(?:\s|,\s?)(?:[A-Z][A-Z.\s-]{0,6}|[A-Z]\.)$")
_LONGEST: Final = 1500


def entry_number(words: str) -> int | None:
    """Give the number that a line opens with as an entry of the list: `[3]`, `3.`, `- [3]`."""
    found = _NUMBER.match(words[:20])
    return int(found["number"]) if found else None


def reference(text: str, start: int, end: int, place: int) -> Reference:
    """Take an entry apart.

    Args:
        text: The document's text.
        start: Where the entry starts, its number included.
        end: Where it ends.
        place: Its place in the list, its number where none is printed.
    """
    words = " ".join(bare(text[start : min(end, start + _LONGEST)]).split())
    numbered = _NUMBER.match(words)
    number = int(numbered["number"]) if numbered else place
    rest = words[numbered.end() :] if numbered else words.lstrip("-*+• ")
    author, title = _author_and_title(rest)
    doi = _DOI.search(rest)
    pmid = _PMID.search(rest)
    return Reference(
        number=number,
        start=start,
        end=end,
        first_author=author,
        year=year_in(rest),
        title=title,
        doi=doi[0].rstrip(".,;)]") if doi else "",
        pmid=pmid[1] if pmid else "",
    )


def year_in(words: str) -> int | None:
    """Give the year of publication: one before a semicolon or in brackets, else the last one."""
    sure = _YEAR_SURE.search(words)
    if sure:
        return int(sure[1])
    years = _YEAR.findall(words)
    return int(years[-1]) if years else None


def _author_and_title(rest: str) -> tuple[str, str]:
    """Split `Kim J, Lee S. A title. Journal.`; both empty where the entry has another shape."""
    ends = _AUTHORS_END.search(rest)
    if ends is None or ends.end() > 400:
        return surname(rest.split(",")[0])[:60], ""
    author = surname(rest[: ends.end()].split(",")[0])
    behind = rest[ends.end() :].lstrip('"“ ')
    year = re.match(r"\(?\d{4}[a-z]?\)?[.,:]?\s", behind)
    behind = behind[year.end() :] if year else behind
    title = re.split(r"[.?!]\s|[.?!][\"”]|$", behind, maxsplit=1)[0]
    return author[:60], title.strip()


def surname(name: str) -> str:
    """Give the family name of `Kim JH`, `Kim, J. H.`, `van der Berg J` as printed there."""
    words = re.sub(r"\s(?:et al\.?.*|and\s.*|&\s.*)$", "", name.strip().rstrip(".:; ")).strip()
    return _INITIALS.sub("", words).strip(" .,")
