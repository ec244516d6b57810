"""Which publication a course is from: of its document, or the one that a table row cites."""

import re
from dataclasses import dataclass

from epicrisis.model.courses import Course
from epicrisis.model.documents import Document, Reference
from epicrisis.model.studies import surname

_NAME = re.compile(r"[^\W\d_][\w'’-]+(?: [^\W\d_a-z][\w'’-]+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_FEW = 4  # words of a title that may belong to any paper


@dataclass(frozen=True, slots=True)
class Work:
    """A publication as far as it is known; `author` is the folded surname of the first one."""

    author: str
    year: int | None
    title: str = ""
    doi: str = ""

    def __str__(self) -> str:
        year = f" {self.year}" if self.year else ""
        return f"{self.author.title()}{year}"


def work_of(document: Document) -> Work | None:
    """Give the publication that a document is."""
    citation = document.citation
    author = surname(citation.authors[0]).casefold() if citation.authors else ""
    if not author and not citation.title:
        return None
    return Work(author, citation.year, _folded(citation.title), citation.doi.lower())


def work_cited(document: Document, course: Course) -> Work | None:
    """Give the publication that a cited patient is from.

    The name printed in the row goes before its number: numbers slip when a list is edited.
    """
    if course.cited is None:
        return None
    words = course.cited.text
    name = _NAME.search(words)
    author = name[0].split()[0].casefold() if name else ""
    year = _YEAR.search(words)
    named = [r for r in document.references if author and r.first_author.casefold() == author]
    numbered = [r for r in document.references if r.number == course.cited.reference]
    entry = _entry(named, numbered, int(year[0]) if year else None)
    if entry is None:
        return Work(author, int(year[0]) if year else None) if author else None
    first = entry.first_author.casefold() or author
    return Work(first, entry.year or None, _folded(entry.title), entry.doi.lower())


def _entry(named: list[Reference], numbered: list[Reference], year: int | None) -> Reference | None:
    both = [r for r in named if r in numbered] or [r for r in named if r.year == year] or named
    if len(both) == 1:
        return both[0]
    return None if both else next(iter(numbered), None)


def is_one(first: Work, second: Work) -> str:
    """Say by what two works are one, or nothing."""
    if first.doi and first.doi == second.doi:
        return "the same DOI"
    if first.title and first.title == second.title and len(first.title.split()) > _FEW:
        return "the same title"
    if first.author and first.author == second.author and first.year and first.year == second.year:
        return "the same first author and year"
    return ""


def _folded(title: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", title.casefold()))
