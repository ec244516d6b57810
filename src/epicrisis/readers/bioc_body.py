"""The passages of a BioC article written onto the canvas."""

import re
from collections.abc import Sequence
from typing import Final

from epicrisis.errors import UnreadableDocumentError
from epicrisis.model import Cell, Citation, Footnote, Reference, Table
from epicrisis.readers.base import MAX_CELLS
from epicrisis.readers.canvas import Canvas
from epicrisis.readers.cells import Span, cell_span, reads_like_data
from epicrisis.readers.marked_tables import with_notes, write_table
from epicrisis.readers.names import caption_of
from epicrisis.readers.notes import notes_below, notes_in_caption
from epicrisis.readers.passages import Passage
from epicrisis.readers.references import reference
from epicrisis.readers.xml_parsing import parse, strip_namespaces

_LEVEL = re.compile(r"title_(\d)$")
_ROWS = re.compile(r" ?\t ?\n|\n")
_NUMBER = re.compile(r"\d{1,4}")
_CAPTIONS: Final = ("fig_caption", "fig_title_caption", "fig_title", "table_caption")
_CAPTIONS_OF_TABLES: Final = ("table_caption", "table_title_caption", "table_title")
_HEADLESS: Final = {"ABSTRACT": "Abstract", "REF": "References", "CASE": "Case report"}


class BiocBody:
    """Writes passages in order; what belongs to one table comes behind one another."""

    def __init__(self, citation: Citation) -> None:
        self.canvas = Canvas()
        self.citation = citation
        self.tables: list[Table] = []
        self.references: list[Reference] = []
        self.warnings: list[str] = []
        self.left = MAX_CELLS
        self._caption: tuple[str, Span] | None = None
        self._told: list[Footnote] = []  # notes in the caption of the table that comes next
        self._section = ""
        self._headed: set[str] = set()

    def write(self, passages: Sequence[Passage]) -> None:
        """Write an article from its title to its last passage."""
        canvas = self.canvas
        canvas.open("title")
        canvas.write(self.citation.title)
        canvas.open("front_matter")
        canvas.write(", ".join(self.citation.authors))
        canvas.close()
        titled = False
        for passage in passages:
            if not titled and " ".join(passage.text.split()) == self.citation.title:
                titled = True
                continue
            self._write(passage)
        canvas.close()

    def _write(self, passage: Passage) -> None:
        kind, section = passage.kind, passage.section
        if kind.startswith("table") and not kind.startswith(_CAPTIONS_OF_TABLES):
            self._table_part(passage)
            return
        if kind in _CAPTIONS or kind in _CAPTIONS_OF_TABLES:
            self._write_caption(passage)
            return
        self._caption = None
        level = _LEVEL.search(kind)
        titled = (
            level is not None
            or kind.startswith("title")
            or (kind.endswith("title") and section != "TITLE")
        )
        self._enter(section, passage.text if titled else "")
        if titled:
            inner = 1 if section == "ABSTRACT" and not _names_abstract(passage.text) else 0
            self._heading(passage.text, (int(level[1]) if level else 2) + inner)
        elif kind == "ref" or section == "REF":
            self._reference(passage)
        else:
            self._block("paragraph" if kind != "footnote" else "footnote", passage.text)

    def _enter(self, section: str, heading: str) -> None:
        """Give a section its name where the passages bring none of their own."""
        if section == self._section:
            return
        self._section = section
        named = _names_abstract(heading) if section == "ABSTRACT" else bool(heading)
        if section in _HEADLESS and section not in self._headed and not named:
            self._heading(_HEADLESS[section], 1)
        self._headed.add(section)

    def _heading(self, words: str, level: int) -> None:
        self.canvas.open("heading", level)
        self.canvas.write(words)
        self.canvas.close()

    def _block(self, kind: str, words: str) -> Span | None:
        self.canvas.open("footnote" if kind == "footnote" else "paragraph")
        self.canvas.write(words)
        return self.canvas.close()

    def _write_caption(self, passage: Passage) -> None:
        """Write a caption; the title and the words of one table make one caption."""
        canvas = self.canvas
        label = " ".join(passage.infons.get("label", "").split())
        canvas.open("caption")
        if label and not passage.text.startswith(label):
            canvas.write(label if label.endswith((".", ":")) else label + ".")
            canvas.write(" ")
        canvas.write(passage.text)
        span = canvas.close()
        if span and passage.kind in _CAPTIONS_OF_TABLES:
            words = canvas.words
            found = caption_of(words[:200])
            told = notes_in_caption(words, found.end if found else 0, len(words))
            self._told = [*(self._told if self._caption else []), *_moved(told, span[0])]
            self._caption = (label.rstrip(".: ") or (found.label if found else ""), span)

    def _table_part(self, passage: Passage) -> None:
        if passage.kind.startswith(("table_foot", "table_note")):
            self._note(passage.text)
            return
        label, caption = self._caption or ("", None)
        table = self._marked(passage, label, caption) or self._tabbed(passage, label, caption)
        if table is not None:
            self.left -= len(table.cells)
            self.tables.append(with_notes(table, self._told))
        self._caption, self._told = None, []

    def _note(self, words: str) -> None:
        """Write what stands below the last table."""
        span = self._block("footnote", words)
        if span is None or not self.tables:
            return
        table = self.tables[-1]
        marks = frozenset(mark for cell in table.cells for mark in cell.marks)
        written = self.canvas.words
        notes = _moved(notes_below(written, 0, len(written), marks), span[0])
        self.tables[-1] = with_notes(table, notes)

    def _marked(self, passage: Passage, label: str, caption: Span | None) -> Table | None:
        """Write a table from its own markup, where the passage brings it."""
        markup = passage.infons.get("xml", "")
        if "<t" not in markup:
            return None
        try:
            root = parse(markup.encode("utf-8", "replace"), "table", [])
        except UnreadableDocumentError:
            return None
        strip_namespaces(root)
        source = root if root.tag == "table" else next(root.iter("table"), None)
        if source is None:
            return None
        return write_table(self.canvas, source, label=label, caption=caption, left=self.left)

    def _tabbed(self, passage: Passage, label: str, caption: Span | None) -> Table | None:
        """Write a table of which only the words are left: cells a tab apart, rows a line."""
        rows = [row.split("\t") for row in _ROWS.split(passage.text) if row.strip()]
        if len(rows) < 2 or max(map(len, rows)) < 2 or sum(map(len, rows)) > self.left:
            if sum(map(len, rows)) > self.left:
                self.warnings.append(f"{label or 'a table'} has too many cells; read as plain text")
            self._block("paragraph", passage.text)
            return None
        heads = 0 if reads_like_data([words.strip() for words in rows[0]]) else 1
        canvas = self.canvas
        canvas.open("table")
        cells: list[Cell] = []
        for number, row in enumerate(rows):
            for column, words in enumerate(row):
                cells.append(self._cell(words, number, column, heads))
        span = canvas.close()
        if span is None:
            return None
        return Table(
            label=label,
            start=span[0],
            end=span[1],
            caption=caption,
            header_rows=heads,
            cells=tuple(cells),
            flattened=True,
        )

    def _cell(self, words: str, row: int, column: int, heads: int) -> Cell:
        canvas = self.canvas
        canvas.begin_cell("\t" if column else "\n" if row else "")
        start = canvas.position
        canvas.write(words)
        left, right, marks = cell_span(written := canvas.end_cell(), 0, len(written))
        return Cell(
            row=row,
            column=column,
            start=start + left,
            end=start + right,
            header=row < heads or column == 0,
            marks=marks,
        )

    def _reference(self, passage: Passage) -> None:
        """Write an entry of the list; its parts stand in the infons, its title is the text."""
        told = passage.infons
        number = _NUMBER.search(told.get("label", ""))
        place = int(number[0]) if number else len(self.references) + 1
        family = told.get("name_0", "").partition("surname:")[2].split(";")[0].strip()
        words = passage.text.strip() or told.get("title", "")
        if told.get("source") or told.get("year"):
            words = _composed(words, told)
        span = self._entry(f"{place}. {words}") if words.strip(" .") else None
        if span is None:
            return
        read = reference(self.canvas.words, 0, len(self.canvas.words), place)
        year = told.get("year", "")[:4]
        self.references.append(
            Reference(
                number=place,
                start=span[0],
                end=span[1],
                first_author=family or read.first_author,
                year=int(year) if year.isdecimal() and len(year) == 4 else read.year,
                title=" ".join(passage.text.split()) if family else read.title,
                doi=told.get("pub-id_doi", "") or read.doi,
                pmid=told.get("pub-id_pmid", "") or read.pmid,
            )
        )

    def _entry(self, words: str) -> Span | None:
        self.canvas.open("reference")
        self.canvas.write(words)
        return self.canvas.close()


def _names_abstract(words: str) -> bool:
    return words.strip(" .:").lower() in ("abstract", "summary")


def _moved(notes: Sequence[Footnote], by: int) -> list[Footnote]:
    return [
        note.model_copy(update={"start": note.start + by, "end": note.end + by}) for note in notes
    ]


def _composed(title: str, told: dict[str, str]) -> str:
    """Write the parts of an entry one behind the other, as Vancouver lists do."""
    names = []
    for number in range(200):
        name = dict(
            part.split(":", 1) for part in told.get(f"name_{number}", "").split(";") if ":" in part
        )
        if not name:
            break
        given = "".join(word[0] for word in name.get("given-names", "").split())
        names.append(f"{name.get('surname', '')} {given}".strip())
    last = told.get("lpage", "")
    pages = told.get("fpage", "") + (f"–{last}" if last else "")
    numbers = ";".join(part for part in (told.get("year", ""), told.get("volume", "")) if part)
    when = f"{numbers}:{pages}" if numbers and pages else numbers or pages
    parts = (", ".join(names), title, told.get("source", ""), when)
    return " ".join(
        part if part.endswith((".", "?", "!")) else part + "." for part in parts if part
    )
