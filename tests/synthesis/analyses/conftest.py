"""Patients made by hand, each in a report of their own unless said otherwise."""

from collections.abc import Callable

import pytest

from epicrisis.model import CitedSource, DayZero, Outcome, VitalStatus
from epicrisis.testing import CourseBuilder, DocumentBuilder

WORDS = (
    "admitted; IVIG; prednisolone; rituximab; ferritin 900, 40, 20; LDH 300; fever; ICU; well; "
    "died; relapse; no relapse; improved; worse; plasma exchange; discharged; abstract"
)


class Patient(CourseBuilder):
    """A course in short words; every day is on an axis whose admission is day 1."""

    def alive(self, day=None) -> "Patient":
        return self.add(VitalStatus, "well", "well", day=day, status="alive")

    def died(self, day=None) -> "Patient":
        return self.add(VitalStatus, "died", "died", day=day, status="dead")

    def outcome(self, name: str, day=None, status: str = "present") -> "Patient":
        quote = {"absent": "no relapse", "present": "relapse"}[status]
        return self.add(Outcome, name, quote, day=day, outcome=name, status=status)

    def seen(self, *days: float) -> "Patient":
        for day in days:
            self.lab("ferritin", "900", 900, "ng/mL", day=day)
        return self


@pytest.fixture
def patient() -> Callable[..., Patient]:
    """Begin the course of a patient: `patient("A")` is admitted on day 1 of report A."""

    def begin(report: str, number: str = "1", *, cited: CitedSource | None = None) -> Patient:
        document = DocumentBuilder(report).paragraph(f"Report {report}. {WORDS}").build()
        zero = None if cited else DayZero(event="admission", number=1)
        made = Patient(document, patient=number, day_zero=zero, cited=cited)
        return made if cited else made.encounter("admission", "admitted", day=1)

    return begin


@pytest.fixture
def cited() -> Callable[..., CitedSource]:
    """Name the source of somebody else's patient."""

    def source(text: str = "Orla et al.", reference: int = 3, patients: int | None = None):
        return CitedSource(text=text, reference=reference, patients=patients)

    return source
