"""Times to an event, patient by patient, and what is estimated of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from epicrisis.measures.intervals import Interval as Bounds
from epicrisis.synthesis.plain import Result
from epicrisis.synthesis.results.people import Missing, Patient
from epicrisis.synthesis.sheets import Sheet, Shown

if TYPE_CHECKING:
    from epicrisis.synthesis.estimates import CoxModel, Curve, IntervalCurve, LogRank, Regimens


@dataclass(frozen=True, slots=True)
class PatientTime(Result):
    """The time of one patient to an event, in days from the origin.

    Attributes:
        patient: Who.
        group: The answer to `group`; empty if that was not asked.
        event: Whether it happened.
        days: Earliest and latest day of it; of who was last seen without it, that day and infinity.
        entry: The day from which the patient was followed; 0 unless late entry was asked for.
        treated: Earliest and latest day on which the treatment began; `None` if no day is known.
        treatment: `given`, `not given`, `not reported`, or `day not told`; empty if not asked.
        ended: What ended the time, in words: the event, `last seen; alive`...
        quotes: The words that state event and origin.
        assumed: Whether the origin rests on a day 0 that no word states.
    """

    patient: Patient
    group: str
    event: bool
    days: Bounds
    entry: float
    treated: Bounds | None
    treatment: str
    ended: str
    quotes: tuple[str, ...] = ()
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Corner(Result):
    """A comparison with all times at one end of their intervals.

    Attributes:
        taken: Which ends: `as reported` where all are days; else `event earliest, start latest`...
        regimens: The comparisons side by side.
    """

    taken: str
    regimens: "Regimens"


@dataclass(frozen=True, slots=True)
class AtEnd(Result):
    """What comes out with all events at one end of their intervals: a sensitivity analysis.

    Attributes:
        taken: `events at the earliest` or `events at the latest`.
        curves: Kaplan-Meier, one for each group.
        log_rank: The test between groups, if there are several.
        cox: Hazard ratios against the first group, if there are several.
    """

    taken: str
    curves: "tuple[Curve, ...]"
    log_rank: "LogRank | None"
    cox: "CoxModel | None"


@dataclass(frozen=True, slots=True)
class SurvivalPart(Result):
    """The times of patients of one kind.

    Attributes:
        kind: How their papers present them.
        patients: One row each.
        curves: Kaplan-Meier, one for each group, where all events are known to the day.
        interval_curves: Turnbull, one for each group, where some are known within bounds only.
        at_ends: Where there are interval curves, the same with all events at either end.
        log_rank: The test between groups, if there are several.
        cox: Hazard ratios against the first group, if there are several.
        regimens: Treated against untreated over time, if a treatment was asked for; one for each
            end of the intervals of event and start.
        missing: Who of this kind gives nothing, and why.
        left_out: Who has a time but is not in `regimens`, and why.
        notes: What a reader must know.
    """

    kind: str
    patients: tuple[PatientTime, ...]
    curves: "tuple[Curve, ...]"
    interval_curves: "tuple[IntervalCurve, ...]"
    at_ends: tuple[AtEnd, ...]
    log_rank: "LogRank | None"
    cox: "CoxModel | None"
    regimens: tuple[Corner, ...]
    missing: tuple[Missing, ...]
    left_out: tuple[Missing, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CohortSurvival(Shown):
    """Times to an event.

    Attributes:
        event: What was waited for.
        origin: What days are counted from.
        entry: From when patients were followed; empty if all were from the origin.
        treatment: Whose beginning parts treated from untreated time; empty if none was asked.
        group: The question that parts the patients; empty if there is none.
        parts: One for each kind.
        missing: Who gives nothing, and why.
        notes: What a reader must know.
    """

    event: str
    origin: str
    entry: str
    treatment: str
    group: str
    parts: tuple[SurvivalPart, ...]
    missing: tuple[Missing, ...]
    notes: tuple[str, ...]

    def sheets(self) -> Iterator[Sheet]:
        """Give patients, curves and comparisons of each kind, and what is missing."""
        from epicrisis.synthesis.results.time_sheets import survival_sheets

        return survival_sheets(self)

    def records(self) -> list[dict[str, Any]]:
        """Give one row a patient, with the columns that `epicrisis survival TABLE.csv` reads."""
        from epicrisis.synthesis.results.time_sheets import survival_records

        return survival_records(self)
