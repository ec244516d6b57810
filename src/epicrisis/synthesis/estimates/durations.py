"""A duration both of whose ends are intervals, such as an incubation period.

The first end (infection, start of a drug) lies somewhere in one interval with equal chance, the
second (first symptom) in another; either may be a single moment. The likelihood integrates the
distribution of the duration over both, in closed form. Nothing is replaced by a midpoint.

References:
    Reich NG, Lessler J, Cummings DAT, Brookmeyer R. Estimating incubation period distributions with
    coarse data. Stat Med 2009;28:2769-2784.
    Lauer SA et al. The incubation period of coronavirus disease 2019. Ann Intern Med
    2020;172:577-582.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.special import gamma, gammainc, gammaincinv, gammaln, ndtr, ndtri

from epicrisis.errors import InputError
from epicrisis.synthesis.estimates import checks
from epicrisis.synthesis.estimates.checks import Floats
from epicrisis.synthesis.plain import Interval, Result

SHARES = (0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975)
_LEAST = 1e-300
_FLAT = "these intervals do not tell the distribution's two parameters apart"
_H = 1e-4


@dataclass(frozen=True, slots=True)
class Parameter(Result):
    """A parameter of the distribution: its name, value and interval."""

    name: str
    estimate: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Quantile(Result):
    """The duration that a share of patients does not exceed."""

    share: float
    estimate: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Duration(Result):
    """A fitted distribution of durations.

    Attributes:
        distribution: `lognormal`, `gamma` or `weibull`.
        parameters: Log mean and log standard deviation, or shape and scale.
        quantiles: The durations that given shares of patients do not exceed.
        patients: How many went in.
        log_likelihood: At the maximum.
    """

    distribution: str
    parameters: tuple[Parameter, ...]
    quantiles: tuple[Quantile, ...]
    patients: int
    log_likelihood: float


@dataclass(frozen=True, slots=True)
class _Family:
    """A distribution by its two parameters, both free of bounds in the search.

    Attributes:
        names: Of the parameters as reported.
        report: From the search's parameters to those reported.
        density: Of a duration.
        below: Share of durations not above a value.
        mean_below: Mean of the durations, those above a value counting 0.
        quantile: The inverse of `below`.
        begin: Parameters to set out from, given rough mean and deviation of the logarithm.
    """

    names: tuple[str, str]
    report: Callable[[float, float], tuple[float, float]]
    density: Callable[[Floats, float, float], Floats]
    below: Callable[[Floats, float, float], Floats]
    mean_below: Callable[[Floats, float, float], Floats]
    quantile: Callable[[Floats, float, float], Floats]
    begin: Callable[[float, float], tuple[float, float]]


def duration(
    first_low: ArrayLike,
    first_high: ArrayLike,
    second_low: ArrayLike,
    second_high: ArrayLike,
    *,
    distribution: str = "lognormal",
    shares: Sequence[float] = SHARES,
    level: float = 0.95,
) -> Duration:
    """Fit a distribution to the time from a first to a second event, both within intervals.

    Args:
        first_low: Earliest moment of the first event, one a patient.
        first_high: Its latest moment.
        second_low: Earliest moment of the second event.
        second_high: Its latest moment, after the earliest of the first.
        distribution: `lognormal`, `gamma` or `weibull`.
        shares: Which quantiles to give.
        level: Confidence as a proportion; intervals follow from the information on the scale of
            logarithms.

    Raises:
        InputError: An interval is missing or ends before it begins, the second event lies before
            the first, or there are fewer than two patients.
        UnknownNameError: No such distribution.
    """
    family = FAMILIES[checks.one_of("distribution", distribution, FAMILIES)]
    ends = _checked(first_low, first_high, second_low, second_high)
    z = float(ndtri(1 - (1 - checks.level_of(level)) / 2))
    best, top = _fitted(family, ends)
    covariance = _covariance(family, ends, best)
    reported = family.report(float(best[0]), float(best[1]))
    try:
        parameters = tuple(
            Parameter(
                family.names[i],
                reported[i],
                _parameter_interval(family, best, covariance, i, z, level),
            )
            for i in range(2)
        )
        quantiles = tuple(
            _quantile(family, best, covariance, float(share), z, level) for share in shares
        )
    except OverflowError:  # limits beyond all numbers
        raise InputError(_FLAT) from None
    return Duration(distribution, parameters, quantiles, int(ends[0].size), top)


def _checked(*given: ArrayLike) -> tuple[Floats, ...]:
    arrays = [np.atleast_1d(np.asarray(each, dtype=float)) for each in given]
    if len({each.shape for each in arrays}) != 1 or arrays[0].ndim != 1:
        raise InputError("the four lists differ in length")
    if arrays[0].size < 2:
        raise InputError(f"{arrays[0].size} patients: a distribution needs two or more")
    el, er, sl, sr = arrays
    sound = (el <= er) & (sl <= sr) & (el < sr) & np.isfinite(el + er + sl + sr)
    if not sound.all():
        row = int(np.argmin(sound))
        raise InputError(
            f"row {row + 1}: the first event from {el[row]:g} to {er[row]:g}, "
            f"the second from {sl[row]:g} to {sr[row]:g}"
        )
    sl = np.maximum(sl, el)
    return el, er, sl, sr


def _fitted(family: _Family, ends: tuple[Floats, ...]) -> tuple[Floats, float]:
    el, er, sl, sr = ends
    rough = np.log(np.maximum((sl + sr - el - er) / 2, (sr - el) / 4))
    start = np.array(family.begin(float(rough.mean()), max(0.1, float(rough.std()))))
    found = None
    for shift in ((0.0, 0.0), (0.2, 0.5), (0.0, -0.5)):
        tried = minimize(
            lambda at: -_log_likelihood(family, ends, at),
            start + np.array(shift),
            method="Nelder-Mead",
            options={"xatol": 1e-9, "fatol": 1e-11, "maxiter": 4000, "maxfev": 4000},
        )
        found = tried if found is None or tried.fun < found.fun else found
    if found is None or not np.isfinite(found.fun) or np.abs(found.x).max() > 50:
        raise InputError("no distribution of this kind fits these intervals")
    return found.x, -float(found.fun)


def _log_likelihood(family: _Family, ends: tuple[Floats, ...], at: Floats) -> float:
    """Sum the logarithms of each patient's probability, averaged over the first interval."""
    a, b = float(at[0]), float(at[1])
    if not (abs(a) < 60 and abs(b) < 20):
        return -np.inf
    try:
        return float(np.log(np.maximum(_probabilities(family, ends, a, b), _LEAST)).sum())
    except OverflowError:  # a mean beyond all numbers: nobody's durations
        return -np.inf


def _probabilities(family: _Family, ends: tuple[Floats, ...], a: float, b: float) -> Floats:
    el, er, sl, sr = ends
    one, two = er > el, sr > sl

    def both(x: Floats) -> Floats:
        inside = np.maximum(x, _LEAST)
        area = inside * family.below(inside, a, b) - family.mean_below(inside, a, b)
        held: Floats = np.where(x > 0, area, 0.0)
        return held

    def single(x: Floats) -> Floats:
        held: Floats = np.where(x > 0, family.below(np.maximum(x, _LEAST), a, b), 0.0)
        return held

    with np.errstate(all="ignore"):
        wide = both(sr - el) - both(sr - er) - both(sl - el) + both(sl - er)
        wide = wide / np.where(one, er - el, 1.0)
        narrow_first = single(sr - el) - single(sl - el)
        narrow_second = (single(sr - el) - single(sr - er)) / np.where(one, er - el, 1.0)
        point = family.density(np.maximum(sr - el, _LEAST), a, b)
        ways = [wide, narrow_first, narrow_second]
        value: Floats = np.select([one & two, two, one], ways, point)
        return value


def _covariance(family: _Family, ends: tuple[Floats, ...], best: Floats) -> Floats:
    """Invert the information; where that cannot be done the intervals tell too little."""
    information = _information(lambda at: -_log_likelihood(family, ends, at), best)
    try:
        covariance: Floats = np.linalg.inv(information)
    except np.linalg.LinAlgError:
        raise InputError(_FLAT) from None
    if not (np.isfinite(covariance).all() and (np.diag(covariance) > 0).all()):
        raise InputError(_FLAT)
    return covariance


def _information(f: Callable[[Floats], float], at: Floats) -> Floats:
    """Give the Hessian of a function of two parameters by differences."""
    step = np.eye(2) * _H * 10
    hessian = np.empty((2, 2))
    for i in range(2):
        for j in range(2):
            plus, minus = step[i] + step[j], step[i] - step[j]
            around = f(at + plus) - f(at + minus) - f(at - minus) + f(at - plus)
            hessian[i, j] = around / (4 * step[i, i] * step[j, j])
    return hessian


def _parameter_interval(
    family: _Family, best: Floats, covariance: Floats, which: int, z: float, level: float
) -> Interval:
    half = z * sqrt(covariance[which, which])
    low, high = (
        family.report(*(float(v) for v in best + np.eye(2)[which] * shift))[which]
        for shift in (-half, half)
    )
    return Interval(low, high, "information", level)


def _quantile(
    family: _Family, best: Floats, covariance: Floats, share: float, z: float, level: float
) -> Quantile:
    if not 0 < share < 1:
        raise InputError(f"share of a quantile: expected a proportion, found {share!r}")

    def logarithm(at: Floats) -> float:
        return log(float(family.quantile(np.array(share), float(at[0]), float(at[1]))))

    centre = logarithm(best)
    slope = np.array(
        [(logarithm(best + e) - logarithm(best - e)) / (2 * _H) for e in np.eye(2) * _H]
    )
    half = z * sqrt(float(slope @ covariance @ slope))
    interval = Interval(exp(centre - half), exp(centre + half), "information", level)
    return Quantile(share, exp(centre), interval)


def _lognormal_density(x: Floats, m: float, s: float) -> Floats:
    held: Floats = np.exp(-(((np.log(x) - m) / exp(s)) ** 2) / 2) / (x * exp(s) * sqrt(2 * np.pi))
    return held


def _lognormal_mean_below(x: Floats, m: float, s: float) -> Floats:
    variance = exp(2 * s)
    held: Floats = exp(m + variance / 2) * ndtr((np.log(x) - m - variance) / exp(s))
    return held


def _gamma_density(x: Floats, k: float, c: float) -> Floats:
    shape, scale = exp(k), exp(c)
    held: Floats = np.exp((shape - 1) * np.log(x) - x / scale - gammaln(shape) - shape * c)
    return held


def _weibull_density(x: Floats, k: float, c: float) -> Floats:
    shape, scaled = exp(k), x / exp(c)
    held: Floats = shape / exp(c) * scaled ** (shape - 1) * np.exp(-(scaled**shape))
    return held


FAMILIES: dict[str, _Family] = {
    "lognormal": _Family(
        ("meanlog", "sdlog"),
        lambda m, s: (m, exp(s)),
        _lognormal_density,
        lambda x, m, s: ndtr((np.log(x) - m) / exp(s)),
        _lognormal_mean_below,
        lambda p, m, s: np.exp(m + exp(s) * ndtri(p)),
        lambda m, s: (m, log(s)),
    ),
    "gamma": _Family(
        ("shape", "scale"),
        lambda k, c: (exp(k), exp(c)),
        _gamma_density,
        lambda x, k, c: gammainc(exp(k), x / exp(c)),
        lambda x, k, c: exp(k + c) * gammainc(exp(k) + 1, x / exp(c)),
        lambda p, k, c: gammaincinv(exp(k), p) * exp(c),
        lambda m, s: (-2 * log(s), m + 2 * log(s)),
    ),
    "weibull": _Family(
        ("shape", "scale"),
        lambda k, c: (exp(k), exp(c)),
        _weibull_density,
        lambda x, k, c: -np.expm1(-((x / exp(c)) ** exp(k))),
        lambda x, k, c: exp(c) * gamma(1 + exp(-k)) * gammainc(1 + exp(-k), (x / exp(c)) ** exp(k)),
        lambda p, k, c: exp(c) * (-np.log1p(-p)) ** exp(-k),
        lambda m, s: (-log(s), m),
    ),
}
