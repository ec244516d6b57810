"""Small trees that readers build of other formats, with elements named as HTML names them."""

import re
from dataclasses import dataclass

from lxml import etree

from epicrisis.readers.inline import Element

_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def legal(words: str) -> str:
    """Leave out the characters that XML does not allow."""
    return _INVALID.sub("", words)


@dataclass(slots=True)
class Pen:
    """Writes words into an element, behind the last child that was added."""

    element: Element
    last: Element | None = None

    def write(self, words: str) -> None:
        """Add words to what stands there."""
        words = legal(words)
        if self.last is None:
            self.element.text = (self.element.text or "") + words
        else:
            self.last.tail = (self.last.tail or "") + words

    def add(self, tag: str) -> "Pen":
        """Add a child, and give the pen that writes into it."""
        self.last = etree.SubElement(self.element, tag)
        return Pen(self.last)
