"""Are the numbers handed to an estimate such as it can use? Each complaint names the row."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from epicrisis.errors import InputError, UnknownNameError

Floats = NDArray[np.floating[Any]]


def level_of(level: float) -> float:
    """Give the level of confidence back, if it is one.

    Raises:
        InputError: It does not lie strictly between 0 and 1.
    """
    if not 0 < level < 1:
        raise InputError(f"level: expected a proportion between 0 and 1, found {level!r}")
    return float(level)


def one_of(kind: str, name: str, known: Iterable[str]) -> str:
    """Give a name back, if it is known.

    Raises:
        UnknownNameError: It is not; the message lists the known ones.
    """
    names = list(known)
    if name not in names:
        raise UnknownNameError(kind, name, names)
    return name


def counts(events: ArrayLike, patients: ArrayLike) -> tuple[Floats, Floats]:
    """Give two arrays of whole numbers with 0 <= events <= patients and patients >= 1.

    Raises:
        InputError: A row is otherwise.
    """
    x = np.atleast_1d(np.asarray(events, dtype=float))
    n = np.atleast_1d(np.asarray(patients, dtype=float))
    if x.shape != n.shape or x.ndim != 1:
        raise InputError(f"{x.size} counts of events beside {n.size} counts of patients")
    sound = (n >= 1) & (x >= 0) & (x <= n) & (x == np.round(x)) & (n == np.round(n))
    if not sound.all():  # written so that a missing number is unsound
        row = int(np.argmin(sound))
        raise InputError(f"row {row + 1}: {x[row]:g} events among {n[row]:g} patients")
    return x, n


def times(
    time: ArrayLike, event: ArrayLike | None = None, start: ArrayLike | None = None
) -> tuple[Floats, NDArray[np.bool_], Floats]:
    """Give times at exit, whether the event happened then, and times at entry.

    Without `event` each time is an event; without `start` all are followed from the beginning.

    Raises:
        InputError: A time is missing, negative, or not after its start; an event is not 0 or 1.
    """
    t = np.atleast_1d(np.asarray(time, dtype=float))
    d = np.ones(t.shape) if event is None else np.atleast_1d(np.asarray(event, dtype=float))
    s = np.full(t.shape, -np.inf) if start is None else np.atleast_1d(np.asarray(start, float))
    if not t.shape == d.shape == s.shape or t.ndim != 1:
        raise InputError(f"{t.size} times, {d.size} events and {s.size} starts do not fit together")
    _refuse(~(np.isfinite(t) & (t >= 0)), t, "expected a time of 0 or more, found {:g}")
    _refuse(~np.isin(d, (0.0, 1.0)), d, "expected an event of 0 or 1, found {:g}")
    _refuse(~(s < t), s, "entry at {:g} is not before the end of follow-up")
    return t, d == 1, s


def labels(group: Sequence[object] | NDArray[np.generic], size: int) -> NDArray[np.str_]:
    """Give one label a row, as text.

    Raises:
        InputError: There are more or fewer labels than rows.
    """
    named = np.asarray([str(label) for label in group], dtype=np.str_)
    if named.size != size:
        raise InputError(f"{named.size} groups beside {size} rows")
    return named


def _refuse(bad: NDArray[np.bool_], values: Floats, message: str) -> None:
    if bad.any():
        row = int(np.argmax(bad))
        raise InputError(f"row {row + 1}: " + message.format(values[row]))
