"""Numbers and tables as the terminal shows them."""

from collections.abc import Sequence
from math import isinf, isnan

from epicrisis.synthesis.estimates import Interval


def columns(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    """Lay out rows in columns two blanks apart; those numbered in `right` end in line."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    laid = []
    for row in rows:
        cells = [
            cell.rjust(width) if i in right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        laid.append("  ".join(cells).rstrip())
    return laid


def percent(share: float | None) -> str:
    """Give a share in per cent with one decimal.

    >>> percent(0.0356), percent(None)
    ('3.6 %', '-')
    """
    return "-" if share is None or isnan(share) else f"{100 * share:.1f} %"


def percents(interval: Interval | None) -> str:
    """Give the two ends of an interval of shares in per cent."""
    if interval is None or isnan(interval.low + interval.high):
        return "-"
    return f"{100 * interval.low:.1f} to {100 * interval.high:.1f} %"


def number(value: float | None, digits: int = 4) -> str:
    """Give a number with so many significant digits at most.

    >>> number(310.0), number(0.66286787), number(float("inf"))
    ('310', '0.6629', 'not reached')
    """
    if value is None or isnan(value):
        return "-"
    return "not reached" if isinf(value) else f"{value:.{digits}g}"


def span(interval: Interval | None, digits: int = 4) -> str:
    """Give the two ends of an interval of numbers."""
    if interval is None:
        return "-"
    return f"{number(interval.low, digits)} to {number(interval.high, digits)}"


def p_value(p: float | None) -> str:
    """Give a p-value.

    >>> p_value(0.06200425830), p_value(3e-9)
    ('p = 0.0620', 'p < 0.0001')
    """
    if p is None or isnan(p):
        return "no p-value"
    return "p < 0.0001" if p < 0.0001 else f"p = {p:.4f}"
