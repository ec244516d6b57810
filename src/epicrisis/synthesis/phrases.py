"""What one event says, in the few words that a table has room for."""

import re
from collections.abc import Sequence
from math import inf

from epicrisis.model import (
    AnyEvent,
    Course,
    Disease,
    Measurement,
    Outcome,
    TimeElement,
    Treatment,
    VitalStatus,
    describe,
    when,
)

GIVEN = frozenset({"given", "changed", "stopped", "unknown"})
_CYCLES = re.compile(
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"(?:\s*(?:-|–|to)\s*\d+)?\s+(?:cycle|course|infusion|pulse|dose)s?\b",
    re.IGNORECASE,
)
_LONG = 4  # words of a schedule that is a sentence of its own
ROUTES = {"intravenous": "IV", "subcutaneous": "SC", "intramuscular": "IM"}
_SIGNS = {"positive": "positive", "negative": "negative", "not_done": "not done"}


def name(event: AnyEvent) -> str:
    """The preferred label, or the name as printed."""
    return event.concept.label if event.concept else event.text


def diseases(course: Course) -> list[Disease]:
    """The diagnoses of this illness, the principal ones first; past illnesses are left out."""
    found = [e for e in course.events if isinstance(e, Disease) and e.status == "present"]
    return sorted(found, key=lambda disease: not disease.principal)


def serology(course: Course) -> list[tuple[str, list[Measurement]]]:
    """Each antibody with a phrase for its results, positive ones first, in order of time."""
    found: dict[str, list[Measurement]] = {}
    for event in course.events:
        if isinstance(event, Measurement) and event.category == "antibody":
            found.setdefault(name(event), []).append(event)
    phrases = [
        (f"{label} {_results(results)}".strip(), results) for label, results in found.items()
    ]
    return sorted(phrases, key=lambda item: item[1][0].interpretation == "negative")


def _results(results: Sequence[Measurement]) -> str:
    values = [str(r.quantity) for r in results if r.quantity]
    signs = [
        _SIGNS.get(r.interpretation, r.interpretation.replace("_", " "))
        if r.interpretation
        else r.result or ""
        for r in results
        if not r.quantity
    ]
    distinct = list(dict.fromkeys(sign for sign in signs if sign))
    series = values if len(values) < 3 else [values[0], "…", values[-1]]
    return ", ".join([*distinct, *([" → ".join(series)] if series else [])])


def informs(treatment: Treatment) -> bool:
    """Say whether a statement says more of a drug than that it was given, and how."""
    return any(
        (
            treatment.dose,
            treatment.absolute_dose,
            treatment.schedule,
            treatment.interval_days,
            treatment.duration,
            treatment.duration_days,
            treatment.cycles,
            treatment.stop,
        )
    )


def dosing(treatment: Treatment) -> str:
    """Dose, route, schedule and duration in the order of print; the status where not given.

    A schedule that is a sentence of its own comes last, and a route says nothing without a dose.
    """
    unit = (treatment.dose.unit if treatment.dose else None) or ""
    schedule = _begun_small(treatment.schedule or "")
    if schedule and schedule in unit:
        schedule = ""  # "50 mg/day" already says it
    long = len(schedule.split()) > _LONG
    route = treatment.route or ""
    parts = [
        "" if treatment.status in GIVEN - {"stopped"} else treatment.status.replace("_", " "),
        str(treatment.dose or ""),
        f"({treatment.absolute_dose})" if treatment.absolute_dose else "",
        ROUTES.get(route, route) if informs(treatment) else "",
        "" if long else schedule,
        _begun_small(treatment.duration or ""),
    ]
    said = " ".join(part for part in parts if part)
    return ", ".join(part for part in (said, schedule if long else "") if part)


def _begun_small(words: str) -> str:
    """Write a phrase as inside a sentence, unless its first word is an abbreviation."""
    flat = " ".join(words.split())
    return flat[:1].lower() + flat[1:] if flat[1:2].islower() else flat


def fullest(treatments: Sequence[Treatment]) -> list[Treatment]:
    """Order statements of a drug so that those that say more of dose and schedule come first."""
    return sorted(treatments, key=lambda t: -_information(t))


def _information(treatment: Treatment) -> int:
    parts = (
        treatment.dose,
        treatment.dose,
        treatment.schedule or treatment.interval_days,
        treatment.duration or treatment.duration_days,
        treatment.route,
        treatment.absolute_dose,
    )
    return sum(part is not None for part in parts) - 6 * (treatment.status not in GIVEN)


def doses(treatments: Sequence[Treatment]) -> list[tuple[str, list[Treatment]]]:
    """Doses as printed, the fullest statement first; equal ones told apart by date are counted."""
    found: dict[str, list[Treatment]] = {}
    for treatment in fullest(treatments):
        said = describe(treatment)[1]
        if said and treatment.status != "not_given":
            found.setdefault(said, []).append(treatment)
    return [(_with_days(said, stating), stating) for said, stating in found.items()]


def _with_days(said: str, stating: Sequence[Treatment]) -> str:
    apart = _apart(stating)
    if len(apart) > 1:
        first, last = apart[0].time, apart[-1].time
        span = TimeElement(
            earliest=first.earliest if first else None, latest=last.latest if last else None
        )
        return f"{said}, {len(apart)}× ({when(span)})"
    dated = [t for t in stating if t.time and t.time.bounds != (-inf, inf)]
    return f"{said} ({when(dated[0].time)})" if dated else said


def why_no_dose(treatments: Sequence[Treatment]) -> str:
    """Say why a course has no dose of a drug."""
    if not treatments:
        return "drug not reported"
    statuses = {treatment.status for treatment in treatments}
    if statuses & GIVEN:
        return "dose not reported"
    return " or ".join(sorted(status.replace("_", " ") for status in statuses))


def cycles(treatments: Sequence[Treatment]) -> tuple[str, list[Treatment]]:
    """Count cycles: as printed, else the administrations that are told apart by their dates."""
    given = [treatment for treatment in treatments if treatment.status in GIVEN]
    for treatment in given:
        for words in (treatment.duration, treatment.schedule, treatment.anchors[0].exact):
            printed = _CYCLES.search(words or "")
            if printed:
                return printed[0], [treatment]
    apart = _apart([treatment for treatment in given if treatment.status == "given"])
    return (f"{len(apart)} dated", apart) if len(apart) > 1 else ("", [])


def _apart(treatments: Sequence[Treatment]) -> list[Treatment]:
    """Give statements, in order of time, whose dates show that they are not of one occasion."""
    apart: list[Treatment] = []
    dated = (t for t in treatments if t.time and t.time.known)
    for treatment in sorted(dated, key=lambda t: t.time.bounds if t.time else (0, 0)):
        if not apart or _after(treatment, apart[-1]):
            apart.append(treatment)
    return apart


def _after(later: Treatment, earlier: Treatment) -> bool:
    if not (later.time and earlier.time):
        return False
    return later.time.bounds[0] > earlier.time.bounds[1]


def outcomes(course: Course) -> list[AnyEvent]:
    """The last word on life or death, then how it went, in order of time."""
    alive = [e for e in course.events if isinstance(e, VitalStatus)]
    went = [e for e in course.events if isinstance(e, Outcome)]
    return [*alive[-1:], *went]


def outcome(event: AnyEvent) -> str:
    """An outcome and its day."""
    of, said = describe(event)
    phrase = said if of in ("outcome", "vital status") else f"{of}: {said}"
    day = when(event.time) if event.time and event.time.bounds != (-inf, inf) else ""
    return f"{phrase} ({day})" if day else phrase
