"""The rows of a swimmer plot."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from epicrisis.measures.intervals import Interval as Bounds
from epicrisis.synthesis.plain import Result
from epicrisis.synthesis.results.people import Missing, Patient
from epicrisis.synthesis.sheets import Sheet, Shown


@dataclass(frozen=True, slots=True)
class Bar(Result):
    """A treatment.

    Attributes:
        label: Name of the drug.
        start: Earliest and latest day on which it began.
        stop: Earliest and latest day on which it ended; `None` where no end is told, which does
            not say that it went on.
    """

    label: str
    start: Bounds
    stop: Bounds | None


@dataclass(frozen=True, slots=True)
class Mark(Result):
    """Something that happened: `what` is its class (`died`, `relapse`, `improved`, `icu`...)."""

    what: str
    label: str
    days: Bounds


@dataclass(frozen=True, slots=True)
class SwimmerRow(Result):
    """One patient.

    Attributes:
        patient: Who.
        seen: First and last day on which the report surely shows the patient; the bar.
        ended: `died`, `alive` or `not reported`.
        end: Earliest and latest day of the death, or else of the last thing dated.
        ongoing: Whether the patient was alive when last seen: an arrow.
        bars: Treatments in order of time.
        marks: What happened, in order of time; some may lie outside of `seen`.
        undated: What happened on a day that is not told.
    """

    patient: Patient
    seen: Bounds
    ended: str
    end: Bounds
    ongoing: bool
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    undated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Swimmer(Shown):
    """The rows of a swimmer plot, the longest first within each kind.

    Attributes:
        origin: What days are counted from.
        rows: One a patient.
        missing: Who has no row, and why.
        notes: What a reader must know.
    """

    origin: str
    rows: tuple[SwimmerRow, ...]
    missing: tuple[Missing, ...]
    notes: tuple[str, ...]

    def sheets(self) -> Iterator[Sheet]:
        """Give a table of the rows, and what is missing."""
        from epicrisis.synthesis.results.swimmer_sheets import swimmer_sheets

        return swimmer_sheets(self)

    def records(self) -> list[dict[str, Any]]:
        """Give one row a bar or mark, and one a patient for the whole."""
        from epicrisis.synthesis.results.swimmer_sheets import swimmer_records

        return swimmer_records(self)
