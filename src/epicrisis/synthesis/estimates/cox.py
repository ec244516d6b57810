"""Cox regression for few events: Firth's penalty, profile likelihood and likelihood ratio.

Without the penalty the coefficient runs away as soon as all events fall on one side of a
covariate, the common case in a handful of patients; with it every coefficient is finite, and the
interval that the profile of the penalised likelihood gives is not symmetrical, as it should not
be. Limits and p-values of single coefficients keep the others at their best for each value tried.

References:
    Heinze G, Schemper M. A solution to the problem of monotone likelihood in Cox regression.
    Biometrics 2001;57:114-119.
    Heinze G, Ploner M. SAS and SPLUS programs to perform Cox regression without convergence
    problems. Comput Methods Programs Biomed 2002;67:217-223.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, inf, isfinite, nan

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import chdtrc, chdtri, ndtr, ndtri

from epicrisis.errors import InputError
from epicrisis.synthesis.estimates import checks
from epicrisis.synthesis.estimates.checks import Floats
from epicrisis.synthesis.estimates.partial_likelihood import PartialLikelihood
from epicrisis.synthesis.plain import Interval, Result

TIES = ("efron", "breslow")
PENALTIES = ("firth", "none")
INTERVALS = ("profile", "wald")
_STEPS = 200
_LONGEST = 2.0  # of one step, in standard deviations of the covariate
_FARTHEST = 20.0  # standard deviations of a covariate's effect beyond which nothing is sought
_RUNAWAY = (
    "the likelihood has no maximum: all events lie on one side of a covariate. "
    "Use the penalty 'firth'."
)


@dataclass(frozen=True, slots=True)
class Coefficient(Result):
    """What one covariate does.

    Attributes:
        name: Of the covariate.
        estimate: Logarithm of the hazard ratio for one unit more.
        se: Its standard error.
        hazard_ratio: For one unit more.
        interval: Of the hazard ratio.
        p: By likelihood ratio if the interval is by profile, else by Wald.
    """

    name: str
    estimate: float
    se: float
    hazard_ratio: float
    interval: Interval
    p: float


@dataclass(frozen=True, slots=True)
class CoxModel(Result):
    """A fitted model.

    Attributes:
        coefficients: One for each covariate.
        patients: Rows that went in.
        events: How many had the event.
        log_likelihood: With no covariate's effect, and at the maximum; penalised if that was asked.
        likelihood_ratio: Statistic of all covariates together.
        p: Its p-value.
        ties: `efron` or `breslow`.
        penalty: `firth` or `none`.
    """

    coefficients: tuple[Coefficient, ...]
    patients: int
    events: int
    log_likelihood: tuple[float, float]
    likelihood_ratio: float
    p: float
    ties: str
    penalty: str


def cox(
    time: ArrayLike,
    event: ArrayLike | None,
    covariates: ArrayLike,
    *,
    names: Sequence[str] = (),
    start: ArrayLike | None = None,
    penalty: str = "firth",
    ties: str = "efron",
    interval: str = "profile",
    level: float = 0.95,
) -> CoxModel:
    """Fit hazard ratios of covariates.

    Args:
        time: When each patient had the event or was last seen.
        event: 1 if it was the event, 0 if not.
        covariates: A column each, or one list for a single one.
        names: Of the covariates.
        start: When each came under observation, if not all did at 0. A patient whose covariate
            changes has several rows, one after the other.
        penalty: `firth`, or `none` for the ordinary model.
        ties: `efron` or `breslow`.
        interval: `profile` or `wald`.
        level: Confidence as a proportion.

    Raises:
        InputError: A time, event or covariate cannot be, a covariate is the same in all patients or
            follows from the others, nobody had the event, or the ordinary model has no maximum.
        UnknownNameError: No such penalty, interval or way with ties.
    """
    checks.one_of("penalty", penalty, PENALTIES)
    checks.one_of("way with ties", ties, TIES)
    checks.one_of("interval of a hazard ratio", interval, INTERVALS)
    checks.level_of(level)
    t, d, s = checks.times(time, event, start)
    x, scale = _design(covariates, t.size)
    if not d.any():
        raise InputError("nobody had the event: there is nothing to compare")
    likelihood = PartialLikelihood(x / scale, t, d, s, ties=ties, penalised=penalty == "firth")
    _check_information(likelihood, x.shape[1])
    best = _maximum(likelihood, np.zeros(x.shape[1]), np.ones(x.shape[1], dtype=bool))
    top, none = likelihood.value(best), likelihood.value(np.zeros(best.size))
    shift = float(np.log(scale).sum()) if penalty == "firth" else 0.0
    information = likelihood.derivatives(best)[2]
    if penalty == "none" and _flat(information, likelihood.derivatives(np.zeros(best.size))[2]):
        raise InputError(_RUNAWAY)
    variance = np.linalg.inv(information)
    errors = np.sqrt(np.diag(variance))
    called = [*names, *(f"x{i + 1}" for i in range(len(names), best.size))]
    fits = tuple(
        _coefficient(
            likelihood, best, r, float(errors[r]), top, (called[r], scale[r], interval, level)
        )
        for r in range(best.size)
    )
    ratio = max(0.0, 2 * (top - none))
    p_all = float(chdtrc(best.size, ratio))
    rows = (int(t.size), int(d.sum()))
    return CoxModel(fits, *rows, (none + shift, top + shift), ratio, p_all, ties, penalty)


def _coefficient(
    likelihood: PartialLikelihood,
    best: Floats,
    r: int,
    se: float,
    top: float,
    asked: tuple[str, float, str, float],
) -> Coefficient:
    """Give one coefficient per unit of its covariate, with limits of the kind asked for."""
    name, unit, interval, level = asked[0], float(asked[1]), asked[2], asked[3]
    if interval == "profile":
        low, high, p = _profiled(likelihood, best, r, se, top, level)
    else:
        low, high, p = _by_wald(float(best[r]), se, level)
    b = float(best[r]) / unit
    ends = Interval(_exp(low / unit), _exp(high / unit), interval, level)
    return Coefficient(name, b, se / unit, _exp(b), ends, p)


def _design(covariates: ArrayLike, rows: int) -> tuple[Floats, Floats]:
    """Give the covariates as columns, and the standard deviation of each."""
    x = np.asarray(covariates, dtype=float)
    x = x[:, None] if x.ndim == 1 else x
    if x.ndim != 2 or x.shape[0] != rows or not x.shape[1]:
        raise InputError(f"covariates of shape {x.shape} beside {rows} rows")
    if not np.isfinite(x).all():
        row = int(np.argmin(np.isfinite(x).all(axis=1)))
        raise InputError(f"row {row + 1}: a covariate is missing")
    scale = x.std(axis=0)
    if (scale <= 1e-12 * np.maximum(1.0, np.abs(x).max(axis=0))).any():
        raise InputError("a covariate is the same in all patients")
    return x, scale


def _check_information(likelihood: PartialLikelihood, size: int) -> None:
    information = likelihood.derivatives(np.zeros(size))[2]
    if np.linalg.eigvalsh(information)[0] < 1e-9 * max(1.0, float(np.trace(information))):
        raise InputError(
            "the events do not tell the covariates' effects apart: at every event those at risk "
            "were alike, or a covariate follows from the others"
        )


def _maximum(likelihood: PartialLikelihood, beta: Floats, free: Floats) -> Floats:
    """Climb by Newton's steps in the coefficients that are free.

    The information leaves out the penalty's own curvature, so that a step may be twice too long;
    what had to be halved once is halved from then on.
    """
    value, damp = likelihood.value(beta), 1.0
    for _ in range(_STEPS):
        gradient, information = likelihood.score(beta)
        step = np.zeros(beta.size)
        step[free] = np.linalg.solve(information[np.ix_(free, free)], gradient[free])
        longest = float(np.abs(step).max(initial=0.0))
        if longest < 1e-9:
            return beta
        step *= damp * min(1.0, _LONGEST / longest)
        for _ in range(30):
            moved = likelihood.value(beta + step)
            rise = float(gradient @ step)
            if moved >= value + rise / 10 or rise < 1e-9:
                break
            step, damp = step / 2, max(damp / 2, 1 / 8)
        else:
            return beta
        beta, value = beta + step, moved
        if np.abs(beta).max() > _FARTHEST:
            break
    raise InputError(_RUNAWAY)


def _flat(information: Floats, at_none: Floats) -> bool:
    """Say whether a direction holds next to no information any more: a coefficient ran away."""
    least, before = np.linalg.eigvalsh(information)[0], np.linalg.eigvalsh(at_none)[0]
    return bool(least < 1e-5 * before)


def _profiled(
    likelihood: PartialLikelihood, best: Floats, r: int, se: float, top: float, level: float
) -> tuple[float, float, float]:
    """Give limits and p-value of one coefficient from the profile of the likelihood."""
    free = np.arange(best.size) != r
    warm = best.copy()

    def deviance(at: float) -> float:
        nonlocal warm
        trial = warm.copy()
        trial[r] = at
        warm = _maximum(likelihood, trial, free) if free.any() else trial
        return 2 * (top - likelihood.value(warm))

    crit = float(chdtri(1, 1 - level))
    low = _crossing(lambda at: deviance(at) - crit, float(best[r]), -se)
    warm = best.copy()
    high = _crossing(lambda at: deviance(at) - crit, float(best[r]), se)
    warm = best.copy()
    return low, high, float(chdtrc(1, max(0.0, deviance(0.0))))


def _crossing(excess: Callable[[float], float], centre: float, step: float) -> float:
    inside, outside = centre, centre + 2 * step
    while not excess(outside) > 0:
        inside, outside = outside, outside + step
        if abs(outside) > _FARTHEST:
            return inf if step > 0 else -inf
    return float(brentq(excess, inside, outside, xtol=1e-10))


def _by_wald(b: float, se: float, level: float) -> tuple[float, float, float]:
    z = float(ndtri(1 - (1 - level) / 2))
    return b - z * se, b + z * se, float(2 * ndtr(-abs(b / se))) if se > 0 else nan


def _exp(value: float) -> float:
    if not isfinite(value):
        return 0.0 if value < 0 else inf
    return exp(value) if value < 700 else inf
