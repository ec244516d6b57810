"""A patient's course: who, what day 0 is, and the events in time order."""

from typing import TYPE_CHECKING, Final, Literal

from pydantic import Field

from epicrisis.model.anchors import Anchor
from epicrisis.model.base import Noun
from epicrisis.model.events import AnyEvent
from epicrisis.model.quantities import Quantity
from epicrisis.model.times import DayZero

if TYPE_CHECKING:
    from epicrisis.model.facts import Fact

COURSE_VERSION: Final = "1"


class Attribute(Noun):
    """A lasting property of a person, e.g. the sex: the value and the places that state it."""

    value: str
    anchors: tuple[Anchor, ...] = Field(min_length=1)
    origin: str = ""


class Age(Noun):
    """The age at presentation, as printed."""

    quantity: Quantity
    years: float
    anchors: tuple[Anchor, ...] = Field(min_length=1)
    origin: str = ""


class Individual(Noun):
    """The patient (Phenopackets v2). `id` is unique in the document: `1`, `2`, `cited-3`."""

    id: str = "1"
    age: Age | None = None
    sex: Attribute | None = None
    ethnicity: Attribute | None = None
    label: str = ""


class CitedSource(Noun):
    """Whose patient it is when it is not the document's own: the words and the reference."""

    text: str
    reference: int | None = None
    patients: int | None = None
    anchors: tuple[Anchor, ...] = ()


class Course(Noun):
    """One patient's course as one document reports it.

    Attributes:
        id: `document name/patient id`.
        document: Id of the document all anchors point into.
        document_name: What a person calls that document.
        individual: Who.
        day_zero: What days are counted from, or None where nothing in the report is dated.
        events: In time order; undated ones keep the order of the text.
        cited: Set when this is somebody else's patient, taken from a discussion or a table.
        version: Version of this format; see the published schema.
    """

    id: str
    document: str
    document_name: str = ""
    version: Literal["1"] = COURSE_VERSION
    individual: Individual = Individual()
    day_zero: DayZero | None = None
    events: tuple[AnyEvent, ...] = ()
    cited: CitedSource | None = None

    def of_kind(self, *kinds: str) -> tuple[AnyEvent, ...]:
        """Give the events of these kinds, in time order."""
        return tuple(event for event in self.events if event.kind in kinds)

    def to_facts(self) -> "list[Fact]":
        """Give the course as rows of the flat table of facts."""
        from epicrisis.model.facts import facts

        return facts(self)

    def __str__(self) -> str:
        from epicrisis.model.summaries import text_table

        return text_table(self)

    def _repr_html_(self) -> str:
        from epicrisis.model.summaries import html_table

        return html_table(self)

    def __repr__(self) -> str:
        who = " ".join(
            part
            for part in (
                self.individual.age.quantity.text if self.individual.age else "",
                self.individual.sex.value if self.individual.sex else "",
            )
            if part
        )
        return f"<Course {self.id}: {who or 'patient'}, {len(self.events)} events>"
