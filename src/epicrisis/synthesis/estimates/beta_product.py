"""Limits of a survival curve that hold for few patients: the beta product confidence procedure.

After each death among Y patients at risk the survival curve has been multiplied by a variable
distributed as Beta(Y, 1); the product over the deaths so far bounds the curve from above, and with
one more factor for those still at risk from below. Without censoring the limits are those of
Clopper and Pearson. The product is taken for a beta variable with the same first two moments,
which is exact without censoring and the default of R's package bpcp.

References:
    Fay MP, Brittain EH, Proschan MA. Pointwise confidence intervals for a survival distribution
    with small samples or heavy censoring. Biostatistics 2013;14:723-736.
    Fay MP, Brittain EH. Finite sample pointwise confidence intervals for a survival distribution
    with right-censored data. Stat Med 2016;35:2726-2740.
"""

import numpy as np
from scipy.special import betaincinv

from epicrisis.synthesis.estimates.checks import Floats


def beta_product(
    at_risk: Floats, events: Floats, still: Floats, level: float
) -> tuple[Floats, Floats]:
    """Give the lower and the upper limit of the curve from each time up to the next.

    Args:
        at_risk: Patients at risk at each distinct time of exit, everybody having entered at 0.
        events: Events at that time.
        still: Patients still at risk just after it.
        level: Confidence as a proportion.
    """
    alpha = 1 - level
    first, second = _moments(at_risk - events + 1, events)
    first, second = np.cumprod(first), np.cumprod(second)
    a, b = _matched(first, second)
    high = np.where(b > 0, betaincinv(a, np.maximum(b, 1e-300), 1 - alpha / 2), 1.0)
    m1, m2 = _moments(still, np.ones_like(still))
    a, b = _matched(first * m1, second * m2)
    low = np.where(still > 0, betaincinv(np.maximum(a, 1e-300), b, alpha / 2), 0.0)
    return low, high


def at_start(patients: int, level: float) -> float:
    """Give the lower limit before the first exit."""
    return float(((1 - level) / 2) ** (1 / patients))


def _moments(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Give the first two moments about 0 of beta variables; with b = 0 the variable is 1."""
    total = a + b
    return a / total, a * (a + 1) / (total * (total + 1))


def _matched(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """Give the parameters of beta variables with these moments; b = 0 where there is no spread."""
    variance = second - first**2
    spread = variance > 1e-15
    common = np.where(spread, (first - second) / np.where(spread, variance, 1.0), 1.0)
    return first * common, np.where(spread, (1 - first) * common, 0.0)
