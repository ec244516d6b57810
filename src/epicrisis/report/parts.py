"""What a report is made of: sections, and in each of them blocks that know nothing of their looks.

A page and a Word document are written of the same parts, so that both say the same.
"""

from dataclasses import dataclass
from pathlib import Path

from epicrisis.errors import UnknownNameError
from epicrisis.synthesis import EvidenceTable
from epicrisis.synthesis.sheets import Sheet

FORMS = ("html", "docx")


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph. `role` is empty, `lead` (what matters most) or `small` (ids, who is missing)."""

    text: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list. `role` is empty, `warnings` (what a reader must know) or `references`."""

    lines: tuple[str, ...]
    role: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The few numbers that stand at the top: each with what it counts."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A small table."""

    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure, as the text of an SVG document, with the words below it."""

    drawing: str
    caption: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence table; each of its cells leads to its sentences."""

    table: EvidenceTable


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding of the audit that touches a datum of an included patient."""

    code: str
    severity: str
    study: str
    message: str
    suggestion: str
    quote: str
    status: str


@dataclass(frozen=True, slots=True)
class Doubts:
    """Findings of the audit, the gravest first."""

    listed: tuple[Doubt, ...]


Block = Words | Items | Numbers | Grid | Picture | Evidence | Doubts


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it; `id` is its address inside the page."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A report of what a cohort's papers tell.

    Attributes:
        title: What stands above it.
        sections: In the order in which they are read.
        version: Version of epicrisis that made it; empty where it was not told.
    """

    title: str
    sections: tuple[Section, ...]
    version: str = ""

    def html(self) -> str:
        """Give it as one page without script that asks for nothing outside."""
        from epicrisis.report.page import page

        return page(self)

    def docx(self) -> bytes:
        """Give it as a Word document; equal reports give equal bytes."""
        from epicrisis.report.word import document

        return document(self)

    def rendered(self, form: str) -> bytes:
        """Give the file of a form, `html` or `docx`, with or without its dot.

        Raises:
            UnknownNameError: There is no such form.
        """
        ending = form.lower().removeprefix(".")
        if ending not in FORMS:
            raise UnknownNameError("form of a report", ending, FORMS)
        return self.docx() if ending == "docx" else self.html().encode()

    def save(self, path: Path) -> None:
        """Write it as HTML or DOCX, whichever the file's ending says.

        Raises:
            UnknownNameError: The ending is neither.
        """
        path.write_bytes(self.rendered(path.suffix))

    def __repr__(self) -> str:
        return f"<Report: {self.title}, {len(self.sections)} sections>"
