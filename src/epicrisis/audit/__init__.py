"""Asking a report what is wrong in it: checks, their findings, and never an edit."""

from epicrisis.audit.base import Check, Example, Examples, Remark, Rule
from epicrisis.audit.examples import build
from epicrisis.audit.registry import audit, checks

__all__ = ["Check", "Example", "Examples", "Remark", "Rule", "audit", "build", "checks"]
