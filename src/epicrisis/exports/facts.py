"""The flat table of facts as comma-separated values, as JSON lines and as a workbook.

The columns are `epicrisis.model.COLUMNS`, in that order. In the comma-separated file every cell of
text that a spreadsheet would run is guarded by an apostrophe, with one exception: `quote` is
always exact, because `text[start:end] == quote` is what makes a fact checkable. Whoever opens facts
in a spreadsheet should take the workbook, where text is text and nothing needs a guard.
"""

import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from epicrisis.exports.base import Format
from epicrisis.exports.cells import csv_line, guarded, printed, whole
from epicrisis.exports.workbook import write_workbook
from epicrisis.model import COLUMNS, Course, Fact, facts

EXACT = frozenset({"quote"})  # columns that no guard may touch
# Line ends of Unicode, which JSON allows inside a string and some readers of lines do not.
LINE_ENDS = {ord(mark): f"\\u{ord(mark):04x}" for mark in "\x85\u2028\u2029"}


def write_csv(courses: Iterable[Course], out: BinaryIO) -> None:
    """Write one row a fact, with a header; UTF-8, lines end in `\\n`, missing is empty."""
    out.write(csv_line(COLUMNS).encode())
    for fact in _all_facts(courses):
        out.write(csv_line(_csv_cells(fact)).encode())


def write_jsonl(courses: Iterable[Course], out: BinaryIO) -> None:
    """Write one JSON object a fact and line, every column present, missing as null."""
    for fact in _all_facts(courses):
        row = {name: _json_value(getattr(fact, name)) for name in COLUMNS}
        line = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        out.write(line.translate(LINE_ENDS).encode() + b"\n")


def write_xlsx(courses: Iterable[Course], out: BinaryIO) -> None:
    """Write a workbook of one sheet; numbers are numbers, and text is never a formula."""
    rows = ([getattr(fact, name) for name in COLUMNS] for fact in _all_facts(courses))
    write_workbook(out, "facts", COLUMNS, rows)


def _all_facts(courses: Iterable[Course]) -> Iterator[Fact]:
    return (fact for course in courses for fact in facts(course))


def _csv_cells(fact: Fact) -> Iterator[str]:
    for name in COLUMNS:
        value = getattr(fact, name)
        text = printed(value)
        yield guarded(text) if isinstance(value, str) and name not in EXACT else text


def _json_value(value: object) -> object:
    if isinstance(value, float):
        return whole(value) if abs(value) < float("inf") else str(value)
    return value


CSV = Format("csv", "one row a fact, comma-separated", (".csv",), write_csv)
JSONL = Format("jsonl", "one JSON object a fact and line", (".jsonl", ".ndjson"), write_jsonl)
XLSX = Format("xlsx", "one row a fact, as a workbook", (".xlsx",), write_xlsx)
