"""What each paragraph of a PDF is, and the text written in that order.

The same decisions as in `layout`, but from print: size, weight and place tell what words alone
leave open.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from epicrisis.model import Block, Table
from epicrisis.model.documents import BlockKind
from epicrisis.readers.base import MAX_CELLS
from epicrisis.readers.front import Front, is_prose
from epicrisis.readers.marked_tables import with_notes
from epicrisis.readers.names import caption_of, numbering_depth, role_of
from epicrisis.readers.notes import is_note, notes_below
from epicrisis.readers.pdf_front import title_index
from epicrisis.readers.pdf_gridcells import Grid
from epicrisis.readers.pdf_grids import Area, rest, write_table
from epicrisis.readers.pdf_paragraphs import Para, goes_on
from epicrisis.readers.pdf_sheet import Sheet
from epicrisis.readers.pdf_words import Strip

Mode = Literal["front", "labels", "body", "references", "keywords"]
_KEYWORDS = re.compile(r"(?:key\s?words?|index terms)\s?[:—–-]\s?\S", re.IGNORECASE)
_ITEM = re.compile(r"[•▪‣◦●■]|(?:[-–*]|\(?\d{1,2}[.)])\s")
_LEGAL = re.compile(
    r"©|creative\s?commons|[Aa]ll rights reserved|open.access article|[Dd]ownloaded from"
    r"|doi\.org|^https?://|^\S*licen[sc]es?/|^www\.|@"
    r"|\b(?:Received|Accepted|Published online|Correspond\w+)\b"
)
_SPACED = re.compile(r"(?:\w ){3,30}\w$")
_UNIT_END = re.compile(r"[.,;!?)]$")
_HEADING_LENGTH: Final = 140
_HEADING_WORDS: Final = 18
_AHEAD: Final = 40  # paragraphs among which the title is looked for


@dataclass(slots=True)
class Edge:
    """A running head or foot."""

    lines: list[Strip]
    page: int


Part = Para | Area | Edge


@dataclass(slots=True)
class Written:
    """What the roles leave behind."""

    sheet: Sheet
    tables: list[Table] = field(default_factory=list)
    entries: list[int] = field(default_factory=list)  # which blocks are in the reference list
    front: Front = field(default_factory=Front)
    warnings: list[str] = field(default_factory=list)


def body_size(parts: Sequence[Part]) -> float:
    """Give the size in which most characters of the paragraphs are printed."""
    sizes: Counter[float] = Counter()
    for part in parts:
        if isinstance(part, Para):
            for line in part.lines:
                sizes[round(line.size, 1)] += len(line.pieces)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def write(parts: list[Part], told_title: str) -> Written:
    """Write the parts of a document in order."""
    writer = _Writer(parts, told_title)
    writer.write_all()
    return writer.made


class _Writer:
    def __init__(self, parts: list[Part], told_title: str) -> None:
        self.parts = parts
        self.body = body_size(parts)
        self.made = Written(Sheet())
        self.sheet, self.front = self.made.sheet, self.made.front
        self.mode: Mode = "front"
        self.left = MAX_CELLS
        self.styles: dict[tuple[float, bool, bool], int] = {}
        self.last: Block | None = None  # the last caption of a table, waiting for one
        self.label = ""
        self.torn: Para | None = None  # the last paragraph; another column may hold its end
        self.noted: int | None = None  # the table whose notes may follow
        self.title = self._title(told_title)

    def _title(self, told: str) -> int | None:
        heads: list[Para] = []
        places: list[int] = []
        for index, part in enumerate(self.parts[: 3 * _AHEAD]):
            if isinstance(part, Para):
                role = role_of(_named(part.words))
                if heads and role == "heading" and "case" not in part.words.lower():
                    break
                heads.append(part)
                places.append(index)
            if len(heads) > _AHEAD:
                break
        found = title_index(heads, told, self.body)
        return None if found is None else places[found]

    def write_all(self) -> None:
        if self.title is None:
            self.mode = "body"
        index = 0
        while index < len(self.parts):
            part = self.parts[index]
            if isinstance(part, Edge):
                self.put("boilerplate", part.lines, [part.page] * len(part.lines))
            elif isinstance(part, Area):
                self.area(index, part)
            else:
                index += self.para(index, part)
            index += 1

    def put(
        self, kind: BlockKind, lines: Sequence[Strip], pages: Sequence[int], level: int = 0
    ) -> Block | None:
        return self.sheet.block(kind, lines, pages, level)

    def add(self, kind: BlockKind, para: Para, level: int = 0) -> Block | None:
        if kind != "footnote":
            self.noted = None
        block = self.put(kind, para.lines, [para.page] * len(para.lines), level)
        if kind == "paragraph" and block is not None:
            if self.torn is not None and goes_on(self.torn, para):
                self.sheet.blocks[-1] = block = block.model_copy(update={"continues": True})
            self.torn = para
        elif kind in ("heading", "title", "reference"):
            self.torn = None
        return block

    def para(self, index: int, para: Para) -> int:
        """Write a paragraph; give how many parts behind it were written with it."""
        words = para.words
        if index == self.title:
            self.front.title = self._joined_words(self.add("title", para))
            return 0
        if self.title is not None and index < self.title:
            if role_of(words) and not self.front.article_type and "abstract" not in words.lower():
                self.front.article_type = words.strip(" .:")
            self.add("front_matter", para)
            return 0
        caption = caption_of(words[:200])
        if caption and (caption.sure or para.lines[0].bold or para.size < 0.97 * self.body):
            return self.caption(index, para, is_table=caption.is_table, label=caption.label)
        if self.noted is not None and self.note(para):
            return 0
        if self.is_heading(index, para, words):
            self.heading(para, words)
        elif self.mode == "references":
            if self.add("reference", para):
                self.made.entries.append(len(self.sheet.blocks) - 1)
        elif self.mode in ("front", "labels"):
            self.head(para, words)
        elif self.mode == "keywords" and len(words) < 400:
            self.keywords(para)
            self.mode = "body"
        else:
            self.plain(para, words)
        return 0

    def head(self, para: Para, words: str) -> None:
        """A paragraph before the text has begun."""
        self.front.note(_unmarked(para))
        if _KEYWORDS.match(words):
            self.keywords(para)
        elif is_prose(words) and not _LEGAL.search(words[:200]) and para.size > 0.85 * self.body:
            self.mode = "body"
            self.add("paragraph", para)
        else:
            self.add("front_matter", para)

    def plain(self, para: Para, words: str) -> None:
        small = para.size < 0.93 * self.body
        if _KEYWORDS.match(words):
            self.keywords(para)
        elif small and _LEGAL.search(words):
            self.front.note_labelled(words[:2000])
            self.add("front_matter" if para.page == 1 else "boilerplate", para)
        elif small and len(words) < 30 and not _UNIT_END.search(words):
            self.add("boilerplate", para)
        elif small and (words[:1] in "*†‡§¶" or (para.low and para.page == 1)):
            self.add("footnote", para)
        elif _ITEM.match(words):
            self.add("list_item", para)
        else:
            self.add("paragraph", para)

    def caption(self, index: int, para: Para, *, is_table: bool, label: str) -> int:
        """Write a caption; where it is but a label, the paragraph behind it belongs to it."""
        lines, pages, more = list(para.lines), [para.page] * len(para.lines), 0
        behind = self.parts[index + 1] if index + 1 < len(self.parts) else None
        after = self.parts[index + 2] if index + 2 < len(self.parts) else None
        alone = len(para.words.strip(" .:|")) <= len(label) + 1
        if (
            alone
            and isinstance(behind, Para)
            and behind.page == para.page
            and len(behind.words) < 300
            and (not is_table or isinstance(after, Area))
            and not role_of(behind.words)
        ):
            lines += behind.lines
            pages += [behind.page] * len(behind.lines)
            more = 1
        self.noted = None
        block = self.put("caption", lines, pages)
        if is_table:
            self.last, self.label = block, label
        return more

    def area(self, index: int, area: Area) -> None:
        """Write a table with the parts of it that stand on the pages behind."""
        found = [(area.grid(), area.page)]
        last = area
        while (behind := self._next(index)) is not None:
            part, place = behind
            more = rest(last, found[-1][0], part)
            if more is None:
                break
            found.append((more, part.page))
            last = part
            del self.parts[place]
        self._write_area(area, found)

    def _next(self, index: int) -> tuple[Area, int] | None:
        """The table that comes next, where nothing but heads and feet stands before it."""
        for place in range(index + 1, len(self.parts)):
            part = self.parts[place]
            if isinstance(part, Area):
                return part, place
            if not isinstance(part, Edge):
                return None
        return None

    def _write_area(self, area: Area, found: Sequence[tuple[Grid, int]]) -> None:
        table = write_table(self.sheet, found, self.left)
        if table is None:
            self.made.warnings.append(f"page {area.page}: a table was too large and was left out")
            return
        self.left -= len(table.cells)
        if self.last is not None:
            span = (self.last.start, self.last.end)
            table = table.model_copy(update={"label": self.label, "caption": span})
            self.last = None
        self.made.tables.append(table)
        self.noted = len(self.made.tables) - 1

    def note(self, para: Para) -> bool:
        """Take a paragraph right below a table as its note, if it is one."""
        index = self.noted
        if index is None or para.size > 1.02 * self.body:
            return False
        table = self.made.tables[index]
        marks = frozenset(mark for cell in table.cells for mark in cell.marks)
        marked = "\n".join(_marked(line) for line in para.lines)
        if not is_note(marked, 0, len(marked), marks) and para.size > 0.96 * self.body:
            return False
        block = self.add("footnote", para)
        if block is not None:
            written = self.sheet.words_of(block)
            found = [
                note.model_copy(
                    update={"start": note.start + block.start, "end": note.end + block.start}
                )
                for note in notes_below(written, 0, len(written), marks)
            ]
            self.made.tables[index] = with_notes(table, found)
        return True

    def keywords(self, para: Para) -> None:
        block = self.add("keywords", para)
        self.front.take_keywords(self.sheet.words_of(block) if block else "")

    def _joined_words(self, block: Block | None) -> str:
        return " ".join(self.sheet.words_of(block).split()) if block else ""

    def heading(self, para: Para, words: str) -> None:
        role = role_of(_named(words))
        if role in ("front", "chrome"):
            self.add("front_matter", para)
            self.mode = "labels" if self.mode == "front" else self.mode
            return
        style = (round(para.size * 2) / 2, para.bold, words.isupper())
        level = numbering_depth(words) or self.styles.get(style, 0)
        if not level:
            level = 1 if role or not self.styles else min(3, max(self.styles.values()) + 1)
        self.styles.setdefault(style, level)
        self.add("heading", para, level)
        modes: dict[str, Mode] = {"references": "references", "keywords": "keywords"}
        self.mode = modes.get(role, "body")

    def is_heading(self, index: int, para: Para, words: str) -> bool:
        if len(words) > _HEADING_LENGTH or len(para.lines) > 3:
            return False
        if role_of(_named(words)) not in ("", "article_type"):
            return len(para.lines) == 1
        if self.mode == "front" or not words[:1].isalnum() or words[:1].islower():
            return False
        behind = self.parts[index + 1] if index + 1 < len(self.parts) else None
        if not isinstance(behind, Para) or len(words.split()) > _HEADING_WORDS:
            return False
        larger = para.size > 1.06 * self.body
        if self.mode == "references" and not (larger or para.bold):
            return False
        if not (larger or para.bold or words.isupper()):
            return self.is_quiet_heading(para, behind, words)
        if words.isupper() and not (larger or para.bold) and len(words) < 6:
            return False
        return not words.endswith((",", ";")) and sum(sign.isalpha() for sign in words) > 2

    def is_quiet_heading(self, para: Para, behind: Para, words: str) -> bool:
        """A heading that only its slant or its number shows."""
        if len(para.lines) > 1 or _UNIT_END.search(words) or len(words.split()) > 10:
            return False
        if para.size < 0.97 * self.body or behind.words[:1].islower():
            return False
        numbered = numbering_depth(words) and words[:1].isdigit() and not words[-1].isdigit()
        return bool(para.italic and not behind.italic) or bool(numbered and para.gap > 1.1)


def _named(words: str) -> str:
    """A heading without the blanks that some journals set between its letters, or small caps."""
    if _SPACED.match(words):
        words = words.replace(" ", "")
    return words.capitalize() if len(words) < 30 and words.islower() else words


def _unmarked(para: Para) -> str:
    """The words of a paragraph without what is raised in it: names without their marks."""
    lines = []
    for line in para.lines[:20]:
        words = ""
        for piece in line.pieces:
            if piece.shift <= 0:
                words += (" " if piece.spaced and words else "") + piece.text
        lines.append(words)
    return "\n".join(lines)


def _marked(line: Strip) -> str:
    """A line with the raised characters that open it marked, as notes are known by them."""
    first = line.pieces[0]
    if first.shift > 0:
        return f"<sup>{first.text}</sup>" + line.text[len(first.text) :]
    return line.text
