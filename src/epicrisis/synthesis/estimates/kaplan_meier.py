"""The Kaplan-Meier curve with its table of patients at risk, for few patients and delayed entry.

A patient who enters late is at risk from then on only, so the number at risk may rise. Limits by
Greenwood's variance are `log-log` (default), `log` (that of R) or `plain`; beside them stand the
limits of the beta product procedure, which hold for few patients, where nobody entered late. The
median and its interval are where curve and limits cross one half.

References:
    Kaplan EL, Meier P. J Am Stat Assoc 1958;53:457-481.
    Greenwood M. Reports on Public Health and Medical Subjects 33. London: HMSO, 1926.
    Brookmeyer R, Crowley J. A confidence interval for the median survival time. Biometrics
    1982;38:29-41.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isnan, nan, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from epicrisis.errors import InputError
from epicrisis.synthesis.estimates import checks
from epicrisis.synthesis.estimates.beta_product import at_start, beta_product
from epicrisis.synthesis.estimates.checks import Floats
from epicrisis.synthesis.plain import Interval, Result

INTERVALS = ("log-log", "log", "plain")
_EXACT = "beta product"
_SAME = 1e-9  # difference below which a share counts as one half


@dataclass(frozen=True, slots=True)
class Step(Result):
    """The curve from one time of exit up to the next.

    Attributes:
        time: When at least one patient had the event or was last seen.
        at_risk: Patients followed just before.
        events: Patients with the event then.
        censored: Patients last seen then, without it.
        survival: Share still without the event.
        se: Its standard error by Greenwood.
        interval: Limits by that error; not a number before the first event and at 0.
        exact: Limits of the beta product procedure; `None` where somebody entered late.
    """

    time: float
    at_risk: int
    events: int
    censored: int
    survival: float
    se: float
    interval: Interval
    exact: Interval | None


@dataclass(frozen=True, slots=True)
class Curve(Result):
    """The survival of a group of patients.

    Attributes:
        label: Name of the group.
        patients: How many.
        events: How many had the event.
        steps: The curve, in order of time.
        median: When half have had the event; infinity if that was not reached.
        median_interval: Its limits by the limits of the curve.
        median_exact: Its limits by the beta product procedure, if nobody entered late.
        ids: Who they are.
        notes: What a reader must know.
        entries: When each came under observation, in order; empty if all did at 0.
    """

    label: str
    patients: int
    events: int
    steps: tuple[Step, ...]
    median: float
    median_interval: Interval
    median_exact: Interval | None
    ids: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    entries: tuple[float, ...] = ()

    def at_risk(self, time: float) -> int:
        """Count who is followed at a time: entered before, and not gone before."""
        if self.entries:
            entered = sum(entry < time or entry == time == 0 for entry in self.entries)
        else:
            entered = self.patients
        return entered - sum(s.events + s.censored for s in self.steps if s.time < time)

    def at(self, time: float) -> Step | None:
        """Give the step that holds at a time; `None` before the first exit."""
        held = [step for step in self.steps if step.time <= time]
        return held[-1] if held else None

    def survival(self, time: float) -> float:
        """Give the share without the event at a time; not a number after the last exit."""
        if not self.steps or (time > self.steps[-1].time and self.steps[-1].survival > 0):
            return nan
        step = self.at(time)
        return step.survival if step else 1.0

    def restricted_mean(self, until: float) -> tuple[float, float]:
        """Give the mean time without the event up to a bound, and its standard error.

        Raises:
            InputError: The curve ends before the bound.
        """
        if isnan(self.survival(until)):
            raise InputError(f"the curve of {self.label or 'the patients'} ends before {until:g}")
        inside = [step for step in self.steps if step.time < until]
        knots = np.array([0.0, *(s.time for s in inside), until])
        areas = np.diff(knots) * np.array([1.0, *(s.survival for s in inside)])
        remaining = areas[::-1].cumsum()[::-1][1:]
        variance = sum(
            rest**2 * s.events / (s.at_risk * (s.at_risk - s.events))
            for rest, s in zip(remaining, inside, strict=True)
            if s.at_risk > s.events
        )
        return float(areas.sum()), sqrt(variance)


def kaplan_meier(
    time: ArrayLike,
    event: ArrayLike | None = None,
    *,
    start: ArrayLike | None = None,
    interval: str = "log-log",
    level: float = 0.95,
    label: str = "",
    ids: Sequence[str] = (),
) -> Curve:
    """Estimate the share of patients still without the event, as time goes on.

    Args:
        time: When each patient had the event or was last seen.
        event: 1 if it was the event, 0 if last seen without it; all 1 if not given.
        start: When each came under observation, if not all did at 0.
        interval: Limits by Greenwood's variance: `log-log`, `log` or `plain`.
        level: Confidence as a proportion.
        label: Name of the group.
        ids: Who the patients are, in the same order.

    Raises:
        InputError: A time or an event cannot be.
        UnknownNameError: No such interval.
    """
    checks.one_of("interval of a survival curve", interval, INTERVALS)
    t, d, s = checks.times(time, event, start)
    checks.level_of(level)
    late = bool((s > 0).any())
    columns = _columns(t, d, s, interval, level)
    steps = _steps(columns, None if late else _EXACT, interval, level)
    exits, low, high = columns["time"], columns["low"], columns["high"]
    exact = columns["exact_low"], columns["exact_high"]
    return Curve(
        label,
        int(t.size),
        int(d.sum()),
        steps,
        crossing(exits, columns["survival"]),
        Interval(crossing(exits, low), crossing(exits, high), f"Greenwood, {interval}", level),
        None if late else _exact_median(exits, *exact, int(t.size), level),
        tuple(ids),
        _notes(steps, late),
        tuple(np.sort(s).tolist()) if late else (),
    )


def _columns(
    t: Floats, d: NDArray[np.bool_], s: Floats, interval: str, level: float
) -> dict[str, Floats]:
    """Give the curve as columns, an entry for each distinct time of exit."""
    exits, first = np.unique(t, return_inverse=True)
    deaths = np.bincount(first, weights=d.astype(float), minlength=exits.size) * 1.0
    leaving = np.bincount(first, minlength=exits.size).astype(float)
    at_risk = _at_risk(t, s, exits)
    survival = np.cumprod(1 - deaths / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(deaths / (at_risk * (at_risk - deaths)))
        errors = survival * np.sqrt(greenwood)
    low, high = _limits(survival, greenwood, interval, level)
    exact_low, exact_high = beta_product(at_risk, deaths, at_risk - leaving, level)
    return {
        "time": exits,
        "at_risk": at_risk,
        "events": deaths,
        "censored": leaving - deaths,
        "survival": survival,
        "se": np.where(survival > 0, errors, nan),
        "low": low,
        "high": high,
        "exact_low": exact_low,
        "exact_high": exact_high,
    }


def _steps(
    columns: dict[str, Floats], exact: str | None, interval: str, level: float
) -> tuple[Step, ...]:
    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    return tuple(
        Step(
            time,
            int(risk),
            int(events),
            int(censored),
            survival,
            se,
            Interval(low, high, f"Greenwood, {interval}", level),
            Interval(exact_low, exact_high, exact, level) if exact else None,
        )
        for time, risk, events, censored, survival, se, low, high, exact_low, exact_high in rows
    )


def crossing(time: Floats, curve: Floats, share: float = 0.5) -> float:
    """Give when a falling curve comes down to a share; the middle where it lies flat on it.

    Infinity where it never does, not a number where the curve is known nowhere.
    """
    held = ~np.isnan(curve)
    if not held.any():
        return nan
    time, curve = time[held], curve[held]
    below = np.flatnonzero(curve < share + _SAME)
    if not below.size:
        return inf
    one = below[0]
    under = np.flatnonzero(curve < share - _SAME)
    if abs(curve[one] - share) <= _SAME and under.size:
        return float(time[one] + time[under[0]]) / 2
    return float(time[one])


def _at_risk(t: Floats, s: Floats, at: Floats) -> Floats:
    """Count those who entered before and leave not before each time."""
    leaving = t.size - np.searchsorted(np.sort(t), at, side="left")
    entering = s.size - np.searchsorted(np.sort(s), at, side="left")
    risk: Floats = (leaving - entering).astype(float)
    return risk


def _limits(
    survival: Floats, greenwood: Floats, interval: str, level: float
) -> tuple[Floats, Floats]:
    z = float(ndtri(1 - (1 - level) / 2))
    known = (survival > 0) & (survival < 1)
    share = np.where(known, survival, 0.5)
    spread = z * np.sqrt(np.where(known, greenwood, 0.0))
    if interval == "plain":
        low, high = share - share * spread, share + share * spread
    elif interval == "log":
        low, high = share * np.exp(-spread), share * np.exp(spread)
    else:
        power = np.exp(spread / -np.log(share))
        low, high = share**power, share ** (1 / power)
    low, high = np.clip(low, 0, 1), np.clip(high, 0, 1)
    return np.where(known, low, nan), np.where(known, high, nan)


def _exact_median(
    exits: Floats, low: Floats, high: Floats, patients: int, level: float
) -> Interval:
    before = at_start(patients, level)
    lower = 0.0 if before <= 0.5 else crossing(exits, low)
    return Interval(lower, crossing(exits, high), _EXACT, level)


def _notes(steps: tuple[Step, ...], late: bool) -> tuple[str, ...]:
    notes = []
    if not any(step.events for step in steps):
        notes.append("nobody had the event; only the exact limits say how far that may be chance")
    if late:
        notes.append("patients entered late: the exact limits need entry at 0 and are not given")
        gone = [step for step in steps if step.survival == 0]
        if gone and gone[0] is not steps[-1]:
            notes.append(
                f"all {gone[0].at_risk} then at risk had the event at {gone[0].time:g}; the curve "
                "stays at 0 although others were followed later"
            )
    return tuple(notes)
