"""Plain text, as it was typed, saved from a web page, or scanned."""

from epicrisis.model import Document
from epicrisis.readers.decoding import check_length, decode, foreign_format, is_binary
from epicrisis.readers.drafts import Draft, disjoint
from epicrisis.readers.hyphens import hyphen_edits
from epicrisis.readers.layout import lay_out
from epicrisis.readers.ocr import repairs


class TextReader:
    """Reads any text; every other reader that knows the format goes first."""

    name = "text"

    def sniff(self, head: bytes) -> float:
        """Claim a little of everything that is not binary."""
        return 0.0 if foreign_format(head) or is_binary(head) else 0.1

    def read(self, data: bytes, name: str) -> Document:
        """Read a text file; `Document.text` is the decoded file, character for character.

        Raises:
            DocumentTooLargeError: The text is too long for one report.
            UnreadableDocumentError: The file is empty or binary.
        """
        text, warnings = decode(data, name)
        check_length(text, name)
        draft: Draft = lay_out(text, markdown=False)
        draft.warnings = warnings + draft.warnings
        draft.edits = disjoint(hyphen_edits(text, draft.blocks), repairs(text))
        return draft.finish(name, self.name)
