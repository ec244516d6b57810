"""Who was given what after what."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from epicrisis.measures.intervals import Interval as Bounds
from epicrisis.synthesis.plain import Result
from epicrisis.synthesis.results.people import Missing, Patient
from epicrisis.synthesis.sheets import Sheet, Shown


@dataclass(frozen=True, slots=True)
class Line(Result):
    """A line of therapy: the drugs begun together.

    Attributes:
        number: 1 for the first.
        drugs: Their names, in alphabetical order.
        start: Earliest and latest day from the origin on which it began.
        sure: Whether the days tell that its drugs were begun together.
    """

    number: int
    drugs: tuple[str, ...]
    start: Bounds
    sure: bool


@dataclass(frozen=True, slots=True)
class PatientRegimen(Result):
    """The lines of one patient.

    Attributes:
        patient: Who.
        lines: In order of time.
        undated: Drugs given on a day that is not told; they are in no line.
        ended: `died`, `alive` or `not reported`.
    """

    patient: Patient
    lines: tuple[Line, ...]
    undated: tuple[str, ...]
    ended: str


@dataclass(frozen=True, slots=True)
class Pathway(Result):
    """A sequence of lines, and who went through it.

    Attributes:
        steps: The drugs of each line, joined by " + ", and at the end `died`, `alive` or `not
            reported`.
        patients: Their ids.
    """

    steps: tuple[str, ...]
    patients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegimenPart(Result):
    """The lines of patients of one kind, and their pathways, the commonest first."""

    kind: str
    patients: tuple[PatientRegimen, ...]
    pathways: tuple[Pathway, ...]


@dataclass(frozen=True, slots=True)
class CohortRegimens(Shown):
    """Who was given what after what.

    Attributes:
        drugs: The drugs or classes looked for; empty for all that were given.
        within: Days after the beginning of a line in which a further drug still belongs to it.
        origin: What days are counted from.
        parts: One for each kind.
        missing: Who gives nothing, and why.
        notes: What a reader must know.
    """

    drugs: tuple[str, ...]
    within: float
    origin: str
    parts: tuple[RegimenPart, ...]
    missing: tuple[Missing, ...]
    notes: tuple[str, ...]

    def sheets(self) -> Iterator[Sheet]:
        """Give each patient's lines, the pathways, and what is missing."""
        from epicrisis.synthesis.results.regimen_sheets import regimen_sheets

        return regimen_sheets(self)

    def records(self) -> list[dict[str, Any]]:
        """Give one row a line of therapy."""
        from epicrisis.synthesis.results.regimen_sheets import regimen_records

        return regimen_records(self)
