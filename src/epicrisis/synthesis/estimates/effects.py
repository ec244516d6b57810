"""Scales on which proportions are averaged, and the way back.

A study's share becomes an effect and its sampling variance: `raw`, `logit`, `arcsine` or `double-
arcsine`. On the raw and the logit scale half an event and half a non-event are added to the
studies where nobody or everybody had the event, and to those only. The double arcsine here is half
of Miller's *t*, as in metafor; its way back needs one sample size, for which the harmonic mean is
taken, and can mislead badly when the studies differ in size.

References:
    Freeman MF, Tukey JW. Ann Math Stat 1950;21:607-611.
    Miller JJ. The inverse of the Freeman-Tukey double arcsine transformation. Am Stat 1978;32:138.
    Schwarzer G et al. Seriously misleading results using inverse of Freeman-Tukey double arcsine
    transformation. Res Synth Methods 2019;10:476-483.
"""

from collections.abc import Callable
from math import asin, cos, sin, sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from epicrisis.synthesis.estimates import checks
from epicrisis.synthesis.estimates.checks import Floats


def raw(x: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Give each share and its binomial variance."""
    x, n = _half_added(x, n)
    return x / n, x * (n - x) / n**3


def logit(x: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Give the logarithm of each odds and its variance."""
    x, n = _half_added(x, n)
    return np.log(x / (n - x)), 1 / x + 1 / (n - x)


def arcsine(x: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Give the arcsine of the root of each share and its variance."""
    return np.arcsin(np.sqrt(x / n)), 1 / (4 * n)


def double_arcsine(x: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Give half the sum of the two arcsines of Freeman and Tukey, and its variance."""
    effect = (np.arcsin(np.sqrt(x / (n + 1))) + np.arcsin(np.sqrt((x + 1) / (n + 1)))) / 2
    return effect, 1 / (4 * n + 2)


SCALES: dict[str, Callable[[Floats, Floats], tuple[Floats, Floats]]] = {
    "raw": raw,
    "logit": logit,
    "arcsine": arcsine,
    "double-arcsine": double_arcsine,
}


def effects(
    events: ArrayLike, patients: ArrayLike, *, scale: str = "logit"
) -> tuple[Floats, Floats]:
    """Give each study's effect and sampling variance on a scale.

    Raises:
        InputError: The counts cannot be.
        UnknownNameError: No such scale.
    """
    x, n = checks.counts(events, patients)
    return SCALES[checks.one_of("scale", scale, SCALES)](x, n)


def back(effect: float, scale: str, patients: ArrayLike) -> float:
    """Turn a value on a scale into a share.

    Args:
        effect: The value.
        scale: Its scale, one of `SCALES`.
        patients: Sizes of the studies; only the double arcsine asks for them.
    """
    if scale == "logit":
        return float(expit(effect))
    if scale == "raw":
        return min(1.0, max(0.0, effect))
    if scale == "arcsine":
        return sin(min(max(effect, 0.0), np.pi / 2)) ** 2
    sizes = np.atleast_1d(np.asarray(patients, dtype=float))
    return miller(effect, float(sizes.size / (1 / sizes).sum()))


def miller(effect: float, n: float) -> float:
    """Invert the double arcsine for a sample of `n`; beyond its range the share is 0 or 1.

    >>> [round(miller(float(double_arcsine(x, 10.0)[0]), 10), 12) for x in (0.0, 4.0, 10.0)]
    [0.0, 0.4, 1.0]
    """
    if effect <= asin(sqrt(1 / (n + 1))) / 2:
        return 0.0
    if effect >= (asin(sqrt(n / (n + 1))) + np.pi / 2) / 2:
        return 1.0
    t = 2 * effect
    inner = 1 - (sin(t) + (sin(t) - 1 / sin(t)) / n) ** 2
    side = 1 if cos(t) > 0 else -1 if cos(t) < 0 else 0
    return (1 - side * sqrt(max(0.0, inner))) / 2


def log_odds_ratios(
    events: ArrayLike, patients: ArrayLike, other_events: ArrayLike, other_patients: ArrayLike
) -> tuple[Floats, Floats]:
    """Give each study's log odds ratio of two groups, and its variance.

    Half a patient is added to all four cells of a table that has an empty one.

    Raises:
        InputError: The counts cannot be.
    """
    a, m = checks.counts(events, patients)
    b, n = checks.counts(other_events, other_patients)
    cells = np.stack([a, m - a, b, n - b])
    cells = cells + np.where((cells == 0).any(axis=0), 0.5, 0.0)
    effect = np.log(cells[0] * cells[3] / (cells[1] * cells[2]))
    return effect, (1 / cells).sum(axis=0)


def _half_added(x: Floats, n: Floats) -> tuple[Floats, Floats]:
    half = np.where((x == 0) | (x == n), 0.5, 0.0)
    return x + half, n + 2 * half
