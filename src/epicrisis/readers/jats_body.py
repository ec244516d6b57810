"""The body of a JATS article written onto the canvas."""

import re
from collections.abc import Callable
from typing import Final

from epicrisis.model import Reference, Table
from epicrisis.readers.base import MAX_CELLS
from epicrisis.readers.canvas import Canvas
from epicrisis.readers.cells import Span
from epicrisis.readers.inline import Element, plain, render, render_child, tag_of, words_in
from epicrisis.readers.jats_front import child_named, children
from epicrisis.readers.jats_notes import moved, notes_of
from epicrisis.readers.jats_refs import plain_label, write_reference
from epicrisis.readers.marked_tables import rows_of, with_notes, write_table
from epicrisis.readers.names import listed
from epicrisis.readers.notes import notes_in_caption
from epicrisis.readers.oasis import tables_in

_BLOCKS: Final = listed(
    "list def-list table-wrap table-wrap-group fig fig-group disp-quote boxed-text "
    "verse-group statement speech sec array preformat supplementary-material"
)
_WRAPPERS: Final = listed(
    "body back boxed-text disp-quote statement speech fig-group table-wrap-group "
    "floats-group ack app app-group fn-group glossary notes bio sec abstract "
    "trans-abstract front-stub sub-article response author-notes sec-meta floats-wrap"
)
_TITLES: Final = {
    "ack": "Acknowledgements",
    "ref-list": "References",
    "glossary": "Abbreviations",
    "boxed-text": "",
    "fn-group": "Notes",
}
_SILENT: Final = listed(
    "title label sec-meta object-id graphic media alt-text permissions "
    "copyright-statement processing-meta front front-stub"
)
_DEEPEST: Final = 60  # sections within sections; deeper ones are read as one paragraph
_MARK = re.compile(r"\d{1,2}$")


class Body:
    """Writes elements in order; tables and references are kept as they come."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.tables: list[Table] = []
        self.references: list[Reference] = []
        self.left = MAX_CELLS
        self.warnings: list[str] = []
        self._writers: dict[str, Callable[[Element, int], None]] = {
            "p": self.paragraph,
            "list": self.items,
            "def-list": self.definitions,
            "table-wrap": self.table_wrap,
            "fig": self.figure,
            "supplementary-material": self.figure,
            "disp-formula": self.paragraph,
            "preformat": self.paragraph,
            "verse-group": self.paragraph,
            "attrib": self.paragraph,
            "caption": self.boxed_caption,
            "fn": self.note,
            "ref-list": self.references_list,
        }

    def heading(self, words: str, level: int) -> None:
        """Write a heading of that depth."""
        self.canvas.open("heading", level)
        self.canvas.write(words)
        self.canvas.close()

    def write(self, element: Element, level: int) -> None:
        """Write an element and all below it; `level` is the depth of the headings in it."""
        tag = tag_of(element)
        if tag in self._writers:
            self._writers[tag](element, level)
        elif tag in _WRAPPERS and level < _DEEPEST:
            self.section(element, level)
        elif tag and tag not in _SILENT:
            self.paragraph(element, level)

    def section(self, element: Element, level: int, title: str = "") -> None:
        """Write a section: its heading, then what is in it."""
        heading = child_named(element, "title")
        boxed = child_named(element, "caption") if heading is None else None
        if boxed is not None:
            heading = child_named(boxed, "title")
        words = plain(heading) if heading is not None else title or _TITLES.get(tag_of(element), "")
        label = child_named(element, "label")
        if words and label is not None and tag_of(element) in ("sec", "app"):
            words = f"{plain_label(label)} {words}"
        if words:
            self.heading(words, level)
        self.write_all(element, level + 1 if words else level)

    def write_all(self, element: Element, level: int) -> None:
        """Write all that is in an element, bare words too, which a valid file would not have."""
        self.bare(element.text)
        for child in element:
            self.write(child, level)
            self.bare(child.tail)

    def bare(self, words: str | None) -> None:
        """Write words that stand outside any paragraph."""
        if words and words.strip():
            self.canvas.open("paragraph")
            self.canvas.write(words)
            self.canvas.close()

    def paragraph(self, element: Element, level: int) -> None:
        """Write a paragraph; a list, table or figure inside cuts it in two."""
        canvas = self.canvas
        if not any(tag_of(child) in _BLOCKS for child in element):
            canvas.open("paragraph")
            render(canvas, element)
            canvas.close()
            self._floats(element, level)
            return
        canvas.open("paragraph")
        canvas.write(element.text)
        begun = False
        for child in element:
            if tag_of(child) in _BLOCKS:
                begun = canvas.close() is not None or begun
                self.write(child, level + 1)
                canvas.open("paragraph", continues=begun)
                canvas.write(child.tail)
            else:
                render_child(canvas, child)
        canvas.close()

    def _floats(self, element: Element, level: int) -> None:
        """Tables and figures deep inside a paragraph follow it."""
        for tag in ("table-wrap", "fig"):
            for inner in element.iter(tag):
                self.write(inner, level + 1)

    def items(self, element: Element, level: int) -> None:
        """Write a list, one block an item."""
        heading = child_named(element, "title")
        if heading is not None:
            self.heading(plain(heading), level)
        for item in children(element, "list-item"):
            label = child_named(item, "label")
            mark = f"{plain_label(label)} " if label is not None else ""
            for child in item:
                if tag_of(child) in ("list", "def-list", "table-wrap", "fig") and level < _DEEPEST:
                    self.write(child, level + 1)
                elif tag_of(child) not in ("", "label"):
                    self.canvas.open("list_item")
                    self.canvas.write(mark)
                    render(self.canvas, child)
                    self.canvas.close()
                    mark = ""

    def boxed_caption(self, element: Element, level: int) -> None:
        """Write what stands below the title of a box, which is its heading."""
        for child in element:
            if tag_of(child) != "title":
                self.write(child, level)

    def definitions(self, element: Element, level: int) -> None:
        """Write a list of definitions: `term: meaning`."""
        heading = child_named(element, "title")
        if heading is not None:
            self.heading(plain(heading), level)
        for item in children(element, "def-item"):
            parts = [plain(part) for part in children(item, "term", "def")]
            self.canvas.open("list_item")
            self.canvas.write(": ".join(part for part in parts if part))
            self.canvas.close()

    def figure(self, element: Element, level: int) -> None:
        """Write the caption of a figure or of a supplement, and what else it says.

        Below a medium without a label stands only that it can be fetched.
        """
        label = child_named(element, "label")
        media = child_named(element, "media") if label is not None else None
        inner = element if child_named(element, "caption") is not None or media is None else media
        self.caption(inner, label)
        for child in element:
            if tag_of(child) in ("p", "sec", "list", "disp-quote"):
                self.write(child, level)

    def caption(
        self, element: Element, label: Element | None = None
    ) -> tuple[str, Span | None, int]:
        """Write label and caption as one block; give the label, the span, and where words start."""
        label = child_named(element, "label") if label is None else label
        words = plain_label(label) if label is not None else ""
        canvas = self.canvas
        canvas.open("caption")
        if words:
            canvas.write(words if words.endswith((".", ":")) else words + ".")
            canvas.write(" ")
        start = canvas.position
        caption = child_named(element, "caption")
        for child in caption if caption is not None else ():
            render_child(canvas, child)
            if tag_of(child) == "title" and canvas.before().rstrip()[-1:].isalnum():
                canvas.join()
                canvas.write(". ")
            canvas.write(" ")
        span = canvas.close()
        return words.rstrip(".: "), span, start

    def table_wrap(self, element: Element, level: int) -> None:
        """Write a table: caption, rows, notes."""
        label, span, start = self.caption(element)
        words = self.canvas.words
        told = notes_in_caption(words, start - span[0], len(words)) if span else []
        sources = tables_in(element)
        if not sources:
            self.picture(element, label)
        notes = [foot for foot in element if tag_of(foot) == "table-wrap-foot"]
        noted = frozenset(
            plain_label(item)
            for foot in notes
            for item in foot.iter("label", "sup")
            if _MARK.match(plain_label(item))
        )
        found = [moved(note, span[0]) for note in told] if span else []
        written: list[Table] = []
        for source in sources:
            table = self.grid(source, label, span, noted)
            if table is not None:
                written.append(table)
        marks = frozenset(m for table in written for cell in table.cells for m in cell.marks)
        for foot in notes:
            found += notes_of(self.canvas, foot, marks)
        self.tables += [with_notes(table, found) for table in written]

    def grid(
        self, source: Element, label: str, span: Span | None, noted: frozenset[str]
    ) -> Table | None:
        """Write the rows of a table; one of too many cells becomes a paragraph a row."""
        table = write_table(
            self.canvas, source, label=label, caption=span, noted=noted, left=self.left
        )
        if table is not None:
            self.left -= len(table.cells)
        elif any(words.strip() for words in words_in(source)):
            self.warnings.append(f"{label or 'a table'} has too many cells; read as plain text")
            for row, _ in rows_of(source):
                self.paragraph(row, 1)
        return table

    def picture(self, element: Element, label: str) -> None:
        """Say where a table is only a picture; whatever words stand in its place are written."""
        if next(iter(element.iter("graphic", "inline-graphic", "media")), None) is not None:
            self.warnings.append(f"{label or 'a table'} is a picture: its cells were not read")
        for child in element:
            if tag_of(child) not in ("label", "caption", "table-wrap-foot", "alternatives"):
                self.write(child, 2)

    def note(self, element: Element, level: int) -> None:
        """Write a note that stands at the end of the article."""
        self.canvas.open("paragraph")
        for child in element:
            if tag_of(child) not in ("", "label"):
                render(self.canvas, child)
                self.canvas.write(" ")
        self.canvas.close()

    def references_list(self, element: Element, level: int) -> None:
        """Write the reference list."""
        title = child_named(element, "title")
        words = plain(title) if title is not None else ""
        self.heading(words or _TITLES["ref-list"], level)
        for ref in element.iter("ref"):
            entry = write_reference(self.canvas, ref, len(self.references) + 1)
            if entry is not None:
                self.references.append(entry)
