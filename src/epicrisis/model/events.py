"""What happened to a patient: one discriminated union of events.

Names follow Phenopackets v2 where it has one. Every event says where it is stated (`anchors`), by
what it was found (`origin`) and how sure that is (`confidence`).
"""

from typing import Annotated, Literal

from pydantic import Field

from epicrisis.model.anchors import Anchor
from epicrisis.model.base import Noun, OntologyClass
from epicrisis.model.quantities import Quantity, ReferenceRange
from epicrisis.model.times import TimeElement

Category = Literal["laboratory", "vital", "lung_function", "antibody", "score", "other"]
Interpretation = Literal[
    "positive", "negative", "normal", "abnormal", "high", "low", "not_done", "undetectable"
]
TreatmentStatus = Literal[
    "given", "planned", "considered", "stopped", "changed", "not_given", "unknown"
]
FeatureStatus = Literal["present", "absent", "uncertain", "historical", "family"]
OutcomeClass = Literal[
    "improved",
    "worsened",
    "stable",
    "relapse",
    "remission",
    "recovered",
    "complete_response",
    "partial_response",
    "progressive_disease",
    "adverse_event",
    "other",
]
EncounterClass = Literal[
    "admission",
    "discharge",
    "icu",
    "transfer",
    "intubation",
    "extubation",
    "ventilation",
    "follow_up",
    "visit",
    "emergency",
]


class Event(Noun):
    """What all events share.

    Attributes:
        id: Unique within its course, a letter for the kind and a number.
        text: The concept as printed.
        concept: Its code and preferred label, or None where no terminology holds it.
        time: When; None where the report does not say and nothing follows from the rest.
        anchors: Every place that states this datum, the fullest first.
        section: Canonical name of the section of the first anchor (`abstract`, `case`, `table`...).
        origin: The rule, model or person that made it, e.g. `rules/measurement.table`.
        confidence: 0 to 1; an ordering of certainty, not a probability.
        conflicts: Ids of events of this course that contradict this one.
        notes: Remarks for the reader, e.g. that a unit was taken from a footnote.
    """

    id: str
    text: str
    concept: OntologyClass | None = None
    time: TimeElement | None = None
    anchors: tuple[Anchor, ...] = Field(min_length=1)
    section: str = ""
    origin: str
    confidence: float = Field(default=1.0, ge=0, le=1)
    conflicts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Measurement(Event):
    """A result of an examination: a number, or a result in words.

    `analyte` is the id in the packaged table, or empty for a name that no list holds.
    """

    kind: Literal["measurement"] = "measurement"
    category: Category = "laboratory"
    analyte: str = ""
    quantity: Quantity | None = None
    result: str | None = None
    interpretation: Interpretation | None = None
    reference_range: ReferenceRange | None = None


class Imaging(Event):
    """What a picture showed: the modality in `text`, what was seen in `finding`."""

    kind: Literal["imaging"] = "imaging"
    modality: str = ""
    finding: str = ""
    status: FeatureStatus = "present"


class Biopsy(Event):
    """What tissue showed."""

    kind: Literal["biopsy"] = "biopsy"
    site: str = ""
    finding: str = ""
    status: FeatureStatus = "present"


class Treatment(Event):
    """A drug given, planned, considered or stopped.

    Attributes:
        agent: Id of the drug or class in the packaged tables, or empty.
        dose: One administration (or one day, where only that is printed), as printed.
        absolute_dose: The whole dose printed beside a dose per kg, "0.4 g/kg (30 g)".
        per_kg: The dose is per kg of body weight.
        per_m2: The dose is per square metre of body surface.
        schedule: As printed: "daily", "every 2 weeks", "/day".
        interval_days: Days between two administrations, 0.5 for twice a day.
        duration_days: Length of this course of treatment.
        cycles: How many courses or doses, as printed: "five courses", "1–2 cycles".
        stop: When it ended, where that is said.
        reason: Why it was begun, changed or stopped, as printed.
    """

    kind: Literal["treatment"] = "treatment"
    agent: str = ""
    status: TreatmentStatus = "given"
    dose: Quantity | None = None
    absolute_dose: Quantity | None = None
    per_kg: bool = False
    per_m2: bool = False
    route: str | None = None
    schedule: str | None = None
    interval_days: float | None = None
    duration: str | None = None
    duration_days: float | None = None
    cycles: str | None = None
    stop: TimeElement | None = None
    reason: str | None = None


class Procedure(Event):
    """An operation or other procedure."""

    kind: Literal["procedure"] = "procedure"
    procedure: str = ""
    status: TreatmentStatus = "given"
    duration: str | None = None
    duration_days: float | None = None


class PhenotypicFeature(Event):
    """A symptom or sign, present or stated absent; silence makes neither."""

    kind: Literal["phenotypic_feature"] = "phenotypic_feature"
    status: FeatureStatus = "present"
    severity: str | None = None


class Disease(Event):
    """A diagnosis of this patient."""

    kind: Literal["disease"] = "disease"
    status: FeatureStatus = "present"
    principal: bool = False


class Encounter(Event):
    """A move through care: admission, intensive care, discharge."""

    kind: Literal["encounter"] = "encounter"
    encounter: EncounterClass = "visit"


class VitalStatus(Event):
    """Alive or dead, with the cause where it is printed."""

    kind: Literal["vital_status"] = "vital_status"
    status: Literal["alive", "dead"]
    cause: str | None = None


class Outcome(Event):
    """How it went: response, relapse, adverse event; `other` where only `text` says it."""

    kind: Literal["outcome"] = "outcome"
    outcome: OutcomeClass
    status: FeatureStatus = "present"
    of: str = ""


AnyEvent = Annotated[
    Measurement
    | Imaging
    | Biopsy
    | Treatment
    | Procedure
    | PhenotypicFeature
    | Disease
    | Encounter
    | VitalStatus
    | Outcome,
    Field(discriminator="kind"),
]
