"""The only place where the finding stages meet: a document in, courses out."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from epicrisis.assembly.builder import assemble
from epicrisis.errors import EpicrisisError
from epicrisis.mentions.finder import find
from epicrisis.model import Course, Document, Finding
from epicrisis.model.findings import Severity
from epicrisis.readers import read_documents
from epicrisis.readers.decoding import check_length
from epicrisis.readers.siblings import Siblings, is_candidate
from epicrisis.segmentation import segment


def extract(document: Document) -> list[Course]:
    """Give the courses that a document reports: its own patients first, then the cited ones.

    A document that is no report of a human patient gives an empty list. The result depends on the
    document alone; nothing is fetched and nothing is written.

    Raises:
        DocumentTooLargeError: The text is longer than 16 million characters.
    """
    check_length(document.text, document.name)
    return assemble(find(document, segment(document)))


def documents(
    source: Path | bytes, *, name: str | None = None
) -> Iterator[tuple[str, Document | EpicrisisError]]:
    """Give every document of a file or an archive, or why it cannot be read.

    With each comes its place in the source, empty where the file is one document.
    """
    for found in read_documents(source, name=name):
        if found.error is not None:
            yield found.place, found.error
        elif found.document is not None:
            yield found.place, found.document


def examined(
    document: Document, *, min_severity: Severity = "note"
) -> tuple[list[Course], list[Finding]]:
    """Give the courses of a document, and what the audit says of them.

    Raises:
        DocumentTooLargeError: The text is longer than 16 million characters.
    """
    from epicrisis.audit import audit  # not needed by whoever only extracts

    courses = extract(document)
    return courses, audit(document, courses, min_severity=min_severity)


def reports_among(names: Iterable[str]) -> set[str]:
    """Say which files of one folder are reports, by their names alone.

    Beside the XML of a package of PubMed Central its other files are none.
    """
    named = [name for name in names if is_candidate(name)]
    packages = Siblings(name for name in named if name.lower().endswith(".nxml"))
    return {name for name in named if not packages.outdo(name)}
