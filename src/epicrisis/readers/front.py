"""The head of a paper: title, authors, affiliations, dates, and what a citation needs of them."""

import re
from dataclasses import dataclass, field
from typing import Final

from epicrisis.model import Citation
from epicrisis.readers.names import listed

_LOWER_NAME: Final = listed("de da di del der den van von la le el al bin ibn dos du ter ten y")
_DEGREE = re.compile(
    r"^(?:MD|M\.D\.|PhD|Ph\.D\.|DO|MBBS|MBChB|MSc|BSc|FRCP\w*|FACP|MPH|RN|PharmD|Prof\.?|Dr\.?|MS)$"
)
_MARKS = re.compile(
    r"\[\d[\d,;\s]{0,12}\]|<su[bp]>[^<>]{0,20}</su[bp]>"
    r"|[\d*∗†‡§¶#?'‘’`^,®°º¹²³]+(?=\s|,|;|$)|[*†‡§¶#]"
)
_SPLIT = re.compile(r",|;|\band\b|&|\n")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]{1,150}")
_STOP = re.compile(r"[.!?][)\]\"'”’*_]{0,3}$")
_FRONT = re.compile(
    r"@|©|\b(?:Departments?|University|Hospital|Institute|School of|Faculty|Clinic|Center|Centre"
    r"|Correspond\w*|Received|Accepted|Published|Copyright|ORCID|E-?mail|doi|DOI|ISSN|Author)\b"
)
_SENTENCES = re.compile(r"[a-z\d)\]][.!]\s+[A-Z]")
_TITLE_MOST: Final = 400
_PROSE_WORDS: Final = 14
_LONG: Final = 40  # words; common ones in such number are prose even without a stop


def is_prose(words: str) -> bool:
    """Say whether a paragraph at the head of a paper is already its text and no longer its head."""
    closed = len(words.split()) >= _LONG or _STOP.search(words.strip()) is not None
    return closed and is_wordy(words)


def is_wordy(words: str) -> bool:
    """Say whether a piece is made of common words rather than of names."""
    listed = words.split()
    if len(listed) < _PROSE_WORDS:
        return False
    return sum([word[0].islower() for word in listed]) >= 0.5 * len(listed)


def is_title(words: str) -> bool:
    """Say whether a first paragraph reads like a title: short, no stop, no list of names."""
    words = words.strip()
    if not words or len(words) > _TITLE_MOST or len(words.split()) < 2:
        return False
    if _SENTENCES.search(words) or words[-1] in ",;-" or (words[-1] == "." and len(words) > 200):
        return False
    return words[0].isalnum() and not authors_in(words) and "@" not in words


def authors_in(words: str) -> tuple[str, ...]:
    """Give the names in a line of authors, marks and degrees left out; nothing for other lines."""
    if len(words) > 2000 or words.rstrip().endswith(":"):
        return ()
    plain = _MARKS.sub(lambda found: "," if "," in found[0] else "", words)
    names = []
    for part in _SPLIT.split(plain):
        kept = " ".join(word for word in part.split() if not _DEGREE.match(word))
        if kept:
            names.append(kept)
    good = [name for name in names if _is_name(name)]
    separated = _SPLIT.search(words) is not None
    if not separated or len(good) < 2 or len(good) < 0.8 * len(names):
        return ()
    return tuple(good)


def _is_name(name: str) -> bool:
    words = name.split()
    if not 2 <= len(words) <= 5:
        return False
    named = [word for word in words if word.lower() not in _LOWER_NAME]
    return bool(named) and all(
        word[0].isupper() and word.replace("-", "").replace(".", "").replace("’", "").isalpha()
        for word in named
    )


def year_of(words: str) -> int | None:
    """Give the one year that a line of dates names, or None where there is none or several."""
    years = set(_YEAR.findall(words))
    return int(years.pop()) if len(years) == 1 else None


def doi_in(words: str) -> str:
    """Give the first DOI in a stretch of front matter, or ""."""
    found = _DOI.search(words)
    return found[0].rstrip(".,;)]") if found else ""


def keywords_in(words: str) -> tuple[str, ...]:
    """Split a line of keywords."""
    plain = re.sub(r"^\W*key\s?words?\W{1,4}", "", words.strip(), flags=re.IGNORECASE)
    separator = ";" if ";" in plain else "·" if "·" in plain else "," if "," in plain else "\n"
    parts = (" ".join(part.split()).strip(" .*_") for part in plain.split(separator))
    return tuple(part for part in parts if part)


@dataclass(slots=True)
class Front:
    """What the head of a paper has told so far."""

    title: str = ""
    article_type: str = ""
    authors: tuple[str, ...] = ()
    doi: str = ""
    keywords: tuple[str, ...] = ()
    years: set[int] = field(default_factory=set)

    def is_authors(self, words: str) -> bool:
        """Take a line of authors; say whether it was one."""
        found = authors_in(words)
        self.authors = self.authors or found
        return bool(found)

    def note(self, words: str) -> bool:
        """Take what a line of front matter tells; say whether it reads like front matter."""
        told = self.is_authors(words)
        self.note_labelled(words)
        return told or _FRONT.search(words) is not None

    def note_labelled(self, words: str) -> None:
        """Take what stands below a label such as `Publication date`."""
        self.doi = self.doi or doi_in(words)
        if year := year_of(words):
            self.years.add(year)

    def take_keywords(self, words: str) -> None:
        """Take a line of keywords."""
        self.keywords = self.keywords or keywords_in(words)

    def citation(self) -> Citation:
        """Give the citation, empty where the head does not say."""
        return Citation(
            title=self.title,
            authors=self.authors,
            year=max(self.years) if len(self.years) == 1 else None,
            doi=self.doi,
            keywords=self.keywords,
            article_type=self.article_type.lower().replace(" ", "-"),
        )
