"""A text too long for one report is refused before any work is done on it."""

from time import process_time

import pytest

import epicrisis
from epicrisis.errors import DocumentTooLargeError
from epicrisis.model import Document
from epicrisis.readers.base import MAX_CHARACTERS


@pytest.mark.parametrize("format", ["text", "markdown"])
def test_too_long_to_read(format: str) -> None:
    """Fifty million characters are refused at once."""
    data = b"She was well then. " * 2_700_000
    start = process_time()
    with pytest.raises(DocumentTooLargeError, match="at most 16000000 characters"):
        epicrisis.read_document(data, format=format)
    assert process_time() - start < 5


def test_too_long_to_extract() -> None:
    """A document from elsewhere is held to the same bound."""
    document = Document(id="d", name="book", format="text", text="x" * (MAX_CHARACTERS + 1))
    with pytest.raises(DocumentTooLargeError, match="book"):
        epicrisis.extract(document)
