"""What comes out of a source that may hold many documents, and how the places in it are named."""

from pathlib import PurePosixPath
from typing import Final, NamedTuple

from epicrisis.errors import EpicrisisError, UnreadableDocumentError
from epicrisis.model import Document
from epicrisis.readers.siblings import PACKED

DEEPEST: Final = 3  # archives within one another: articles, in packages, in a year


class Found(NamedTuple):
    """What stands at one place of a source: a document, or the reason why there is none.

    Attributes:
        place: Where in the source: "" for a file that is one document, else the path inside the
            archive or folder, and `#3` for the third article of a bulk file. The same source gives
            the same places in the same order.
        document: The document.
        error: Why it could not be read; its message names the source and the place.
    """

    place: str
    document: Document | None = None
    error: EpicrisisError | None = None


class Place(NamedTuple):
    """A place in a source, what a document there is called, and how messages name it."""

    place: str
    name: str
    called: str = ""
    own: bool = True  # called as the person called it; others by what they say of themselves

    @property
    def shown(self) -> str:
        """How messages name it."""
        return self.called or self.name

    def inside(self, member: str) -> "Place":
        """The place of a file in an archive that stands here."""
        if not member:
            return self
        place = f"{self.place}/{member}" if self.place else member
        return Place(place, stem_of(member), f"{self.shown}/{member}", own=False)

    def numbered(self, number: int) -> "Place":
        """The place of one of many articles of the file that stands here."""
        called = f"{self.shown}#{number}"
        return Place(f"{self.place}#{number}", f"{self.name}-{number}", called, own=False)


def stem_of(name: str) -> str:
    """Give a file's name without its ending, `.tar.gz` being one."""
    path = PurePosixPath(name)
    while path.suffix.lower() in PACKED:
        path = path.with_suffix("")
    return path.stem


def named(document: Document, place: Place) -> Found:
    """Call a document by what it says of itself, unless a person has called it."""
    told = document.citation.pmcid or (
        f"pmid-{document.citation.pmid}" if document.citation.pmid else ""
    )
    name = place.name if place.own or not told else told
    return Found(place.place, document.model_copy(update={"name": name}))


def too_deep(called: str) -> UnreadableDocumentError:
    """Archives in archives without end."""
    return UnreadableDocumentError(
        f"{called}: expected a report, found archives nested more than {DEEPEST} deep. "
        "Unpack the outer ones."
    )


def no_report(called: str) -> UnreadableDocumentError:
    """An archive of other things."""
    return UnreadableDocumentError(
        f"{called}: expected an archive of reports, found none in it (XML, PDF, HTML, DOCX, "
        "Markdown, text, by their endings). Name the file in it that is one."
    )


def ours(called: str, error: Exception) -> UnreadableDocumentError:
    """An error that should not be; the rest of the source is read in spite of it."""
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    return UnreadableDocumentError(
        f"{called}: stopped by an error of ours, please report it: {what}"
    )
