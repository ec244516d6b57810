"""When something happened: curves, their medians, each patient's time, and the warnings."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from epicrisis.errors import InputError
from epicrisis.plots import survival_figures
from epicrisis.report.material import MOST_IDS, Material, small, warnings
from epicrisis.report.parts import Block, Grid, Picture, Words
from epicrisis.synthesis.expressions import Call, parse, walk
from epicrisis.synthesis.moments import spelt_out
from epicrisis.synthesis.results import KINDS, CohortSurvival, PatientTime, SurvivalPart
from epicrisis.synthesis.sheets import Sheet, between, number, span

if TYPE_CHECKING:
    from epicrisis.synthesis.estimates import Curve

_STANDING = frozenset({"age", "sex", "ethnicity", "cited", "own"})

_SILENT = "not reported whether"
_TOO_FAST = (
    "{silent} are in no curve because their reports do not say whether it came: where reports "
    "speak of it mainly when it came, the curves fall too fast"
)


def times(material: Material, name: str, said: str) -> Iterator[Block]:
    """Give the time to an event, under what it is called; what is so at any time has none."""
    choices = material.choices
    if not _happens(material, name):
        yield Words("It is no happening, and so there is no time to it.")
        return
    try:
        found = material.cohort.survival(name, choices.origin, together=choices.together)
    except InputError as error:
        yield Words(f"There are no times to it: {error}")
        return
    result = replace(found, event=said)
    parts = tuple(part for part in result.parts if part.patients)
    if not parts:
        yield Words(f"No patient has a time from {result.origin} to it or to last being seen.")
        yield small(material.missing(result.missing))
        return
    drawn = replace(result, parts=tuple(replace(part, missing=()) for part in parts), missing=())
    for part, figure in zip(parts, survival_figures(drawn), strict=True):
        yield Picture(figure, _caption(result, part))
        yield small(_listed(part.patients))
    yield Grid(_table(parts))
    yield small(material.missing(result.missing))
    notes = [note for part in parts for note in _notes(part, alone=len(parts) == 1)]
    silent = sum(one.reason.startswith(_SILENT) for one in result.missing)
    if silent:
        notes.insert(0, _TOO_FAST.format(silent=silent))
    yield from warnings([*notes, *result.notes], material.of_them_all())


def _notes(part: SurvivalPart, *, alone: bool) -> Iterator[str]:
    """Give what is noted of one kind of patients, with its name where there are several."""
    for note in (*part.notes, *(note for curve in part.curves for note in curve.notes)):
        yield note if alone else f"{KINDS[part.kind]}: {note}"


def _happens(material: Material, name: str) -> bool:
    """Say whether a condition is made true by what happens, and not by who somebody is alone."""
    asked = parse(spelt_out(name, material.cohort.courses))
    names = {node.name for node in walk(asked) if isinstance(node, Call)}
    return bool(names - _STANDING)


def _caption(result: CohortSurvival, part: SurvivalPart) -> str:
    how = "Kaplan-Meier; every day is known"
    if part.interval_curves:
        how = (
            "Turnbull's estimate, because some days are known within bounds only; where the curve "
            "may lie is left open"
        )
    return f"From {result.origin} to {result.event}, {KINDS[part.kind]}. {how}."


def _listed(found: tuple[PatientTime, ...]) -> str:
    """Name the patients with their days; a plus says that it had not happened by then."""
    told = [f"{one.patient.id} {_days(one)}" for one in found[:MOST_IDS]]
    more = len(found) - MOST_IDS
    rest = f" and {more} more" if more > 0 else ""
    return f"In it ({len(found)}), with days, + without it: {', '.join(told)}{rest}."


def _days(one: PatientTime) -> str:
    return between(*one.days, 4) if one.event else f"{one.days.low:.4g}+"


def _table(parts: tuple[SurvivalPart, ...]) -> Sheet:
    head = ("patients", "n", "with it", "median, days", "95% limits", "how")
    return Sheet("", head, tuple(row for part in parts for row in _rows(part)), (1, 2, 3, 4))


def _rows(part: SurvivalPart) -> Iterator[tuple[str, ...]]:
    kind = KINDS[part.kind]
    for curve in part.curves:
        yield _row(kind, curve)
    for wide in part.interval_curves:
        low, high = wide.median_between
        median = number(low) if low == high else f"{number(low)} to {number(high)}"
        events = sum(one.event for one in part.patients)
        yield kind, str(wide.patients), str(events), median, "see the two ends", "Turnbull"
    for end in part.at_ends:
        for curve in end.curves:
            yield _row(f"{kind}, {end.taken}", curve)


def _row(who: str, curve: "Curve") -> tuple[str, ...]:
    limits = curve.median_exact or curve.median_interval
    told = (str(curve.patients), str(curve.events), number(curve.median), span(limits))
    return who, *told, f"Kaplan-Meier, {limits.method}"
