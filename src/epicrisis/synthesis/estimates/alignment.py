"""Courses of a value laid over one another: counted from an event, in multiples of the upper limit.

Reports measure on different days, in different units and laboratories. Two things make values
comparable without inventing any: days are counted from an event that each patient had (the start
of a treatment), and values are divided by the upper limit that their own laboratory printed. No
value is interpolated unless that is asked for; a window without a value of a patient has none of
that patient.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import ArrayLike

from epicrisis.errors import InputError
from epicrisis.synthesis.estimates import checks
from epicrisis.synthesis.plain import Result

WITHIN = ("last", "median", "nearest")


@dataclass(frozen=True, slots=True)
class AlignedCourse(Result):
    """One patient's values, with the time counted from the event."""

    patient: str
    times: tuple[float, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Window(Result):
    """The values of all patients in one window of time.

    Attributes:
        start: Where it begins, this moment included.
        end: Where it ends, this moment not included.
        patients: Who has a value in it.
        median: Of their values, one a patient; not a number if there is none.
        quartiles: Of the same.
        range: Least and greatest.
    """

    start: float
    end: float
    patients: tuple[str, ...]
    median: float
    quartiles: tuple[float, float]
    range: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Trajectory(Result):
    """The courses laid over one another.

    Attributes:
        courses: One for each patient with a value.
        windows: The summary, in order of time.
        missing: Patients left out, and why.
    """

    courses: tuple[AlignedCourse, ...]
    windows: tuple[Window, ...]
    missing: tuple[tuple[str, str], ...]


def times_upper_limit(values: ArrayLike, limits: ArrayLike) -> tuple[float, ...]:
    """Divide each value by its own upper limit; not a number where either is missing.

    Raises:
        InputError: A limit is 0 or below, or the lists differ in length.

    >>> times_upper_limit([300, 90], [150, 30])
    (2.0, 3.0)
    """
    value, limit = np.asarray(values, dtype=float), np.asarray(limits, dtype=float)
    if value.ndim != 1 or limit.shape not in ((), value.shape):
        raise InputError(f"{value.size} values beside {limit.size} upper limits")
    if (limit <= 0).any():
        raise InputError("an upper limit must lie above 0")
    return tuple((value / limit).tolist())


def align(
    patients: Sequence[str],
    times: ArrayLike,
    values: ArrayLike,
    events: Mapping[str, float | None],
    *,
    windows: Sequence[tuple[float, float]] = (),
    within: str = "median",
) -> Trajectory:
    """Lay courses over one another at an event.

    Args:
        patients: Whose each value is.
        times: When it was measured, on the patient's own axis.
        values: The values, already comparable between patients.
        events: When each patient had the event, on the same axis; `None` if that is not known.
        windows: Start and end of each window, counted from the event.
        within: Which of a patient's values in a window counts: the `median`, the `last`, or the one
            `nearest` to the middle of the window.

    Raises:
        InputError: The lists differ in length, or a window ends before it begins.
        UnknownNameError: No such way of choosing.
    """
    checks.one_of("value within a window", within, WITHIN)
    t, y = np.asarray(times, dtype=float), np.asarray(values, dtype=float)
    if not t.shape == y.shape == (len(patients),):
        raise InputError(f"{len(patients)} patients, {t.size} times and {y.size} values")
    if any(not start < end for start, end in windows):
        raise InputError("a window must end after it begins")
    courses: list[AlignedCourse] = []
    missing: list[tuple[str, str]] = []
    for patient in dict.fromkeys(patients):
        when = events.get(patient)
        mine = [i for i, name in enumerate(patients) if name == patient]
        known = [i for i in mine if np.isfinite(t[i]) and np.isfinite(y[i])]
        if when is None or not np.isfinite(when):
            missing.append((patient, "the time of the event is not known"))
        elif not known:
            missing.append((patient, "no value with a time"))
        else:
            order = sorted(known, key=lambda i: float(t[i]))
            shifted = tuple(float(t[i] - when) for i in order)
            courses.append(AlignedCourse(patient, shifted, tuple(float(y[i]) for i in order)))
    summary = tuple(_window(courses, start, end, within) for start, end in windows)
    return Trajectory(tuple(courses), summary, tuple(missing))


def _window(courses: list[AlignedCourse], start: float, end: float, within: str) -> Window:
    held: dict[str, float] = {}
    for course in courses:
        pairs = zip(course.times, course.values, strict=True)
        inside = [(t, y) for t, y in pairs if start <= t < end]
        if inside:
            held[course.patient] = _one(inside, (start + end) / 2, within)
    values = np.array(list(held.values()))
    if not values.size:
        return Window(start, end, (), nan, (nan, nan), (nan, nan))
    low, middle, high = (float(q) for q in np.quantile(values, (0.25, 0.5, 0.75)))
    spread = (float(values.min()), float(values.max()))
    return Window(start, end, tuple(held), middle, (low, high), spread)


def _one(inside: list[tuple[float, float]], middle: float, within: str) -> float:
    if within == "last":
        return inside[-1][1]
    if within == "nearest":
        return min(inside, key=lambda pair: abs(pair[0] - middle))[1]
    return float(np.median([y for _, y in inside]))
