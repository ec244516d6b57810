"""The body of a page: a tree of headings, paragraphs, lists and tables written onto the canvas.

Web pages and word processors share it: what a block is, a title, a caption, a note below a table,
an entry of the reference list, is told by its words and its neighbours.
"""

from typing import Final

from epicrisis.model import Block, Citation, Footnote, Table
from epicrisis.model.documents import BlockKind
from epicrisis.readers.base import MAX_CELLS
from epicrisis.readers.bibliography import Bibliography
from epicrisis.readers.canvas import Canvas
from epicrisis.readers.cells import Span
from epicrisis.readers.chunks import Chunk
from epicrisis.readers.drafts import Draft
from epicrisis.readers.front import Front, is_wordy
from epicrisis.readers.inline import Element, Marks, plain, render, render_child, tag_of
from epicrisis.readers.lines import Line
from epicrisis.readers.marked_tables import rows_of, with_notes, write_table
from epicrisis.readers.names import caption_of, listed, role_of
from epicrisis.readers.notes import is_note, notes_below, notes_in_caption

_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_BLOCKS: Final = listed(
    "p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table figure figcaption caption blockquote pre "
    "section article main header div hr"
)


def page_draft(tree: Element, citation: Citation, warnings: list[str]) -> tuple[Draft, Front]:
    """Write a tree of elements named as HTML names them.

    Args:
        tree: The body; no scripts, no navigation.
        citation: What is known already; a title is taken from the page where it has none.
        warnings: What a person should know of the file.

    Returns:
        The draft, and what the words at the head of the page told.
    """
    writer = _Writer()
    writer.write_all(tree)
    draft = Draft(
        text=writer.canvas.text,
        citation=citation,
        warnings=warnings + writer.warnings,
        tables=writer.tables,
    )
    sorted_out = _Roles(draft, writer.canvas.blocks, writer.openings)
    draft.blocks = sorted_out.blocks()
    draft.references = sorted_out.bibliography.references
    if not draft.citation.title:
        title = next((b for b in draft.blocks if b.kind == "title"), None)
        words = draft.text[title.start : title.end] if title else ""
        draft.citation = draft.citation.model_copy(update={"title": words})
    return draft, sorted_out.front


class _Writer:
    """Writes the tree of a page as blocks."""

    def __init__(self) -> None:
        self.canvas = Canvas()
        self.tables: list[Table] = []
        self.warnings: list[str] = []
        self.left = MAX_CELLS
        self.openings: dict[int, str] = {}  # where a block starts -> the mark it opens with

    def write_all(self, root: Element) -> None:
        self.container(root)
        self.canvas.close()

    def container(self, element: Element) -> None:
        """Write what an element holds; words that stand in it bare make paragraphs."""
        canvas = self.canvas
        canvas.open("paragraph")
        canvas.write(element.text)
        marks = Marks()
        for child in element:
            tag = tag_of(child)
            if tag in _BLOCKS or (tag == "span" and _holds_blocks(child)):
                self.note_opening(marks)
                self.block(child, tag)
                marks = Marks()
                canvas.open("paragraph")
                canvas.write(child.tail)
            else:
                render_child(canvas, child, marks)
        self.note_opening(marks)

    def note_opening(self, marks: Marks) -> None:
        """Close a paragraph; a raised mark at its start may make it a note to a table."""
        span = self.canvas.close()
        if span and marks.places and marks.places[0][0] <= span[0]:
            self.openings[span[0]] = marks.places[0][1]

    def block(self, element: Element, tag: str) -> None:
        if tag in _HEADINGS:
            self.simple(element, "heading", _HEADINGS[tag])
        elif tag == "table":
            self.table(element)
        elif tag in ("li", "dd", "dt") and not _holds_blocks(element):
            self.simple(element, "list_item")
        elif tag in ("figcaption", "caption"):
            self.simple(element, "caption")
        elif tag != "hr":
            self.container(element)

    def simple(self, element: Element, kind: BlockKind, level: int = 0) -> Span | None:
        self.canvas.open(kind, level)
        render(self.canvas, element)
        return self.canvas.close()

    def table(self, element: Element) -> None:
        rows = rows_of(element)
        if sum(len(row) > 1 for row, _ in rows) < 2 or next(element.iter("table"), None) is None:
            self.loose(element)
            return
        if any(inner is not element for inner in element.iter("table")):
            self.loose(element)
            return
        caption = next((child for child in element if tag_of(child) == "caption"), None)
        span = self.simple(caption, "caption") if caption is not None else self.last_caption()
        words = plain(caption) if caption is not None else self.words_of(span)
        label = caption_of(words) if words else None
        told = notes_in_caption(words, label.end if label else 0, len(words)) if span else []
        table = write_table(
            self.canvas, element, label=label.label if label else "", caption=span, left=self.left
        )
        if table is None:
            self.warnings.append("a table of too many cells was read as plain text")
            for row, _ in rows:
                self.simple(row, "paragraph")
            return
        self.left -= len(table.cells)
        moved = [
            note.model_copy(update={"start": note.start + span[0], "end": note.end + span[0]})
            for note in told
            if span
        ]
        self.tables.append(with_notes(table, moved))

    def last_caption(self) -> Span | None:
        """The block right before a table, if it opens like the caption of one."""
        last = self.canvas.blocks[-1] if self.canvas.blocks else None
        if last is None or last.kind not in ("paragraph", "heading", "caption"):
            return None
        label = caption_of(self.canvas.words[:200])
        if label is None or not label.is_table:
            return None
        self.canvas.blocks[-1] = last.model_copy(update={"kind": "caption", "level": 0})
        return last.start, last.end

    def words_of(self, span: Span | None) -> str:
        return self.canvas.words if span else ""

    def loose(self, element: Element) -> None:
        """A table that only lays a page out: its cells are read one after the other."""
        for row, _ in rows_of(element):
            for cell in row:
                self.container(cell)


def _holds_blocks(element: Element) -> bool:
    return any(tag_of(inner) in _BLOCKS for inner in element.iter() if inner is not element)


class _Roles:
    """Sorts the blocks of a page: title, front matter, captions, notes, references, furniture."""

    def __init__(self, draft: Draft, blocks: list[Block], openings: dict[int, str]) -> None:
        self.draft = draft
        self.found = blocks
        self.openings = openings
        self.front = Front()
        self.bibliography = Bibliography(draft.text)
        self.mode = "front"
        self.tables = {table.start: index for index, table in enumerate(draft.tables)}
        self.last_table: int | None = None

    def blocks(self) -> list[Block]:
        sorted_out: list[Block] = []
        titled = False
        for block in self.found:
            words = self.draft.text[block.start : min(block.end, block.start + 300)]
            role = role_of(words)
            if block.kind == "heading" and block.level == 1 and not titled and not role:
                titled = True
                sorted_out.append(block.model_copy(update={"kind": "title", "level": 0}))
                continue
            sorted_out += self.sort(block, words, role)
            if block.kind == "table":
                self.last_table = self.tables.get(block.start)
            elif sorted_out and sorted_out[-1].kind != "footnote":
                self.last_table = None
        return sorted_out

    def sort(self, block: Block, words: str, role: str) -> list[Block]:
        if role in ("heading", "references", "keywords"):
            self.mode = role if role == "references" else "body"
            level = block.level or 2
            return [block.model_copy(update={"kind": "heading", "level": level})]
        if role == "chrome":
            self.mode = "chrome" if self.mode != "front" else self.mode
            return [block.model_copy(update={"kind": "boilerplate", "level": 0})]
        if role == "front":
            return [block.model_copy(update={"kind": "front_matter", "level": 0})]
        if block.kind == "heading":
            self.mode = "body"
            return [block]
        if self.mode == "chrome" and block.kind != "table":
            return [block.model_copy(update={"kind": "boilerplate"})]
        if block.kind in ("paragraph", "list_item"):
            return self.sort_words(block, words)
        return [block]

    def take_note(self, block: Block, index: int) -> bool:
        """Take a paragraph right below a table as its note, if it is one."""
        table = self.draft.tables[index]
        marks = frozenset(mark for cell in table.cells for mark in cell.marks)
        mark = self.openings.get(block.start)
        if mark:
            notes = [Footnote(mark=mark, start=block.start, end=block.end)]
        elif is_note(self.draft.text, block.start, block.end, marks):
            notes = notes_below(self.draft.text, block.start, block.end, marks)
        else:
            return False
        self.draft.tables[index] = with_notes(table, notes)
        return True

    def sort_words(self, block: Block, words: str) -> list[Block]:
        if self.mode == "references":
            line = Line(block.start, block.end, 2, False)
            return self.bibliography.take(Chunk("plain", [line]))
        if self.mode == "front" and not is_wordy(words) and self.front.note(words):
            return [block.model_copy(update={"kind": "front_matter"})]
        if self.last_table is not None and self.take_note(block, self.last_table):
            return [block.model_copy(update={"kind": "footnote"})]
        caption = caption_of(words)
        if caption and caption.sure and block.kind == "paragraph":
            return [block.model_copy(update={"kind": "caption"})]
        return [block]
