"""Lists of citations with a tag on every line: RIS, and PubMed's nbib."""

import re
from collections.abc import Iterator
from typing import Final

from epicrisis.model import Citation

_RIS_LINE = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?$")
_NBIB_LINE = re.compile(r"([A-Z]{2,4}) {0,2}- (.*)$")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>\[\]]{1,200}")
_PMID = re.compile(r"pubmed(?:\.ncbi\.nlm\.nih\.gov)?/(\d{4,9})", re.IGNORECASE)
_PMCID = re.compile(r"PMC\d{3,9}")
_DIGITS = re.compile(r"\d{4,9}$")
_CASE: Final = "case reports"
Fields = dict[str, list[str]]


def ris_entries(text: str) -> Iterator[Citation]:
    """Give the entries of a RIS file."""
    for fields in _records(text, _RIS_LINE, "TY", "ER"):
        yield _from_ris(fields)


def nbib_entries(text: str) -> Iterator[Citation]:
    """Give the entries of a file in PubMed's own format."""
    for fields in _records(text, _NBIB_LINE, "PMID", ""):
        yield _from_nbib(fields)


def _records(text: str, line: re.Pattern[str], opens: str, closes: str) -> Iterator[Fields]:
    """Cut a file into its records; a line without a tag goes on from the one before."""
    fields: Fields = {}
    last = ""
    for row in text.splitlines():
        row = row.lstrip("\ufeff").rstrip()
        found = line.match(row)
        if found:
            last, words = found[1], (found[2] or "").strip()
            if last == opens and fields:
                yield fields
                fields = {}
            if last == closes:
                if fields:
                    yield fields
                fields, last = {}, ""
                continue
            fields.setdefault(last, []).append(words)
        elif last and row.strip():
            fields[last][-1] = f"{fields[last][-1]} {row.strip()}"
    if fields:
        yield fields


def _first(fields: Fields, *tags: str) -> str:
    return next((fields[tag][0] for tag in tags if fields.get(tag) and fields[tag][0]), "")


def _year(words: str) -> int | None:
    found = _YEAR.search(words)
    return int(found[0]) if found else None


def _find(pattern: re.Pattern[str], fields: Fields, *tags: str) -> str:
    for tag in tags:
        for words in fields.get(tag, ()):
            if found := pattern.search(words):
                return found[found.re.groups].rstrip(".,;)")
    return ""


def spoken(name: str) -> str:
    """Put `Lind, Eva M.` the way it is spoken."""
    family, comma, given = name.partition(",")
    given, _, suffix = given.partition(",")
    parts = (given.strip(), family.strip(), suffix.strip()) if comma else (family.strip(),)
    return " ".join(part for part in parts if part)


def _from_ris(fields: Fields) -> Citation:
    keeper = _first(fields, "DB", "DP").lower()
    number = _first(fields, "AN")
    known = _DIGITS.match(number) and ("pubmed" in keeper or "medline" in keeper)
    return Citation(
        title=_first(fields, "TI", "T1", "CT", "BT"),
        authors=tuple(spoken(name) for tag in ("AU", "A1") for name in fields.get(tag, ()) if name),
        journal=_first(fields, "JO", "JF", "T2", "JA", "J2"),
        year=_year(_first(fields, "PY", "Y1", "DA")),
        doi=_find(_DOI, fields, "DO", "DI", "UR", "L3", "N1"),
        pmid=number if known else _find(_PMID, fields, "UR", "L2", "LK"),
        pmcid=_find(_PMCID, fields, "C2", "UR", "L2"),
        keywords=tuple(word for word in fields.get("KW", ()) if word),
    )


def _from_nbib(fields: Fields) -> Citation:
    identified = [w for tag in ("LID", "AID") for w in fields.get(tag, ()) if w.endswith("[doi]")]
    types = [words.lower() for words in fields.get("PT", ())]
    return Citation(
        title=_first(fields, "TI", "BTI"),
        authors=tuple(spoken(name) for name in fields.get("FAU") or fields.get("AU") or ()),
        journal=_first(fields, "JT", "TA"),
        year=_year(_first(fields, "DP", "DEP")),
        doi=_find(_DOI, {"D": identified}, "D"),
        pmid=_first(fields, "PMID"),
        pmcid=_find(_PMCID, fields, "PMC"),
        article_type="case-report" if _CASE in types else "",
        keywords=tuple(word.lstrip("*") for word in fields.get("OT", ()) if word),
    )
