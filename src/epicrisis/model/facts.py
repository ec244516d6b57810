"""The flat table of facts: one row a datum, the plainest form of a course.

The columns are a public format (`COLUMNS`, in this order); missing is None. `start`, `end` and
`quote` are the fullest statement of the datum, so `text[start:end] == quote`.
"""

from collections.abc import Iterator

from epicrisis.model.anchors import Anchor
from epicrisis.model.base import Noun
from epicrisis.model.courses import Course
from epicrisis.model.events import (
    AnyEvent,
    Biopsy,
    Disease,
    Encounter,
    Imaging,
    Measurement,
    Outcome,
    PhenotypicFeature,
    Procedure,
    Treatment,
    VitalStatus,
)


class Fact(Noun):
    """A row of the flat table."""

    document: str
    patient: str
    kind: str
    concept: str
    concept_text: str | None = None
    code: str | None = None
    status: str | None = None
    comparator: str | None = None
    value: float | str | None = None
    value_high: float | None = None
    unit: str | None = None
    ucum: str | None = None
    ref_low: float | None = None
    ref_high: float | None = None
    per_kg: bool | None = None
    route: str | None = None
    schedule: str | None = None
    duration_days: float | None = None
    day_earliest: float | None = None
    day_latest: float | None = None
    start: int
    end: int
    quote: str
    section: str | None = None
    cited: bool = False
    origin: str | None = None


COLUMNS: tuple[str, ...] = tuple(Fact.model_fields)

_KIND_OF_CATEGORY = {
    "laboratory": "laboratory",
    "vital": "vital",
    "lung_function": "lung_function",
    "antibody": "antibody",
    "score": "other_measurement",
    "other": "other_measurement",
}


def facts(course: Course) -> list[Fact]:
    """Give the rows of a course: the person first, then the events in time order."""
    document = course.document_name or course.document
    common = {
        "document": document,
        "patient": course.individual.id,
        "cited": course.cited is not None,
    }
    rows = [Fact.model_validate({**common, **row}) for row in _person(course)]
    rows += [Fact.model_validate({**common, **_event(event)}) for event in course.events]
    return rows


def _place(anchor: Anchor) -> dict[str, object]:
    return {"start": anchor.start, "end": anchor.end, "quote": anchor.exact}


def _person(course: Course) -> Iterator[dict[str, object]]:
    who = course.individual
    if who.age:
        yield {
            "kind": "age",
            "concept": "age",
            "concept_text": who.age.anchors[0].exact,
            "status": "present",
            "value": who.age.quantity.value,
            "value_high": who.age.quantity.high,
            "unit": who.age.quantity.unit,
            "ucum": who.age.quantity.ucum,
            "origin": who.age.origin,
            **_place(who.age.anchors[0]),
        }
    for kind, attribute in (("sex", who.sex), ("ethnicity", who.ethnicity)):
        if attribute:
            yield {
                "kind": kind,
                "concept": kind,
                "concept_text": attribute.anchors[0].exact,
                "status": "present",
                "value": attribute.value,
                "origin": attribute.origin,
                **_place(attribute.anchors[0]),
            }


def _event(event: AnyEvent) -> dict[str, object]:
    row: dict[str, object] = {
        "concept": event.concept.label if event.concept else event.text,
        "concept_text": event.text,
        "code": event.concept.id if event.concept and ":" in event.concept.id else None,
        "day_earliest": event.time.earliest if event.time else None,
        "day_latest": event.time.latest if event.time else None,
        "section": event.section or None,
        "origin": event.origin,
        **_place(event.anchors[0]),
    }
    if isinstance(event, PhenotypicFeature | Disease) and event.status == "family":
        row |= {"concept": f"family history of {row['concept']}", "code": None}
    return {**row, **_particulars(event)}


def _particulars(event: AnyEvent) -> dict[str, object]:
    match event:
        case Measurement():
            return _measurement(event)
        case Treatment():
            return _treatment(event)
        case Procedure():
            return {
                "kind": "procedure",
                "status": event.status,
                "duration_days": event.duration_days,
            }
        case Imaging():
            return {"kind": "imaging", "status": event.status, "value": event.finding or None}
        case Biopsy():
            return {"kind": "biopsy", "status": event.status, "value": event.finding or None}
        case PhenotypicFeature():
            return {"kind": "finding", "status": _status(event.status)}
        case Disease():
            return {"kind": "diagnosis", "status": _status(event.status)}
        case Encounter():
            return {"kind": "encounter", "status": "present", "value": event.encounter}
        case VitalStatus():
            return {"kind": "outcome", "status": "present", "value": event.status}
        case Outcome():
            return {"kind": "outcome", "status": _status(event.status), "value": event.outcome}


def _status(status: str) -> str:
    return {"historical": "present", "family": "present", "uncertain": "unknown"}.get(
        status, status
    )


def _measurement(event: Measurement) -> dict[str, object]:
    row: dict[str, object] = {
        "kind": _KIND_OF_CATEGORY[event.category],
        "status": "absent" if event.interpretation == "negative" else "present",
        "value": event.result or event.interpretation,
    }
    if event.interpretation == "not_done":
        row["status"] = "unknown"
    if event.quantity:
        row |= {
            "comparator": event.quantity.comparator,
            "value": event.quantity.value,
            "value_high": event.quantity.high,
            "unit": event.quantity.unit,
            "ucum": event.quantity.ucum,
        }
    if event.reference_range:
        row |= {"ref_low": event.reference_range.low, "ref_high": event.reference_range.high}
    return row


def _treatment(event: Treatment) -> dict[str, object]:
    row: dict[str, object] = {
        "kind": "treatment",
        "status": "given" if event.status == "changed" else event.status,
        "route": event.route,
        "schedule": event.schedule,
        "duration_days": event.duration_days,
    }
    if event.dose:
        row |= {
            "comparator": event.dose.comparator,
            "value": event.dose.value,
            "value_high": event.dose.high,
            "unit": event.dose.unit,
            "ucum": event.dose.ucum,
            "per_kg": event.per_kg,
        }
    return row
