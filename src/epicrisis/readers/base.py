"""What a reader is, and the bounds that all readers share.

A reader turns the bytes of one format into a `Document`. Others can be added by installing a
package that names one in the entry point group `epicrisis.readers`; the object named there is an
instance, or a class that needs no arguments.
"""

from hashlib import sha256
from typing import Final, Protocol, runtime_checkable

from epicrisis.model import Document

HEAD: Final = 65_536  # bytes of a file that `sniff` sees
MAX_CHARACTERS: Final = 16_000_000  # of a text taken for one report; a long review has 200 000
MAX_TAGS: Final = 5_000_000  # in one file; their tree takes half a gigabyte
MAX_LINES: Final = 500_000  # lines that are looked at one by one; a thick book has 50 000
MAX_BLOCKS: Final = 100_000  # what lies beyond becomes one paragraph
MAX_CELLS: Final = 100_000  # cells in one document; tables beyond it are read as plain text
MAX_EDITS: Final = 100_000  # repairs in one document; later ones are left out


@runtime_checkable
class Reader(Protocol):
    """One format."""

    name: str

    def sniff(self, head: bytes) -> float:
        """Say how surely these first bytes are of this format: 0 not at all, 1 beyond doubt.

        Args:
            head: At most `HEAD` bytes from the start of the file, perhaps cut inside a character.
        """
        ...

    def read(self, data: bytes, name: str) -> Document:
        """Read a whole file.

        Args:
            data: The file's content.
            name: What a person calls the document.

        Raises:
            UnreadableDocumentError: The content is not of this format, or holds no text.
        """
        ...


def document_id(text: str) -> str:
    """Give the id of a document with this text: a hash, the same on every machine."""
    return "sha256:" + sha256(text.encode()).hexdigest()
