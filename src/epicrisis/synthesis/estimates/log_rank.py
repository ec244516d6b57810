"""The log-rank test: asymptotic, by all permutations of the groups, or by a sample of them.

The statistic is the sum over a group of observed less expected events. Under permutation each
patient keeps a score, the event less the cumulative hazard of all patients together at that time,
and only the labels move; the test is valid if censoring does not depend on the group. Permutation
needs entry at 0. The two-sided p-value counts the permutations whose statistic is at least as far
from 0.

References:
    Mantel N. Cancer Chemother Rep 1966;50:163-170.
    Peto R, Peto J. J R Stat Soc A 1972;135:185-207.
    Heinze G, Gnant M, Schemper M. Exact log-rank tests for unequal follow-up. Biometrics
    2003;59:1151-1157.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from math import comb, nan

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc

from epicrisis.errors import InputError
from epicrisis.synthesis.estimates import checks
from epicrisis.synthesis.estimates.checks import Floats
from epicrisis.synthesis.plain import Result

METHODS = ("asymptotic", "exact", "permutation")
MOST = 2_000_000  # arrangements that are listed one by one
DRAWS = 20_000
_BLOCK = 100_000
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class LogRank(Result):
    """The comparison of survival between groups.

    Attributes:
        groups: Their names, in order.
        patients: How many each has.
        observed: Events in each.
        expected: Events that each would have had, were there no difference.
        chi_square: The statistic.
        degrees: Its degrees of freedom.
        p: The p-value by the method named.
        method: `asymptotic`, `exact` or `permutation`.
        arrangements: How many arrangements of the labels were looked at; 0 for the first method.
    """

    groups: tuple[str, ...]
    patients: tuple[int, ...]
    observed: tuple[float, ...]
    expected: tuple[float, ...]
    chi_square: float
    degrees: int
    p: float
    method: str
    arrangements: int = 0


def log_rank(
    time: ArrayLike,
    event: ArrayLike | None,
    group: Sequence[object],
    *,
    start: ArrayLike | None = None,
    method: str = "asymptotic",
    draws: int = DRAWS,
    seed: int = 1,
) -> LogRank:
    """Test whether groups differ in the time to an event.

    Args:
        time: When each patient had the event or was last seen.
        event: 1 if it was the event, 0 if not.
        group: The group of each patient.
        start: When each came under observation, if not all did at 0; asymptotic test only.
        method: `asymptotic`; `exact`, listing every arrangement of two groups; `permutation`, a
            sample of them.
        draws: Size of the sample.
        seed: Where the random numbers start.

    Raises:
        InputError: A time or event cannot be, there is one group only, patients entered late, or
            there are more than two million arrangements.
        UnknownNameError: No such method.
    """
    checks.one_of("log-rank test", method, METHODS)
    t, d, s = checks.times(time, event, start)
    named = checks.labels(group, t.size)
    names, member = np.unique(named, return_inverse=True)
    if names.size < 2:
        raise InputError("the log-rank test needs two groups or more")
    observed, expected, variance = _table(t, d, s, member, names.size)
    chi, degrees = _quadratic(observed - expected, variance)
    p, tried = (float(chdtrc(degrees, chi)) if degrees else nan), 0
    if method != "asymptotic":
        if (s > 0).any():
            raise InputError("a permutation test needs patients who are all followed from 0")
        p, tried = _permuted(_scores(t, d), member, names.size, method, draws, seed)
    return LogRank(
        tuple(str(name) for name in names),
        tuple(int(count) for count in np.bincount(member)),
        tuple(observed.tolist()),
        tuple(expected.tolist()),
        chi,
        degrees,
        p,
        method,
        tried,
    )


def _table(
    t: Floats, d: NDArray[np.bool_], s: Floats, member: NDArray[np.intp], groups: int
) -> tuple[Floats, Floats, Floats]:
    """Give observed and expected events of each group and the covariance of their difference."""
    at = np.unique(t[d])
    risk = np.empty((at.size, groups))
    deaths = np.empty((at.size, groups))
    for g in range(groups):
        mine = member == g
        leaving = mine.sum() - np.searchsorted(np.sort(t[mine]), at, side="left")
        entering = mine.sum() - np.searchsorted(np.sort(s[mine]), at, side="left")
        risk[:, g] = leaving - entering
        deaths[:, g] = np.bincount(np.searchsorted(at, t[mine & d]), minlength=at.size)
    n, total = risk.sum(axis=1), deaths.sum(axis=1)
    share = risk / n[:, None]
    factor = total * (n - total) / np.maximum(n - 1, 1)
    variance = np.diag(factor @ share) - (share * factor[:, None]).T @ share
    return deaths.sum(axis=0), total @ share, variance


def _quadratic(difference: Floats, variance: Floats) -> tuple[float, int]:
    """Give the statistic and its degrees of freedom; groups never at risk with others drop out."""
    live = np.flatnonzero(np.diag(variance) > 1e-12)
    if live.size < 2:
        return nan, 0
    kept = live[:-1]
    u, v = difference[kept], variance[np.ix_(kept, kept)]
    return float(u @ np.linalg.solve(v, u)), int(kept.size)


def _scores(t: Floats, d: NDArray[np.bool_]) -> Floats:
    """Give each patient's event less the cumulative hazard of all patients at that time."""
    exits, place = np.unique(t, return_inverse=True)
    deaths = np.bincount(place, weights=d)
    risk = t.size - np.searchsorted(np.sort(t), exits, side="left")
    hazard: Floats = np.cumsum(deaths / risk)
    return d - hazard[place]


def _permuted(
    scores: Floats, member: NDArray[np.intp], groups: int, method: str, draws: int, seed: int
) -> tuple[float, int]:
    sizes = np.bincount(member, minlength=groups)
    if method == "permutation":
        if draws < 1:
            raise InputError(f"draws: expected 1 or more, found {draws}")
        return _sampled(scores, member, sizes, draws, seed), draws
    if groups != 2:
        raise InputError("the exact log-rank test is for two groups; use method 'permutation'")
    small = int(np.argmin(sizes))
    arrangements = comb(scores.size, int(sizes[small]))
    if arrangements > MOST:
        raise InputError(
            f"{arrangements} arrangements are too many to list; use method 'permutation'"
        )
    seen = abs(scores[member == small].sum())
    listed = chain.from_iterable(combinations(range(scores.size), int(sizes[small])))
    far, size = 0, int(sizes[small])
    for begun in range(0, arrangements, _BLOCK):
        rows = min(_BLOCK, arrangements - begun)
        block = np.fromiter(listed, dtype=np.int32, count=rows * size).reshape(rows, size)
        far += int((np.abs(scores[block].sum(axis=1)) >= seen - _SAME).sum())
    return far / arrangements, arrangements


def _sampled(
    scores: Floats, member: NDArray[np.intp], sizes: NDArray[np.intp], draws: int, seed: int
) -> float:
    """Compare the spread of the groups' mean scores with that after shuffling."""

    def distance(shuffled: Floats) -> Floats:
        sums = np.stack([shuffled[..., member == g].sum(axis=-1) for g in range(sizes.size)])
        far: Floats = (sums**2 / sizes.reshape(-1, *([1] * (sums.ndim - 1)))).sum(axis=0)
        return far

    seen = float(distance(scores))
    generator = np.random.default_rng(seed)
    far, left = 0, draws
    while left:
        rows = min(left, max(1, 4_000_000 // scores.size))
        block = generator.permuted(np.tile(scores, (rows, 1)), axis=1)
        far += int((distance(block) >= seen - _SAME).sum())
        left -= rows
    return (far + 1) / (draws + 1)
