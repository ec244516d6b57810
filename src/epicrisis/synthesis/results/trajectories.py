"""Results of one examination over time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from epicrisis.measures.intervals import Interval as Bounds
from epicrisis.synthesis.plain import Result
from epicrisis.synthesis.results.people import Missing, Patient
from epicrisis.synthesis.sheets import Sheet, Shown


@dataclass(frozen=True, slots=True)
class Point(Result):
    """One result.

    Attributes:
        days: Earliest and latest day from the alignment.
        value: Bounds of the value; `<8` is 0 to 8.
        printed: As printed, with its unit.
        limit: What it was divided by: `printed` (the limit beside it), `printed elsewhere` (the
            only one that the report prints for the examination), `usual` (that of the
            vocabulary); empty if it was not divided.
        quote: The words that state it.
    """

    days: Bounds
    value: Bounds
    printed: str
    limit: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class PatientTrajectory(Result):
    """The results of one patient, in order of time."""

    patient: Patient
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class TrajectoryWindow(Result):
    """All patients in one window of time, one value each: the median of their results in it.

    Attributes:
        start: First day.
        end: The day before which it ends.
        patients: Ids of those who surely have a result in it.
        median: Bounds of their median: both the same where all values are exact.
        quartiles: Bounds of the lower and of the upper quartile.
        range: Bounds of the least and of the greatest.
    """

    start: float
    end: float
    patients: tuple[str, ...]
    median: Bounds
    quartiles: tuple[Bounds, Bounds]
    range: tuple[Bounds, Bounds]


@dataclass(frozen=True, slots=True)
class TrajectoryPart(Result):
    """The trajectories of patients of one kind, with their windows."""

    kind: str
    patients: tuple[PatientTrajectory, ...]
    windows: tuple[TrajectoryWindow, ...]


@dataclass(frozen=True, slots=True)
class CohortTrajectory(Shown):
    """Results of one examination over time.

    Attributes:
        analyte: Its preferred name.
        unit: UCUM code of the values; `ULN` where they are multiples of the upper limit of normal.
        align: What days are counted from.
        parts: One for each kind.
        missing: Who gives nothing, and why.
        notes: What a reader must know.
    """

    analyte: str
    unit: str
    align: str
    parts: tuple[TrajectoryPart, ...]
    missing: tuple[Missing, ...]
    notes: tuple[str, ...]

    def sheets(self) -> Iterator[Sheet]:
        """Give each patient's results, the windows, and what is missing."""
        from epicrisis.synthesis.results.trajectory_sheets import trajectory_sheets

        return trajectory_sheets(self)

    def records(self) -> list[dict[str, Any]]:
        """Give one row a result."""
        from epicrisis.synthesis.results.trajectory_sheets import trajectory_records

        return trajectory_records(self)
