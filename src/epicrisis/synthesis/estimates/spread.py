"""How far the true effects of studies lie apart: estimates of their variance, and its intervals.

Names: `equal` (none: all studies share one effect), `dl` (DerSimonian and Laird), `ml`, `reml`
(restricted maximum likelihood), `pm` (Paule and Mandel).

References:
    DerSimonian R, Laird N. Control Clin Trials 1986;7:177-188.
    Paule RC, Mandel J. J Res Natl Bur Stand 1982;87:377-385.
    Viechtbauer W. Bias and efficiency of meta-analytic variance estimators. J Educ Behav Stat
    2005;30:261-293.
    Viechtbauer W. Confidence intervals for the amount of heterogeneity. Stat Med 2007;26:37-52.
"""

from collections.abc import Callable
from math import inf

import numpy as np
from scipy.optimize import brentq
from scipy.special import chdtri

from epicrisis.synthesis.estimates.checks import Floats

_STEPS = 500
_EXACT = 1e-13


def weighted_mean(y: Floats, v: Floats, tau2: float) -> tuple[float, Floats]:
    """Give the mean under inverse-variance weights, and the weights."""
    w = 1 / (v + tau2)
    return float(w @ y / w.sum()), w


def generalised_q(y: Floats, v: Floats, tau2: float = 0.0) -> float:
    """Give the weighted sum of squares about the mean; Cochran's Q where `tau2` is 0."""
    mean, w = weighted_mean(y, v, tau2)
    return float(w @ (y - mean) ** 2)


def equal(y: Floats, v: Floats) -> float:
    """Give 0: one effect for all."""
    del y, v
    return 0.0


def dersimonian_laird(y: Floats, v: Floats) -> float:
    """Match Cochran's Q with its expectation."""
    w = 1 / v
    scale = w.sum() - (w @ w) / w.sum()
    return max(0.0, float((generalised_q(y, v) - (y.size - 1)) / scale))


def paule_mandel(y: Floats, v: Floats) -> float:
    """Find the variance at which the generalised Q is k - 1."""
    return _root(y, v, y.size - 1)


def maximum_likelihood(y: Floats, v: Floats) -> float:
    """Maximise the likelihood by Fisher scoring."""

    def step(tau2: float) -> float:
        mean, w = weighted_mean(y, v, tau2)
        return float((w**2 @ (y - mean) ** 2 - w.sum()) / (w @ w))

    return _scored(y, v, step)


def restricted_likelihood(y: Floats, v: Floats) -> float:
    """Maximise the restricted likelihood by Fisher scoring."""

    def step(tau2: float) -> float:
        mean, w = weighted_mean(y, v, tau2)
        total, squares, cubes = w.sum(), w @ w, (w**3).sum()
        trace = total - squares / total
        information = squares - 2 * cubes / total + (squares / total) ** 2
        return float((w**2 @ (y - mean) ** 2 - trace) / information)

    return _scored(y, v, step)


ESTIMATORS: dict[str, Callable[[Floats, Floats], float]] = {
    "equal": equal,
    "dl": dersimonian_laird,
    "ml": maximum_likelihood,
    "reml": restricted_likelihood,
    "pm": paule_mandel,
}


def q_profile(y: Floats, v: Floats, level: float = 0.95) -> tuple[float, float]:
    """Give the interval of the variance that inverts the generalised Q."""
    alpha = 1 - level
    return tuple(  # type: ignore[return-value]
        _root(y, v, float(chdtri(y.size - 1, p))) for p in (alpha / 2, 1 - alpha / 2)
    )


def _root(y: Floats, v: Floats, target: float) -> float:
    """Find the variance at which the generalised Q, which falls with it, meets `target`."""
    if y.size < 2 or generalised_q(y, v) <= target:
        return 0.0
    high = max(1.0, float(np.var(y)))
    while generalised_q(y, v, high) > target:
        high *= 2
        if high > 1e12:
            return inf
    return float(brentq(lambda t: generalised_q(y, v, t) - target, 0.0, high, xtol=_EXACT))


def _scored(y: Floats, v: Floats, step: Callable[[float], float]) -> float:
    """Repeat a scoring step, never below 0, until nothing changes."""
    tau2 = max(0.0, float(np.var(y, ddof=1) - v.mean())) if y.size > 1 else 0.0
    for _ in range(_STEPS):
        moved = step(tau2)
        following = max(0.0, tau2 + moved)
        if abs(following - tau2) <= _EXACT * max(1.0, tau2):
            return following
        tau2 = following
    return tau2
