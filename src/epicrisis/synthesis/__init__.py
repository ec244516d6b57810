"""Many courses put together."""

from epicrisis.synthesis.cohorts import Cohort, Step, cohort
from epicrisis.synthesis.conditions import PREDICATES, Condition, condition
from epicrisis.synthesis.evidence import (
    EvidenceCell,
    EvidenceRow,
    EvidenceTable,
    evidence_table,
    study_name,
)
from epicrisis.synthesis.states import State, Tally

__all__ = [
    "PREDICATES",
    "Cohort",
    "Condition",
    "EvidenceCell",
    "EvidenceRow",
    "EvidenceTable",
    "State",
    "Step",
    "Tally",
    "cohort",
    "condition",
    "evidence_table",
    "study_name",
]
