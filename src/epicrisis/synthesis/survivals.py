"""Times to an event among the patients of a cohort: curves, groups, and treatments over time.

Groups are what is so of a patient from the beginning. A treatment is not: who was to receive it had
to live until then, so patients are never parted by whether they ever received it. It parts their
time instead (`treatment=`), and the naive comparison is shown only for its bias.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from math import inf, nextafter
from typing import TYPE_CHECKING

from epicrisis.errors import InputError
from epicrisis.synthesis.cohorts import Cohort
from epicrisis.synthesis.expressions import Call, parse, walk
from epicrisis.synthesis.moments import Moment, moment, spelt_out
from epicrisis.synthesis.persons import Person, by_kind, general_notes, persons
from epicrisis.synthesis.proportions import answer_of
from epicrisis.synthesis.results import (
    AtEnd,
    CohortSurvival,
    Corner,
    Missing,
    PatientTime,
    SurvivalPart,
)
from epicrisis.synthesis.waiting import DAY_NOT_TOLD, GIVEN, NOT_GIVEN, Wait, wait_of

if TYPE_CHECKING:
    from epicrisis.synthesis.estimates import IntervalCurve, PatientRow, Survival, SurvivalOptions

GIVEN_LATER = frozenset({"treated", "procedure", "started"})
_ENDS = ("earliest", "latest")
KNOWN_LATER = frozenset(
    {"outcome", "improved", "died", "alive", "encounter", "measured", "derived", "follow_up"}
)


def survival(
    cohort: Cohort,
    event: str = "death",
    origin: str = "admission",
    *,
    group: str = "",
    treatment: str = "",
    landmark: float | None = None,
    entry: str = "",
    silent_untreated: bool = False,
    together: bool = False,
    options: "SurvivalOptions | None" = None,
) -> CohortSurvival:
    """Estimate the time to an event; `Cohort.survival` says what the arguments are."""
    how = _options(options)
    if group and not treatment and _is_treatment(group):
        group, treatment = "", group
    if landmark is not None and not treatment:
        raise InputError("a landmark compares treatments: name one with treatment=")
    if treatment and entry:
        raise InputError("entry does not go with a treatment, which is compared from the origin")
    told = cohort.courses
    wait = Wait(
        moment(event, told),
        moment(origin, told),
        moment(entry, told) if entry else None,
        moment(treatment, told) if treatment else None,
        _grouping(cohort, group) if group else None,
    )
    people, groups = persons(cohort)
    found = [wait_of(person, wait) for person in people]
    times = [one for one in found if isinstance(one, PatientTime)]
    missing = [*groups, *(one for one in found if isinstance(one, Missing))]
    rows = {one.patient.id: one for one in times}
    parts = tuple(
        _part(kind, [rows[p.patient.id] for p in mine if p.patient.id in rows], lacking,
              wait, landmark, silent_untreated, how)
        for kind, mine, lacking in by_kind(people, missing, together=together)
    )  # fmt: skip
    return CohortSurvival(
        event, wait.origin.name, entry, treatment, group, parts, tuple(missing),
        tuple(_notes(people, times, missing, wait, together)),
    )  # fmt: skip


def _options(options: "SurvivalOptions | None") -> "SurvivalOptions":
    from epicrisis.synthesis.estimates import SurvivalOptions

    how = options or SurvivalOptions()
    how.check()
    return how


# ---- groups


def _is_treatment(text: str) -> bool:
    """Say whether a question is nothing but whether a treatment was given."""
    try:
        node = parse(text)
    except InputError:
        return False
    return isinstance(node, Call) and node.name in ("treated", "procedure")


def _grouping(cohort: Cohort, text: str) -> Callable[[Person], str | None]:
    """Make the function that answers to which group a patient belongs.

    Raises:
        InputError: The groups would be made by what became known only later, or by a number.
    """
    question = cohort.condition(spelt_out(text, cohort.courses))
    names = {node.name for node in walk(parse(question.text)) if isinstance(node, Call)}
    later = sorted(names & (GIVEN_LATER | KNOWN_LATER))
    if later:
        raise InputError(
            f"groups by {', '.join(later)} are known only after time 0: who was to get there had "
            "to live until then. Use treatment= for what was given, and `where` with a new origin "
            "for the rest."
        )

    def answer(person: Person) -> str | None:
        said = answer_of(question, person)
        return f"{text}: {said}" if said in ("yes", "no") else said or None

    return answer


# ---- one kind


def _part(
    kind: str,
    times: list[PatientTime],
    missing: list[Missing],
    wait: Wait,
    landmark: float | None,
    silent: bool,
    how: "SurvivalOptions",
) -> SurvivalPart:
    estimated = _estimated(times, how)
    corners: tuple[Corner, ...] = ()
    left_out: list[Missing] = []
    notes = list(estimated.notes)
    if wait.treatment is not None:
        compared, left_out, assumed = _comparable(times, wait.treatment, silent)
        corners = tuple(_corners(compared, landmark, how)) if compared else ()
        if assumed:
            notes.append(f"{assumed} whose reports say nothing of {wait.treatment.name} are taken "
                         "for untreated because that was asked")  # fmt: skip
        if len(corners) > 1:
            notes.append("some days are known within bounds only: the comparison is made at their "
                         "ends, and holds only if all agree")  # fmt: skip
    return SurvivalPart(
        kind,
        tuple(times),
        estimated.curves,
        tuple(map(_rounded, estimated.interval_curves)),
        tuple(_at_ends(times, how)),
        estimated.log_rank,
        estimated.cox,
        corners,
        tuple(missing),
        tuple(left_out),
        tuple(dict.fromkeys(notes)),
    )


def _estimated(times: Sequence[PatientTime], how: "SurvivalOptions") -> "Survival":
    """Estimate from intervals if any event is known within bounds only, else from days."""
    from epicrisis.synthesis.estimates import estimate

    return estimate(_rows(times, 0), how, intervals=_is_loose(times))


def _at_ends(times: Sequence[PatientTime], how: "SurvivalOptions") -> Iterator[AtEnd]:
    """Estimate with all events at the earliest, and with all at the latest of their days."""
    from epicrisis.synthesis.estimates import estimate

    for end in (0, 1) if _is_loose(times) else ():
        found = estimate(_rows(times, end), how, intervals=False)
        taken = f"events at the {_ENDS[end]}"
        yield AtEnd(taken, found.curves, found.log_rank, found.cox)


def _is_loose(times: Iterable[PatientTime]) -> bool:
    return any(one.event and one.days.low < one.days.high for one in times)


def _rows(times: Iterable[PatientTime], end: int) -> "list[PatientRow]":
    from epicrisis.synthesis.estimates import PatientRow

    return [
        PatientRow(
            one.patient.id,
            one.group,
            one.days[end] if one.event else one.days.low,
            float(one.event),
            one.entry,
            *_closed(one),
        )
        for one in times
    ]


def _closed(one: PatientTime) -> tuple[float, float]:
    """Give bounds as the interval curve takes them: behind the lower one, up to the upper one.

    The first day on which an event may have happened is one of its days, so the bound lies just
    before it.
    """
    low, high = one.days
    return (low if low == high or not one.event else max(0.0, nextafter(low, -inf))), high


def _rounded(curve: "IntervalCurve") -> "IntervalCurve":
    """Give the bounds of the stretches as days again."""
    stretches = tuple(
        replace(s, after=round(s.after, 9), until=s.until if s.until == inf else round(s.until, 9))
        for s in curve.stretches
    )
    low, high = (end if end == inf else round(end, 9) for end in curve.median_between)
    return replace(curve, stretches=stretches, median_between=(low, high))


# ---- treatments


def _comparable(
    times: Iterable[PatientTime], treatment: Moment, silent: bool
) -> tuple[list[PatientTime], list[Missing], int]:
    """Give whose treatment is known, who is left out, and how many are untreated by silence."""
    kept, left_out, assumed = [], [], 0
    for one in times:
        known = one.treatment in (GIVEN, NOT_GIVEN)
        if known or (silent and one.treatment != DAY_NOT_TOLD):
            kept.append(one)
            assumed += not known
        else:
            left_out.append(Missing(one.patient, f"{treatment.name}: {one.treatment}"))
    return kept, left_out, assumed


def _corners(
    times: Sequence[PatientTime], landmark: float | None, how: "SurvivalOptions"
) -> Iterator[Corner]:
    """Compare with all events, and all starts, at the earliest and at the latest of their days."""
    from epicrisis.synthesis.estimates import compare_regimens

    loose_end = _is_loose(times)
    loose_start = any(one.treated and one.treated.low < one.treated.high for one in times)
    for end in (0, 1) if loose_end else (0,):
        for start in (0, 1) if loose_start else (0,):
            exits = [one.days[end] if one.event else one.days.low for one in times]
            begun = [one.treated[start] if one.treated else None for one in times]
            during = [b if b is None or b <= t else None for b, t in zip(begun, exits, strict=True)]
            regimens = compare_regimens(
                exits,
                [float(one.event) for one in times],
                during,
                landmark=landmark,
                ids=[one.patient.id for one in times],
                level=how.level,
            )
            words = [("events", end)] * loose_end + [("starts", start)] * loose_start
            taken = ", ".join(f"{what} at the {_ENDS[which]}" for what, which in words)
            yield Corner(taken or "as reported", regimens)


# ---- what a reader must know


def _notes(
    people: Sequence[Person],
    times: Sequence[PatientTime],
    missing: Sequence[Missing],
    wait: Wait,
    together: bool,
) -> Iterator[str]:
    yield from general_notes(people, together=together)
    undated = sum(one.reason.startswith(f"{wait.event.name}: on a day") for one in missing)
    if undated:
        yield (
            f"{undated} had the event ({wait.event.name}) on a day that is not told and are in no "
            "curve: the curves without them are too favourable where the event is bad"
        )
    unknown = sum("vital status not reported" in one.ended for one in times)
    if unknown:
        yield (
            f"{unknown} of {len(times)} are followed until last seen, and no report says whether "
            "they lived on"
        )
    competing = sum(one.ended == "died without it" for one in times)
    if competing:
        yield f"{competing} died without the event and count as last seen then"
    if any(one.assumed for one in times):
        count = sum(one.assumed for one in times)
        yield (
            f"in {count} no word states {wait.origin.name}: the first day of the report is taken "
            "for it"
        )
    timed = {one.patient.id for one in times}
    papers = {person.work for person in people if person.patient.id in timed}
    if len(papers) < len(timed):
        yield f"patients of one paper are taken for independent ({len(papers)} papers)"
