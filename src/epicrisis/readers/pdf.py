"""PDF, as publishers print it and as people have it in folders."""

from epicrisis.model import Document
from epicrisis.readers.archives import kind_of


class PdfReader:
    """Reads a PDF with its text; pages that are only pictures are named in a warning."""

    name = "pdf"

    def sniff(self, head: bytes) -> float:
        """Look for the sign that a PDF opens with, which may stand behind some other bytes."""
        return 0.99 if b"%PDF-" in head[:1024] and not kind_of(head) else 0.0

    def read(self, data: bytes, name: str) -> Document:
        """Read a file.

        Raises:
            UnreadableDocumentError: It is broken, asks for a password, or holds no text.
            DocumentTooLargeError: It holds more text than one report can have.
        """
        from epicrisis.readers.pdf_document import read_pdf  # pdfium takes a tenth of a second

        return read_pdf(data, name)
