"""Tables of WordprocessingML: rows of cells, and cells that go on in the row below."""

from collections.abc import Iterator

from lxml import etree

from epicrisis.readers.cells import reads_like_data
from epicrisis.readers.inline import Element, attribute, tag_of, words_in
from epicrisis.readers.jats_front import child_named


class Rows:
    """Cells of a table that is told row by row, with merges downwards."""

    def __init__(self, table: Element) -> None:
        self.table = table
        self.open: dict[int, Element] = {}  # column -> the cell that may go on below
        self.column = 0
        self.headers = 0
        self.rows: list[Element] = []

    def begin(self, *, header: bool) -> None:
        """Start a row."""
        self.column = 0
        if header and self.headers == len(self.rows):
            self.headers += 1
        self.rows.append(etree.SubElement(self.table, "tr"))

    def place(self, across: int, merge: str) -> Element | None:
        """Give the next cell of the row, or None where it is a part of the one above."""
        column, self.column = self.column, self.column + across
        if merge == "continue" and column in self.open:
            cell = self.open[column]
            cell.set("rowspan", str(int(cell.get("rowspan", "1")) + 1))
            return None
        cell = etree.SubElement(self.rows[-1], "td")
        if across > 1:
            cell.set("colspan", str(across))
        self.open.pop(column, None)
        if merge:
            self.open[column] = cell
        return cell

    def finish(self) -> None:
        """Gather the rows that are repeated on every page, or else the first, into a head."""
        if not self.headers and self.rows:
            words = ["".join(words_in(cell)).strip() for cell in self.rows[0]]
            if not reads_like_data(words):
                self.headers = max(
                    (int(cell.get("rowspan", "1")) for cell in self.rows[0]), default=0
                )
        if not self.headers or self.headers >= len(self.rows):
            return
        head = etree.Element("thead")
        for row in self.rows[: self.headers]:
            head.append(row)
        self.table.insert(0, head)


def rows_in(table: Element) -> Iterator[Element]:
    """Give the rows of a table that were not deleted, wrapped ones too."""
    for child in table:
        if tag_of(child) == "tr":
            properties = child_named(child, "trPr")
            if properties is None or child_named(properties, "del") is None:
                yield child
        elif tag_of(child) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from (row for row in child.iter("tr"))


def cells_in(row: Element) -> Iterator[Element]:
    """Give the cells of a row, wrapped ones too."""
    for child in row:
        if tag_of(child) == "tc":
            yield child
        elif tag_of(child) in ("sdt", "sdtContent", "customXml"):
            yield from (cell for cell in child.iter("tc"))


def has_header(row: Element) -> bool:
    """Say whether a row is repeated at the head of every page."""
    properties = child_named(row, "trPr")
    return properties is not None and is_on(child_named(properties, "tblHeader"))


def span_of(properties: Element | None) -> int:
    """Give how many columns a cell spans."""
    found = child_named(properties, "gridSpan") if properties is not None else None
    words = attribute(found, "val") if found is not None else ""
    return max(1, min(int(words), 200)) if words.isdecimal() else 1


def merge_of(properties: Element | None) -> str:
    """Say whether a cell is merged downwards: `restart` where it begins, `continue`, or ""."""
    found = child_named(properties, "vMerge") if properties is not None else None
    if found is None:
        return ""
    return attribute(found, "val") or "continue"


def is_on(switch: Element | None) -> bool:
    """Say whether a property that is on or off is on."""
    return switch is not None and attribute(switch, "val") not in ("0", "false", "off")
