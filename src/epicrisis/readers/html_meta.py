"""What the head of a web page says of the article, in the tags that Google Scholar reads."""

import re

from selectolax.lexbor import LexborHTMLParser

from epicrisis.model import Citation

_YEAR = re.compile(r"(?:19|20)\d\d")


def citation_in(page: LexborHTMLParser) -> Citation:
    """Give the citation in the `citation_*`, Dublin Core and Open Graph tags of a page."""
    told: dict[str, list[str]] = {}
    for tag in page.css("meta"):
        name = (tag.attributes.get("name") or tag.attributes.get("property") or "").lower()
        words = " ".join((tag.attributes.get("content") or "").split())
        if name and words:
            told.setdefault(name.replace("bepress_", ""), []).append(words)

    def first(*names: str) -> str:
        return next((told[name][0] for name in names if name in told), "")

    authors = told.get("citation_author") or told.get("dc.creator") or []
    date = first("citation_publication_date", "citation_date", "citation_online_date", "dc.date")
    year = _YEAR.search(date)
    doi = first("citation_doi", "dc.identifier").removeprefix("doi:").strip()
    keywords = [part for words in told.get("citation_keywords", []) for part in words.split(";")]
    return Citation(
        title=first("citation_title", "dc.title", "og:title"),
        authors=tuple(_spoken(name) for name in authors),
        journal=first("citation_journal_title", "prism.publicationname"),
        year=int(year[0]) if year else None,
        doi=doi if doi.startswith("10.") else "",
        pmid=first("citation_pmid"),
        keywords=tuple(part.strip() for part in keywords if part.strip()),
    )


def _spoken(name: str) -> str:
    """Put `Kim, Ji-hoon` the way it is spoken."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma else name
