"""JATS XML, the format of PubMed Central and of most publishers."""

import re
from collections.abc import Iterator
from typing import Final

from epicrisis.model import Citation, Document
from epicrisis.readers.canvas import Canvas
from epicrisis.readers.decoding import foreign_format, peek
from epicrisis.readers.drafts import Draft
from epicrisis.readers.inline import Element, attribute, tag_of
from epicrisis.readers.jats_body import Body
from epicrisis.readers.jats_front import child_named, children, citation_of, title_of
from epicrisis.readers.prolog import first_element
from epicrisis.readers.xml_parsing import entities_left_out, no_article, parse, strip_namespaces

_SIGNS = re.compile(r"<(?:\w{1,20}:)?(?:front|article-meta|body|sec|back)[\s>]|\barticle-type=")
_DOCTYPE = re.compile(r"<!DOCTYPE\s+article[\s>\[]")
_WRAPPERS: Final = frozenset(
    {"pmc-articleset", "oai-pmh", "articleset", "articles", "record", "records", "listrecords"}
)
_XML = re.compile(r"\s*<\?xml\b")
_DEEPEST_PART: Final = 5  # parts of parts
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
        root = parse(data, name, warnings)
        articles = [item for item in root.iter() if tag_of(item) == "article"]
        if not articles:
            raise no_article(name, root)
        if len(articles) > 1:
            warnings.append(f"{len(articles)} articles in one file: only the first was read")
        article = articles[0]
        strip_namespaces(article)
        warnings += entities_left_out(article)
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

    def part(self, part: Element, level: int = 1) -> None:
        """Write an answer, a comment or a case that is part of the article; no translation.

        Parts may have parts: an answer has a reply. A part without a body is its abstract.
        """
        kind = attribute(part, "article-type") or attribute(part, "response-type") or tag_of(part)
        if "translation" in kind:
            self.body.warnings.append("a translation of the article was left out")
            return
        stub = child_named(part, "front-stub", "front")
        meta = stub if stub is None else child_named(stub, "article-meta")
        meta = stub if meta is None else meta
        self.body.heading((title_of(meta) if meta is not None else "") or kind.capitalize(), level)
        if meta is not None and child_named(part, "body") is None:
            for abstract in children(meta, "abstract"):
                self.body.write_all(abstract, level + 1)
        for inner in children(part, "body", "floats-group", "back"):
            self.body.write_all(inner, level + 1)
        if level < _DEEPEST_PART:
            for inner in children(part, "sub-article", "response"):
                self.part(inner, level + 1)
