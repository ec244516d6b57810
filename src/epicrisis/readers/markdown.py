"""Markdown, as converters make it of PDF files: HTML inside the words, tables of any kind."""

import re
from typing import Final

from epicrisis.model import Document
from epicrisis.readers.decoding import check_length, decode, foreign_format, is_binary, peek
from epicrisis.readers.drafts import disjoint
from epicrisis.readers.hyphens import hyphen_edits
from epicrisis.readers.layout import lay_out
from epicrisis.readers.markup import markup_edits
from epicrisis.readers.ocr import repairs

_SURE = re.compile(r"^#{1,6} \S|^\|?\s?:?-{3,}:?\s?\|", re.MULTILINE)
_SIGNS = re.compile(
    r"\*\*[^\s*][^*\n]{0,200}\*\*|</su[bp]>|\[[^\[\]\n]{1,200}\]\(https?://|^[-*] \[\d+\]",
    re.MULTILINE,
)
_MARKS: Final = ("**", "</su", "](http", "- [", "* [")  # one of them is in every such sign
_ENOUGH: Final = 2  # lesser signs that make a text Markdown


class MarkdownReader:
    """Reads Markdown; the text keeps its markup, edits lay it aside."""

    name = "markdown"

    def sniff(self, head: bytes) -> float:
        """Look for headings, pipe tables, or two of the lesser signs."""
        if foreign_format(head) or is_binary(head):
            return 0.0
        text = peek(head)
        if ("#" in text or "---" in text) and _SURE.search(text):
            return 0.5
        if not any(mark in text for mark in _MARKS):
            return 0.0
        return 0.4 if len(_SIGNS.findall(text)) >= _ENOUGH else 0.0

    def read(self, data: bytes, name: str) -> Document:
        """Read a Markdown file; `Document.text` is the decoded file, character for character.

        Raises:
            DocumentTooLargeError: The text is too long for one report.
            UnreadableDocumentError: The file is empty or binary.
        """
        text, warnings = decode(data, name)
        check_length(text, name)
        draft = lay_out(text, markdown=True)
        draft.warnings = warnings + draft.warnings
        draft.edits = disjoint(markup_edits(text), hyphen_edits(text, draft.blocks), repairs(text))
        return draft.finish(name, self.name)
