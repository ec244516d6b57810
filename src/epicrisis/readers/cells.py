"""Rows of spans made into the cells of a `Table`."""

import re
from collections.abc import Sequence

from epicrisis.model import Cell
from epicrisis.readers.scripts import footnote_marks, split_marks

Span = tuple[int, int]
_RAISED = re.compile(r"\s*<sup>([^<>]{1,12})</sup>\s*$")
_INNER = re.compile(r"<sup>([^<>]{1,12})</sup>")
_SIGN = re.compile(r"(?<=[\w.%)])\s?([*∗†‡§¶]{1,3})$")
_NUMBER = re.compile(
    r"[<>≤≥~±]?\s?\d[\d.,]*(?:\s?[-–]\s?\d[\d.,]*)?(?:\s?(?:%|[a-zA-Zµμ]+/\S{1,20}|[kmµμnp]?g|kPa|mmHg))?$"
)
_WHOLE = re.compile(r"\d{1,4}$")


def trimmed(text: str, start: int, end: int) -> Span:
    """Give a span without the white space at its ends."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return (start + left, start + left + len(piece.strip())) if piece.strip() else (start, start)


def grid_cells(text: str, rows: Sequence[Sequence[Span]]) -> tuple[int, list[Cell]]:
    """Make cells of rows of spans, one cell a span.

    Returns:
        How many rows are headers, and the cells.
    """
    heads = _header_rows(text, rows)
    cells = []
    for number, row in enumerate(rows):
        for column, (start, end) in enumerate(row):
            start, end, marks = cell_span(text, start, end)
            cells.append(
                Cell(
                    row=number,
                    column=column,
                    start=start,
                    end=end,
                    header=number < heads or column == 0,
                    marks=marks,
                )
            )
    return heads, cells


def cell_span(text: str, start: int, end: int) -> tuple[int, int, tuple[str, ...]]:
    """Trim a cell and take the footnote marks off its end."""
    start, end = trimmed(text, start, end)
    whole = text[start:end]
    marks: tuple[str, ...] = ()
    while end > start:
        content = text[start:end]
        raised = _RAISED.search(content, max(0, len(content) - 40))
        if raised:
            found = footnote_marks(content[: raised.start()][-12:], raised[1])
        else:
            raised = _SIGN.search(content, max(1, len(content) - 6))
            if raised is None or content[0] in "*_":
                break
            found = split_marks(raised[1])
        if not found or raised.start() == 0:
            break
        marks = (*found, *marks)
        start, end = trimmed(text, start, start + raised.start())
    if "<sup>" in whole[: end - start]:
        inner = (
            mark
            for raised in _INNER.finditer(whole[: end - start])
            for mark in footnote_marks(whole[: raised.start()][-12:], raised[1])
        )
        marks = (*inner, *marks)
    return start, end, marks


def _header_rows(text: str, rows: Sequence[Sequence[Span]]) -> int:
    """Count the rows above the first one that holds data."""
    if not rows or reads_like_data([text[start:end].strip() for start, end in rows[0]]):
        return 0
    heads = 1
    for row in rows[1:-1]:
        words = [text[start:end].strip() for start, end in row]
        filled = [word for word in words[1:] if word]
        if (
            len(filled) < 2
            or words[0]
            or any(word[0].isdigit() or word in "+-x" for word in filled)
        ):
            break
        heads += 1
    return heads


def reads_like_data(words: Sequence[str]) -> bool:
    """Say whether a first row reads like data: numbers with units or decimals, no words."""
    filled = [word for word in words[1:] if word]
    if not filled or not all(_NUMBER.match(word) for word in filled):
        return False
    return not all(_WHOLE.match(word) for word in filled)
