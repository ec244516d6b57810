"""Estimates for few patients: shares, times, comparisons, each with what it cannot say."""

from epicrisis.synthesis.estimates.alignment import (
    AlignedCourse,
    Trajectory,
    Window,
    align,
    times_upper_limit,
)
from epicrisis.synthesis.estimates.binomial import Proportion, proportion
from epicrisis.synthesis.estimates.cox import Coefficient, CoxModel, cox
from epicrisis.synthesis.estimates.durations import Duration, Parameter, Quantile, duration
from epicrisis.synthesis.estimates.effects import back, effects, log_odds_ratios
from epicrisis.synthesis.estimates.fourfold import Fourfold, compare_two
from epicrisis.synthesis.estimates.glmm import BinomialNormal, binomial_normal
from epicrisis.synthesis.estimates.inverse_variance import MeanEffect, mean_effect
from epicrisis.synthesis.estimates.kaplan_meier import Curve, Step, kaplan_meier
from epicrisis.synthesis.estimates.log_rank import LogRank, log_rank
from epicrisis.synthesis.estimates.options import Options
from epicrisis.synthesis.estimates.patients import (
    MissingPatient,
    PatientRow,
    Survival,
    SurvivalOptions,
    estimate,
    survival_table,
)
from epicrisis.synthesis.estimates.pooled import MissingStudy, Pooled, Pooling, StudyShare
from epicrisis.synthesis.estimates.pooling import pool, pool_table
from epicrisis.synthesis.estimates.regimens import Comparison, Regimens, compare_regimens
from epicrisis.synthesis.estimates.spans import Durations, duration_table
from epicrisis.synthesis.estimates.turnbull import IntervalCurve, Stretch, turnbull
from epicrisis.synthesis.estimates.unreported import (
    Tipping,
    unreported_events,
    unreported_in_comparison,
)
from epicrisis.synthesis.plain import Interval, Result

__all__ = [
    "AlignedCourse",
    "BinomialNormal",
    "Coefficient",
    "Comparison",
    "CoxModel",
    "Curve",
    "Duration",
    "Durations",
    "Fourfold",
    "Interval",
    "IntervalCurve",
    "LogRank",
    "MeanEffect",
    "MissingPatient",
    "MissingStudy",
    "Options",
    "Parameter",
    "PatientRow",
    "Pooled",
    "Pooling",
    "Proportion",
    "Quantile",
    "Regimens",
    "Result",
    "Step",
    "Stretch",
    "StudyShare",
    "Survival",
    "SurvivalOptions",
    "Tipping",
    "Trajectory",
    "Window",
    "align",
    "back",
    "binomial_normal",
    "compare_regimens",
    "compare_two",
    "cox",
    "duration",
    "duration_table",
    "effects",
    "estimate",
    "kaplan_meier",
    "log_odds_ratios",
    "log_rank",
    "mean_effect",
    "pool",
    "pool_table",
    "proportion",
    "survival_table",
    "times_upper_limit",
    "turnbull",
    "unreported_events",
    "unreported_in_comparison",
]
