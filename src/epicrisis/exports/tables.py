"""The evidence table in each of its formats; the longer ones have modules of their own."""

import json
from collections.abc import Callable
from types import MappingProxyType

from epicrisis.errors import UnknownNameError
from epicrisis.exports.cells import csv_line, guarded
from epicrisis.exports.facts import LINE_ENDS
from epicrisis.exports.markdown import escaped, markdown_table
from epicrisis.exports.table_book import workbook
from epicrisis.exports.table_docx import document
from epicrisis.exports.table_page import html
from epicrisis.synthesis import EvidenceCell, EvidenceTable


def markdown(table: EvidenceTable) -> str:
    """Give a pipe table with its notes below; blanks are in italics."""
    title = f"**{escaped(table.title)}**\n\n" if table.title else ""
    rows = ([_markdown_cell(cell) for cell in row.cells] for row in table.rows)
    body = markdown_table([escaped(name) for name in table.columns], rows)
    notes = "".join(f"\n{escaped(note)}\n" for note in table.notes)
    return title + body + notes


def _markdown_cell(cell: EvidenceCell) -> str:
    return f"*{escaped(cell.text)}*" if cell.blank else escaped(cell.text)


def comma_separated(table: EvidenceTable) -> str:
    """Give rows alone, guarded against formulas.

    Behind the columns stand the notes of the row, then for each column the words that state it.
    """
    words = dict(table.footnotes)
    heads = (*table.columns, "Notes", *(f"{name}: quotes" for name in table.columns))
    lines = [csv_line(map(guarded, heads))]
    for row in table.rows:
        marks = dict.fromkeys(mark for cell in row.cells for mark in cell.marks)
        notes = " ".join(f"{mark} {words[mark]}" for mark in marks)
        quotes = (" | ".join(dict.fromkeys(a.exact for a in c.anchors)) for c in row.cells)
        cells = (*(c.text for c in row.cells), notes, *quotes)
        lines.append(csv_line(map(guarded, cells)))
    return "".join(lines)


def json_lines(table: EvidenceTable) -> str:
    """Give one object a row, each cell with its text, the reason of a blank, and its places."""
    names = table.names or table.columns
    words = dict(table.footnotes)
    lines = []
    for row in table.rows:
        cells = {
            name: {
                "text": cell.text,
                "blank": cell.blank or None,
                "notes": [words.get(mark, mark) for mark in cell.marks],
                "places": [
                    {
                        "document": anchor.document,
                        "start": anchor.start,
                        "end": anchor.end,
                        "quote": anchor.exact,
                        "sentence": quote,
                    }
                    for anchor, quote in zip(cell.anchors, cell.quotes, strict=False)
                ],
            }
            for name, cell in zip(names, row.cells, strict=True)
        }
        line = json.dumps({"course": row.course, "cells": cells}, ensure_ascii=False)
        lines.append(line.translate(LINE_ENDS) + "\n")
    return "".join(lines)


TABLE_FORMATS: MappingProxyType[str, Callable[[EvidenceTable], str | bytes]] = MappingProxyType(
    {
        "md": markdown,
        "csv": comma_separated,
        "jsonl": json_lines,
        "html": html,
        "xlsx": workbook,
        "docx": document,
    }
)


def export_table(table: EvidenceTable, form: str) -> bytes:
    """Give the file of a table, in one of `TABLE_FORMATS`.

    Raises:
        UnknownNameError: There is no such format of tables.
    """
    if form not in TABLE_FORMATS:
        raise UnknownNameError("format of tables", form, TABLE_FORMATS)
    content = TABLE_FORMATS[form](table)
    return content if isinstance(content, bytes) else content.encode()
