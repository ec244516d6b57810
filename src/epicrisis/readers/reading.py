"""The one way in: a path or bytes become a `Document`, or an error that says what to do."""

from pathlib import Path
from typing import Final

from epicrisis.errors import DocumentTooLargeError, InputError, UnreadableDocumentError
from epicrisis.model import Document
from epicrisis.readers.archives import is_office, kind_of
from epicrisis.readers.base import HEAD
from epicrisis.readers.decoding import foreign_format
from epicrisis.readers.registry import best_reader, reader_named

MAX_BYTES: Final = 64_000_000


def read_document(
    source: str | Path | bytes,
    *,
    name: str | None = None,
    format: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Document:
    """Read a report: PDF, DOCX, plain text, Markdown, HTML, JATS, PubMed or BioC.

    The format is known by the content; the file's name plays no part.

    Args:
        source: A path, or the content itself as bytes.
        name: What to call the document; by default the file's name without its ending.
        format: The name of a reader, to choose it without looking at the content.
        max_bytes: The largest content that is read.

    Raises:
        InputError: There is no such file, it is a directory, or it may not be read.
        DocumentTooLargeError: It is larger than `max_bytes`.
        UnknownNameError: No reader is named `format`.
        UnreadableDocumentError: It is empty, binary, broken beyond reading, or of a format that no
            reader knows.
    """
    reader = reader_named(format) if format is not None else None
    if isinstance(source, bytes):
        called = name or "document"
        _check_size(len(source), called, max_bytes)
        data = source
    else:
        path = Path(source)
        called = name or path.stem or str(path)
        data = _load(path, max_bytes)
    if not data.strip():
        raise UnreadableDocumentError(
            f"{called}: expected a document, found an empty file. Check that it was saved whole."
        )
    if reader is None:
        reader = best_reader(data[:HEAD])
    if reader is None:
        raise UnreadableDocumentError(_unknown(data[:HEAD], called))
    return reader.read(data, called)


def _load(path: Path, max_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        raise open_error(path, error) from None
    _check_size(len(data), str(path), max_bytes)
    return data


def open_error(path: Path, error: Exception) -> InputError:
    """Give the error for a file that cannot be opened or read from its disk."""
    if isinstance(error, IsADirectoryError):
        return InputError(
            f"{path}: expected a file, found a directory. Name one of the files in it."
        )
    if isinstance(error, FileNotFoundError):
        return InputError(f"{path}: expected a file, found nothing there. Check the path.")
    if isinstance(error, PermissionError):
        return InputError(
            f"{path}: expected a file that may be read, but access is denied. "
            "Change its permissions or copy it."
        )
    return InputError(f"{str(path)!r}: expected a readable file ({error}). Check the path.")


def _check_size(size: int, called: str, max_bytes: int) -> None:
    if size > max_bytes:
        raise DocumentTooLargeError(
            f"{called}: expected at most {max_bytes} bytes, found more. "
            "Split it into single reports, or raise max_bytes."
        )


def _unknown(head: bytes, called: str) -> str:
    foreign = foreign_format(head)
    if kind_of(head) and not is_office(head):
        return (
            f"{called}: expected one document, found an archive ({foreign or 'tar'}). "
            "`read_documents` gives all that is in it."
        )
    if foreign:
        return (
            f"{called}: this is {foreign}, a format that is not read yet. "
            "Convert it to PDF, DOCX, plain text, HTML or JATS XML."
        )
    return (
        f"{called}: expected a text document, found binary data. "
        "Convert it to PDF, DOCX, plain text, HTML or JATS XML."
    )
