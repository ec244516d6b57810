"""What one event says, in the few words that a table has room for."""

import re
from collections.abc import Sequence
from math import inf

from epicrisis.model import (
    AnyEvent,
    Course,
    Measurement,
    Outcome,
    Quantity,
    TimeElement,
    Treatment,
    VitalStatus,
    describe,
    when,
)
from epicrisis.vocab.numbers import COUNT_WORD

GIVEN = frozenset({"given", "changed", "stopped", "unknown"})
_CYCLES = re.compile(
    rf"(?:\d+|{COUNT_WORD})"
    r"(?:\s*(?:-|–|to)\s*\d+)?\s+(?:cycle|course|infusion|pulse|dose)s?\b",
    re.IGNORECASE,
)
_PADDED = re.compile(r"\s+([,;.])")  # left behind by the mark of a note
_DANGLING = re.compile(r"\s+(?:from|until|till|to|on|starting)$")  # the day itself stands behind
_MOST_SUBJECTS = 3  # of what improved, in one phrase
_LONG = 4  # words of a schedule that is a sentence of its own
ROUTES = {"intravenous": "IV", "subcutaneous": "SC", "intramuscular": "IM"}
_LATER = {"negative": 1, "undetectable": 1, "normal": 1, "not_done": 2}
_SIGNS = {"positive": "positive", "negative": "negative", "not_done": "not done"}


def name(event: AnyEvent) -> str:
    """The preferred label, or the name as printed."""
    return event.concept.label if event.concept else event.text


def serology(course: Course) -> list[tuple[str, list[Measurement]]]:
    """Each antibody with a phrase for its results: found ones first, tests not done last."""
    found: dict[str, list[Measurement]] = {}
    for event in course.events:
        if isinstance(event, Measurement) and event.category == "antibody":
            found.setdefault(name(event), []).append(event)
    phrases = [
        (f"{_short_name(label)} {results(events)}".strip(), events)
        for label, events in found.items()
    ]
    return sorted(phrases, key=lambda item: _LATER.get(item[1][0].interpretation or "", 0))


def _short_name(antibody: str) -> str:
    """Leave out a word that the name says already: "Anti-Jo-1 antibody"."""
    return antibody.removesuffix(" antibody") if antibody.startswith("Anti-") else antibody


def results(results: Sequence[Measurement]) -> str:
    """Give what is said of one antibody once, with its numbers: `positive (120 → 3 U/mL)`."""
    numbers = [r.quantity for r in results if r.quantity]
    signs = [
        _SIGNS.get(r.interpretation, r.interpretation.replace("_", " "))
        if r.interpretation
        else r.result or ""
        for r in results
        if not r.quantity
    ]
    said = ", ".join(dict.fromkeys(sign for sign in signs if sign))
    series = _series(numbers)
    return f"{said} ({series})" if said and series else said or series


def _series(numbers: Sequence[Quantity]) -> str:
    distinct = list(dict.fromkeys(numbers))
    shown = [str(number) for number in distinct]
    units = {number.unit for number in distinct}
    if len(units) == 1:  # said once, behind the last
        bare = [str(n.model_copy(update={"unit": None})) for n in distinct[:-1]]
        shown = [*bare, *shown[-1:]]
    return " → ".join(shown if len(shown) < 3 else [shown[0], "…", shown[-1]])


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

    A schedule that is a sentence of its own is left to `intervals`, and a route says nothing
    without a dose.
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
        _DANGLING.sub("", _begun_small(treatment.duration or "")),
    ]
    return " ".join(part for part in parts if part)


def intervals(treatments: Sequence[Treatment]) -> list[tuple[str, list[Treatment]]]:
    """Schedules that are sentences of their own: "once a month for half a year, then less"."""
    found: dict[str, list[Treatment]] = {}
    for treatment in treatments:
        words = _begun_small(treatment.schedule or "")
        if len(words.split()) > _LONG and treatment.status != "not_given":
            found.setdefault(words, []).append(treatment)
    return list(found.items())


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
    """Doses as printed, the fullest statement first; equal ones told apart by date are counted.

    A bare mention of the drug or of its route is no dose.
    """
    found: dict[str, list[Treatment]] = {}
    for treatment in fullest(treatments):
        if informs(treatment) and treatment.status != "not_given":
            found.setdefault(dosing(treatment), []).append(treatment)
    return [(_with_days(said, stating), stating) for said, stating in found.items() if said]


def _with_days(said: str, stating: Sequence[Treatment]) -> str:
    apart = _apart(stating)
    if len(apart) > 1:
        first, last = apart[0].time, apart[-1].time
        span = TimeElement(
            earliest=first.earliest if first else None, latest=last.latest if last else None
        )
        return f"{said}, {len(apart)}× ({when(span)})"
    dated = [t.time for t in stating if t.time and t.time.known]
    return f"{said} ({when(dated[0])})" if dated else said


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
    stated = [treatment for treatment in given if treatment.cycles]
    if stated:
        return "; ".join(dict.fromkeys(t.cycles for t in stated if t.cycles)), stated
    for treatment in given:
        for words in (treatment.duration, treatment.schedule, treatment.anchors[0].exact):
            printed = _CYCLES.search(words or "")
            if printed:
                return printed[0], [treatment]
    apart = _apart([treatment for treatment in given if treatment.status == "given"])
    return (f"{len(apart)}, told apart by date", apart) if len(apart) > 1 else ("", [])


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


def outcomes(course: Course) -> list[tuple[str, list[AnyEvent]]]:
    """The last word on life or death, then how it went, in order of time, each class once.

    What is said of the patient stands apart from what is said of one sign: a rash that is gone is
    no recovery.
    """
    alive = [e for e in course.events if isinstance(e, VitalStatus)]
    last = [e for e in alive if e.status == "dead"][-1:] or alive[-1:]
    went: dict[tuple[str | bool, ...], list[AnyEvent]] = {}
    for event in sorted((e for e in course.events if isinstance(e, Outcome)), key=_latest):
        own_words = event.text if event.outcome == "other" or course.cited else ""
        key = (event.outcome, event.status, own_words, bool(event.of))
        went.setdefault(key, []).append(event)
    groups: list[list[AnyEvent]] = (
        [[e for e in alive if e.status == last[0].status]] if last else []
    )
    groups += went.values()
    return [(_outcome(group, cited=course.cited is not None), group) for group in groups]


def _latest(event: AnyEvent) -> tuple[float, float]:
    low, high = event.time.bounds if event.time else (-inf, inf)
    return high, low


def _outcome(events: Sequence[AnyEvent], *, cited: bool) -> str:
    """Say an outcome once, with its days where both bounds are known.

    Of a cited patient the few words printed are shown: a table of others gives no more than them.
    """
    last = events[-1] if isinstance(events[0], VitalStatus) else events[0]
    of, said = describe(last)
    printed = _PADDED.sub(r"\1", " ".join(last.text.split()))
    if cited and len(printed.split()) > 1:
        said, of = printed, ""
    if of not in ("", "outcome", "vital status"):
        about = {describe(event)[0].casefold(): describe(event)[0] for event in events}
        more = f" +{len(about) - _MOST_SUBJECTS}" if len(about) > _MOST_SUBJECTS else ""
        said = f"{', '.join(list(about.values())[:_MOST_SUBJECTS])}{more}: {said}"
    times = [event.time for event in events if event.time and event.time.known]
    return f"{said} ({when(times[-1] if last is events[-1] else times[0])})" if times else said
