"""One proportion and its interval, for few patients and for none with the event.

`clopper-pearson` never covers less than it says and is the default; `mid-p` and `wilson` are
shorter and cover about as much as they say on average; `jeffreys` is the equal-tailed posterior
interval of the prior Beta(1/2, 1/2) with its ends at 0 and 1 where nobody or everybody had the
event.

References:
    Clopper CJ, Pearson ES. Biometrika 1934;26:404-413.
    Wilson EB. J Am Stat Assoc 1927;22:209-212.
    Berry G, Armitage P. Mid-P confidence intervals. The Statistician 1995;44:417-423.
    Brown LD, Cai TT, DasGupta A. Stat Sci 2001;16:101-133.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

from scipy.optimize import brentq
from scipy.special import bdtr, betaincinv, ndtri

from epicrisis.synthesis.estimates import checks
from epicrisis.synthesis.plain import Interval, Result


@dataclass(frozen=True, slots=True)
class Proportion(Result):
    """A share of patients.

    Attributes:
        events: Patients who had it.
        patients: Patients of whom it is known whether they had it.
        estimate: The share, between 0 and 1.
        interval: Its confidence interval.
    """

    events: int
    patients: int
    estimate: float
    interval: Interval


def proportion(
    events: int, patients: int, *, method: str = "clopper-pearson", level: float = 0.95
) -> Proportion:
    """Give the share of patients with an event, and its interval.

    Args:
        events: Patients who had it.
        patients: Patients of whom it is known; at least one. Silence is not "no".
        method: `clopper-pearson`, `wilson`, `mid-p` or `jeffreys`.
        level: Confidence as a proportion.

    Raises:
        InputError: The counts cannot be, or the level is none.
        UnknownNameError: No such method.

    >>> share = proportion(0, 3)
    >>> round(share.interval.low, 3), round(share.interval.high, 3)
    (0.0, 0.708)
    """
    checks.counts(events, patients)
    alpha = 1 - checks.level_of(level)
    ends = METHODS[checks.one_of("interval of a proportion", method, METHODS)]
    low, high = ends(int(events), int(patients), alpha)
    interval = Interval(max(0.0, low), min(1.0, high), method, level)
    return Proportion(int(events), int(patients), events / patients, interval)


def clopper_pearson(x: int, n: int, alpha: float) -> tuple[float, float]:
    """Invert two one-sided exact tests."""
    low = float(betaincinv(x, n - x + 1, alpha / 2)) if x else 0.0
    high = float(betaincinv(x + 1, n - x, 1 - alpha / 2)) if x < n else 1.0
    return low, high


def wilson(x: int, n: int, alpha: float) -> tuple[float, float]:
    """Invert the score test, without correction for continuity."""
    z2 = float(ndtri(1 - alpha / 2)) ** 2
    centre = (x + z2 / 2) / (n + z2)
    half = sqrt(z2 * (x * (n - x) / n + z2 / 4)) / (n + z2)
    return (centre - half if x else 0.0), (centre + half if x < n else 1.0)


def mid_p(x: int, n: int, alpha: float) -> tuple[float, float]:
    """Invert two one-sided tests that count half of the probability of what was seen."""

    def below(p: float) -> float:
        return float(bdtr(x, n, p) + (bdtr(x - 1, n, p) if x else 0.0)) / 2

    low = float(brentq(lambda p: 1 - below(p) - alpha / 2, 0.0, 1.0)) if x else 0.0
    high = float(brentq(lambda p: below(p) - alpha / 2, 0.0, 1.0)) if x < n else 1.0
    return low, high


def jeffreys(x: int, n: int, alpha: float) -> tuple[float, float]:
    """Give the equal-tailed posterior interval under Jeffreys' prior."""
    low = float(betaincinv(x + 0.5, n - x + 0.5, alpha / 2)) if x else 0.0
    high = float(betaincinv(x + 0.5, n - x + 0.5, 1 - alpha / 2)) if x < n else 1.0
    return low, high


METHODS: dict[str, Callable[[int, int, float], tuple[float, float]]] = {
    "clopper-pearson": clopper_pearson,
    "wilson": wilson,
    "mid-p": mid_p,
    "jeffreys": jeffreys,
}
