"""Who a result is about, and who is missing from it."""

from dataclasses import dataclass

from epicrisis.synthesis.plain import Result

CASE, SERIES, CITED, TOGETHER = "case", "series", "cited", "all"
KINDS = {
    CASE: "single patients",
    SERIES: "patients of series",
    CITED: "patients cited from other papers",
    TOGETHER: "all patients",
}


@dataclass(frozen=True, slots=True)
class Patient(Result):
    """Who a row is about.

    Attributes:
        id: Id of the course, the first one where a person decided that several are of one patient;
            with the beginning of its text's hash where files of one name lie in two folders.
        label: How a figure names it: the study, and which of its patients.
        study: The paper the patient is of.
        kind: `case`, `series` or `cited`.
        also: Ids of the other courses decided to be of this patient.
    """

    id: str
    label: str
    study: str
    kind: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing(Result):
    """Who gives nothing, and why."""

    patient: Patient
    reason: str
