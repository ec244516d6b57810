"""Bytes to documents: PDF, plain text (scanned too), Markdown, HTML and JATS XML.

>>> read_document(b"A 40-year-old woman was admitted with fever.").format
'text'
"""

from epicrisis.readers.base import Reader
from epicrisis.readers.ocr import repairs
from epicrisis.readers.reading import MAX_BYTES, read_document
from epicrisis.readers.registry import reader_named, readers
from epicrisis.readers.sources import Found, read_documents

__all__ = [
    "MAX_BYTES",
    "Found",
    "Reader",
    "read_document",
    "read_documents",
    "reader_named",
    "readers",
    "repairs",
]
