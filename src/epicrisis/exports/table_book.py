"""The evidence table as a workbook: a comment at each cell, and every quote on a second sheet."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from epicrisis.exports.workbook import CREATED, fitting
from epicrisis.synthesis import EvidenceTable

_WIDE, _NARROW = 34, 12
_COMMENT = 1000  # characters of one comment
_PLACES = ("Row", "Column", "Quote", "Sentence", "Document", "Start", "End")


def workbook(table: EvidenceTable) -> bytes:
    """Give the file; text is text whatever it looks like, never a formula or a link."""
    import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": CREATED, "title": table.title})
    look = {"text_wrap": True, "valign": "top"}
    styles = {
        "head": book.add_format({**look, "bold": True, "bottom": 1}),
        "plain": book.add_format(look),
        "blank": book.add_format({**look, "italic": True, "font_color": "#6A737D"}),
        "doubted": book.add_format({**look, "bg_color": "#FFF4CE"}),
    }
    _evidence(book.add_worksheet("evidence"), table, styles)
    _quotes(book.add_worksheet("quotes"), table, styles)
    book.close()
    return out.getvalue()


def _evidence(page: Any, table: EvidenceTable, styles: dict[str, Any]) -> None:
    for column, name in enumerate(table.columns):
        page.write_string(0, column, fitting(name), styles["head"])
        longest = max((len(row.cells[column].text) for row in table.rows), default=0)
        page.set_column(column, column, _WIDE if longest > _WIDE else max(longest, _NARROW) + 2)
    for number, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row.cells):
            style = "blank" if cell.blank else "doubted" if cell.marks else "plain"
            page.write_string(number, column, fitting(cell.text), styles[style])
            if cell.quotes:
                words = "\n".join(f"“{quote}”" for quote in dict.fromkeys(cell.quotes))
                page.write_comment(
                    number, column, fitting(words, _COMMENT), {"author": "epicrisis"}
                )
    for number, note in enumerate(table.notes, start=len(table.rows) + 2):
        page.write_string(number, 0, fitting(note))
    page.freeze_panes(1, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _quotes(page: Any, table: EvidenceTable, styles: dict[str, Any]) -> None:
    for column, name in enumerate(_PLACES):
        page.write_string(0, column, name, styles["head"])
    for number, places in enumerate(_places(table), start=1):
        for column, value in enumerate(places):
            if isinstance(value, int):
                page.write_number(number, column, value, styles["plain"])
            else:
                page.write_string(number, column, fitting(value), styles["plain"])
    page.set_column(0, 1, 24)
    page.set_column(2, 3, 50)
    page.freeze_panes(1, 0)


def _places(table: EvidenceTable) -> Iterator[tuple[str | int, ...]]:
    for row in table.rows:
        for name, cell in zip(table.columns, row.cells, strict=True):
            for anchor, quote in zip(cell.anchors, cell.quotes, strict=False):
                where = (anchor.document, anchor.start, anchor.end)
                yield row.course, name, anchor.exact, quote, *where
