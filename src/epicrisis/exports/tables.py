"""The evidence table as Markdown, comma-separated values, a web page and a workbook."""

from collections.abc import Callable
from html import escape
from importlib.resources import files
from io import BytesIO
from types import MappingProxyType

from epicrisis.errors import UnknownNameError
from epicrisis.exports.cells import csv_line, guarded
from epicrisis.exports.markdown import escaped, markdown_table
from epicrisis.exports.workbook import write_workbook
from epicrisis.synthesis import EvidenceCell, EvidenceTable


def markdown(table: EvidenceTable) -> str:
    """Give a pipe table with its notes below; blanks are in italics."""
    rows = ([_markdown_cell(cell) for cell in row.cells] for row in table.rows)
    body = markdown_table([escaped(name) for name in table.columns], rows)
    notes = "".join(f"\n{escaped(note)}\n" for note in table.notes)
    return body + notes


def _markdown_cell(cell: EvidenceCell) -> str:
    return f"*{escaped(cell.text)}*" if cell.blank else escaped(cell.text)


def comma_separated(table: EvidenceTable) -> str:
    """Give rows alone, guarded against formulas; the notes are a last column of each row."""
    words = dict(table.footnotes)
    lines = [csv_line(guarded(name) for name in (*table.columns, "Notes"))]
    for row in table.rows:
        marks = dict.fromkeys(mark for cell in row.cells for mark in cell.marks)
        notes = " ".join(f"{mark} {words[mark]}" for mark in marks)
        lines.append(csv_line(guarded(text) for text in (*(c.text for c in row.cells), notes)))
    return "".join(lines)


def html(table: EvidenceTable) -> str:
    """Give a page of its own: no script, no address, every word escaped.

    Hovering over a cell shows the quotes that state it.
    """
    style = files("epicrisis.exports").joinpath("data/table.css").read_text("utf-8")
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.columns)
    body = "\n".join(
        "<tr>" + "".join(_html_cell(cell) for cell in row.cells) + "</tr>" for row in table.rows
    )
    notes = "".join(f"<p>{escape(note)}</p>" for note in table.notes)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Evidence table</title><style>{style}</style></head><body>"
        f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"
        f"<footer>{notes}</footer></body></html>\n"
    )


def _html_cell(cell: EvidenceCell) -> str:
    if cell.blank:
        return f'<td class="blank">{escape(cell.text)}</td>'
    quotes = dict.fromkeys(" ".join(anchor.exact.split()) for anchor in cell.anchors)
    title = f' title="{escape(" · ".join(quotes))}"' if quotes else ""
    return f"<td{title}>{escape(cell.text)}</td>"


def workbook(table: EvidenceTable) -> bytes:
    """Give a workbook of one sheet, notes below the rows."""
    rows: list[list[str]] = [[cell.text for cell in row.cells] for row in table.rows]
    rows += [[], *([note] for note in table.notes)] if table.notes else []
    out = BytesIO()
    write_workbook(out, "evidence", table.columns, rows)
    return out.getvalue()


TABLE_FORMATS: MappingProxyType[str, Callable[[EvidenceTable], str | bytes]] = MappingProxyType(
    {"md": markdown, "csv": comma_separated, "html": html, "xlsx": workbook}
)


def export_table(table: EvidenceTable, form: str) -> bytes:
    """Give the file of a table: `md`, `csv`, `html` or `xlsx`.

    Raises:
        UnknownNameError: There is no such format of tables.
    """
    if form not in TABLE_FORMATS:
        raise UnknownNameError("format of tables", form, TABLE_FORMATS)
    content = TABLE_FORMATS[form](table)
    return content if isinstance(content, bytes) else content.encode()
