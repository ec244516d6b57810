"""WordprocessingML as a small tree of elements named as HTML names them.

Insertions that await approval are taken, deletions left out, as the author's last word has it.
Fields give their result, boxes of text follow the paragraph they hang on, notes follow the table
or stand at the end. Comments, headers and footers are no part of the report.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from epicrisis.readers.docx_rows import (
    Rows,
    cells_in,
    has_header,
    is_on,
    merge_of,
    rows_in,
    span_of,
)
from epicrisis.readers.docx_signs import formula_in, symbol
from epicrisis.readers.inline import Element, attribute, tag_of
from epicrisis.readers.jats_front import child_named, children
from epicrisis.readers.names import listed
from epicrisis.readers.trees import Pen

_DEEPEST: Final = 20  # tables within tables, wrappers within wrappers
_HEADING = re.compile(r"heading\s?([1-9])$")  # the file has English names in every language
_THROUGH: Final = listed(
    "ins moveTo hyperlink smartTag sdt sdtContent fldSimple customXml dir bdo Choice object "
    "AlternateContent oMathPara"
)
Notes = Mapping[str, Mapping[str, Element]]


@dataclass(slots=True)
class Style:
    """What a named style of paragraphs is, as far as reading goes."""

    heading: int = 0
    title: bool = False
    caption: bool = False
    listed: bool = False


def styles_in(root: Element | None) -> dict[str, Style]:
    """Give the styles by the names that paragraphs call them by."""
    found: dict[str, Style] = {}
    if root is None:
        return found
    for item in children(root, "style"):
        told = child_named(item, "name")
        name = (attribute(told, "val") if told is not None else "").strip().lower()
        heading = _HEADING.match(name)
        level = int(heading[1]) if heading else 0
        properties = child_named(item, "pPr")
        if not level and properties is not None and name != "title":
            outline = child_named(properties, "outlineLvl")
            value = attribute(outline, "val") if outline is not None else ""
            level = int(value) + 1 if value in ("0", "1", "2", "3", "4", "5") else 0
        found[attribute(item, "styleId")] = Style(
            heading=level,
            title=name == "title",
            caption=name == "caption",
            listed=properties is not None and child_named(properties, "numPr") is not None,
        )
    return found


def notes_in(root: Element | None) -> dict[str, Element]:
    """Give the footnotes or endnotes of a file by their numbers."""
    if root is None:
        return {}
    return {
        attribute(note, "id"): note
        for note in children(root, "footnote", "endnote")
        if attribute(note, "type") not in ("separator", "continuationSeparator")
    }


def body_tree(
    main: Element, styles: Mapping[str, Style], notes: Notes, warnings: list[str]
) -> Element:
    """Give the body of a draft as a tree.

    Args:
        main: The root of the main part, without namespaces.
        styles: Its styles.
        notes: Its `footnote`s and `endnote`s by number.
        warnings: Takes what a person should know.
    """
    root = etree.Element("body")
    body = child_named(main, "body")
    if body is None:
        return root
    writer = _Tree(styles, notes)
    writer.blocks(body, root, _DEEPEST)
    writer.end_notes(root)
    if writer.deleted:
        warnings.append("deletions that await approval were left out, insertions taken")
    return root


@dataclass(slots=True)
class _Tree:
    """Copies blocks, and remembers the notes that were called for on the way."""

    styles: Mapping[str, Style]
    notes: Notes
    deleted: bool = False
    called: list[Element] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    titled: bool = False

    def blocks(self, source: Element, target: Element, depth: int) -> None:
        """Copy paragraphs and tables; wrappers around them are seen through."""
        for child in source:
            tag = tag_of(child)
            if tag == "p":
                self.paragraph(child, target, depth)
            elif tag == "tbl" and depth:
                self.table(child, target, depth)
            elif depth and tag in _THROUGH:
                self.blocks(child, target, depth - 1)
            elif tag in ("del", "moveFrom"):
                self.deleted = True

    def paragraph(self, source: Element, target: Element, depth: int) -> None:
        kind = self.kind_of(source)
        pen = Pen(etree.SubElement(target, kind))
        self.inline(source, pen, depth)
        self.flush(target, depth)

    def flush(self, target: Element, depth: int) -> None:
        """Write the boxes of text that hang on what was written."""
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            if depth:
                self.blocks(box, target, depth - 1)

    def kind_of(self, source: Element) -> str:
        properties = child_named(source, "pPr")
        if properties is None:
            return "p"
        told = child_named(properties, "pStyle")
        style = self.styles.get(attribute(told, "val") if told is not None else "", Style())
        if style.title and not self.titled:
            self.titled = True
            return "h1"
        if style.heading:
            return f"h{min(6, style.heading + (1 if self.titled else 0))}"
        if style.caption:
            return "caption"
        return "li" if style.listed or child_named(properties, "numPr") is not None else "p"

    def inline(self, source: Element, pen: Pen, depth: int) -> None:
        """Copy runs of words."""
        for child in source:
            tag = tag_of(child)
            if tag == "r":
                self.run(child, pen, depth)
            elif tag in ("del", "moveFrom"):
                self.deleted = True
            elif tag == "oMath":
                pen.write("".join(formula_in(child)))
            elif tag in _THROUGH and depth:
                self.inline(child, pen, depth - 1)

    def run(self, source: Element, pen: Pen, depth: int) -> None:
        properties = child_named(source, "rPr")
        raised = child_named(properties, "vertAlign") if properties is not None else None
        if properties is not None and is_on(child_named(properties, "vanish")):
            return
        tag = {"superscript": "sup", "subscript": "sub"}.get(
            attribute(raised, "val") if raised is not None else "", ""
        )
        here = pen.add(tag) if tag else pen
        for child in source:
            self.piece(child, here, depth)

    def piece(self, child: Element, pen: Pen, depth: int) -> None:
        tag = tag_of(child)
        if tag == "t":
            pen.write(child.text or "")
        elif tag in ("tab", "br", "cr", "ptab"):
            pen.write(" ")
        elif tag == "noBreakHyphen":
            pen.write("-")
        elif tag == "sym":
            pen.write(symbol(attribute(child, "char")))
        elif tag in ("footnoteReference", "endnoteReference"):
            note = self.notes.get(tag.removesuffix("Reference"), {}).get(attribute(child, "id"))
            if note is not None and len(self.called) < 10_000:
                self.called.append(note)
        elif tag in ("drawing", "pict"):
            self.boxes += list(child.iter("txbxContent"))[:50]
        elif tag in ("Choice", "AlternateContent") and depth:
            chosen = child_named(child, "Choice") if tag == "AlternateContent" else child
            for inner in chosen if chosen is not None else ():
                self.piece(inner, pen, depth - 1)

    def end_notes(self, target: Element) -> None:
        """Write the notes that the text calls for, each as a paragraph, behind it."""
        notes, self.called = self.called, []
        if notes:
            etree.SubElement(target, "h2").text = "Notes"
        for note in notes:
            self.blocks(note, target, 3)
        self.called = []

    def table(self, source: Element, target: Element, depth: int) -> None:
        table = etree.SubElement(target, "table")
        grid = Rows(table)
        for row in rows_in(source):
            grid.begin(header=has_header(row))
            for cell in cells_in(row):
                properties = child_named(cell, "tcPr")
                inner = grid.place(span_of(properties), merge_of(properties))
                if inner is not None:
                    self.cell(cell, inner, depth - 1)
        grid.finish()
        self.flush(target, depth)

    def cell(self, source: Element, target: Element, depth: int) -> None:
        """Copy what stands in a cell as words, its paragraphs a blank apart."""
        pen = Pen(target)
        for child in source.iter("p"):
            if pen.element.text or pen.last is not None:
                pen.write(" ")
            self.inline(child, pen, depth)
