"""BioC in either dress, XML or JSON, as the same passages: what each is, and its words."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from epicrisis.errors import DocumentTooLargeError, UnreadableDocumentError
from epicrisis.readers.decoding import decode
from epicrisis.readers.inline import Element, attribute, tag_of, words_in
from epicrisis.readers.jats_front import child_named, children
from epicrisis.readers.xml_parsing import no_article, parse, strip_namespaces

MOST_JSON: Final = 32_000_000  # bytes; what JSON holds takes twenty times its room in memory


@dataclass(slots=True)
class Passage:
    """A stretch of an article: its words, and what BioC says of them by name."""

    text: str
    infons: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """What it is: `paragraph`, `title_1`, `table`, `ref`."""
        return self.infons.get("type", "").lower()

    @property
    def section(self) -> str:
        """Where it stands: `TITLE`, `ABSTRACT`, `CASE`, `REF`."""
        told = self.infons.get("section_type") or self.infons.get("section")
        return (told or (self.kind if self.kind == "abstract" else "")).upper()


@dataclass(slots=True)
class Article:
    """One document of a BioC collection."""

    id: str
    infons: dict[str, str] = field(default_factory=dict)
    passages: list[Passage] = field(default_factory=list)


def articles_in_xml(data: bytes, name: str, warnings: list[str]) -> list[Article]:
    """Give the documents of a BioC XML file.

    Raises:
        UnreadableDocumentError: It is no XML, or no BioC.
    """
    root = parse(data, name, warnings, "BioC XML")
    strip_namespaces(root)
    found = [_article(item) for item in root.iter("document")]
    if not found:
        raise no_article(name, root, "a BioC collection")
    return found


def _article(item: Element) -> Article:
    told = child_named(item, "id")
    passages = [Passage("".join(_words(part)), _infons(part)) for part in children(item, "passage")]
    return Article("" if told is None else "".join(words_in(told)), _infons(item), passages)


def _words(passage: Element) -> Iterator[str]:
    """Give the words of a passage, which stand in it or in its sentences."""
    for part in passage:
        if tag_of(part) == "text":
            yield "".join(words_in(part))
        elif tag_of(part) == "sentence":
            yield "".join(_words(part)) + " "


def _infons(element: Element) -> dict[str, str]:
    return {
        attribute(infon, "key"): "".join(words_in(infon)) for infon in children(element, "infon")
    }


def articles_in_json(data: bytes, name: str, warnings: list[str]) -> list[Article]:
    """Give the documents of a BioC JSON file: a collection, a list of them, or one document.

    Raises:
        DocumentTooLargeError: It is larger than `MOST_JSON`.
        UnreadableDocumentError: It is no JSON, or no BioC.
    """
    found = [
        _article_of(part) for part in documents_in(load(data, name, warnings)) if "passages" in part
    ]
    if not found:
        raise UnreadableDocumentError(
            f"{name}: expected a BioC collection, found JSON without documents that have passages. "
            "Export it as BioC, or convert it to JATS, HTML or plain text."
        )
    return found


def load(data: bytes, name: str, warnings: list[str]) -> object:
    """Parse JSON within bounds.

    Raises:
        DocumentTooLargeError: It is larger than `MOST_JSON`.
        UnreadableDocumentError: It is broken, or nests without end.
    """
    if len(data) > MOST_JSON:
        raise DocumentTooLargeError(
            f"{name}: expected a BioC file of at most {MOST_JSON} bytes, found more. "
            "Split it into single articles, or get it as XML."
        )
    text, told = decode(data, name)
    warnings += told
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableDocumentError(
            f"{name}: expected BioC JSON, but line {error.lineno}, column {error.colno}: "
            f"{error.msg}. Get the file again, or get it as XML."
        ) from None
    except (RecursionError, ValueError) as error:
        raise UnreadableDocumentError(
            f"{name}: expected BioC JSON, found what no parser takes ({error}). Get it as XML."
        ) from None


def documents_in(loaded: object) -> Iterator[Mapping[str, Any]]:
    """Give the documents in what a file held: in a collection, in lists, or bare."""
    if isinstance(loaded, list):
        for part in loaded:
            if isinstance(part, dict):
                yield from documents_in(part)
    elif isinstance(loaded, dict):
        if "passages" in loaded:
            yield loaded
        for name in ("documents", "PubTator3"):
            if isinstance(inner := loaded.get(name), list):
                yield from (part for part in inner if isinstance(part, dict))


def _article_of(document: Mapping[str, Any]) -> Article:
    listed = document.get("passages")
    passages = [
        Passage("".join(_sentences(part)), _strings(part.get("infons")))
        for part in (listed if isinstance(listed, list) else [])
        if isinstance(part, dict)
    ]
    infons = _strings(document.get("infons"))
    for name in ("pmid", "pmcid", "journal", "year"):
        if isinstance(value := document.get(name), str | int):
            infons.setdefault(name, str(value))
    return Article(_string(document.get("id")), infons, passages)


def _sentences(passage: Mapping[str, Any]) -> Iterator[str]:
    yield _string(passage.get("text"))
    listed = passage.get("sentences")
    for part in listed if isinstance(listed, list) and not passage.get("text") else ():
        if isinstance(part, dict):
            yield _string(part.get("text")) + " "


def _strings(infons: object) -> dict[str, str]:
    if not isinstance(infons, dict):
        return {}
    return {str(key): _string(value) for key, value in infons.items()}


def _string(value: object) -> str:
    """Give a value as words; a surrogate that stands alone is no character."""
    if not isinstance(value, str | int | float):
        return ""
    return str(value).encode("utf-8", "replace").decode()
