"""BibTeX: entries with their fields, braces and accents read, abbreviations put in."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from epicrisis.model import Citation
from epicrisis.readers.tagged import spoken

_ENTRY = re.compile(r"@\s{0,9}([A-Za-z]{3,30})\s{0,9}([{(])")
_KEY = re.compile(r"\s*[^\s,={}]{0,200}\s*,")
_FIELD = re.compile(r"[\s,]*([A-Za-z][\w:.-]{0,60})\s{0,20}=\s{0,20}")
_WORD = re.compile(r"[^\s,{}\"#()]{1,300}")
_JOIN = re.compile(r"\s{0,20}#\s{0,20}")
_ACCENT = re.compile(r"\\([`'^\"~=.uvHcrk])\s?(?:\{\s?\\?([A-Za-z])\s?\}|\\?([A-Za-z]))")
_LETTER = re.compile(r"\\(ss|ae|AE|oe|OE|o|O|l|L|aa|AA|i|j|dh|th)(?![A-Za-z])(?:\{\}|\s)?")
_COMMAND = re.compile(r"\\(?:[A-Za-z]{1,30}\*?\s?|([&%$#_{} ~,-]))")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_PMCID = re.compile(r"PMC\d{3,9}")
_PMID = re.compile(r"(?:pubmed(?:\.ncbi\.nlm\.nih\.gov)?/|PMID:?\s?)(\d{4,9})", re.IGNORECASE)
_COMBINING: Final = {  # signs of TeX -> the accents of Unicode that they print
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "c": "\u0327",
    "k": "\u0328",
}
_LETTERS: Final = {
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "aa": "å",
    "AA": "Å",
    "i": "i",
    "j": "j",
    "dh": "ð",
    "th": "þ",
}
_LONGEST: Final = 1_000_000  # characters of one field


def bibtex_entries(text: str) -> Iterator[Citation]:
    """Give the entries of a BibTeX file; comments and preambles are passed over."""
    strings: dict[str, str] = {}
    position = 0
    while found := _ENTRY.search(text, position):
        kind = found[1].lower()
        position = found.end()
        if kind in ("comment", "preamble"):
            continue
        key = _KEY.match(text, position) if kind != "string" else None
        fields, position = _fields(text, key.end() if key else position, strings)
        if kind == "string":
            strings.update(fields)
        elif fields:
            yield _citation(fields)


def _fields(text: str, position: int, strings: dict[str, str]) -> tuple[dict[str, str], int]:
    """Give the fields of an entry, and where it ends or cannot be followed any more."""
    fields: dict[str, str] = {}
    while found := _FIELD.match(text, position):
        value, position = _value(text, found.end(), strings)
        fields.setdefault(found[1].lower(), value)
    return fields, position


def _value(text: str, position: int, strings: dict[str, str]) -> tuple[str, int]:
    """Give a value: pieces in braces or quotes, numbers and abbreviations, joined by `#`."""
    parts: list[str] = []
    while position < len(text):
        opening = text[position]
        if opening in '{"':
            end = _closing(text, position)
            parts.append(text[position + 1 : end])
            position = end + 1
        elif word := _WORD.match(text, position):
            parts.append(strings.get(word[0].lower(), word[0]))
            position = word.end()
        joined = _JOIN.match(text, position)
        if joined is None:
            break
        position = joined.end()
    return "".join(parts), position


def _closing(text: str, start: int) -> int:
    """Give where the brace or quote that opens at `start` closes."""
    quoted = text[start] == '"'
    depth = 0
    limit = min(len(text), start + _LONGEST)
    position = start + 1
    while position < limit:
        letter = text[position]
        if letter == "\\":
            position += 2
            continue
        if letter == "{":
            depth += 1
        elif letter == "}":
            if not depth and not quoted:
                return position
            depth = max(0, depth - 1)
        elif letter == '"' and quoted and not depth:
            return position
        position += 1
    return limit


def plain_tex(words: str) -> str:
    """Read the accents and commands of TeX, and let its braces go."""
    words = _ACCENT.sub(lambda found: (found[2] or found[3]) + _COMBINING[found[1]], words)
    words = _LETTER.sub(lambda found: _LETTERS[found[1]], words)
    words = _COMMAND.sub(lambda found: found[1] or "", words)
    words = words.replace("{", "").replace("}", "").replace("~", " ").replace("$", "")
    words = words.replace("---", "—").replace("--", "–")
    return unicodedata.normalize("NFC", " ".join(words.split()))


def _citation(fields: dict[str, str]) -> Citation:
    told = {name: plain_tex(value) for name, value in fields.items()}
    places = " ".join(told.get(name, "") for name in ("url", "note", "eprint", "pmcid"))
    year = _YEAR.search(told.get("year") or told.get("date") or "")
    pmid = _PMID.search(places)
    pmcid = _PMCID.search(places)
    names = re.split(r"\s+and\s+", fields.get("author", ""))
    return Citation(
        title=told.get("title", ""),
        authors=tuple(spoken(plain_tex(name)) for name in names if name.strip()),
        journal=told.get("journal") or told.get("journaltitle") or told.get("booktitle") or "",
        year=int(year[0]) if year else None,
        doi=fields.get("doi", "").replace("\\_", "_").strip(),
        pmid=told.get("pmid", "") or (pmid[1] if pmid else ""),
        pmcid=pmcid[0] if pmcid else "",
        keywords=tuple(
            word.strip() for word in re.split(r"[;,]", told.get("keywords", "")) if word.strip()
        ),
    )
