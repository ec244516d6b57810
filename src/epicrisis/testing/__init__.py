"""Builders and hypothesis strategies for tests of epicrisis and of its plug-ins.

`strategies` needs hypothesis and is imported by name: `from epicrisis.testing import strategies`.
"""

from epicrisis.testing.builders import CourseBuilder, DocumentBuilder
from epicrisis.testing.examples import example_course, example_document, example_findings
from epicrisis.testing.synthetic import synthetic_case, synthetic_cases

__all__ = [
    "CourseBuilder",
    "DocumentBuilder",
    "example_course",
    "example_document",
    "example_findings",
    "synthetic_case",
    "synthetic_cases",
]
