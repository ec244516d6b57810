"""Values that follow from a course: each with its unit, inputs, definition and source."""

from epicrisis.measures.base import Derived, Formula, Measure, Value
from epicrisis.measures.intervals import Interval
from epicrisis.measures.registry import measure, measures

__all__ = ["Derived", "Formula", "Interval", "Measure", "Value", "measure", "measures"]
