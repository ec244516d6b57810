"""What a measure is: a value computed from a course, with its inputs, definition and source.

A measure never guesses. Where an input is missing or its unit is unknown there is no result; where
an input is a range, so is the result.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Protocol

from pydantic import Field

from epicrisis.measures.intervals import Interval
from epicrisis.model import AnyEvent, Course, Noun


class Derived(Noun):
    """A value that no sentence states and that follows from events of the course.

    Attributes:
        measure: Name of the measure that made it.
        of: What it is of: the analyte, the drug.
        low: Lowest value that the inputs allow; None where that side is open.
        high: Highest value that the inputs allow; equal to `low` where the inputs are exact.
        unit: UCUM code; `1` for a ratio without unit.
        course: Id of the course.
        inputs: Ids of the events it was computed from, in the order of the formula.
        earliest: First day it is about, on the course's axis; None where that is not known.
        latest: Last day it is about.
        span: Lowest and highest number of days between two inputs, for a change over time.
        definition: The formula in words.
        source: Where the formula or its constant is published.
        notes: What a reader must know before using it.
    """

    measure: str
    of: str
    low: float | None
    high: float | None
    unit: str
    course: str
    inputs: tuple[str, ...] = Field(min_length=1)
    earliest: float | None = None
    latest: float | None = None
    span: tuple[float | None, float | None] | None = None
    definition: str
    source: str
    notes: tuple[str, ...] = ()

    @property
    def value(self) -> float | None:
        """The value where it is exact, else None."""
        return self.low if self.low == self.high else None

    def __str__(self) -> str:
        unit = "" if self.unit == "1" else f" {self.unit}"
        if self.value is not None:
            return f"{self.value:.4g}{unit}"
        if self.low is None or self.high is None:
            bound = f"≤ {self.high:.4g}" if self.high is not None else f"≥ {self.low or 0:.4g}"
            return f"{bound}{unit}"
        return f"{self.low:.4g}–{self.high:.4g}{unit}"


@dataclass(frozen=True, slots=True)
class Value:
    """What a formula gives for one set of inputs, before name and source are added to it."""

    of: str
    interval: Interval
    unit: str
    inputs: tuple[AnyEvent, ...]
    days: Interval
    span: Interval | None = None
    notes: tuple[str, ...] = ()


class Measure(Protocol):
    """A way to compute values from a course.

    `name` is stable and unique, `definition` is the formula in words, and `source` says where the
    formula or its constants are published.
    """

    @property
    def name(self) -> str:
        """Stable name, `pf_ratio`."""

    @property
    def definition(self) -> str:
        """The formula in words."""

    @property
    def source(self) -> str:
        """Where the formula is published."""

    def compute(self, course: Course) -> Iterator[Derived]:
        """Give every value that the course's events allow; nothing where inputs are missing."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A measure made of one function over a course."""

    name: str
    definition: str
    source: str
    function: Callable[[Course], Iterator[Value]]

    def compute(self, course: Course) -> Iterator[Derived]:
        """Run the function and sign its values with name, definition and source."""
        for value in self.function(course):
            yield Derived(
                measure=self.name,
                of=value.of,
                low=_closed(value.interval.low),
                high=_closed(value.interval.high),
                unit=value.unit,
                course=course.id,
                inputs=tuple(dict.fromkeys(event.id for event in value.inputs)),
                earliest=_closed(value.days.low),
                latest=_closed(value.days.high),
                span=value.span and (_closed(value.span.low), _closed(value.span.high)),
                definition=self.definition,
                source=self.source,
                notes=value.notes,
            )


def _closed(bound: float) -> float | None:
    return bound if isfinite(bound) else None
