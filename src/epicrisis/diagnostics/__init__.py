"""Findings of the audit as people and programs read them, and what each check is about."""

from epicrisis.diagnostics.base import Audited, Format, Look, Outcome, Tally, Unread
from epicrisis.diagnostics.explain import explain
from epicrisis.diagnostics.many import audited
from epicrisis.diagnostics.registry import FORMATS, format_for, format_named
from epicrisis.diagnostics.settings import Settings
from epicrisis.diagnostics.settings_file import settings_for

__all__ = [
    "FORMATS",
    "Audited",
    "Format",
    "Look",
    "Outcome",
    "Settings",
    "Tally",
    "Unread",
    "audited",
    "explain",
    "format_for",
    "format_named",
    "settings_for",
]
