"""One sheet as a workbook, the same bytes for the same cells."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from math import isfinite
from typing import Any, BinaryIO

CREATED = datetime(2000, 1, 1)  # a fixed date: equal tables make equal files
LONGEST = 32767  # characters that a cell may hold
_WIDEST = 60  # width of a column in characters, beyond which its cells wrap


def write_workbook(
    out: BinaryIO, sheet: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Write a header and rows.

    Text is written as text, whatever it looks like: never as a formula, a number or a link. A
    cell longer than a workbook allows is cut and ends in an ellipsis.
    """
    import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": CREATED})
    page = book.add_worksheet(sheet)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    widths = [len(name) for name in header]
    for column, name in enumerate(header):
        page.write_string(0, column, name, bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write(page, number, column, value, plain)
            widths[column] = max(widths[column], len(str(value)))
    for column, width in enumerate(widths):
        page.set_column(column, column, min(width, _WIDEST) + 2)
    page.freeze_panes(1, 0)
    book.close()


def _write(page: Any, row: int, column: int, value: object, style: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value, style)
    elif isinstance(value, int | float) and isfinite(value):
        page.write_number(row, column, value, style)
    else:
        page.write_string(row, column, fitting(str(value)), style)


def fitting(text: str, longest: int = LONGEST) -> str:
    """Cut a text that no cell can hold; it then ends in an ellipsis. The limit is in UTF-16."""
    if len(text) + sum(ord(character) > 0xFFFF for character in text) <= longest:
        return text
    return text.encode("utf-16-le")[: 2 * (longest - 1)].decode("utf-16-le", "ignore") + "…"
