"""The case library: documents, courses, findings and decisions, kept for good."""

from epicrisis.store.catalogue import Catalogue
from epicrisis.store.connecting import is_database
from epicrisis.store.library import Library, open_library
from epicrisis.store.records import (
    Added,
    Attachment,
    CaseRow,
    Change,
    Extraction,
    History,
    Hit,
    Quotation,
    Ruling,
    RunRecord,
    RunSummary,
    Version,
)

__all__ = [
    "Added",
    "Attachment",
    "CaseRow",
    "Catalogue",
    "Change",
    "Extraction",
    "History",
    "Hit",
    "Library",
    "Quotation",
    "Ruling",
    "RunRecord",
    "RunSummary",
    "Version",
    "is_database",
    "open_library",
]
