"""Citations that people keep beside their papers: BibTeX, RIS, and PubMed's nbib.

    references = read_citations("refs.ris")
    for found in read_documents("papers/"):
        if found.document:
            document = references.cite(found.document)
    references.unused()      # entries that no document was found for

An entry belongs to a document where the DOI, the PMID or the PMCID is the same, else where the
title is, which is looked for in what the document calls itself and at its head.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Final

from epicrisis.errors import UnreadableDocumentError
from epicrisis.model import Citation, Document
from epicrisis.readers.bibtex import bibtex_entries
from epicrisis.readers.decoding import decode
from epicrisis.readers.reading import MAX_BYTES, load
from epicrisis.readers.tagged import nbib_entries, ris_entries

MOST_ENTRIES: Final = 200_000
_HEAD: Final = 4000  # characters of a document in which its title is looked for
_SHORTEST: Final = 12  # letters of a title that can stand for the document that is called so
_TELLING: Final = 20  # letters of one that can stand for a document in whose head it is found
_RIS = re.compile(r"^\ufeff?\s*TY {1,2}- ", re.MULTILINE)
_NBIB = re.compile(r"^(?:PMID|OWN|STAT) {0,2}- ", re.MULTILINE)
_BIBTEX = re.compile(r"^\s*@\s*[A-Za-z]{3,20}\s*[{(]", re.MULTILINE)
_LOOSE: Final = frozenset({"pdf", "docx", "html", "markdown", "text"})


@dataclass(slots=True)
class CitationList:
    """Entries that wait for their documents."""

    entries: tuple[Citation, ...]
    warnings: tuple[str, ...] = ()
    _used: set[int] = field(default_factory=set)
    _by_id: dict[str, int] = field(default_factory=dict)
    _by_title: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, entry in enumerate(self.entries):
            for name in _names(entry):
                self._by_id.setdefault(name, number)
            title = folded(entry.title)
            if len(title) >= _SHORTEST:
                self._by_title.setdefault(title, []).append(number)

    @property
    def digest(self) -> str:
        """Tell this list from others; equal entries in equal order give equal digests."""
        return blake2b(repr(self.entries).encode("utf-8", "replace"), digest_size=8).hexdigest()

    def cite(self, document: Document) -> Document:
        """Give the document with what its entry says, or as it is where it has none.

        What a document of marked-up fields says of itself stays; from print and drafts it was
        guessed, and there the entry is believed. Empty fields are filled in either case.
        """
        number = self.find(document)
        if number is None:
            return document
        self._used.add(number)
        entry, own = self.entries[number], document.citation
        first, second = (entry, own) if document.format in _LOOSE else (own, entry)
        told = {
            name: getattr(first, name) or getattr(second, name) for name in Citation.model_fields
        }
        return document.model_copy(update={"citation": Citation(**told)})

    def find(self, document: Document) -> int | None:
        """Give the place of a document's entry, or None where none or several fit."""
        for name in _names(document.citation):
            if name in self._by_id:
                return self._by_id[name]
        title = folded(document.citation.title)
        if title in self._by_title:
            return _only(self._by_title[title])
        head = folded(document.text[:_HEAD])
        fitting = [t for t in self._by_title if len(t) >= _TELLING and t in head]
        longest = [t for t in fitting if not any(t != other and t in other for other in fitting)]
        return _only(self._by_title[longest[0]]) if len(longest) == 1 else None

    def unused(self) -> list[Citation]:
        """Give the entries that no document was found for, in their order."""
        return [entry for n, entry in enumerate(self.entries) if n not in self._used]


def _only(numbers: list[int]) -> int | None:
    return numbers[0] if len(numbers) == 1 else None


def folded(words: str) -> str:
    """Give the letters and digits of a title alone, so that its print plays no part."""
    return "".join(letter for letter in words.casefold() if letter.isalnum())


def _names(citation: Citation) -> Iterable[str]:
    doi = citation.doi.strip().lower()
    doi = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s?)", "", doi).rstrip(".,;")
    if doi:
        yield doi
    if citation.pmid.strip():
        yield f"pmid:{citation.pmid.strip()}"
    if citation.pmcid.strip():
        yield f"pmcid:{citation.pmcid.strip().upper().removeprefix('PMC')}"


def read_citations(source: str | Path | bytes, *, max_bytes: int = MAX_BYTES) -> CitationList:
    """Read a list of citations; BibTeX, RIS or nbib is told by the content.

    Raises:
        InputError: There is no such file, or it may not be read.
        DocumentTooLargeError: It is larger than `max_bytes`.
        UnreadableDocumentError: It is none of the three, or holds no entry.
    """
    name = "citations" if isinstance(source, bytes) else str(source)
    data = source if isinstance(source, bytes) else load(Path(source), max_bytes)
    text, warnings = decode(data, name)
    if _RIS.search(text[:20_000]):
        entries = ris_entries(text)
    elif _NBIB.search(text[:20_000]):
        entries = nbib_entries(text)
    elif _BIBTEX.search(text):
        entries = bibtex_entries(text)
    else:
        raise UnreadableDocumentError(
            f"{name}: expected a list of citations in BibTeX, RIS or nbib, found something else. "
            "Export it from the reference manager in one of these."
        )
    found: list[Citation] = []
    for entry in entries:
        if len(found) == MOST_ENTRIES:
            warnings.append(f"only the first {MOST_ENTRIES} entries were read")
            break
        if entry.title or any(_names(entry)):
            found.append(entry)
    if not found:
        raise UnreadableDocumentError(
            f"{name}: expected a list of citations, found no entry with a title or a DOI in it. "
            "Export it again."
        )
    return CitationList(tuple(found), tuple(warnings))
