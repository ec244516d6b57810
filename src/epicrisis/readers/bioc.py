"""BioC, XML or JSON, as PubMed Central and PubTator give articles to text miners."""

import re
from collections.abc import Iterator
from typing import Final

from epicrisis.errors import UnreadableDocumentError
from epicrisis.model import Citation, Document
from epicrisis.readers.bioc_body import BiocBody
from epicrisis.readers.decoding import foreign_format, is_binary, peek
from epicrisis.readers.drafts import Draft
from epicrisis.readers.passages import Article, Passage, articles_in_json, articles_in_xml
from epicrisis.readers.prolog import first_element

_PARTS = re.compile(r"<(?:passage|infon|document)[\s>]|SYSTEM\s{1,3}[\"']BioC\.dtd")
_KEYS = re.compile(r"\"(?:bioctype|passages|infons|documents)\"\s{0,9}:")
_JSON_START = re.compile(r"\s*[\[{]\s*[\[{\"]")
_NAME = re.compile(r"(surname|given-names|suffix):([^;]*)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CREATIVE: Final = re.compile(r"^CC[ -]?(BY[A-Z-]*|0)", re.IGNORECASE)


class BiocReader:
    """Reads one article; of several in one file the first."""

    name = "bioc"

    def sniff(self, head: bytes) -> float:
        """Look for a collection with passages."""
        if foreign_format(head) or is_binary(head):
            return 0.0
        text = peek(head)
        if _JSON_START.match(text[:2000]):
            return 0.95 if _KEYS.search(text) else 0.0
        first = first_element(text)
        known = first in ("collection", "document") or (
            first == "articles" and "<document" in text[:2000]
        )
        return 0.95 if known and _PARTS.search(text) else 0.0

    def read(self, data: bytes, name: str) -> Document:
        """Read an article.

        Raises:
            DocumentTooLargeError: It is JSON of more than 32 million bytes.
            UnreadableDocumentError: It is no BioC, or holds no text.
        """
        warnings: list[str] = []
        if _JSON_START.match(peek(data[:4096])):
            articles = articles_in_json(data, name, warnings)
        else:
            articles = articles_in_xml(data, name, warnings)
        if len(articles) > 1:
            warnings.append(f"{len(articles)} articles in one file: only the first was read")
        return _document(articles[0], name, warnings)

    def read_all(self, data: bytes, name: str) -> Iterator[Document | UnreadableDocumentError]:
        """Give all articles of a JSON file, or why one cannot be read, one at a time.

        Raises:
            DocumentTooLargeError: It is JSON of more than 32 million bytes.
            UnreadableDocumentError: It is no BioC.
        """
        warnings: list[str] = []
        for number, article in enumerate(articles_in_json(data, name, warnings), 1):
            try:
                yield _document(article, f"{name}#{number}", list(warnings))
            except UnreadableDocumentError as error:
                yield error


def _document(article: Article, name: str, warnings: list[str]) -> Document:
    citation = _citation(article)
    body = BiocBody(citation)
    body.write(article.passages)
    draft = Draft(
        body.canvas.text,
        citation,
        body.canvas.blocks,
        body.tables,
        body.references,
        warnings=warnings + body.warnings,
    )
    return draft.finish(name, BiocReader.name)


def _citation(article: Article) -> Citation:
    front = next((p for p in article.passages if _is_title(p)), Passage(""))
    told = {**article.infons, **front.infons}
    pmcid = told.get("article-id_pmc") or told.get("pmcid") or ""
    number = pmcid.removeprefix("PMC")
    year = _YEAR.search(told.get("year", ""))
    return Citation(
        title=" ".join(front.text.split()),
        authors=tuple(_authors(told)),
        journal=_journal(told),
        year=int(year[0]) if year else None,
        doi=told.get("article-id_doi") or told.get("doi") or "",
        pmid=told.get("article-id_pmid") or told.get("pmid") or "",
        pmcid=f"PMC{number}" if number.isdecimal() else pmcid,
        licence=_licence(told.get("license", "")),
        article_type=told.get("article-type", ""),
        keywords=tuple(part.strip() for part in told.get("kwd", "").split(";") if part.strip())
        if ";" in told.get("kwd", "")
        else (),
    )


def _is_title(passage: Passage) -> bool:
    return passage.kind in ("front", "title") or passage.section == "TITLE"


def _authors(told: dict[str, str]) -> Iterator[str]:
    """Give the names of `name_0`, `name_1`, ..., or of one line of authors."""
    number = 0
    while words := told.get(f"name_{number}"):
        parts = {key: part.strip() for key, part in _NAME.findall(words)}
        spoken = " ".join(
            parts[key] for key in ("given-names", "surname", "suffix") if parts.get(key)
        )
        yield spoken or words
        number += 1
    if not number:
        yield from (part.strip() for part in told.get("authors", "").split(",") if part.strip())


def _journal(told: dict[str, str]) -> str:
    """Give the journal; PubTator writes volume and year behind it."""
    words = told.get("journal-title") or told.get("journal") or ""
    return words.split(";")[0].strip()


def _licence(words: str) -> str:
    found = _CREATIVE.match(words.strip())
    return found[0].upper() if found else " ".join(words.split())[:80]
