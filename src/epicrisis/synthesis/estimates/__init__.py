"""Estimates for few patients: shares, times, comparisons, each with what it cannot say."""

from epicrisis.synthesis.estimates.binomial import Proportion, proportion
from epicrisis.synthesis.estimates.effects import back, effects, log_odds_ratios
from epicrisis.synthesis.estimates.fourfold import Fourfold, compare_two
from epicrisis.synthesis.estimates.glmm import BinomialNormal, binomial_normal
from epicrisis.synthesis.estimates.inverse_variance import MeanEffect, mean_effect
from epicrisis.synthesis.estimates.pooled import MissingStudy, Pooled, Pooling, StudyShare
from epicrisis.synthesis.estimates.pooling import Options, pool, pool_table
from epicrisis.synthesis.estimates.results import Interval, Result
from epicrisis.synthesis.estimates.unreported import (
    Tipping,
    unreported_events,
    unreported_in_comparison,
)

__all__ = [
    "BinomialNormal",
    "Fourfold",
    "Interval",
    "MeanEffect",
    "MissingStudy",
    "Options",
    "Pooled",
    "Pooling",
    "Proportion",
    "Result",
    "StudyShare",
    "Tipping",
    "back",
    "binomial_normal",
    "compare_two",
    "effects",
    "log_odds_ratios",
    "mean_effect",
    "pool",
    "pool_table",
    "proportion",
    "unreported_events",
    "unreported_in_comparison",
]
