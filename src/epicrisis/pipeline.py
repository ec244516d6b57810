"""The only place where the finding stages meet: a document in, courses out."""

from typing import Final

from epicrisis.assembly.builder import assemble
from epicrisis.errors import DocumentTooLargeError
from epicrisis.mentions.finder import find
from epicrisis.model import Course, Document
from epicrisis.segmentation import segment

MAX_CHARACTERS: Final = 1_000_000
"""Longest text that is taken for one report; a long review has a fifth of this."""


def extract(document: Document) -> list[Course]:
    """Give the courses that a document reports: its own patients first, then the cited ones.

    A document that is no report of a human patient gives an empty list. The result depends on the
    document alone; nothing is fetched and nothing is written.

    Raises:
        DocumentTooLargeError: The text is longer than `MAX_CHARACTERS`.
    """
    if len(document.text) > MAX_CHARACTERS:
        raise DocumentTooLargeError(
            f"{document.name}: expected a report of at most {MAX_CHARACTERS} characters, found "
            f"{len(document.text)}. Split it into single reports."
        )
    return assemble(find(document, segment(document)))
