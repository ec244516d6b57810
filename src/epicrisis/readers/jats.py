"""JATS XML, the format of PubMed Central and of most publishers.

The parser is locked: no DTD, no network, no entity is expanded, no huge nodes. Named characters
that a DTD would have declared are known by their HTML names.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from html.entities import html5
from typing import Final

from lxml import etree

from epicrisis.errors import UnreadableDocumentError
from epicrisis.model import Citation, Document
from epicrisis.readers.canvas import Canvas
from epicrisis.readers.decoding import decode, foreign_format, peek
from epicrisis.readers.drafts import Draft
from epicrisis.readers.inline import Element, attribute, tag_of, words_in
from epicrisis.readers.jats_body import Body
from epicrisis.readers.jats_front import child_named, children, citation_of, title_of
from epicrisis.readers.prolog import first_element

_SIGNS = re.compile(r"<(?:\w{1,20}:)?(?:front|article-meta|body|sec|back)[\s>]|\barticle-type=")
_DOCTYPE = re.compile(r"<!DOCTYPE\s+article[\s>\[]")
_WRAPPERS: Final = frozenset({"pmc-articleset", "oai-pmh", "articleset", "articles", "record"})
_XML = re.compile(r"\s*<\?xml\b")
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_DECLARED = re.compile(r"^\s*<\?xml[^<>]{0,200}\?>")
_XML_NAMES: Final = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_OTHER_ABSTRACTS: Final = frozenset({"graphical", "teaser", "toc", "web-summary", "video"})


class JatsReader:
    """Reads one article; of several in one file the first."""

    name = "jats"

    def sniff(self, head: bytes) -> float:
        """Look for the root element of an article, alone or inside a wrapper."""
        if foreign_format(head):
            return 0.0
        text = peek(head)
        first = first_element(text)
        if first == "article":
            return 0.95 if _SIGNS.search(text) else 0.3
        if first in _WRAPPERS or (first and _DOCTYPE.search(text[:4096])):
            return 0.9
        return 0.2 if first != "html" and _XML.match(text) else 0.0

    def read(self, data: bytes, name: str) -> Document:
        """Read an article.

        Raises:
            UnreadableDocumentError: It is no XML, holds no article, or no text could be recovered.
        """
        warnings: list[str] = []
        root = _parse(data, name, warnings)
        articles = [item for item in root.iter() if tag_of(item) == "article"]
        if not articles:
            raise UnreadableDocumentError(
                f"{name}: expected a JATS article, found XML whose root is <{tag_of(root)}>. "
                "Convert it to JATS, HTML or plain text."
            )
        if len(articles) > 1:
            warnings.append(f"{len(articles)} articles in one file: only the first was read")
        article = articles[0]
        _strip_namespaces(article)
        unknown = sum(1 for _ in article.iter(etree.Entity))
        if unknown:
            warnings.append(f"{unknown} entities that the file declares itself were left out")
        writer = _Article(article)
        writer.write()
        draft = Draft(
            text=writer.canvas.text,
            citation=writer.citation,
            blocks=writer.canvas.blocks,
            tables=writer.body.tables,
            references=writer.body.references,
            warnings=warnings + writer.body.warnings,
        )
        return draft.finish(name, self.name)


def _parse(data: bytes, name: str, warnings: list[str]) -> Element:
    """Parse; where that fails, keep what can be read, with a warning that says what is wrong."""
    known = _NAMED.sub(_numbered, data)
    root: Element | None = None
    try:
        root = _root(known, recover=False)
        if root is not None:
            return root
        trouble, encoding = "there is no element in it", False
    except etree.XMLSyntaxError as error:
        trouble = _say(error)
        encoding = "encod" in str(error).lower() or "invalid char" in str(error).lower()
    if encoding:
        text, told = decode(data, name)
        with suppress(etree.XMLSyntaxError):
            root = _root(_DECLARED.sub("", text).encode(), recover=False)
        if root is not None:
            warnings += told or [f"the declared encoding is wrong ({trouble}); read as UTF-8"]
            return root
    recovered: Element | None = None
    with suppress(etree.XMLSyntaxError):
        recovered = _root(known, recover=True)
    if recovered is None or not any(map(str.strip, words_in(recovered))):
        raise UnreadableDocumentError(
            f"{name}: expected JATS XML, but {trouble}, and nothing before it can be read. "
            "Get the file again, or convert it to plain text."
        )
    warnings.append(f"broken XML: {trouble}; what follows may be incomplete")
    return recovered


def _root(data: bytes, *, recover: bool) -> Element | None:
    parser = etree.XMLParser(
        load_dtd=False,
        no_network=True,
        resolve_entities=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )
    return etree.fromstring(data, parser)


def _say(error: etree.XMLSyntaxError) -> str:
    words = str(error.msg or error).split(", line")[0].rstrip(".")
    line, column = error.position
    return f"line {line}, column {column}: {words}"


def _numbered(found: re.Match[bytes]) -> bytes:
    if found[1] in _XML_NAMES:
        return found[0]
    letters = html5.get(found[1].decode() + ";")
    return "".join(f"&#{ord(letter)};" for letter in letters).encode() if letters else found[0]


def _strip_namespaces(article: Element) -> None:
    for item in article.iter():
        if isinstance(item.tag, str) and item.tag.startswith("{"):
            item.tag = item.tag.rpartition("}")[2]


class _Article:
    """Writes an article from its title to its last note."""

    def __init__(self, article: Element) -> None:
        self.article = article
        self.citation: Citation = citation_of(article)
        self.canvas = Canvas()
        self.body = Body(self.canvas)

    def write(self) -> None:
        self.front()
        for part in children(self.article, "body", "floats-group", "back"):
            self.body.write_all(part, 1)
        for part in children(self.article, "sub-article", "response"):
            self.part(part)

    def front(self) -> None:
        canvas = self.canvas
        canvas.open("title")
        canvas.write(self.citation.title)
        canvas.open("front_matter")
        canvas.write(", ".join(self.citation.authors))
        canvas.close()
        for abstract in self.abstracts():
            self.body.section(abstract, 1, "Abstract")
        if self.citation.keywords:
            canvas.open("keywords")
            canvas.write("Keywords: " + "; ".join(self.citation.keywords))
            canvas.close()

    def abstracts(self) -> Iterator[Element]:
        front = child_named(self.article, "front")
        meta = child_named(front, "article-meta") if front is not None else None
        if meta is None:
            return
        for abstract in children(meta, "abstract"):
            if attribute(abstract, "abstract-type") not in _OTHER_ABSTRACTS:
                yield abstract
        if child_named(meta, "trans-abstract") is not None:
            self.body.warnings.append("an abstract in another language was left out")

    def part(self, part: Element) -> None:
        """Write an answer or a comment that is part of the article, unless it is a translation."""
        kind = attribute(part, "article-type") or attribute(part, "response-type") or tag_of(part)
        if "translation" in kind:
            self.body.warnings.append("a translation of the article was left out")
            return
        stub = child_named(part, "front-stub", "front")
        self.body.heading((title_of(stub) if stub is not None else "") or kind.capitalize(), 1)
        for inner in children(part, "body", "floats-group", "back"):
            self.body.write_all(inner, 2)
