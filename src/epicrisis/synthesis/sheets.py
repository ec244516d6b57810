"""A result laid out: a heading, a table, and lines below; as text for terminals, as HTML."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import inf, isinf, isnan
from typing import Any

from epicrisis.errors import InputError, MissingExtraError
from epicrisis.synthesis.plain import Interval, Result


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with what stands above and below it.

    Attributes:
        title: The line above it.
        head: The headings of its columns.
        rows: Its cells, as text.
        right: Columns that end in line.
        notes: The lines below it.
    """

    title: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    right: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """Give it as lines of plain text."""
        laid = columns([self.head, *self.rows], right=self.right) if self.rows else []
        return [line for line in (self.title, *laid, *self.notes) if line]

    def html(self) -> str:
        """Give it as HTML, every word escaped."""
        head = "".join(f"<th>{escape(cell)}</th>" for cell in self.head)
        body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in self.rows)
        caption = f"<caption>{escape(self.title)}</caption>" if self.title else ""
        table = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        below = "<br>".join(map(escape, self.notes))
        parts = [table if self.rows else f"<p>{escape(self.title)}</p>" if self.title else ""]
        return "".join([*parts, f"<p>{below}</p>" if below else ""])


def _cell(words: str) -> str:
    return f"<td>{escape(words)}</td>"


class Shown(Result, ABC):
    """Base of the results on a cohort: they print as tables, also in a notebook."""

    __slots__ = ()

    @abstractmethod
    def sheets(self) -> Iterable[Sheet]:
        """Give the tables that show it, in order."""

    @abstractmethod
    def records(self) -> list[dict[str, Any]]:
        """Give its rows as plain values, one dictionary a row, always with the same keys."""

    def frame(self, library: str = "pandas") -> Any:
        """Give `records` as a data frame of pandas or polars.

        Raises:
            MissingExtraError: The library is not installed.
            InputError: No such library.
        """
        return frame(self.records(), library=library)

    def __str__(self) -> str:
        return "\n\n".join("\n".join(sheet.lines()) for sheet in self.sheets())

    def _repr_html_(self) -> str:
        return "".join(sheet.html() for sheet in self.sheets())


def frame(
    rows: Sequence[dict[str, Any]], names: Sequence[str] = (), library: str = "pandas"
) -> Any:
    """Give rows as a data frame of pandas or polars.

    Args:
        rows: One dictionary a row, all with the same keys.
        names: The columns of a frame without rows.
        library: `pandas` or `polars`.

    Raises:
        MissingExtraError: The library is not installed.
        InputError: No such library.
    """
    heads = list(rows[0]) if rows else list(names)
    if library == "pandas":
        return _library("pandas").DataFrame(rows, columns=heads)
    if library == "polars":
        held = {name: [row[name] for row in rows] for name in heads}
        return _library("polars").DataFrame(held, strict=False)
    raise InputError(f"no data frames of {library!r}. Known: pandas, polars.")


def _library(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtraError("a data frame", name, name) from error


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


def between(low: float, high: float, digits: int = 6) -> str:
    """Give what lies between two bounds, either of which may be open.

    >>> between(4, 4), between(4, 9.5), between(4, float("inf")), between(float("-inf"), 9)
    ('4', '4 to 9.5', '≥ 4', '≤ 9')
    """
    if isnan(low) or isnan(high):
        return "-"
    if low == high:
        return f"{low:.{digits}g}"
    if low == -inf:
        return "not known" if high == inf else f"≤ {high:.{digits}g}"
    return f"≥ {low:.{digits}g}" if high == inf else f"{low:.{digits}g} to {high:.{digits}g}"
