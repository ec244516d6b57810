"""Saved web pages: repositories, publishers, PubMed Central."""

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from epicrisis.errors import UnreadableDocumentError
from epicrisis.model import Document
from epicrisis.readers.decoding import check_tags, decode, foreign_format, is_binary, peek
from epicrisis.readers.html_meta import citation_in
from epicrisis.readers.html_tree import article_tree, too_deep
from epicrisis.readers.names import listed
from epicrisis.readers.page_body import page_draft
from epicrisis.readers.prolog import first_element

_PAGE: Final = listed("html head body title meta")
_FRAGMENT: Final = listed("p div table h1 h2 h3 h4 h5 h6 article section main ul ol span")
_CHARSET = re.compile(rb"<meta[^<>]{0,100}charset\s?=\s?[\"']?([\w-]{3,20})", re.IGNORECASE)


class HtmlReader:
    """Reads the article out of a page; scripts, navigation and markup are left behind."""

    name = "html"

    def sniff(self, head: bytes) -> float:
        """Look for a doctype, for the tags of a whole page, or for a fragment of one."""
        if foreign_format(head) or is_binary(head):
            return 0.0
        first = first_element(peek(head))
        if first in _PAGE:
            return 0.9
        return 0.45 if first in _FRAGMENT else 0.0

    def read(self, data: bytes, name: str) -> Document:
        """Read a page.

        Raises:
            DocumentTooLargeError: It has too many tags.
            UnreadableDocumentError: It holds no words, or nests too deeply to be parsed.
        """
        text, warnings = _decoded(data, name)
        check_tags(text.count("<"), name)
        if too_deep(text):
            raise UnreadableDocumentError(
                f"{name}: expected a web page, found elements nested thousands deep. "
                "Save the page's text instead."
            )
        page = LexborHTMLParser(text)
        draft, _ = page_draft(article_tree(page), citation_in(page), warnings)
        return draft.finish(name, self.name)


def _decoded(data: bytes, name: str) -> tuple[str, list[str]]:
    declared = _CHARSET.search(data[:4096])
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"utf-16"):
        try:
            text = data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
        else:
            if "\x00" not in text:
                return text, []
    return decode(data, name)
