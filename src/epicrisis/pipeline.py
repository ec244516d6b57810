"""The only place where the finding stages meet: a document in, courses out."""

from epicrisis.assembly.builder import assemble
from epicrisis.mentions.finder import find
from epicrisis.model import Course, Document
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
