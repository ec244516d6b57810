"""When something happened: curves, their medians, each patient's time, and the warnings."""

from collections.abc import Iterator
from dataclasses import replace

from epicrisis.errors import InputError
from epicrisis.plots import survival_figures
from epicrisis.report.material import MOST_IDS, Material, missing, small, warnings
from epicrisis.report.parts import Block, Grid, Picture, Words
from epicrisis.synthesis.results import KINDS, CohortSurvival, PatientTime, SurvivalPart
from epicrisis.synthesis.sheets import Sheet, between, number, span


def times(material: Material, name: str) -> Iterator[Block]:
    """Give the time to an event; a condition that is so at any time has none."""
    choices = material.choices
    try:
        result = material.cohort.survival(name, choices.origin, together=choices.together)
    except InputError as error:
        yield Words(f"There are no times to it: {error}")
        return
    parts = tuple(part for part in result.parts if part.patients)
    if not parts:
        yield Words(f"No patient has a time from {result.origin} to it or to last being seen.")
        yield small(missing(result.missing))
        return
    drawn = replace(result, parts=tuple(replace(part, missing=()) for part in parts), missing=())
    for part, figure in zip(parts, survival_figures(drawn), strict=True):
        yield Picture(figure, _caption(result, part))
        yield small(_listed(part.patients))
    yield Grid(_table(parts))
    yield small(missing(result.missing))
    ends = [line for part in parts for line in _at_ends(part)]
    notes = [*ends, *(note for part in parts for note in part.notes), *result.notes]
    curves = [note for part in parts for curve in part.curves for note in curve.notes]
    yield from warnings([*notes, *curves], material.of_them_all())


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
        limits = curve.median_exact or curve.median_interval
        told = (str(curve.patients), str(curve.events), number(curve.median), span(limits))
        yield kind, *told, f"Kaplan-Meier, {limits.method}"
    for wide in part.interval_curves:
        low, high = wide.median_between
        median = number(low) if low == high else f"{number(low)} to {number(high)}"
        events = sum(one.event for one in part.patients)
        yield kind, str(wide.patients), str(events), median, "see below", "Turnbull"


def _at_ends(part: SurvivalPart) -> Iterator[str]:
    """Give the medians with all events at either end of their days."""
    for end in part.at_ends:
        for curve in end.curves:
            limits = curve.median_exact or curve.median_interval
            yield (
                f"{KINDS[part.kind]}, {end.taken}: median {number(curve.median)} days "
                f"({limits.level:.0%} limits {span(limits)}, {limits.method})"
            )
