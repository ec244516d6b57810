"""The evidence table as a workbook: a comment at each cell, and every quote on a second sheet."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from textwrap import wrap
from typing import Any

from epicrisis.exports.workbook import CREATED, fitting
from epicrisis.synthesis import EvidenceTable

_WIDE, _NARROW = 34, 12
_LINE = 15.0  # points
_TALLEST = 409.0  # that a row may be
_COMMENT = 1000  # characters of one comment
_HEADER = 200  # characters of a page's header
_PLACES = {  # the columns of the quotes, and how wide they are
    "Row": 24,
    "Column": 24,
    "Quote": 50,
    "Sentence": 70,
    "Document": 38,
    "Start": 10,
    "End": 10,
}


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
        "note": book.add_format(look),
        "doubted": book.add_format({**look, "bg_color": "#FFF4CE"}),
    }
    _evidence(book.add_worksheet("evidence"), table, styles)
    _quotes(book.add_worksheet("quotes"), table, styles)
    book.close()
    return out.getvalue()


def _evidence(page: Any, table: EvidenceTable, styles: dict[str, Any]) -> None:
    widths = []
    for column, name in enumerate(table.columns):
        longest = max((len(row.cells[column].text) for row in table.rows), default=0)
        widths.append(_WIDE if longest > _WIDE else max(longest, _NARROW) + 2)
        page.write_string(0, column, fitting(name), styles["head"])
        page.set_column(column, column, widths[column])
    page.set_row(0, _height(table.columns, widths))
    for number, row in enumerate(table.rows, start=1):
        page.set_row(number, _height([cell.text for cell in row.cells], widths))
        for column, cell in enumerate(row.cells):
            style = "blank" if cell.blank else "doubted" if cell.marks else "plain"
            page.write_string(number, column, fitting(cell.text), styles[style])
            if cell.quotes:
                words = "\n".join(f"“{quote}”" for quote in dict.fromkeys(cell.quotes))
                page.write_comment(
                    number, column, fitting(words, _COMMENT), {"author": "epicrisis"}
                )
    for number, note in enumerate(table.notes, start=len(table.rows) + 2):
        if len(widths) > 1:
            page.merge_range(number, 0, number, len(widths) - 1, "", styles["note"])
        page.write_string(number, 0, fitting(note), styles["note"])
        page.set_row(number, _height([note], [sum(widths)]))
    page.freeze_panes(1, 1)
    _printed(page, table.title)


def _height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Give the height of a row whose words are wrapped; not all programs find it themselves."""
    lines = (
        sum(max(1, len(wrap(line, width - 2))) for line in text.splitlines())
        for text, width in zip(texts, widths, strict=True)
    )
    return min(_TALLEST, _LINE * max(1, *lines, 1))


def _printed(page: Any, title: str) -> None:
    """Lay a page out for paper: landscape A4, as wide as the sheet, the head on every page."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    if title:
        page.set_header("&L&B" + title.replace("&", "&&")[:_HEADER])


def _quotes(page: Any, table: EvidenceTable, styles: dict[str, Any]) -> None:
    widths = list(_PLACES.values())
    for column, (name, width) in enumerate(_PLACES.items()):
        page.write_string(0, column, name, styles["head"])
        page.set_column(column, column, width)
    for number, places in enumerate(_places(table), start=1):
        page.set_row(number, _height([fitting(str(value)) for value in places], widths))
        for column, value in enumerate(places):
            if isinstance(value, int):
                page.write_number(number, column, value, styles["plain"])
            else:
                page.write_string(number, column, fitting(value), styles["plain"])
    page.freeze_panes(1, 0)
    _printed(page, table.title)


def _places(table: EvidenceTable) -> Iterator[tuple[str | int, ...]]:
    for row in table.rows:
        for name, cell in zip(table.columns, row.cells, strict=True):
            for anchor, quote in zip(cell.anchors, cell.quotes, strict=False):
                where = (anchor.document, anchor.start, anchor.end)
                yield row.course, name, anchor.exact, quote, *where
