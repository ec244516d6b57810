"""Many courses put together."""

from epicrisis.synthesis.evidence import (
    EvidenceCell,
    EvidenceRow,
    EvidenceTable,
    evidence_table,
    study_name,
)

__all__ = ["EvidenceCell", "EvidenceRow", "EvidenceTable", "evidence_table", "study_name"]
