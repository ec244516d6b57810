"""`epicrisis survival`: times to an event from a table of patients."""

import json
from pathlib import Path

import click

from epicrisis.cli.inputs import OUTPUT, write
from epicrisis.synthesis.estimates import Survival, SurvivalOptions, survival_table
from epicrisis.synthesis.estimates.sheets import survival_sheets
from epicrisis.synthesis.sheets import number


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
@OUTPUT
def command(
    table: Path, until: float | None, form: str, output: Path | None, **said: object
) -> None:
    """Estimate times to an event from TABLE, a CSV file with a row a patient.

    Columns: time and event (0 or 1), or lower and upper where only an interval is known; if wanted
    start (late entry), group, treated_from (a treatment begun meanwhile), patient, study.
    """
    options = SurvivalOptions(**said)  # type: ignore[arg-type]
    result = survival_table(table, options)
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
