"""Words with markup inside, rendered as plain text.

JATS and HTML share it: both call a raised character `sup`, a table cell `td`. What a reader knows
of raised characters stands in `scripts`.
"""

import re
from html.entities import html5
from typing import Final

from lxml import etree

from epicrisis.readers.canvas import Canvas
from epicrisis.readers.formulas import formula
from epicrisis.readers.names import listed
from epicrisis.readers.scripts import footnote_marks, superscript

Element = etree._Element
_SILENT: Final = listed(
    "graphic inline-graphic media alt-text object-id index-term fn label table-wrap fig "
    "fig-group table-wrap-group supplementary-material "
    "long-desc table script style boxed-text processing-meta"
)
_MARK_TYPES: Final = frozenset({"fn", "table-fn", "aff", "corresp", "author-notes"})
_SPACED: Final = listed("td th tr p break br title list-item def-item li div term def")
_BRACKETED = re.compile(r"[\[(][^\[\]()A-Za-z]{0,60}$")
_NUMBERS = re.compile(r"\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*$")
_SLASH = re.compile(r"\s+/")


def tag_of(element: Element) -> str:
    """Give the name of an element without namespace; "" for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """Give an attribute whatever its namespace, or ""."""
    found: str | bytes | None = element.get(name)
    if found is None:
        found = next(
            (value for key, value in element.attrib.items() if str(key).endswith("}" + name)), ""
        )
    return str(found)


def words_in(element: Element) -> list[str]:
    """Give the pieces of text below an element as they stand in the source."""
    return [str(piece) for piece in element.itertext()]


def plain(element: Element) -> str:
    """Give all the words below an element on one line, raised characters and formulas read."""
    canvas = Canvas()
    canvas.open("paragraph")
    render(canvas, element)
    return canvas.text


class Marks:
    """Footnote marks met while a table cell or a note is written, and where.

    `noted` holds the numbers that are marks of this table; other raised numbers are none.
    """

    def __init__(self, noted: frozenset[str] = frozenset()) -> None:
        self.noted = noted
        self.found: list[str] = []
        self.places: list[tuple[int, str]] = []

    def take(self, words: str, before: str, position: int) -> bool:
        """Take raised words if they are marks; say whether they were."""
        found = footnote_marks(before, words)
        if not found or any(mark.isdigit() and mark not in self.noted for mark in found):
            return False
        self.found.extend(found)
        self.places.append((position, found[0]))
        return True


def render(canvas: Canvas, element: Element, marks: Marks | None = None) -> None:
    """Write the words of an element, without its tail, into the open block.

    Args:
        canvas: Where to.
        element: What.
        marks: Given inside a table: takes the footnote marks, which are not written.
    """
    canvas.write(element.text)
    for child in element:
        render_child(canvas, child, marks)


def render_child(canvas: Canvas, child: Element, marks: Marks | None = None) -> None:
    """Write the words of an element and of its tail into the open block."""
    tag = tag_of(child)
    _write(canvas, child, tag, marks)
    tail = child.tail
    if tail and tag == "sup" and canvas.before()[-1:].isdigit() and _SLASH.match(tail):
        tail = tail.lstrip()
    canvas.write(tail)


def _write(canvas: Canvas, child: Element, tag: str, marks: Marks | None) -> None:
    if not tag:
        if child.tag is etree.Entity:
            canvas.write(html5.get(str(child.text).strip("&"), ""))
    elif tag in _SILENT:
        if tag == "table" and marks is not None:  # a table in a cell of a table
            render(canvas, child, marks)
    elif tag == "sup":
        _raised(canvas, child, marks)
    elif tag == "sub":
        canvas.join()
        render(canvas, child, marks)
    elif tag == "xref":
        _reference(canvas, child, marks)
    elif tag in ("inline-formula", "disp-formula", "math"):
        canvas.write(formula(child))
    elif tag in _SPACED:
        canvas.write(" ")
        render(canvas, child, marks)
        canvas.write(" ")
    else:
        render(canvas, child, marks)


def _raised(canvas: Canvas, child: Element, marks: Marks | None) -> None:
    words = _unread(child)
    types = {attribute(inner, "ref-type") for inner in child.iter("xref")}
    if types and types <= _MARK_TYPES:
        if marks is not None:
            marks.take(words, "", canvas.position)
        return
    _write_raised(canvas, words, (child.tail or "")[:1], "bibr" in types, marks)


def _write_raised(canvas: Canvas, words: str, after: str, cited: bool, marks: Marks | None) -> None:
    before = canvas.before()
    if cited and _BRACKETED.search(before):
        canvas.write(words)
        return
    if marks is not None and not cited and marks.take(words, before[-12:], canvas.position):
        return
    reading = superscript(before[-12:], words, after, cited=cited)
    if reading and not (reading[0] in "[(" and before.endswith(" ")):
        canvas.join()
    canvas.write(reading)


def _reference(canvas: Canvas, child: Element, marks: Marks | None) -> None:
    kind = attribute(child, "ref-type")
    words = _unread(child)
    raised = next(iter(child.iter("sup")), None) is not None
    if kind in ("aff", "corresp", "author-notes"):
        return
    if kind in _MARK_TYPES:
        taken = marks is not None and marks.take(words, "", canvas.position)
        if not taken and not raised and len(words) > 3:
            canvas.write(words)
    elif kind == "bibr" and raised:
        _write_raised(canvas, words.strip("[]^"), (child.tail or "")[:1], True, marks)
    elif kind == "bibr" and _NUMBERS.match(words) and not _is_year(words):
        inside = _BRACKETED.search(canvas.before()) is not None
        canvas.write(words if inside else f"[{words}]")
    else:
        render(canvas, child, marks)


def _unread(element: Element) -> str:
    """The words of an element as they stand, nothing raised or lowered being read."""
    return " ".join("".join(words_in(element)).split())


def _is_year(words: str) -> bool:
    return words.isdigit() and len(words) == 4
