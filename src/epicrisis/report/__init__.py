"""A whole report of many courses: its parts as data, as a page, and as a Word document."""

from epicrisis.report.compiling import compile_report
from epicrisis.report.material import Choices
from epicrisis.report.parts import FORMS, Report, Section

__all__ = ["FORMS", "Choices", "Report", "Section", "compile_report"]
