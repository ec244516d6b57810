"""`epicrisis survival`: times to an event, of patients in reports or in a table."""

import json
import sys
from pathlib import Path

import click

from epicrisis.cli.cohorts import TOGETHER, answer, gathered, of_patients
from epicrisis.cli.figures import drawn, write_figures
from epicrisis.cli.inputs import write
from epicrisis.cli.tables import one_table
from epicrisis.plots import Drawing, survival_curves, survival_figures
from epicrisis.synthesis.estimates import (
    Curve,
    IntervalCurve,
    Survival,
    SurvivalOptions,
    survival_table,
)
from epicrisis.synthesis.estimates.sheets import survival_sheets
from epicrisis.synthesis.sheets import number

_FOR_REPORTS = (  # options with their parameters
    ("--where", "conditions"),
    ("--decided", "decided"),
    ("--from", "origin"),
    *((f"--{name.replace('_', '-')}", name) for name in ("group", "treatment", "entry")),
    *((f"--{name.replace('_', '-')}", name) for name in ("silent_untreated", "together")),
)


@click.command("survival")
@of_patients
@click.option("--event", metavar="EVENT", help="What ends the time: `death`, `relapse`...")
@click.option("--from", "origin", metavar="EVENT", help="What days are counted from.")
@click.option("--group", default="", metavar="EXPR", help="What was so from the beginning.")
@click.option("--treatment", default="", metavar="EVENT", help="Compare before and after it began.")
@click.option("--entry", default="", metavar="EVENT", help="From when patients were followed.")
@click.option("--silent-untreated", is_flag=True, help="Take who is not reported on for untreated.")
@TOGETHER
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
@drawn
@click.option("--unit", default="", help="Unit of time in a TABLE, for the figure.")
def command(
    files: tuple[Path, ...],
    place: str | None,
    conditions: tuple[str, ...],
    decided: Path | None,
    form: str,
    output: Path | None,
    event: str | None,
    origin: str | None,
    group: str,
    treatment: str,
    entry: str,
    silent_untreated: bool,
    together: bool,
    until: float | None,
    figure: Path | None,
    width: str,
    unit: str,
    **said: object,
) -> None:
    """Estimate times to EVENT of the patients in FILES or a library; or those of a TABLE.

    Days that are known within bounds stay so. A treatment parts each patient's time, never the
    patients: who was to receive it had to live until then.

    Without --event there must be one TABLE, a CSV file with a row a patient. Columns: time and
    event (0 or 1), or lower and upper where only an interval is known; if wanted start (late
    entry), group, treated_from (a treatment begun meanwhile), patient, study.
    """
    options = SurvivalOptions(**said)  # type: ignore[arg-type]
    if event is None:
        params = click.get_current_context().params
        table = one_table(files, form, {name: params[key] for name, key in _FOR_REPORTS})
        estimates = survival_table(table, options)
        write_figures(lambda wide: [_figure(estimates, unit, wide)], figure, width)
        _tell(estimates, table, options, until, form, output)
        return
    if until is not None or unit:
        raise click.UsageError(f"--{'unit' if until is None else 'until'}: for a TABLE.")
    options.check()
    found, batch = gathered(files, place, conditions, decided)
    result = found.survival(
        event,
        origin or "admission",
        group=group,
        treatment=treatment,
        landmark=options.landmark,
        entry=entry,
        silent_untreated=silent_untreated,
        together=together,
        options=options,
    )
    write_figures(lambda wide: survival_figures(result, width=wide), figure, width)
    answer(found, batch, result, form, output)
    sys.exit(batch.exit_code())


def _figure(result: Survival, unit: str, width: float) -> Drawing:
    curves: list[Curve | IntervalCurve] = [*result.curves, *result.interval_curves]
    gone = [(one.patient, one.reason) for one in result.missing]
    return survival_curves(curves, unit=unit, width=width, left_out=gone)


def _tell(
    result: Survival,
    table: Path,
    options: SurvivalOptions,
    until: float | None,
    form: str,
    output: Path | None,
) -> None:
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
    lines = [line for sheet in survival_sheets(result) for line in (*sheet.lines(), "")]
    lines += [f"Missing: {m.patient} ({m.reason})" for m in result.missing]
    lines += [f"Note: {note}." for note in result.notes]
    return lines[:-1] if lines and not lines[-1] else lines


def _of(label: str) -> str:
    return f" of {label}" if label else ""
