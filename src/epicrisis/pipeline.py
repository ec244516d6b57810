"""The only place where the finding stages meet: a document in, courses out."""

from collections.abc import Iterator
from pathlib import Path

from epicrisis.assembly.builder import assemble
from epicrisis.mentions.finder import find
from epicrisis.model import Course, Document, Finding
from epicrisis.model.findings import Severity
from epicrisis.readers import read_document
from epicrisis.readers.decoding import check_length
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


def documents(source: Path | bytes, *, name: str | None = None) -> Iterator[Document]:
    """Read a file's documents, one after the other.

    Raises:
        InputError: The file cannot be read, as `read_document` tells it.
    """
    yield read_document(source, name=name)


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
