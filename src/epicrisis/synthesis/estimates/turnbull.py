"""Survival from intervals: the event happened after one moment and not after another.

Turnbull's estimate puts all its weight on the innermost intervals, stretches that begin where some
patient's interval begins and end where one ends with nothing between; within such a stretch the
curve is not known, and it is reported as two bounds. The weights are found by steps of self-
consistency (EM) alternating with steps of the iterative convex minorant, and the result says how
far at most the likelihood is from its maximum. No limits are given: the usual ones do not hold for
this estimate.

References:
    Turnbull BW. J R Stat Soc B 1976;38:290-295.
    Gentleman R, Geyer CJ. Biometrika 1994;81:618-623.
    Wellner JA, Zhan Y. A hybrid algorithm for computation of the nonparametric maximum likelihood
    estimator from censored data. J Am Stat Assoc 1997;92:945-959.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import isotonic_regression

from epicrisis.errors import InputError
from epicrisis.synthesis.estimates.checks import Floats
from epicrisis.synthesis.plain import Result

GAP = 1e-5  # of the log-likelihood that may be left when the search ends
STEPS = 20_000
_ITS_OWN, _END, _BEHIND = 0, 1, 2  # an interval begins at, ends at, or begins behind a moment
_LEAST = 1e-12  # a weight below which a stretch holds nothing


@dataclass(frozen=True, slots=True)
class Stretch(Result):
    """A stretch of time that holds weight.

    Attributes:
        after: Where it begins; the moment itself belongs to it only if it is also the end.
        until: Where it ends; infinity if the event may never have happened.
        weight: Share of the patients whose event lies in it.
        survival: Share whose event lies behind it.
    """

    after: float
    until: float
    weight: float
    survival: float


@dataclass(frozen=True, slots=True)
class IntervalCurve(Result):
    """The survival of a group of whom intervals are known.

    Attributes:
        label: Name of the group.
        patients: How many.
        stretches: Those with weight, in order.
        median_between: Where half have had the event: the median lies between these two.
        log_likelihood: Of the weights.
        gap: How much higher the log-likelihood could be at most.
        converged: Whether that is as little as was wanted.
        steps: Steps taken.
        ids: Who the patients are.
    """

    label: str
    patients: int
    stretches: tuple[Stretch, ...]
    median_between: tuple[float, float]
    log_likelihood: float
    gap: float
    converged: bool
    steps: int
    ids: tuple[str, ...] = ()

    def bounds(self, time: float) -> tuple[float, float]:
        """Give the least and the greatest share that may be without the event at a time."""
        low = high = 1.0
        for one in self.stretches:
            if one.until <= time:
                low = high = one.survival
            elif one.after < time:
                return one.survival, high
        return low, high


def turnbull(
    lower: ArrayLike,
    upper: ArrayLike,
    *,
    label: str = "",
    ids: Sequence[str] = (),
    gap: float = GAP,
    steps: int = STEPS,
) -> IntervalCurve:
    """Estimate survival from intervals.

    Args:
        lower: The last moment at which each patient was known to be without the event; 0 if never.
        upper: The first moment at which each was known to have had it, infinity if never. Where the
            two are equal the event happened then; else after the first and not after the second.
        label: Name of the group.
        ids: Who the patients are, in the same order.
        gap: How far from its maximum the log-likelihood may be.
        steps: Most steps to take.

    Raises:
        InputError: An interval is missing, negative, or ends before it begins; there is none.

    >>> curve = turnbull([0, 2, 4], [3, 5, float("inf")])
    >>> [(one.after, one.until, round(one.weight, 3)) for one in curve.stretches]
    [(2.0, 3.0, 0.5), (4.0, 5.0, 0.5)]
    """
    low, high = _intervals(lower, upper)
    if not low.size:
        raise InputError("no interval: there is no patient")
    after, until, first, last = _innermost(low, high)
    search = _Search(first, last, after.size)
    taken = search.run(gap, steps)
    weights = np.where(search.p < _LEAST, 0.0, search.p)
    survival = np.clip(1 - np.cumsum(weights), 0.0, 1.0)
    survival = np.where(survival < _LEAST * after.size, 0.0, survival)
    stretches = tuple(
        Stretch(*(float(part[j]) for part in (after, until, weights, survival)))
        for j in np.flatnonzero(weights)
    )
    left = search.gap()
    return IntervalCurve(
        label,
        int(low.size),
        stretches,
        _median(stretches),
        search.log_likelihood(search.p),
        left,
        left <= gap,
        taken,
        tuple(ids),
    )


class _Search:
    """The weights of the innermost intervals, and the steps that improve them."""

    def __init__(self, first: NDArray[np.intp], last: NDArray[np.intp], size: int) -> None:
        pairs, counts = np.unique(np.stack([first, last]), axis=1, return_counts=True)
        self.first, self.last = pairs
        self.counts = counts.astype(float)
        self.size, self.patients = size, float(first.size)
        self.p = np.full(size, 1.0 / size)

    def run(self, gap: float, steps: int) -> int:
        """Improve until the gap is closed; give the number of steps taken."""
        for step in range(steps):
            if step % 5 == 0 and self.gap() <= gap:
                return step
            self.p = self.p * self._pull(self._shares(self.p))
            self.p /= self.p.sum()
            self._minorant()
        return steps

    def gap(self) -> float:
        """Bound what the log-likelihood lacks, by its concavity."""
        pull = float(self._pull(self._shares(self.p)).max())
        return max(0.0, self.patients * (pull - 1))

    def log_likelihood(self, p: Floats) -> float:
        """Give the logarithm of the likelihood of weights."""
        shares = self._shares(p)
        if shares.min() <= 0:
            return -inf
        return float(self.counts @ np.log(shares))

    def _shares(self, p: Floats) -> Floats:
        running = np.concatenate([[0.0], np.cumsum(p)])
        shares: Floats = running[self.last + 1] - running[self.first]
        return shares

    def _pull(self, shares: Floats) -> Floats:
        """Give the factor by which self-consistency multiplies each weight."""
        weight = self.counts / np.maximum(shares, 1e-300)
        change = np.bincount(self.first, weight, self.size + 1)
        change -= np.bincount(self.last + 1, weight, self.size + 1)
        pull: Floats = np.cumsum(change)[:-1] / self.patients
        return pull

    def _minorant(self) -> None:
        """Move the running weights to the convex minorant of their Newton step, if that helps."""
        if self.size < 2:
            return
        shares = np.maximum(self._shares(self.p), 1e-300)
        slope, bend = self.counts / shares, self.counts / shares**2
        ends, begins = self.last + 1, self.first
        width = self.size + 1
        gradient = np.bincount(ends, slope, width) - np.bincount(begins, slope, width)
        weight = np.bincount(ends, bend, width) + np.bincount(begins, bend, width)
        inner = slice(1, self.size)
        steep = np.maximum(weight[inner], 1e-12 * weight.max())
        at = np.cumsum(self.p)[:-1]
        target = isotonic_regression(at + gradient[inner] / steep, weights=steep).x
        moved = np.diff(np.concatenate([[0.0], np.clip(target, 0.0, 1.0), [1.0]]))
        before = self.log_likelihood(self.p)
        share = 1.0
        for _ in range(8):
            trial = self.p + share * (moved - self.p)
            if self.log_likelihood(trial) > before:
                self.p = trial
                return
            share /= 2


def _intervals(lower: ArrayLike, upper: ArrayLike) -> tuple[Floats, Floats]:
    low = np.atleast_1d(np.asarray(lower, dtype=float))
    high = np.atleast_1d(np.asarray(upper, dtype=float))
    if low.shape != high.shape or low.ndim != 1:
        raise InputError(f"{low.size} lower ends beside {high.size} upper ends")
    sound = (low >= 0) & (low <= high) & np.isfinite(low)  # a missing number is unsound
    if not sound.all():
        row = int(np.argmin(sound))
        raise InputError(f"row {row + 1}: an interval from {low[row]:g} to {high[row]:g}")
    return low, high


def _innermost(
    low: Floats, high: Floats
) -> tuple[Floats, Floats, NDArray[np.intp], NDArray[np.intp]]:
    """Give the innermost intervals, and the first and last that lies in each patient's own."""
    moments, place = np.unique(np.concatenate([low, high]), return_inverse=True)
    begin = 3 * place[: low.size] + np.where(low == high, _ITS_OWN, _BEHIND)
    end = 3 * place[low.size :] + _END
    keys = np.unique(np.concatenate([begin, end]))
    is_end = keys % 3 == _END
    inner = np.flatnonzero(~is_end[:-1] & is_end[1:])
    starts, stops = keys[inner], keys[inner + 1]
    first = np.searchsorted(starts, begin, side="left")
    last = np.searchsorted(stops, end, side="right") - 1
    return moments[starts // 3], moments[stops // 3], first, last


def _median(stretches: tuple[Stretch, ...]) -> tuple[float, float]:
    for one in stretches:
        if one.survival < 0.5 - 1e-9:
            return one.after, one.until
        if one.survival <= 0.5 + 1e-9:
            following = [s for s in stretches if s.after >= one.until]
            return one.after, (following[0].until if following else inf)
    return inf, inf
