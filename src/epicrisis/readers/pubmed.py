"""Abstracts as PubMed and MEDLINE give them in XML: title, labelled parts, and the citation."""

import re
from collections.abc import Iterator
from typing import Final

from epicrisis.model import Citation, Document
from epicrisis.readers.canvas import Canvas
from epicrisis.readers.decoding import foreign_format, peek
from epicrisis.readers.drafts import Draft
from epicrisis.readers.inline import Element, attribute, plain, render, tag_of
from epicrisis.readers.jats_front import child_named, children
from epicrisis.readers.prolog import first_element
from epicrisis.readers.xml_parsing import entities_left_out, no_article, parse, strip_namespaces

_ROOTS: Final = frozenset(
    {"pubmedarticleset", "pubmedarticle", "pubmedbookarticle", "medlinecitationset"}
)
_RECORDS: Final = ("PubmedArticle", "PubmedBookArticle")
_SIGN = re.compile(r"<(?:PubmedArticle|PubmedBookArticle|MedlineCitation)[\s>]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_TRANSLATED = re.compile(r"^\[(?P<title>.*)\]\.?$", re.DOTALL)
_TYPES: Final = {"case reports": "case-report", "review": "review-article"}


class PubmedReader:
    """Reads the abstract of one article; of several in one file the first."""

    name = "pubmed"

    def sniff(self, head: bytes) -> float:
        """Look for the root element of a set or of one record, alone or in an envelope."""
        if foreign_format(head):
            return 0.0
        text = peek(head)
        first = first_element(text)
        if first in _ROOTS:
            return 0.97
        return 0.93 if first == "articles" and _SIGN.search(text[:4096]) else 0.0

    def read(self, data: bytes, name: str) -> Document:
        """Read a record.

        Raises:
            UnreadableDocumentError: It is no XML, holds no record, or no text could be recovered.
        """
        warnings: list[str] = []
        root = parse(data, name, warnings, "PubMed XML")
        strip_namespaces(root)
        records = list(root.iter(*_RECORDS)) or list(root.iter("MedlineCitation"))
        if not records:
            raise no_article(name, root, "a PubMed record")
        if len(records) > 1:
            warnings.append(f"{len(records)} records in one file: only the first was read")
        record = records[0]
        warnings += entities_left_out(record)
        if next(record.iter("OtherAbstract"), None) is not None:
            warnings.append("an abstract in another language was left out")
        citation = _citation(record)
        canvas = Canvas()
        _write(canvas, citation, record)
        draft = Draft(canvas.text, citation, canvas.blocks, warnings=warnings)
        return draft.finish(name, self.name)


def _write(canvas: Canvas, citation: Citation, record: Element) -> None:
    canvas.open("title")
    canvas.write(citation.title)
    canvas.open("front_matter")
    canvas.write(", ".join(citation.authors))
    canvas.close()
    abstract = next(record.iter("Abstract"), None)
    if abstract is not None:
        canvas.open("heading", 1)
        canvas.write("Abstract")
        canvas.close()
        for part in children(abstract, "AbstractText"):
            canvas.open("heading", 2)
            canvas.write(attribute(part, "Label"))
            canvas.open("paragraph")
            render(canvas, part)
            canvas.close()
    if citation.keywords:
        canvas.open("keywords")
        canvas.write("Keywords: " + "; ".join(citation.keywords))
        canvas.close()


def _citation(record: Element) -> Citation:
    ids = _ids(record)
    title = _first(record, "ArticleTitle") or _first(record, "BookTitle")
    translated = _TRANSLATED.match(title)
    journal = next(record.iter("Journal"), None)
    pmcid = ids.get("pmc", "")
    return Citation(
        title=translated["title"] if translated else title,
        authors=tuple(filter(None, map(_author, _authors(record)))),
        journal=(_first(journal, "Title") or _first(journal, "ISOAbbreviation"))
        if journal is not None
        else _first(record, "BookTitle"),
        year=_year(record),
        doi=ids.get("doi", ""),
        pmid=ids.get("pubmed", ""),
        pmcid="PMC" + pmcid if pmcid.isdecimal() else pmcid,
        article_type=_type(record),
        keywords=tuple(filter(None, map(plain, record.iter("Keyword")))),
    )


def _ids(record: Element) -> dict[str, str]:
    """Give the numbers of the article itself; those of its references stand in the same file."""
    ids: dict[str, str] = {}
    for pmid in record.iter("PMID"):
        ids.setdefault("pubmed", plain(pmid))
    for place in record.iter("ELocationID"):
        ids.setdefault(attribute(place, "EIdType"), plain(place))
    for listed in record.iter("ArticleIdList"):
        parent = listed.getparent()
        if parent is None or tag_of(parent) == "Reference":
            continue
        for found in children(listed, "ArticleId"):
            ids.setdefault(attribute(found, "IdType"), plain(found))
    return ids


def _authors(record: Element) -> Iterator[Element]:
    for listed in record.iter("AuthorList"):
        if attribute(listed, "Type") != "editors":
            yield from children(listed, "Author")
            return


def _author(author: Element) -> str:
    family = child_named(author, "LastName")
    if family is None:
        return _first(author, "CollectiveName")
    given = child_named(author, "ForeName", "Initials")
    suffix = child_named(author, "Suffix")
    return " ".join(plain(part) for part in (given, family, suffix) if part is not None)


def _year(record: Element) -> int | None:
    for name in ("PubDate", "ArticleDate"):
        for date in record.iter(name):
            found = _YEAR.search(_first(date, "Year") or _first(date, "MedlineDate"))
            if found:
                return int(found[0])
    return None


def _type(record: Element) -> str:
    types = [plain(found) for found in record.iter("PublicationType")]
    known = next((_TYPES[words.lower()] for words in types if words.lower() in _TYPES), "")
    return known or next((words.lower().replace(" ", "-") for words in types), "")


def _first(element: Element, name: str) -> str:
    found = next(element.iter(name), None)
    return "" if found is None else plain(found)
