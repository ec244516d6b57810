"""`epicrisis duration`: durations whose two ends are intervals."""

import json
from pathlib import Path

import click

from epicrisis.cli.inputs import OUTPUT, write
from epicrisis.synthesis.estimates import Durations, duration_table
from epicrisis.synthesis.sheets import columns, number, percent, span


@click.command("duration")
@click.argument("table", type=click.Path(path_type=Path, allow_dash=False))
@click.option(
    "--distribution", default="lognormal", show_default=True, help="lognormal, gamma or weibull."
)
@click.option("--level", default=0.95, show_default=True, help="Confidence, as a proportion.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@OUTPUT
def command(table: Path, distribution: str, level: float, form: str, output: Path | None) -> None:
    """Fit the time between two events of TABLE, a CSV file with a row a patient.

    Columns: first_low, first_high, second_low, second_high (earliest and latest moment of either
    event, such as an exposure and the first symptom); if wanted patient, study.
    """
    result = duration_table(table, distribution=distribution, level=level)
    if form == "json":
        record = {"table": str(table), **result.as_dict()}
        write((json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode(), output)
    else:
        write(("\n".join(_lines(result)) + "\n").encode(), output)


def _lines(result: Durations) -> list[str]:
    lines = []
    if result.fitted is not None:
        fit = result.fitted
        rows = [(fit.distribution, "estimate", f"{fit.parameters[0].interval.level:.0%}")]
        rows += [(p.name, number(p.estimate), span(p.interval)) for p in fit.parameters]
        rows += [
            (f"{percent(q.share)} within", number(q.estimate), span(q.interval))
            for q in fit.quantiles
        ]
        lines += [f"{fit.patients} patients", *columns(rows, right=(1, 2))]
    lines += [f"Missing: {m.patient} ({m.reason})" for m in result.missing]
    return lines + [f"Note: {note}." for note in result.notes]
