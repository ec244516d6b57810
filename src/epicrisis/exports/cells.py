"""How a value is printed in a cell, and how a cell is kept from being a formula.

A number is printed with the fewest digits that read back as the same number, a whole one without
a decimal point; missing is empty. A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`,
a tab or a carriage return for a formula and runs it when the file is opened, and a source text may
hold anything, so such a cell of text is given a leading apostrophe (OWASP, "CSV Injection").
"""

from collections.abc import Iterable

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def whole(number: float) -> float | int:
    """Give a whole number as an integer, so that it is printed without a decimal point."""
    return int(number) if number.is_integer() and abs(number) < 1e16 else number


def printed(value: object) -> str:
    """Print a value of any type of the table of facts."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(whole(value))
    return str(value)


def guarded(text: str) -> str:
    """Give the text as it may stand in a cell of a comma-separated file."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def csv_line(cells: Iterable[str]) -> str:
    """Join cells to a line of a comma-separated file (RFC 4180, with `\\n` at its end).

    A cell with a comma, a quotation mark or any line end is quoted. The writer of the standard
    library leaves a lone carriage return bare where lines end in `\\n`, and readers see two rows.
    """
    return ",".join(map(_quoted, cells)) + "\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',"\r\n') else cell
