"""From a reading to courses: one for each patient of the document, and one for each cited row."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from epicrisis.assembly.axis import day_zero, find_axis
from epicrisis.assembly.cited import CitedRow, cited_rows, is_literature
from epicrisis.assembly.drafts import Draft, Page
from epicrisis.assembly.features import features
from epicrisis.assembly.grids import Grid
from epicrisis.assembly.measurements import measurements
from epicrisis.assembly.merging import merge
from epicrisis.assembly.outcomes import outcomes, survival
from epicrisis.assembly.people import individual, is_age_of_today, of_row
from epicrisis.assembly.qualitative import qualitative
from epicrisis.assembly.series import of_all
from epicrisis.assembly.stops import note_stops
from epicrisis.assembly.tables import table_drafts
from epicrisis.assembly.timeline import Timeline
from epicrisis.assembly.treatments import treatments
from epicrisis.assembly.units import complete_units
from epicrisis.model import (
    Anchor,
    AnyEvent,
    Biopsy,
    CitedSource,
    Course,
    Disease,
    Encounter,
    Event,
    Imaging,
    Measurement,
    OntologyClass,
    Outcome,
    PhenotypicFeature,
    Procedure,
    Reading,
    Treatment,
    VitalStatus,
)
from epicrisis.vocab.concepts import category, code, label
from epicrisis.vocab.linear import Models

_EVENTS: dict[str, type[Event]] = {
    "measurement": Measurement,
    "imaging": Imaging,
    "biopsy": Biopsy,
    "treatment": Treatment,
    "procedure": Procedure,
    "phenotypic_feature": PhenotypicFeature,
    "disease": Disease,
    "encounter": Encounter,
    "vital_status": VitalStatus,
    "outcome": Outcome,
}
_FIELDS = {kind: frozenset(event.model_fields) for kind, event in _EVENTS.items()}
_LETTERS = {
    "measurement": "m",
    "imaging": "i",
    "biopsy": "b",
    "treatment": "t",
    "procedure": "p",
    "phenotypic_feature": "f",
    "disease": "d",
    "encounter": "e",
    "vital_status": "v",
    "outcome": "o",
}


def assemble(reading: Reading, *, models: Models | None = None) -> list[Course]:
    """Put together what was found: the document's own patients first, then the cited ones.

    Args:
        reading: Of a document, with roles assigned.
        models: Models that say which name a result has; the packaged ones by default.
    """
    page = Page(reading, models)
    if not reading.segmentation.report:
        return []
    grids = [Grid(page, number) for number in range(len(reading.document.tables))]
    literature = [grid for grid in grids if is_literature(grid)]
    whose = reading.segmentation.tables
    drafts: list[Draft] = []
    for grid in grids:
        own = grid.number >= len(whose) or whose[grid.number] == "patient"
        if own and grid not in literature:
            drafts += table_drafts(page, grid)
    drafts += _prose(page)
    courses = [_own(page, drafts, patient) for patient in reading.segmentation.patients]
    for grid in literature:
        courses += [_cited(page, row) for row in cited_rows(page, grid)]
    return courses


def _prose(page: Page) -> list[Draft]:
    """Doses are taken first, so that no dose is left to be read as a laboratory value."""
    given = treatments(page)
    numeric = measurements(page)
    return [*given, *numeric, *qualitative(page, numeric), *features(page), *outcomes(page)]


def _own(page: Page, drafts: list[Draft], patient: str) -> Course:
    series = len(page.segmentation.patients) > 1
    mine = [
        d.copy() if series else d
        for d in drafts
        if d.patient == patient or (d.patient == "" and (not series or of_all(page, d)))
    ]
    mine += survival(page, mine, patient)
    sentences = [i for i, s in page.told() if s.patient in (patient, "") and s.section != "title"]
    who = individual(page, patient, sentences)
    of_then = who.age is not None and not is_age_of_today(page, sentences)
    years = who.age.years if who.age and of_then else None
    timeline = Timeline(page, find_axis(page, mine, sentences, years))
    if who.age and of_then:
        timeline.born(who.age.years, who.age.quantity.ucum or "a")
    solution = timeline.place(mine, sentences)
    timeline.mark_contradictions(mine, solution)
    merged = merge(mine)
    complete_units(merged)
    note_stops(merged)
    dated = any(d.fields.get("time") is not None for d in merged)
    return Course.trusted(
        id=f"{page.document.name}/{patient}",
        document=page.document.id,
        document_name=page.document.name,
        individual=who,
        day_zero=day_zero(page, timeline.axis) if dated else None,
        events=_events(page, merged),
    )


def _cited(page: Page, row: CitedRow) -> Course:
    anchors = tuple(anchor for span in row.spans for anchor in _anchors(page, [span]))
    return Course(
        id=f"{page.document.name}/{row.key}",
        document=page.document.id,
        document_name=page.document.name,
        individual=of_row(page, row),
        events=_events(page, row.drafts),
        cited=CitedSource(
            text=row.text, reference=row.reference, patients=row.patients, anchors=anchors
        ),
    )


def _events(page: Page, drafts: Iterable[Draft]) -> tuple[AnyEvent, ...]:
    """Make the events, in time order; undated ones keep the order of the text."""
    ordered = sorted(drafts, key=_when)
    ids: dict[int, str] = {}
    counts: dict[str, int] = {}
    for draft in ordered:
        counts[draft.kind] = counts.get(draft.kind, 0) + 1
        ids[id(draft)] = f"{_LETTERS[draft.kind]}{counts[draft.kind]}"
    events = [_event(page, draft, ids) for draft in ordered]
    return tuple(event for event in events if event is not None)


def _when(draft: Draft) -> tuple[float, int]:
    time = draft.fields.get("time")
    if time is None:
        return (float("inf"), draft.start)
    low = time.earliest if time.earliest is not None else time.latest
    return (low if low is not None else float("inf"), draft.start)


def _event(page: Page, draft: Draft, ids: dict[int, str]) -> AnyEvent | None:
    anchors = _anchors(page, draft.spans)
    if not anchors:
        return None
    known = _FIELDS[draft.kind]
    fields: dict[str, Any] = {
        name: value for name, value in draft.fields.items() if value is not None and name in known
    }
    if draft.concept is not None:
        fields |= _concept_fields(draft.kind, *draft.concept)
    made: AnyEvent = _EVENTS[draft.kind].trusted(  # type: ignore[assignment]
        id=ids[id(draft)],
        text=draft.text or anchors[0].exact,
        anchors=anchors,
        section=draft.section,
        origin=f"rules/{draft.rule}",
        confidence=draft.confidence,
        conflicts=tuple([ids[id(other)] for other in draft.conflicts if id(other) in ids]),
        notes=tuple(draft.notes),
        **fields,
    )
    return made


def _concept_fields(kind: str, source: str, key: str) -> dict[str, Any]:
    """The coded concept, and the id in the table that an event's kind keeps beside it.

    Args:
        kind: Kind of the event.
        source: Kind of the concept in the packaged tables.
        key: Its id there.
    """
    if kind == "measurement":
        return {"concept": _coded(source, key), "analyte": key, "category": category(key)}
    if kind == "treatment":
        return {"concept": _coded(source, key), "agent": key}
    if kind == "procedure":
        return {"concept": _coded(source, key), "procedure": key}
    if kind in ("phenotypic_feature", "disease"):
        return {"concept": _coded(source, key)}
    return {}


@lru_cache(maxsize=4096)
def _coded(kind: str, key: str) -> OntologyClass:
    return OntologyClass(id=code(kind, key) or key, label=label(kind, key))


def _anchors(page: Page, spans: list[tuple[int, int]]) -> tuple[Anchor, ...]:
    """The places in print, each once; a statement cut by a page break gives its longest piece."""
    view = page.segmentation.view
    pieces = [found for start, end in spans if (found := view.spans(start, end))]
    places = [found[0] if len(found) == 1 else max(found, key=_length) for found in pieces]
    if len(places) > 1:
        places = list(dict.fromkeys(places))
    return tuple([page.anchor(place) for place in places])


def _length(span: tuple[int, int]) -> int:
    return span[1] - span[0]
