"""The binomial-normal model: counts are binomial, the logits of the studies' risks are normal.

No half event is ever added: a study in which nobody died counts as what it is. The likelihood is
integrated by adaptive Gauss-Hermite quadrature about each study's own mode; seven points are what
`rma.glmm(measure="PLO")` of metafor asks of `glmer` of lme4, one point is Laplace's approximation.
The standard error comes from the observed information for mean and spread together.

References:
    Stijnen T, Hamza TH, Ozdemir P. Stat Med 2010;29:3046-3067.
    Pinheiro JC, Bates DM. J Comput Graph Stat 1995;4:12-35.
    Viechtbauer W. Conducting meta-analyses in R with the metafor package. J Stat Softw 2010;36(3).
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, isfinite, log, nan, sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize_scalar
from scipy.special import betaln, chdtrc, chdtri, expit, logit, ndtri, xlogy

from epicrisis.errors import InputError
from epicrisis.synthesis.estimates import checks
from epicrisis.synthesis.estimates.checks import Floats
from epicrisis.synthesis.plain import Interval, Result

NODES = 7
INTERVALS = ("wald", "profile")
_STARTS = (0.25, 1.0)  # standard deviations between studies from which the search sets out
_NONE = 1e-4  # a standard deviation below which the studies are taken for alike
_WIDEST = 30.0
_FLAT = 20.0  # a standard deviation of logits beyond which the likelihood no longer bends
_CLIMB = 60  # steps


@dataclass(frozen=True, slots=True)
class BinomialNormal(Result):
    """The mean logit of the studies' risks and their variance.

    Attributes:
        estimate: Mean logit.
        se: Its standard error.
        interval: Its interval, on the scale of logits.
        prediction: Where the logit of a further study's risk would lie.
        tau2: Variance of the logits.
        log_likelihood: At the maximum.
        q: Likelihood ratio statistic of one risk shared by all studies against one for each.
        p_q: Its p-value, k - 1 degrees of freedom.
        studies: How many counts went in.
        nodes: Points of the quadrature.
    """

    estimate: float
    se: float
    interval: Interval
    prediction: Interval
    tau2: float
    log_likelihood: float
    q: float
    p_q: float
    studies: int
    nodes: int


def binomial_normal(
    events: ArrayLike,
    patients: ArrayLike,
    *,
    nodes: int = NODES,
    interval: str = "wald",
    level: float = 0.95,
) -> BinomialNormal:
    """Fit the model to counts of events among patients, one pair a study.

    Args:
        events: Patients with the event.
        patients: Patients of each study.
        nodes: Points of the quadrature, an odd number; 1 is Laplace's approximation.
        interval: `wald` as metafor has it, or `profile` of the likelihood.
        level: Confidence as a proportion.

    Raises:
        InputError: The counts cannot be, nobody or everybody had the event, or fewer than two
            studies have two patients or more: then the model cannot be fitted.
        UnknownNameError: No such interval.
    """
    x, n = checks.counts(events, patients)
    checks.one_of("interval of the mean", interval, INTERVALS)
    check_nodes(nodes)
    if why := unfit(x, n):
        raise InputError(why)
    model = _Likelihood(x, n, nodes)
    mean, sd, best = model.maximum()
    se = model.standard_error(mean, sd)
    if not (sd < _FLAT and isfinite(se)):
        raise InputError(
            "the studies' shares lie so far apart that the model's variance has no maximum"
        )
    z = float(ndtri(1 - (1 - checks.level_of(level)) / 2))
    ends = (mean - z * se, mean + z * se)
    if interval == "profile":
        ends = model.profile(mean, best, se, level)
    wide = z * sqrt(se**2 + sd**2)
    q, p_q = one_risk(x, n)
    return BinomialNormal(
        mean,
        se,
        Interval(*ends, interval, level),
        Interval(mean - wide, mean + wide, "prediction, normal", level),
        sd**2,
        best,
        q,
        p_q,
        int(x.size),
        nodes,
    )


def check_nodes(nodes: int) -> None:
    """Refuse a number of points that no quadrature here has.

    Raises:
        InputError: It is even, or not from 1 to 99.
    """
    if nodes < 1 or nodes % 2 == 0 or nodes > 99:
        raise InputError(f"nodes: expected an odd number from 1 to 99, found {nodes!r}")


def unfit(x: Floats, n: Floats) -> str:
    """Say why the model cannot be fitted to these counts; empty if it can."""
    if x.sum() == 0:
        return "no patient had the event"
    if x.sum() == n.sum():
        return "every patient had the event"
    if (n > 1).sum() < 2:
        return "fewer than two studies have two patients or more"
    return ""


def one_risk(events: ArrayLike, patients: ArrayLike) -> tuple[float, float]:
    """Test whether all studies share one risk: the likelihood ratio statistic and its p-value."""
    x, n = checks.counts(events, patients)
    q = 2 * float(_saturated(x, n).sum() - _saturated(x.sum(), n.sum()))
    return q, float(chdtrc(x.size - 1, q)) if x.size > 1 else nan


class _Likelihood:
    """The likelihood of mean and standard deviation; remembers the modes it last found."""

    def __init__(self, x: Floats, n: Floats, nodes: int) -> None:
        points, weights = np.polynomial.hermite_e.hermegauss(nodes)
        self.x, self.n = x, n
        self.points = points[None, :]
        self.weights = np.log(weights)[None, :] - log(2 * np.pi) / 2 + points[None, :] ** 2 / 2
        self.constant = float((-np.log(n + 1) - betaln(n - x + 1, x + 1)).sum())
        self.modes = np.zeros(x.size)

    def __call__(self, mean: float, sd: float) -> float:
        """Give the logarithm of the likelihood."""
        if sd < _NONE:
            return self.constant + float((self.x * mean - self.n * np.logaddexp(0, mean)).sum())
        u, scale = self._modes(mean, sd)
        at = u[:, None] + scale[:, None] * self.points
        eta = mean + sd * at
        log_terms = (
            self.x[:, None] * eta - self.n[:, None] * np.logaddexp(0, eta) - at**2 / 2
        ) + self.weights
        most = log_terms.max(axis=1)
        summed = np.log(np.exp(log_terms - most[:, None]).sum(axis=1)) + most + np.log(scale)
        return self.constant + float(summed.sum())

    def _modes(self, mean: float, sd: float) -> tuple[Floats, Floats]:
        """Find where each study's integrand is highest, and its width there."""
        u = self.modes
        for _ in range(100):
            p = expit(mean + sd * u)
            curvature = sd**2 * self.n * p * (1 - p) + 1
            step = (sd * (self.x - self.n * p) - u) / curvature
            step = np.clip(step, -2.0, 2.0)
            u = u + step
            if np.abs(step).max() < 1e-11:
                break
        p = expit(mean + sd * u)
        self.modes = u
        return u, 1 / np.sqrt(sd**2 * self.n * p * (1 - p) + 1)

    def maximum(self) -> tuple[float, float, float]:
        """Give mean, standard deviation and log-likelihood where it is highest."""
        crude = float(logit(self.x.sum() / self.n.sum()))
        best = (crude, 0.0, self(crude, 0.0))
        for start in _STARTS:
            mean, log_sd = _climbed(lambda a, b: self(a, exp(b)), crude, log(start))
            value = self(mean, exp(log_sd))
            if value > best[2] + 1e-9:
                best = (mean, exp(log_sd), value)
        return best

    def standard_error(self, mean: float, sd: float) -> float:
        """Give the standard error of the mean from the observed information."""
        p = float(expit(mean))
        alone = 1 / sqrt(float(self.n.sum()) * p * (1 - p))
        if sd < _NONE:
            return alone
        _, hessian = _derivatives(lambda a, b: self(a, exp(b)), mean, log(sd))
        determinant = hessian[0, 0] * hessian[1, 1] - hessian[0, 1] ** 2
        if determinant <= 0 or hessian[1, 1] >= 0:
            return nan
        return sqrt(-hessian[1, 1] / determinant)

    def profile(self, mean: float, best: float, se: float, level: float) -> tuple[float, float]:
        """Give the means whose likelihood, at their best spread, is not much lower."""
        least = best - float(chdtri(1, 1 - level)) / 2

        def excess(at: float) -> float:
            found = minimize_scalar(
                lambda b: -self(at, exp(b)), bounds=(log(_NONE), log(_WIDEST)), method="bounded"
            )
            return max(-float(found.fun), self(at, 0.0)) - least

        return (_edge(excess, mean, -se), _edge(excess, mean, se))


def _edge(excess: Callable[[float], float], centre: float, step: float) -> float:
    """Walk outwards from the centre until the excess is gone, then halve the last step."""
    inside, outside = centre, centre + step
    while excess(outside) > 0:
        inside, outside = outside, outside + step
        if abs(outside) > _WIDEST:
            return outside
    for _ in range(50):
        middle = (inside + outside) / 2
        if excess(middle) > 0:
            inside = middle
        else:
            outside = middle
        if abs(outside - inside) < 1e-9:
            break
    return (inside + outside) / 2


def _derivatives(
    f: Callable[[float, float], float], a: float, b: float, h: float = 1e-3
) -> tuple[Floats, Floats]:
    """Give gradient and Hessian of a function of two variables by fourth-order differences."""

    def grid(i: int, j: int) -> float:
        return f(a + i * h, b + j * h)

    centre = grid(0, 0)
    arms = {(i, j): grid(i, j) for i, j in ((1, 0), (-1, 0), (0, 1), (0, -1))}
    arms |= {(2 * i, 2 * j): grid(2 * i, 2 * j) for i, j in tuple(arms)}
    first, second = [], []
    for i, j in ((1, 0), (0, 1)):
        one, minus = arms[i, j], arms[-i, -j]
        two, minus_two = arms[2 * i, 2 * j], arms[-2 * i, -2 * j]
        first.append((8 * (one - minus) - (two - minus_two)) / (12 * h))
        second.append((16 * (one + minus) - (two + minus_two) - 30 * centre) / (12 * h * h))
    cross = (grid(1, 1) - grid(1, -1) - grid(-1, 1) + grid(-1, -1)) / (4 * h * h)
    return np.array(first), np.array([[second[0], cross], [cross, second[1]]])


def _climbed(f: Callable[[float, float], float], a: float, b: float) -> tuple[float, float]:
    """Climb by Newton's steps to a maximum in `a` and the logarithm `b` of a deviation.

    Where the function is not concave the step follows the absolute curvature. Below the least
    deviation the climb ends: the maximum lies at none.
    """
    value = f(a, b)
    for _ in range(_CLIMB):
        gradient, hessian = _derivatives(f, a, b)
        curvature, axes = np.linalg.eigh(hessian)
        step = axes @ ((axes.T @ gradient) / np.maximum(np.abs(curvature), 1e-6))
        step *= min(1.0, 1.0 / float(np.abs(step).max(initial=1e-300)))
        rise = float(gradient @ step)
        for _ in range(20):
            moved = f(a + step[0], b + step[1])
            if moved >= value + rise / 20 or rise < 1e-11:
                break
            step, rise = step / 2, rise / 2
        a, b, value = a + float(step[0]), b + float(step[1]), moved
        if np.abs(step).max() < 1e-8 or b < log(_NONE) or abs(a) > _WIDEST or b > log(_WIDEST):
            break
    return a, b


def _saturated(x: ArrayLike, n: ArrayLike) -> Floats:
    """Give the highest binomial log-likelihood of counts, without its constant."""
    x, n = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    value: Floats = xlogy(x, x / n) + xlogy(n - x, 1 - x / n)
    return value
