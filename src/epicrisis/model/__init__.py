"""The nouns of epicrisis: frozen models without input or output."""

from epicrisis.model.anchors import Anchor
from epicrisis.model.base import Noun, OntologyClass
from epicrisis.model.courses import (
    COURSE_VERSION,
    Age,
    Attribute,
    CitedSource,
    Course,
    Individual,
)
from epicrisis.model.documents import (
    Block,
    Cell,
    Citation,
    Document,
    Edit,
    Footnote,
    Place,
    Print,
    Reference,
    Table,
)
from epicrisis.model.events import (
    AnyEvent,
    Biopsy,
    Disease,
    Encounter,
    Event,
    Imaging,
    Measurement,
    Outcome,
    PhenotypicFeature,
    Procedure,
    Treatment,
    VitalStatus,
)
from epicrisis.model.facts import COLUMNS, Fact, facts
from epicrisis.model.findings import Decision, Finding
from epicrisis.model.mentions import (
    AgeMention,
    Assertion,
    Link,
    Mention,
    QuantityMention,
    Reading,
    TimeExpression,
)
from epicrisis.model.passages import Passage, Segmentation, Sentence
from epicrisis.model.quantities import Quantity, ReferenceRange
from epicrisis.model.summaries import SummaryRow, describe, html_table, summary, text_table, when
from epicrisis.model.times import DayZero, TimeElement
from epicrisis.model.views import Run, View

__all__ = [
    "COLUMNS",
    "COURSE_VERSION",
    "Age",
    "AgeMention",
    "Anchor",
    "AnyEvent",
    "Assertion",
    "Attribute",
    "Biopsy",
    "Block",
    "Cell",
    "Citation",
    "CitedSource",
    "Course",
    "DayZero",
    "Decision",
    "Disease",
    "Document",
    "Edit",
    "Encounter",
    "Event",
    "Fact",
    "Finding",
    "Footnote",
    "Imaging",
    "Individual",
    "Link",
    "Measurement",
    "Mention",
    "Noun",
    "OntologyClass",
    "Outcome",
    "Passage",
    "PhenotypicFeature",
    "Procedure",
    "Quantity",
    "QuantityMention",
    "Reading",
    "Reference",
    "ReferenceRange",
    "Run",
    "Segmentation",
    "Sentence",
    "SummaryRow",
    "Table",
    "TimeElement",
    "TimeExpression",
    "Treatment",
    "View",
    "VitalStatus",
    "describe",
    "facts",
    "html_table",
    "summary",
    "text_table",
    "when",
]
