"""`epicrisis survival`: times to an event from a table of patients."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import click

from epicrisis.cli.figures import drawn, write_figure
from epicrisis.cli.inputs import OUTPUT, write
from epicrisis.plots import survival_curves
from epicrisis.synthesis.estimates import (
    CoxModel,
    Curve,
    IntervalCurve,
    LogRank,
    Regimens,
    Survival,
    SurvivalOptions,
    survival_table,
)
from epicrisis.synthesis.sheets import columns, number, p_value, percent, percents, span

_T = TypeVar("_T")
_MANY = 24  # rows of a curve from which on only some are shown


@click.command("survival")
@click.argument("table", type=click.Path(path_type=Path, allow_dash=False))
@click.option(
    "--interval", default="log-log", show_default=True, help="Limits: log-log, log or plain."
)
@click.option(
    "--test",
    default="asymptotic",
    show_default=True,
    help="Log-rank test: asymptotic, exact or permutation.",
)
@click.option("--penalty", default="firth", show_default=True, help="Hazard ratio: firth or none.")
@click.option("--ties", default="efron", show_default=True, help="Hazard ratio: efron or breslow.")
@click.option("--landmark", type=float, help="Compare regimens from this time on, too.")
@click.option("--until", type=float, help="Give the restricted mean time up to this, too.")
@click.option("--level", default=0.95, show_default=True, help="Confidence, as a proportion.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@drawn
@click.option("--unit", default="", help="Unit of time in TABLE, for the figure: days, weeks...")
@OUTPUT
def command(
    table: Path,
    until: float | None,
    form: str,
    figure: Path | None,
    width: str,
    unit: str,
    output: Path | None,
    **said: object,
) -> None:
    """Estimate times to an event from TABLE, a CSV file with a row a patient.

    Columns: time and event (0 or 1), or lower and upper where only an interval is known; if wanted
    start (late entry), group, treated_from (a treatment begun meanwhile), patient, study.
    """
    options = SurvivalOptions(**said)  # type: ignore[arg-type]
    result = survival_table(table, options)
    curves: list[Curve | IntervalCurve] = [*result.curves, *result.interval_curves]
    gone = [(one.patient, one.reason) for one in result.missing]
    write_figure(
        lambda wide: survival_curves(curves, unit=unit, width=wide, left_out=gone), figure, width
    )
    means = [(c.label, *c.restricted_mean(until)) for c in result.curves if until is not None]
    if form == "json":
        record = {"table": str(table), "options": options.as_dict(), **result.as_dict()}
        record["restricted_means"] = [
            {"label": label, "until": until, "mean": mean, "se": se} for label, mean, se in means
        ]
        write((json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode(), output)
        return
    lines = _lines(result)
    lines += [
        f"Mean time up to {number(until)}{_of(label)}: {number(mean)} (standard error {number(se)})"
        for label, mean, se in means
    ]
    write(("\n".join(lines) + "\n").encode(), output)


def _lines(result: Survival) -> list[str]:
    lines: list[str] = []
    for curve in result.curves:
        lines += [*_curve(curve), ""]
    for bounds in result.interval_curves:
        lines += [*_intervals(bounds), ""]
    lines += _tests(result.log_rank, result.cox)
    if result.regimens:
        lines += [*_regimens(result.regimens), ""]
    lines += [f"Missing: {m.patient} ({m.reason})" for m in result.missing]
    lines += [f"Note: {note}." for note in result.notes]
    return lines[:-1] if lines and not lines[-1] else lines


def _curve(curve: Curve) -> list[str]:
    level = f"{curve.median_interval.level:.0%}"
    head = ("time", "at risk", "events", "censored", "survival", f"{level} Greenwood")
    rows = [(*head, f"{level} exact")]
    shown, left_out = _shown([step for step in curve.steps if step.events] or curve.steps)
    for step in shown:
        counts = (str(step.at_risk), str(step.events), str(step.censored))
        share = f"{100 * step.survival:.1f} %"
        limits = (percents(step.interval), percents(step.exact))
        rows.append((number(step.time, 6), *counts, share, *limits))
    lines = [f"{curve.label or 'all'}: {curve.patients} patients, {curve.events} events"]
    lines += columns(rows, right=range(len(head) + 1))
    lines += [f"({left_out} more times of events; --format json has all)"] if left_out else []
    exact = f", exact {span(curve.median_exact)}" if curve.median_exact else ""
    lines.append(
        f"median {number(curve.median)} ({level} {span(curve.median_interval)} by Greenwood{exact})"
    )
    return lines + [f"note: {note}" for note in curve.notes]


def _shown(steps: Sequence[_T]) -> tuple[list[_T], int]:
    """Choose the rows that are shown of a long curve, and count the others."""
    if len(steps) <= _MANY:
        return list(steps), 0
    chosen = [steps[round(i * (len(steps) - 1) / (_MANY - 1))] for i in range(_MANY)]
    return chosen, len(steps) - _MANY


def _intervals(curve: IntervalCurve) -> list[str]:
    rows = [("after", "until", "weight", "survival then")]
    shown, left_out = _shown(curve.stretches)
    for one in shown:
        until = "never seen" if one.until == float("inf") else number(one.until, 6)
        rows.append((number(one.after, 6), until, percent(one.weight), percent(one.survival)))
    low, high = (number(end) for end in curve.median_between)
    lines = [f"{curve.label or 'all'}: {curve.patients} patients with intervals"]
    lines += columns(rows, right=range(4))
    lines += [f"({left_out} more stretches; --format json has all)"] if left_out else []
    lines.append(f"median between {low} and {high}")
    if not curve.converged:
        lines.append(f"note: not converged; the log-likelihood may lack {number(curve.gap)}")
    return lines


def _tests(test: LogRank | None, model: CoxModel | None) -> list[str]:
    lines = []
    if test is not None:
        words = f"Log-rank test ({test.method}"
        words += f", {test.arrangements} arrangements" if test.arrangements else ""
        lines.append(f"{words}): chi-square {number(test.chi_square, 5)}, {p_value(test.p)}")
    if model is not None:
        lines += [
            f"Hazard ratio {one.name} ({model.penalty} penalty): {number(one.hazard_ratio)} "
            f"({one.interval.level:.0%} {span(one.interval)}), {p_value(one.p)}"
            for one in model.coefficients
        ]
    return [*lines, ""] if lines else []


def _regimens(regimens: Regimens) -> list[str]:
    rows: list[tuple[str, ...]] = [
        ("treated vs not", "patients", "events", "hazard ratio", "interval", "log-rank")
    ]
    for one in regimens.comparisons:
        counts = tuple(f"{pair[1]} vs {pair[0]}" for pair in (one.patients, one.events))
        ratio = (number(one.hazard_ratio), span(one.interval))
        name = f"{one.way} (biased)" if one.way == "naive" and one.bias else one.way
        rows.append((name, *counts, *ratio, p_value(one.p)))
    lines = columns(rows, right=(1, 2, 3, 4, 5))
    lines += [f"{one.way}: {one.bias}" for one in regimens.comparisons if one.bias]
    return lines + [f"note: {note}" for note in regimens.notes]


def _of(label: str) -> str:
    return f" of {label}" if label else ""
