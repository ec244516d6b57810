"""The shapes of what a cohort answers: shares, times, trajectories, regimens, swimmer rows.

Each is frozen and plain, so that a figure can be drawn from it and JSON written of it. All days are
counted from the moment named beside them; where a report gives an interval both bounds stand, and
an infinity is an open side. Each names its patients, and those who are missing with the reason.

`kind` of a patient says how the paper presents it: `case` (the only patient of its report),
`series` (one of several of a report) or `cited` (a row of a literature table, or another mention of
somebody else's patient); `all` where they were put together because that was asked.
"""

from epicrisis.synthesis.results.durations import CohortDuration, DurationPart, PatientSpan
from epicrisis.synthesis.results.people import (
    CASE,
    CITED,
    KINDS,
    SERIES,
    TOGETHER,
    Missing,
    Patient,
)
from epicrisis.synthesis.results.regimens import (
    CohortRegimens,
    Line,
    Pathway,
    PatientRegimen,
    RegimenPart,
)
from epicrisis.synthesis.results.shares import CohortShare, ShareComparison, ShareGroup
from epicrisis.synthesis.results.swimmer import Bar, Mark, Swimmer, SwimmerRow
from epicrisis.synthesis.results.times import (
    AtEnd,
    CohortSurvival,
    Corner,
    PatientTime,
    SurvivalPart,
)
from epicrisis.synthesis.results.trajectories import (
    CohortTrajectory,
    PatientTrajectory,
    Point,
    TrajectoryPart,
    TrajectoryWindow,
)

__all__ = [
    "CASE",
    "CITED",
    "KINDS",
    "SERIES",
    "TOGETHER",
    "AtEnd",
    "Bar",
    "CohortDuration",
    "CohortRegimens",
    "CohortShare",
    "CohortSurvival",
    "CohortTrajectory",
    "Corner",
    "DurationPart",
    "Line",
    "Mark",
    "Missing",
    "Pathway",
    "Patient",
    "PatientRegimen",
    "PatientSpan",
    "PatientTime",
    "PatientTrajectory",
    "Point",
    "RegimenPart",
    "ShareComparison",
    "ShareGroup",
    "SurvivalPart",
    "Swimmer",
    "SwimmerRow",
    "TrajectoryPart",
    "TrajectoryWindow",
]
