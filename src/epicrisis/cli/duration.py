"""`epicrisis duration`: durations whose two ends are intervals, from reports or from a table."""

import json
import sys
from pathlib import Path

import click

from epicrisis.cli.cohorts import TOGETHER, answer, gathered, of_patients
from epicrisis.cli.inputs import write
from epicrisis.cli.tables import one_table
from epicrisis.synthesis.estimates import Durations, duration_table
from epicrisis.synthesis.estimates.sheets import duration_sheet


@click.command("duration")
@of_patients
@click.option("--from", "first", metavar="EVENT", help="The first of two events: `onset`...")
@click.option("--to", "second", metavar="EVENT", help="The second: `admission`, `first IVIG`...")
@click.option(
    "--distribution", default="lognormal", show_default=True, help="lognormal, gamma or weibull."
)
@click.option("--level", default=0.95, show_default=True, help="Confidence, as a proportion.")
@TOGETHER
def command(
    files: tuple[Path, ...],
    place: str | None,
    conditions: tuple[str, ...],
    decided: Path | None,
    form: str,
    output: Path | None,
    first: str | None,
    second: str | None,
    distribution: str,
    level: float,
    together: bool,
) -> None:
    """Fit the time between two events of the patients in FILES or a library; or of a TABLE.

    Without --from and --to there must be one TABLE, a CSV file with a row a patient. Columns:
    first_low, first_high, second_low, second_high (earliest and latest moment of either event, such
    as an exposure and the first symptom); if wanted patient, study.
    """
    if first is None or second is None:
        for_reports = {
            "--where": conditions,
            "--decided": decided,
            "--together": together,
            "--from": first,
            "--to": second,
        }
        table = one_table(files, form, for_reports, ("--from", "--to"))
        _duration_table(table, distribution, level, form, output)
        return
    found, batch = gathered(files, place, conditions, decided)
    result = found.duration(
        first, second, distribution=distribution, level=level, together=together
    )
    answer(found, batch, result, form, output)
    sys.exit(batch.exit_code())


def _duration_table(
    table: Path, distribution: str, level: float, form: str, output: Path | None
) -> None:
    result = duration_table(table, distribution=distribution, level=level)
    if form == "json":
        record = {"table": str(table), **result.as_dict()}
        write((json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode(), output)
    else:
        write(("\n".join(_lines(result)) + "\n").encode(), output)


def _lines(result: Durations) -> list[str]:
    lines = duration_sheet(result.fitted).lines() if result.fitted is not None else []
    lines += [f"Missing: {m.patient} ({m.reason})" for m in result.missing]
    return lines + [f"Note: {note}." for note in result.notes]
