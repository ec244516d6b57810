"""Asking a report what is wrong in it: checks, their findings, and never an edit."""

import sys
from types import ModuleType

from epicrisis.audit.base import SEVERITIES, Check, Comparison, Example, Examples, Remark, Rule
from epicrisis.audit.examples import beside, build
from epicrisis.audit.registry import audit, checks, codes
from epicrisis.audit.reports import Reports

__all__ = [
    "SEVERITIES",
    "Check",
    "Comparison",
    "Example",
    "Examples",
    "Remark",
    "Reports",
    "Rule",
    "audit",
    "beside",
    "build",
    "checks",
    "codes",
]


class _Room(ModuleType):
    """The package bears the name of its one function, so `epicrisis.audit(...)` calls that.

    Importing anything below the package puts the package itself at `epicrisis.audit`.
    """

    __call__ = staticmethod(audit)


sys.modules[__name__].__class__ = _Room
