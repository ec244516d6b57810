"""Two regimens compared without giving the treated the time they had to survive to be treated.

A patient who is to receive a treatment on day 92 cannot die before. Counting those 92 days for the
treatment makes it look protective whatever it does: immortal time. Three comparisons stand side by
side:

* `time-varying`: each patient is untreated until the treatment starts and treated from then on;
* `landmark`: those still followed at a chosen time, by what they had received till then;
* `naive`: ever treated against never treated, from the beginning. It is shown for its bias alone.

The p-value is that of the log-rank test, the hazard ratio that of a Cox model with Firth's penalty.

References:
    Mantel N, Byar DP. J Am Stat Assoc 1974;69:81-86.
    Simon R, Makuch RW. Stat Med 1984;3:35-44.
    Anderson JR, Cain KC, Gelber RD. J Clin Oncol 1983;1:710-719.
    Suissa S. Immortal time bias in pharmacoepidemiology. Am J Epidemiol 2008;167:492-499.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from epicrisis.errors import InputError
from epicrisis.synthesis.estimates import checks
from epicrisis.synthesis.estimates.checks import Floats
from epicrisis.synthesis.estimates.cox import cox
from epicrisis.synthesis.estimates.log_rank import log_rank
from epicrisis.synthesis.plain import Interval, Result

_Bools = NDArray[np.bool_]
_BIAS = (
    "immortal time: {days:g} units of follow-up before the treatment ({share:.0%} of those of the "
    "treated), in which no treated patient could have the event, are counted for the treatment"
)


@dataclass(frozen=True, slots=True)
class Comparison(Result):
    """Treated against untreated in one way.

    Attributes:
        way: `time-varying`, `landmark` or `naive`.
        patients: Untreated and treated; over time a patient may be both.
        events: Of the untreated and of the treated.
        follow_up: Time at risk of the untreated and of the treated.
        hazard_ratio: Treated over untreated; `None` where there is nothing to compare.
        interval: Its interval, by profile of the penalised likelihood.
        p: Of the log-rank test, Mantel and Byar's where treatment varies over time.
        bias: What is wrong with this way here; empty if nothing known is.
        ids: The patients that went in.
    """

    way: str
    patients: tuple[int, int]
    events: tuple[int, int]
    follow_up: tuple[float, float]
    hazard_ratio: float | None
    interval: Interval | None
    p: float | None
    bias: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Regimens(Result):
    """The comparisons side by side, the one to report first.

    Attributes:
        comparisons: `time-varying`, `landmark` if a time was chosen, `naive`.
        notes: What a reader must know.
    """

    comparisons: tuple[Comparison, ...]
    notes: tuple[str, ...] = ()


def compare_regimens(
    time: ArrayLike,
    event: ArrayLike,
    treated_from: Sequence[float | None] | ArrayLike,
    *,
    landmark: float | None = None,
    ids: Sequence[str] = (),
    level: float = 0.95,
) -> Regimens:
    """Compare the treated with the untreated in every way at once.

    Args:
        time: When each patient had the event or was last seen, from the common time 0.
        event: 1 if it was the event, 0 if not.
        treated_from: When each one's treatment began; `None` or not a number if it never did.
        landmark: The time from which the landmark comparison counts.
        ids: Who the patients are, in the same order.
        level: Confidence as a proportion.

    Raises:
        InputError: A time or event cannot be, or a treatment began after the end of follow-up.
    """
    t, d, _ = checks.times(time, event)
    begun = np.array([np.nan if b is None else float(b) for b in np.asarray(treated_from)])
    if begun.size != t.size:
        raise InputError(f"{begun.size} starts of treatment beside {t.size} times")
    late = ~np.isnan(begun) & ((begun > t) | (begun < 0))
    if late.any():
        row = int(np.argmax(late))
        raise InputError(
            f"row {row + 1}: the treatment began at {begun[row]:g}, which is not within the "
            f"follow-up of {t[row]:g}"
        )
    begun = np.where(begun < t, begun, np.nan)  # begun at the very end: never at risk with it
    named = tuple(ids) or tuple(str(i + 1) for i in range(t.size))
    made = [_time_varying(t, d, begun, named, level)]
    if landmark is not None:
        made.append(_landmark(t, d, begun, landmark, named, level))
    made.append(_naive(t, d, begun, named, level))
    return Regimens(tuple(made), _notes(d, begun))


def split(t: Floats, d: _Bools, begun: Floats) -> tuple[Floats, Floats, _Bools, _Bools, Floats]:
    """Cut each patient's follow-up where the treatment begins.

    Returns:
        Entry, exit, event, treated, and the row of the patient, one for each piece.
    """
    ever = ~np.isnan(begun)
    cut = ever & (begun > 0)
    row = np.arange(t.size, dtype=float)
    entry = np.concatenate([np.where(ever & ~cut, 0.0, 0.0), begun[cut]])
    leave = np.concatenate([np.where(cut, begun, t), t[cut]])
    died = np.concatenate([d & ~cut, d[cut]])
    treated = np.concatenate([ever & ~cut, np.ones(int(cut.sum()), dtype=bool)])
    return entry, leave, died, treated, np.concatenate([row, row[cut]])


def _time_varying(
    t: Floats, d: _Bools, begun: Floats, ids: tuple[str, ...], level: float
) -> Comparison:
    entry, leave, died, treated, _ = split(t, d, begun)
    kept = entry < leave
    return _compared(
        "time-varying",
        (entry[kept], leave[kept], died[kept], treated[kept]),
        ids,
        "",
        level,
    )


def _landmark(
    t: Floats, d: _Bools, begun: Floats, landmark: float, ids: tuple[str, ...], level: float
) -> Comparison:
    if not landmark >= 0:
        raise InputError(f"landmark: expected a time of 0 or more, found {landmark!r}")
    kept = t > landmark
    treated = kept & (begun <= landmark)
    later = int((kept & (begun > landmark)).sum())
    bias = f"{later} treated after the landmark count as untreated" if later else ""
    gone = int((~kept).sum())
    if gone:
        bias += ("; " if bias else "") + f"{gone} not followed beyond the landmark are left out"
    rows = (np.full(int(kept.sum()), landmark), t[kept], d[kept], treated[kept])
    who = tuple(name for name, held in zip(ids, kept, strict=True) if held)
    return _compared("landmark", rows, who, bias, level)


def _naive(t: Floats, d: _Bools, begun: Floats, ids: tuple[str, ...], level: float) -> Comparison:
    ever = ~np.isnan(begun)
    immortal, total = float(begun[ever].sum()), float(t[ever].sum())
    bias = _BIAS.format(days=immortal, share=immortal / total) if immortal > 0 else ""
    return _compared("naive", (np.zeros(t.size), t, d, ever), ids, bias, level)


def _compared(
    way: str,
    rows: tuple[Floats, Floats, _Bools, _Bools],
    ids: tuple[str, ...],
    bias: str,
    level: float,
) -> Comparison:
    entry, leave, died, treated = rows
    counted = (
        (int((~treated).sum()), int(treated.sum())),
        (int((died & ~treated).sum()), int((died & treated).sum())),
        (float((leave - entry)[~treated].sum()), float((leave - entry)[treated].sum())),
    )
    shifted = entry - entry.min() if way == "landmark" and entry.size else entry
    moved = leave - entry.min() if way == "landmark" and entry.size else leave
    start = shifted if (shifted > 0).any() else None
    try:
        test = log_rank(moved, died, [str(int(each)) for each in treated], start=start)
        fit = cox(moved, died, treated.astype(float), start=start, level=level).coefficients[0]
    except InputError:
        return Comparison(way, *counted, None, None, None, bias, ids)
    return Comparison(way, *counted, fit.hazard_ratio, fit.interval, test.p, bias, ids)


def _notes(d: _Bools, begun: Floats) -> tuple[str, ...]:
    notes = ["patients were not allotted to treatment: who got it may have differed in other ways"]
    if not d.any():
        notes.append("nobody had the event: there is nothing to compare")
    if np.isnan(begun).all():
        notes.append("nobody was treated while followed: there is nothing to compare")
    return tuple(notes)
