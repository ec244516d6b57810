"""How long it takes from one moment to another, both known within bounds."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from epicrisis.measures.intervals import Interval as Bounds
from epicrisis.synthesis.plain import Result
from epicrisis.synthesis.results.lists import MOST, further, last_sheet
from epicrisis.synthesis.results.people import KINDS, Missing, Patient
from epicrisis.synthesis.sheets import Sheet, Shown, between

if TYPE_CHECKING:
    from epicrisis.synthesis.estimates import Duration


@dataclass(frozen=True, slots=True)
class PatientSpan(Result):
    """The two moments of one patient, on the patient's own axis.

    Attributes:
        patient: Who.
        first: Earliest and latest day of the first moment.
        second: The same of the second.
        quotes: The words that state them.
    """

    patient: Patient
    first: Bounds
    second: Bounds
    quotes: tuple[str, ...] = ()

    @property
    def days(self) -> Bounds:
        """The least and the greatest number of days between them."""
        between = self.second - self.first
        return Bounds(max(0.0, between.low), between.high)


@dataclass(frozen=True, slots=True)
class DurationPart(Result):
    """The durations of patients of one kind.

    Attributes:
        kind: How their papers present them.
        patients: One row each.
        fitted: The distribution; `None` where it cannot be fitted.
        notes: What a reader must know, why nothing could be fitted among it.
    """

    kind: str
    patients: tuple[PatientSpan, ...]
    fitted: "Duration | None"
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CohortDuration(Shown):
    """How long it takes from a first to a second moment.

    Attributes:
        first: From when.
        second: Until when.
        parts: One for each kind.
        missing: Who gives nothing, and why.
        notes: What a reader must know.
    """

    first: str
    second: str
    parts: tuple[DurationPart, ...]
    missing: tuple[Missing, ...]
    notes: tuple[str, ...]

    def sheets(self) -> Iterator[Sheet]:
        """Give patients and distribution of each kind, and what is missing."""
        from epicrisis.synthesis.estimates.sheets import duration_sheet

        for part in self.parts:
            title = f"Days from {self.first} to {self.second}, {KINDS[part.kind]}"
            rows = tuple((one.patient.label, between(*one.days)) for one in part.patients)
            notes = (*further(len(rows), "patients"), *(f"note: {note}" for note in part.notes))
            yield Sheet(title, ("patient", "days"), rows[:MOST], (1,), notes)
            if part.fitted:
                yield duration_sheet(part.fitted)
        yield last_sheet(self.missing, self.notes)

    def records(self) -> list[dict[str, Any]]:
        """Give one row a patient, with the columns that `epicrisis duration TABLE.csv` reads."""
        return [
            {
                "patient": one.patient.id,
                "study": one.patient.study,
                "kind": part.kind,
                "first_low": _closed(one.first.low),
                "first_high": _closed(one.first.high),
                "second_low": _closed(one.second.low),
                "second_high": _closed(one.second.high),
            }
            for part in self.parts
            for one in part.patients
        ]


def _closed(bound: float) -> float | None:
    return bound if isfinite(bound) else None
