"""DOCX, an author's draft as a word processor saves it."""

import io
import zipfile
from typing import Final

from epicrisis.errors import DocumentTooLargeError, UnreadableDocumentError
from epicrisis.model import Citation, Document
from epicrisis.readers.archives import BROKEN
from epicrisis.readers.docx_tree import body_tree, notes_in, styles_in
from epicrisis.readers.front import Front
from epicrisis.readers.inline import Element, words_in
from epicrisis.readers.page_body import page_draft
from epicrisis.readers.xml_parsing import parse, strip_namespaces

MOST_PART: Final = 64_000_000  # bytes of one part unpacked; the text of a thick book has ten
_MAIN: Final = "word/document.xml"
_OTHERS: Final = (b"xl/workbook", b"ppt/presentation", b"xl/", b"ppt/")


class DocxReader:
    """Reads a draft as it would be printed with all its changes accepted."""

    name = "docx"

    def sniff(self, head: bytes) -> float:
        """Look for the list of parts of an office file, and for none of a workbook or of slides."""
        if not head.startswith(b"PK\x03\x04"):
            return 0.0
        if b"word/document.xml" in head or (b"[Content_Types].xml" in head and b"word/" in head):
            return 0.97
        other = any(part in head for part in _OTHERS)
        return 0.6 if b"[Content_Types].xml" in head[:4096] and not other else 0.0

    def read(self, data: bytes, name: str) -> Document:
        """Read a draft.

        Raises:
            DocumentTooLargeError: A part of it unpacks to more than 64 million bytes.
            UnreadableDocumentError: It is broken, another kind of file, or holds no text.
        """
        warnings: list[str] = []
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts = _Parts(archive, name)
                main = parts.get(_MAIN, warnings)
                if main is None:
                    raise UnreadableDocumentError(_no_draft(name))
                styles = parts.get("word/styles.xml", [])
                notes = {
                    kind: notes_in(parts.get(f"word/{kind}s.xml", []))
                    for kind in ("footnote", "endnote")
                }
                core = parts.get("docProps/core.xml", [])
        except BROKEN as error:
            if isinstance(error, UnreadableDocumentError | DocumentTooLargeError):
                raise
            raise UnreadableDocumentError(
                f"{name}: expected a DOCX file, found a broken one ({error}). "
                "Open it in a word processor and save it again."
            ) from None
        tree = body_tree(main, styles_in(styles), notes, warnings)
        draft, front = page_draft(tree, Citation(), warnings)
        draft.citation = _citation(draft.citation.title, front, core)
        return draft.finish(name, self.name)


class _Parts:
    """The parts of a file, each unpacked no further than it may be."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.archive, self.name = archive, name
        self.known = frozenset(archive.namelist())

    def get(self, part: str, warnings: list[str]) -> Element | None:
        if part not in self.known:
            return None
        with self.archive.open(part) as file:
            data = file.read(MOST_PART + 1)
        if len(data) > MOST_PART:
            raise DocumentTooLargeError(
                f"{self.name}: expected a draft, found one whose {part} unpacks to more than "
                f"{MOST_PART} bytes (a bomb?). Save its text in a file of its own."
            )
        if not data.strip():
            return None
        root = parse(data, f"{self.name}/{part}", warnings, "a part of a DOCX file")
        strip_namespaces(root)
        return root


def _no_draft(name: str) -> str:
    return (
        f"{name}: expected a DOCX file, found one without {_MAIN} (a workbook, slides, or another "
        "office format). Save it as DOCX, PDF or plain text."
    )


def _citation(title: str, front: Front, core: Element | None) -> Citation:
    """Give what the page says, and where it is silent what the file says of itself."""
    told = {str(part.tag): " ".join(words_in(part)) for part in core} if core is not None else {}
    printed = front.citation()
    return printed.model_copy(update={"title": title or " ".join(told.get("title", "").split())})
