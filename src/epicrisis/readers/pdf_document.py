"""PDF: the characters and lines of each page put into reading order, then read as a paper is.

`pdf_engine` asks pdfium; `pdf_words`, `pdf_columns`, `pdf_tables` and `pdf_paragraphs` find what
stands together; `pdf_roles` says what it is and writes the text. This module only leads from one
to the next.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from epicrisis.errors import DocumentTooLargeError, UnreadableDocumentError
from epicrisis.model import Block, Document, Reference
from epicrisis.readers.base import MAX_CHARACTERS
from epicrisis.readers.bibliography import Bibliography
from epicrisis.readers.chunks import Chunk
from epicrisis.readers.continuations import mark_continuations
from epicrisis.readers.drafts import Draft, disjoint
from epicrisis.readers.hyphens import hyphen_edits
from epicrisis.readers.lines import Line
from epicrisis.readers.ocr import repairs
from epicrisis.readers.pdf_columns import Column, Float, arrange, edges_of, rows_of
from epicrisis.readers.pdf_engine import MOST_PAGES, PdfFile, opened
from epicrisis.readers.pdf_front import citation
from epicrisis.readers.pdf_furniture import furniture
from epicrisis.readers.pdf_grids import Area
from epicrisis.readers.pdf_guard import check
from epicrisis.readers.pdf_paragraphs import Para, joined, paragraphs
from epicrisis.readers.pdf_paths import Box
from epicrisis.readers.pdf_roles import Edge, Part, Written, write
from epicrisis.readers.pdf_scans import (
    HOW,
    MOST_SCANNED,
    SCALE,
    engine,
    is_scan,
    strips_of,
    warnings_of,
)
from epicrisis.readers.pdf_tables import ruled, runs, within
from epicrisis.readers.pdf_words import Strip, strips

_TOLD: Final = ("Title", "Author", "Subject")
_LOW: Final = 0.7  # of the height of a page; notes to the text stand below
_KNOWN: Final = 8  # strips at an edge, on all pages, from which on it is known as a column's


@dataclass(slots=True)
class _Page:
    """A page as it was found."""

    width: float
    height: float
    strips: list[Strip] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    recognised: bool = False


def read_pdf(data: bytes, name: str) -> Document:
    """Read a file.

    Raises:
        UnreadableDocumentError: It is broken, asks for a password, or holds no text.
        DocumentTooLargeError: It holds more text than one report can have.
    """
    check(data, name)
    with opened(data, name) as file:
        told = {key: file.told(key) for key in _TOLD}
        warnings: list[str] = []
        pages = _pages(file, name, warnings)
    if not any(page.strips for page in pages):
        raise UnreadableDocumentError(_empty(name, warnings))
    parts = list(_parts(pages))
    written = write(parts, told["Title"])
    sheet = written.sheet
    draft = Draft(text=sheet.text, tables=written.tables, warnings=warnings + written.warnings)
    draft.blocks, draft.references = _with_references(written, draft.text)
    draft.blocks = mark_continuations(draft.text, draft.blocks)
    guessed = repairs(draft.text) if any(page.recognised for page in pages) else []
    draft.edits = disjoint(hyphen_edits(draft.text, draft.blocks), guessed)
    edge, head = _first_page(parts)
    draft.citation = citation(written.front, told, edge, head, len(pages))
    document = draft.finish(name, "pdf")
    return document.model_copy(
        update={
            "prints": tuple(sheet.prints),
            "pages": tuple((page.width, page.height) for page in pages),
        }
    )


def _empty(name: str, warnings: Sequence[str]) -> str:
    if any("scan" in warning for warning in warnings):
        return f"{name}: expected a PDF with text, found only pictures of pages (a scan). {HOW}."
    return (
        f"{name}: expected a document, found no text in it. "
        "Check that it is the right file and was exported with its text."
    )


def _pages(file: PdfFile, name: str, warnings: list[str]) -> list[_Page]:
    """Take from the open file all that is needed of it."""
    found: list[_Page] = []
    broken: list[int] = []
    scanned: list[int] = []
    total = 0
    for number in range(min(file.pages, MOST_PAGES)):
        with file.page(number) as raw:
            if raw is None:
                broken.append(number + 1)
                found.append(_Page(0.0, 0.0))
                continue
            if is_scan(raw.text, raw.picture):
                scanned.append(number + 1)
            total += len(raw.text)
            if total > MAX_CHARACTERS:
                raise DocumentTooLargeError(
                    f"{name}: expected a report of at most {MAX_CHARACTERS} characters, found "
                    "more. Split it into single reports."
                )
            found.append(_Page(raw.width, raw.height, strips(raw), raw.rules))
    if file.pages > MOST_PAGES:
        warnings.append(f"{file.pages} pages: only the first {MOST_PAGES} were read")
    if broken:
        listed = ", ".join(str(number) for number in broken[:20])
        warnings.append(f"pages that are broken were left out: {listed}")
    _recognise(file, found, scanned, warnings)
    return found


def _recognise(
    file: PdfFile, pages: Sequence[_Page], scanned: Sequence[int], warnings: list[str]
) -> None:
    """Read the pages that are pictures, where something is installed that can."""
    reader = engine() if scanned else None
    warnings.extend(warnings_of(scanned, reader))
    if reader is None:
        return
    for number in scanned[:MOST_SCANNED]:
        page = pages[number - 1]
        page.strips = strips_of(reader.see(file.image(number - 1, SCALE)))
        page.recognised = True


def _parts(pages: Sequence[_Page]) -> Iterator[Part]:
    """Give paragraphs, tables, heads and feet in reading order."""
    aside = furniture([(page.height, page.strips) for page in pages])
    votes: Counter[int] = Counter()
    texts = []
    for page, taken in zip(pages, aside, strict=True):
        text = [strip for strip in page.strips if id(strip) not in taken]
        texts.append(text)
        for edge, count in edges_of(text)[:6]:
            votes[round(edge)] += count
    known = [float(edge) for edge, count in votes.items() if count >= _KNOWN]
    torn = False
    for number, (page, taken, text) in enumerate(zip(pages, aside, texts, strict=True), 1):
        edge_rows = [joined(r) for r in rows_of([s for s in page.strips if id(s) in taken])]
        foot = [line for line in edge_rows if line.top > page.height / 2]
        yield from (Edge([line], number) for line in edge_rows if line.top <= page.height / 2)
        for part in _page_parts(page, text, known, number, torn=torn):
            torn = isinstance(part, Area)
            yield part
        yield from (Edge([line], number) for line in foot)


def _page_parts(
    page: _Page, text: list[Strip], known: Sequence[float], number: int, *, torn: bool
) -> Iterator[Part]:
    floats = ruled(text, page.rules)
    inside = {id(strip) for float_ in floats for strip in float_.strips}
    free = [strip for strip in text if id(strip) not in inside]
    for item in arrange(free, floats, known):
        if isinstance(item, Float):
            torn = True
            yield Area(item.strips, item.rules, item.box, number)
            continue
        for part in _column_parts(item, page.rules, number, torn=torn):
            torn = isinstance(part, Area)
            if isinstance(part, Para):
                part.low = part.lines[0].top > _LOW * page.height
            yield part


def _column_parts(
    column: Column, rules: Sequence[Box], number: int, *, torn: bool
) -> Iterator[Part]:
    """The paragraphs of a column, and the tables that only their gaps show."""
    position = 0
    for start, end in runs(column.rows, torn=torn):
        yield from paragraphs(
            Column(column.rows[position:start], column.left, column.right), number
        )
        found = [strip for row in column.rows[start:end] for strip in row]
        box = _around(found)
        yield Area(found, within(rules, box), box, number)
        position = end
    yield from paragraphs(Column(column.rows[position:], column.left, column.right), number)


def _around(found: Sequence[Strip]) -> Box:
    return (
        min(s.left for s in found),
        min(s.top for s in found),
        max(s.right for s in found),
        max(s.bottom for s in found),
    )


def _first_page(parts: Sequence[Part]) -> tuple[list[str], list[str]]:
    """The running heads of the first two pages, and the lines of the first page."""
    edge = [s.text for p in parts if isinstance(p, Edge) and p.page <= 2 for s in p.lines]
    head: list[str] = []
    for part in parts:
        if part.page > 1:
            break
        if not isinstance(part, Area | Edge):
            head.append(" ".join(line.text for line in part.lines))
    return edge, head


def _with_references(written: Written, text: str) -> tuple[list[Block], list[Reference]]:
    """Take the blocks of the reference list apart into its entries."""
    bibliography = Bibliography(text)
    entries = set(written.entries)
    blocks: list[Block] = []
    for index, block in enumerate(written.sheet.blocks):
        if index not in entries:
            blocks.append(block)
            continue
        lines = []
        position = block.start
        for line in text[block.start : block.end].split("\n"):
            lines.append(Line(position, position + len(line), 1, False))
            position += len(line) + 1
        blocks += bibliography.take(Chunk("plain", lines))
    return blocks, bibliography.references
