"""Two proportions side by side: which test was used is always said, because they disagree.

Fisher's test here is two-sided in the usual sense: the tables no more probable than the one seen.
The odds ratio is the conditional maximum likelihood estimate and its interval the one that inverts
two one-sided exact tests, as `fisher.test` of R has them.

References:
    Fisher RA. J R Stat Soc 1935;98:39-54.
    Cornfield J. Proc Third Berkeley Symp 1956;4:135-148.
    Lancaster HO. Significance tests in discrete distributions. J Am Stat Assoc 1961;56:223-234.
"""

from dataclasses import dataclass
from math import inf

import numpy as np
from scipy.optimize import brentq
from scipy.special import chdtrc, gammaln

from epicrisis.synthesis.estimates import checks
from epicrisis.synthesis.estimates.checks import Floats
from epicrisis.synthesis.plain import Interval, Result

_SAME = 1 + 1e-7  # relative difference below which two probabilities count as equal
_WIDE = 60.0  # logarithm of an odds ratio beyond which nothing finite is sought


@dataclass(frozen=True, slots=True)
class Fourfold(Result):
    """Two groups and an event.

    Attributes:
        events: Patients with the event in the first and in the second group.
        patients: Patients of the first and of the second group.
        odds_ratio: Odds in the first group over odds in the second; infinity where it is.
        interval: Exact interval of the odds ratio.
        fisher: Two-sided p-value of Fisher's exact test.
        mid_p: The same with the tables that are as probable as the one seen counted half.
        chi_square: Pearson's statistic without correction.
        p_chi_square: Its p-value.
        p_yates: The p-value with Yates' correction.
    """

    events: tuple[int, int]
    patients: tuple[int, int]
    odds_ratio: float
    interval: Interval
    fisher: float
    mid_p: float
    chi_square: float
    p_chi_square: float
    p_yates: float


def compare_two(
    events: tuple[int, int], patients: tuple[int, int], *, level: float = 0.95
) -> Fourfold:
    """Compare the shares of two groups by every test that papers use.

    Raises:
        InputError: The counts cannot be, or the level is none.

    >>> table = compare_two((5, 0), (8, 5))
    >>> round(table.fisher, 4), round(table.p_chi_square, 3)
    (0.0754, 0.024)
    """
    checks.counts(events, patients)
    alpha = 1 - checks.level_of(level)
    (a, b), (m, n) = events, patients
    support, weights = _support(a, b, m, n)
    null = np.exp(weights - _log_sum(weights))
    seen = null[support == a][0]
    rarer = float(null[null < seen / _SAME].sum())
    as_rare = float(null[null <= seen * _SAME].sum())
    low, high = _limits(a, support, weights, alpha)
    chi, yates = _pearson(a, b, m, n)
    return Fourfold(
        (a, b),
        (m, n),
        _conditional_estimate(a, support, weights),
        Interval(low, high, "exact conditional", level),
        min(1.0, as_rare),
        (rarer + min(1.0, as_rare)) / 2,
        chi,
        float(chdtrc(1, chi)) if chi == chi else float("nan"),
        float(chdtrc(1, yates)) if yates == yates else float("nan"),
    )


def _support(a: int, b: int, m: int, n: int) -> tuple[Floats, Floats]:
    """Give the values that the first cell can take and the logarithm of each one's weight."""
    events = a + b
    x = np.arange(max(0, events - n), min(m, events) + 1, dtype=float)
    other = events - x
    weights = -(gammaln(x + 1) + gammaln(m - x + 1) + gammaln(other + 1) + gammaln(n - other + 1))
    return x, weights


def _log_sum(weights: Floats) -> float:
    most = float(weights.max())
    return most + float(np.log(np.exp(weights - most).sum()))


def _tilted(support: Floats, weights: Floats, log_odds: float) -> Floats:
    tilted = weights + support * log_odds
    probabilities: Floats = np.exp(tilted - _log_sum(tilted))
    return probabilities


def _conditional_estimate(a: int, support: Floats, weights: Floats) -> float:
    if support.size == 1:
        return float("nan")
    if a == support[0]:
        return 0.0
    if a == support[-1]:
        return inf

    def excess(log_odds: float) -> float:
        return float(support @ _tilted(support, weights, log_odds)) - a

    return float(np.exp(brentq(excess, -_WIDE, _WIDE, xtol=1e-12)))


def _limits(a: int, support: Floats, weights: Floats, alpha: float) -> tuple[float, float]:
    def above(log_odds: float) -> float:
        return float(_tilted(support, weights, log_odds)[support >= a].sum()) - alpha / 2

    def below(log_odds: float) -> float:
        return float(_tilted(support, weights, log_odds)[support <= a].sum()) - alpha / 2

    low = 0.0 if a == support[0] else float(np.exp(brentq(above, -_WIDE, _WIDE, xtol=1e-12)))
    high = inf if a == support[-1] else float(np.exp(brentq(below, -_WIDE, _WIDE, xtol=1e-12)))
    return low, high


def _pearson(a: int, b: int, m: int, n: int) -> tuple[float, float]:
    total, events = m + n, a + b
    margins = m * n * events * (total - events)
    if not margins:
        return float("nan"), float("nan")
    difference = abs(a * (n - b) - b * (m - a))
    corrected = max(0.0, difference - total / 2)
    return total * difference**2 / margins, total * corrected**2 / margins
