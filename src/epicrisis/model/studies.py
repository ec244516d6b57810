"""How a table names a publication: "Okoro et al. 2019"."""

import re

from epicrisis.model.courses import CitedSource
from epicrisis.model.documents import Document

_INITIALS = re.compile(r"\s+(?:[A-Z]\.?[- ]?){1,3}$")
_CITATION = re.compile(r"[\s,;]*(?:\[[\d,;–\s-]+\]|\(\d+\))[\s,.;]*$")  # "[24]." behind a name
_PARTICLE = re.compile(
    r"(?:\s(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|el|al|bin|ter))+\s"
)


def study_name(document: Document) -> str:
    """Name a publication as tables do, "Okoro et al. 2019"; by its file where that is not known."""
    citation = document.citation
    surnames = [surname(author) for author in citation.authors]
    if not surnames:
        return document.name
    who = f"{surnames[0]} et al." if len(surnames) > 2 else " and ".join(surnames)
    return f"{who} {citation.year}" if citation.year else who


def surname(author: str) -> str:
    """Find the surname in "Okoro, B.", "Okoro B", "Bea Okoro" and "Cas van der Berg"."""
    name = author.split(",")[0].strip()
    without = _INITIALS.sub("", name)
    if "," in author or without != name:
        return without
    particle = _PARTICLE.search(name)
    return name[particle.start() + 1 :] if particle else name.rpartition(" ")[2]


def whose(cited: CitedSource) -> str:
    """Name the source of a cited patient, with its reference number: "Hollis et al. [4]"."""
    number = "" if cited.reference is None else f" [{cited.reference}]"
    return f"{_CITATION.sub('', cited.text)}{number}"
