"""Bytes to documents: PDF, DOCX, JATS, PubMed and BioC, HTML, Markdown, plain text.

>>> read_document(b"A 40-year-old woman was admitted with fever.").format
'text'
"""

from epicrisis.readers.base import Reader
from epicrisis.readers.citation_lists import CitationList, read_citations
from epicrisis.readers.found import Found
from epicrisis.readers.ocr import repairs
from epicrisis.readers.reading import MAX_BYTES, read_document
from epicrisis.readers.registry import reader_named, readers
from epicrisis.readers.sources import read_documents

__all__ = [
    "MAX_BYTES",
    "CitationList",
    "Found",
    "Reader",
    "read_citations",
    "read_document",
    "read_documents",
    "reader_named",
    "readers",
    "repairs",
]
