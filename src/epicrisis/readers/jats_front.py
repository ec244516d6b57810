"""The front matter of a JATS article, as a citation."""

import re
from collections.abc import Iterator
from typing import Final

from epicrisis.model import Citation
from epicrisis.readers.inline import Element, attribute, plain, tag_of

_DATES: Final = ("ppub", "collection", "epub-ppub", "pub", "epub", "electronic", "print")
_LICENCE = re.compile(
    r"creativecommons\.org/(?:licenses/(?P<terms>[a-z-]+)/(?P<version>\d\.\d)|publicdomain/zero)"
)


def citation_of(article: Element) -> Citation:
    """Give what the front matter says of the article; empty where it does not say."""
    front = child_named(article, "front", "front-stub")
    if front is None:
        return Citation(article_type=attribute(article, "article-type"))
    meta = child_named(front, "article-meta")
    meta = front if meta is None else meta
    ids = {attribute(item, "pub-id-type"): plain(item) for item in children(meta, "article-id")}
    pmcid = ids.get("pmc") or ids.get("pmcid") or ids.get("pmc-aid") or ""
    return Citation(
        title=title_of(meta),
        authors=tuple(authors_of(meta)),
        journal=_journal(front),
        year=_year(meta),
        doi=ids.get("doi", ""),
        pmid=ids.get("pmid", ""),
        pmcid="PMC" + pmcid if pmcid.isdecimal() else pmcid,
        licence=_licence(meta),
        article_type=attribute(article, "article-type"),
        keywords=tuple(_keywords(meta)),
    )


def children(element: Element, *names: str) -> Iterator[Element]:
    """Give the children of these names."""
    return (child for child in element if tag_of(child) in names)


def child_named(element: Element, *names: str) -> Element | None:
    """Give the first child of one of these names."""
    return next(children(element, *names), None)


def title_of(meta: Element) -> str:
    """Give the title of an article with its subtitle."""
    group = child_named(meta, "title-group")
    if group is None:
        return ""
    titles = [plain(title) for title in children(group, "article-title", "subtitle")]
    return ": ".join(title for title in titles if title)


def authors_of(meta: Element) -> Iterator[str]:
    """Give the authors in order, given names first."""
    for group in children(meta, "contrib-group"):
        for contributor in children(group, "contrib"):
            if attribute(contributor, "contrib-type") not in ("", "author"):
                continue
            name = next((n for n in contributor.iter("name", "collab", "string-name")), None)
            words = "" if name is None else person(name)
            if words:
                yield words


def person(name: Element) -> str:
    """Give a name as it is spoken: given names, then the family name."""
    family = child_named(name, "surname")
    if family is None:
        return plain(name)
    given = child_named(name, "given-names")
    suffix = child_named(name, "suffix")
    parts = (plain(part) for part in (given, family, suffix) if part is not None)
    return " ".join(part for part in parts if part)


def _journal(front: Element) -> str:
    meta = child_named(front, "journal-meta")
    if meta is None:
        return ""
    title = next(meta.iter("journal-title"), None)
    if title is None:
        title = next(meta.iter("journal-id", "abbrev-journal-title"), None)
    return "" if title is None else plain(title)


def _year(meta: Element) -> int | None:
    """Give the year of the issue where one is told, else that of the publication on line."""
    years: dict[str, int] = {}
    for date in children(meta, "pub-date"):
        year = child_named(date, "year")
        words = "" if year is None else plain(year)
        if words.isdecimal() and len(words) == 4:
            kind = attribute(date, "pub-type") or attribute(date, "date-type")
            years.setdefault(kind, int(words))
    return next((years[kind] for kind in _DATES if kind in years), next(iter(years.values()), None))


def _licence(meta: Element) -> str:
    permissions = child_named(meta, "permissions")
    licence = None if permissions is None else next(permissions.iter("license"), None)
    if licence is None:
        return ""
    places = [attribute(licence, "href"), *(plain(ref) for ref in licence.iter("license_ref"))]
    places += [attribute(link, "href") for link in licence.iter("ext-link")]
    for place in places:
        found = _LICENCE.search(place)
        if found:
            terms = found["terms"]
            return f"CC {terms.upper()} {found['version']}" if terms else "CC0 1.0"
    return attribute(licence, "license-type")


def _keywords(meta: Element) -> Iterator[str]:
    for group in children(meta, "kwd-group"):
        if attribute(group, "kwd-group-type") in ("abbreviations", "research-region", "npo"):
            continue
        yield from (words for words in map(plain, group.iter("kwd")) if words)
