"""Estimates laid out as tables: what the command line and a notebook show of each."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from epicrisis.synthesis.estimates.cox import CoxModel
from epicrisis.synthesis.estimates.durations import Duration
from epicrisis.synthesis.estimates.kaplan_meier import Curve
from epicrisis.synthesis.estimates.log_rank import LogRank
from epicrisis.synthesis.estimates.patients import Survival
from epicrisis.synthesis.estimates.pooled import Pooled
from epicrisis.synthesis.estimates.regimens import Regimens
from epicrisis.synthesis.estimates.turnbull import IntervalCurve
from epicrisis.synthesis.estimates.unreported import MOST, Tipping
from epicrisis.synthesis.sheets import Sheet, number, p_value, percent, percents, span

_T = TypeVar("_T")
_MANY = 24  # rows of a curve from which on only some are shown


def pooled_sheet(group: Pooled, title: str = "") -> Sheet:
    """Lay out one kind of papers: a line a paper, then the pooled share and what it rests on."""
    level = f"{group.interval.level:.0%}"
    rows = [
        (
            one.study,
            f"{one.share.events}/{one.share.patients}",
            percent(one.share.estimate),
            percents(one.share.interval),
        )
        for one in group.studies
    ]
    exact = group.crude
    total = f"{exact.events}/{exact.patients}"
    rows.append(
        (f"pooled: {group.method}", total, percent(group.estimate), percents(group.interval))
    )
    if group.method != "crude":
        rows.append(
            ("all patients, exact", total, percent(exact.estimate), percents(exact.interval))
        )
    head = (group.kind, "events/n", "share", level)
    return Sheet(title, head, tuple(rows), (1, 2, 3), tuple(_below(group)))


def _below(group: Pooled) -> Iterator[str]:
    if group.prediction is not None:
        yield f"a further study's share would lie within {percents(group.prediction)}"
    if group.tau2 is not None:
        spread = f"variance between studies {number(group.tau2)}"
        spread += f", I2 {percent(group.i2)}" if group.i2 is not None else ""
        yield f"{spread}; all alike: {p_value(group.p_q)}"
    if group.because:
        yield f"crude and exact because {group.because}"
    yield from (f"note: {note}" for note in group.notes)


def tipping_words(tipping: Tipping, who: str = "unreported events") -> str:
    """Say what it takes to overturn a statement."""
    if not tipping.holds:
        needed = "it does not, on what was published."
    elif tipping.unreported is None:
        needed = f"no number of {who} up to {MOST} overturns it."
    else:
        needed = f"{tipping.unreported} {who} would overturn it."
    return f"If {tipping.statement}: {needed}"


def survival_sheets(found: Survival) -> Iterator[Sheet]:
    """Lay out curves, tests and comparisons, whichever there are."""
    yield from map(curve_sheet, found.curves)
    yield from map(interval_sheet, found.interval_curves)
    tests = tuple(comparison_lines(found.log_rank, found.cox))
    if tests:
        yield Sheet("", notes=tests)
    if found.regimens:
        yield regimens_sheet(found.regimens)


def curve_sheet(curve: Curve) -> Sheet:
    """Lay out a curve with its patients at risk, both limits, and the median."""
    level = f"{curve.median_interval.level:.0%}"
    head = ("time", "at risk", "events", "censored", "survival", f"{level} Greenwood")
    rows = []
    shown, left_out = _shown([step for step in curve.steps if step.events] or curve.steps)
    for step in shown:
        counts = (str(step.at_risk), str(step.events), str(step.censored))
        share = f"{100 * step.survival:.1f} %"
        limits = (percents(step.interval), percents(step.exact))
        rows.append((number(step.time, 6), *counts, share, *limits))
    exact = f", exact {span(curve.median_exact)}" if curve.median_exact else ""
    notes = [f"({left_out} more times of events; --format json has all)"] if left_out else []
    notes.append(
        f"median {number(curve.median)} ({level} {span(curve.median_interval)} by Greenwood{exact})"
    )
    notes += [f"note: {note}" for note in curve.notes]
    title = f"{curve.label or 'all'}: {curve.patients} patients, {curve.events} events"
    columns = (*head, f"{level} exact")
    return Sheet(title, columns, tuple(rows), tuple(range(len(columns))), tuple(notes))


def _shown(steps: Sequence[_T]) -> tuple[list[_T], int]:
    """Choose the rows that are shown of a long curve, and count the others."""
    if len(steps) <= _MANY:
        return list(steps), 0
    chosen = [steps[round(i * (len(steps) - 1) / (_MANY - 1))] for i in range(_MANY)]
    return chosen, len(steps) - _MANY


def interval_sheet(curve: IntervalCurve) -> Sheet:
    """Lay out a curve from intervals: its stretches, and where the median lies."""
    rows = []
    shown, left_out = _shown(curve.stretches)
    for one in shown:
        until = "never seen" if one.until == float("inf") else number(one.until, 6)
        left = None if one.until == float("inf") else one.survival
        rows.append((number(one.after, 6), until, percent(one.weight), percent(left)))
    low, high = (number(end) for end in curve.median_between)
    notes = [f"({left_out} more stretches; --format json has all)"] if left_out else []
    notes.append(f"median between {low} and {high}" if low != high else f"median {low}")
    if not curve.converged:
        notes.append(f"note: not converged; the log-likelihood may lack {number(curve.gap)}")
    title = f"{curve.label or 'all'}: {curve.patients} patients with intervals"
    head = ("after", "until", "weight", "survival then")
    return Sheet(title, head, tuple(rows), (0, 1, 2, 3), tuple(notes))


def comparison_lines(test: LogRank | None, model: CoxModel | None) -> Iterator[str]:
    """Say what test and model say of the groups."""
    if test is not None:
        words = f"Log-rank test ({test.method}"
        words += f", {test.arrangements} arrangements" if test.arrangements else ""
        yield f"{words}): chi-square {number(test.chi_square, 5)}, {p_value(test.p)}"
    for one in model.coefficients if model is not None else ():
        penalty = model.penalty if model else ""
        yield (
            f"Hazard ratio {one.name} ({penalty} penalty): {number(one.hazard_ratio)} "
            f"({one.interval.level:.0%} {span(one.interval)}), {p_value(one.p)}"
        )


def regimens_sheet(regimens: Regimens, title: str = "") -> Sheet:
    """Lay out the comparisons of a treatment side by side, each with its bias."""
    rows = []
    for one in regimens.comparisons:
        counts = tuple(f"{pair[1]} vs {pair[0]}" for pair in (one.patients, one.events))
        ratio = (number(one.hazard_ratio), span(one.interval))
        name = f"{one.way} (biased)" if one.way == "naive" and one.bias else one.way
        rows.append((name, *counts, *ratio, p_value(one.p)))
    notes = [f"{one.way}: {one.bias}" for one in regimens.comparisons if one.bias]
    notes += [f"note: {note}" for note in regimens.notes]
    head = ("treated vs not", "patients", "events", "hazard ratio", "interval", "log-rank")
    return Sheet(title, head, tuple(rows), (1, 2, 3, 4, 5), tuple(notes))


def duration_sheet(fit: Duration) -> Sheet:
    """Lay out a fitted distribution: its parameters, and how long shares of patients take."""
    rows = [(p.name, number(p.estimate), span(p.interval)) for p in fit.parameters]
    rows += [
        (f"{percent(q.share)} within", number(q.estimate), span(q.interval)) for q in fit.quantiles
    ]
    head = (fit.distribution, "estimate", f"{fit.parameters[0].interval.level:.0%}")
    return Sheet(f"{fit.patients} patients", head, tuple(rows), (1, 2))
