"""Many courses put together."""

from epicrisis.synthesis.cohorts import Cohort, IndexedCohort, Step, cohort
from epicrisis.synthesis.conditions import PREDICATES, Condition, condition
from epicrisis.synthesis.duplicates import Pair
from epicrisis.synthesis.evidence import (
    EvidenceCell,
    EvidenceRow,
    EvidenceTable,
    evidence_table,
    study_name,
)
from epicrisis.synthesis.flow import Flow
from epicrisis.synthesis.index import Index
from epicrisis.synthesis.states import State, Tally

__all__ = [
    "PREDICATES",
    "Cohort",
    "Condition",
    "EvidenceCell",
    "EvidenceRow",
    "EvidenceTable",
    "Flow",
    "Index",
    "IndexedCohort",
    "Pair",
    "State",
    "Step",
    "Tally",
    "cohort",
    "condition",
    "evidence_table",
    "study_name",
]
