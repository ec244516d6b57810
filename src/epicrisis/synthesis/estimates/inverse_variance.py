"""The mean of effects, weighted by their precision: the normal-normal model.

The interval uses the normal distribution, or with `knapp_hartung` Student's t with k - 1 degrees of
freedom and a variance estimated from the scatter of the effects. The prediction interval says where
the true effect of a further study would lie; it uses the same distribution as the interval, as
metafor does.

References:
    Hartung J, Knapp G. Stat Med 2001;20:1771-1782.
    Higgins JPT, Thompson SG, Spiegelhalter DJ. J R Stat Soc A 2009;172:137-159.
    Higgins JPT, Thompson SG. Quantifying heterogeneity. Stat Med 2002;21:1539-1558.
"""

from dataclasses import dataclass
from math import inf, sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtri, stdtrit

from epicrisis.errors import InputError
from epicrisis.synthesis.estimates import checks, spread
from epicrisis.synthesis.estimates.checks import Floats
from epicrisis.synthesis.plain import Interval, Result


@dataclass(frozen=True, slots=True)
class MeanEffect(Result):
    """A weighted mean of effects on the scale on which they were given.

    Attributes:
        estimate: The mean.
        se: Its standard error.
        interval: Its confidence interval.
        prediction: Where the true effect of a further study would lie.
        tau2: Variance of the true effects.
        tau2_interval: Its interval by Q-profile.
        tau2_method: How the variance was estimated.
        q: Cochran's Q.
        p_q: Its p-value.
        i2: Share of the scatter that is not sampling error, between 0 and 1.
        studies: How many effects went in.
    """

    estimate: float
    se: float
    interval: Interval
    prediction: Interval
    tau2: float
    tau2_interval: Interval
    tau2_method: str
    q: float
    p_q: float
    i2: float
    studies: int


def mean_effect(
    effects: ArrayLike,
    variances: ArrayLike,
    *,
    tau2: str = "reml",
    knapp_hartung: bool = False,
    level: float = 0.95,
) -> MeanEffect:
    """Average effects by the inverse of their variances.

    Args:
        effects: One for each study.
        variances: Their sampling variances, above 0.
        tau2: How the variance between studies is estimated: `equal`, `dl`, `ml`, `reml`, `pm`.
        knapp_hartung: Whether the interval allows for that variance being an estimate.
        level: Confidence as a proportion.

    Raises:
        InputError: There is no effect, or a variance is not above 0.
        UnknownNameError: No such estimator.
    """
    y, v = np.asarray(effects, dtype=float), np.asarray(variances, dtype=float)
    if y.ndim != 1 or y.shape != v.shape or not y.size:
        raise InputError(f"{y.size} effects beside {v.size} variances")
    if not (np.isfinite(y) & np.isfinite(v) & (v > 0)).all():
        raise InputError("expected finite effects and variances above 0")
    estimator = spread.ESTIMATORS[checks.one_of("estimator of tau2", tau2, spread.ESTIMATORS)]
    between = estimator(y, v) if y.size > 1 else 0.0
    mean, w = spread.weighted_mean(y, v, between)
    variance, crit = _uncertainty(y, mean, w, knapp_hartung, checks.level_of(level))
    q = spread.generalised_q(y, v)
    method = "Knapp-Hartung" if knapp_hartung else "normal"
    return MeanEffect(
        mean,
        sqrt(variance),
        _around(mean, crit * sqrt(variance), method, level),
        _around(mean, crit * sqrt(variance + between), f"prediction, {method}", level),
        between,
        Interval(*_spread_interval(y, v, level), "Q-profile", level),
        tau2,
        q,
        float(chdtrc(y.size - 1, q)) if y.size > 1 else float("nan"),
        i_squared(v, between),
        int(y.size),
    )


def i_squared(v: Floats, tau2: float) -> float:
    """Give the share of the variance of effects that lies between studies."""
    if v.size < 2:
        return float("nan")
    w = 1 / v
    typical = (v.size - 1) * w.sum() / (w.sum() ** 2 - w @ w)
    return float(tau2 / (tau2 + typical))


def _uncertainty(
    y: Floats, mean: float, w: Floats, knapp_hartung: bool, level: float
) -> tuple[float, float]:
    """Give the variance of the mean and the quantile that goes with it."""
    upper = 1 - (1 - level) / 2
    if not knapp_hartung:
        return float(1 / w.sum()), float(ndtri(upper))
    if y.size < 2:
        raise InputError("the interval of Knapp and Hartung needs at least two studies")
    scatter = float(w @ (y - mean) ** 2) / (y.size - 1)
    return float(scatter / w.sum()), float(stdtrit(y.size - 1, upper))


def _around(centre: float, half: float, method: str, level: float) -> Interval:
    return Interval(centre - half, centre + half, method, level)


def _spread_interval(y: Floats, v: Floats, level: float) -> tuple[float, float]:
    return spread.q_profile(y, v, level) if y.size > 1 else (0.0, inf)
