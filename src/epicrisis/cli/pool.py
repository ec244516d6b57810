"""`epicrisis pool`: shares of patients pooled over papers."""

import json
import sys
from pathlib import Path

import click

from epicrisis.cli.cohorts import answer, gathered, of_patients
from epicrisis.cli.figures import drawn, write_figures
from epicrisis.cli.inputs import write
from epicrisis.cli.tables import one_table
from epicrisis.plots import forest, share_figure
from epicrisis.synthesis.estimates import Options, Pooling, Tipping, pool_table, unreported_events
from epicrisis.synthesis.estimates.sheets import pooled_sheet, tipping_words
from epicrisis.synthesis.proportions import THRESHOLD

_OF_SCALES = "for inverse-variance methods"


@click.command("pool")
@of_patients
@click.option("--event", metavar="EXPR", help="What to pool: `improved`, `death`, a condition.")
@click.option("--by", default="", metavar="EXPR", help="Part the patients by this question.")
@click.option(
    "--method",
    default="glmm",
    show_default=True,
    help="glmm, crude, logit, raw, arcsine or double-arcsine.",
)
@click.option("--tau2", help=f"reml, dl, pm, ml or equal; {_OF_SCALES}.")
@click.option("--knapp-hartung", is_flag=True, help=f"Interval by Student's t; {_OF_SCALES}.")
@click.option("--interval", help="wald or profile; for glmm.")
@click.option("--nodes", type=int, help="Points of the quadrature, 1 for Laplace; for glmm.")
@click.option(
    "--shares",
    default="clopper-pearson",
    show_default=True,
    help="Interval of one study: also wilson, mid-p or jeffreys.",
)
@click.option("--together", is_flag=True, help="Pool case reports, series and cohorts as one.")
@click.option(
    "--threshold", type=float, help="Count the unreported events that lift the upper limit to it."
)
@click.option("--level", default=0.95, show_default=True, help="Confidence, as a proportion.")
@drawn
def command(
    files: tuple[Path, ...],
    place: str | None,
    conditions: tuple[str, ...],
    decided: Path | None,
    form: str,
    output: Path | None,
    event: str | None,
    by: str,
    threshold: float | None,
    figure: Path | None,
    width: str,
    **said: object,
) -> None:
    """Pool the share of patients of whom EVENT is so, in FILES or a library; or a TABLE.

    Without --event there must be one TABLE: CSV with the columns study, events, n and, if known,
    type (case, series or cohort). Case reports, series and cohorts are pooled apart. What a report
    or a cell does not tell is missing and never "no".
    """
    options = Options(**said)  # type: ignore[arg-type]
    if event is None:
        table = one_table(files, form, {"--where": conditions, "--by": by, "--decided": decided})
        pooling = pool_table(table, options)
        write_figures(lambda wide: [forest(pooling, width=wide)], figure, width)
        _tell(pooling, table, options, threshold, form, output)
        return
    options.check()
    found, batch = gathered(files, place, conditions, decided)
    limit = THRESHOLD if threshold is None else threshold
    result = found.proportion(event, by, threshold=limit, options=options)
    write_figures(lambda wide: [share_figure(result, width=wide)], figure, width)
    answer(found, batch, result, form, output)
    sys.exit(batch.exit_code())


def _tell(
    pooling: Pooling,
    table: Path,
    options: Options,
    threshold: float | None,
    form: str,
    output: Path | None,
) -> None:
    tipping = [
        unreported_events(g.crude.events, g.crude.patients, threshold, level=options.level)
        for g in pooling.groups
        if threshold is not None
    ]
    if form == "json":
        record = {"table": str(table), "options": options.as_dict(), **pooling.as_dict()}
        record["unreported"] = [t.as_dict() for t in tipping]
        write((json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode(), output)
    else:
        write(("\n".join(_lines(pooling, tipping)) + "\n").encode(), output)


def _lines(pooling: Pooling, tipping: list[Tipping]) -> list[str]:
    lines: list[str] = []
    for group in pooling.groups:
        lines += [*pooled_sheet(group).lines(), ""]
    lines += map(tipping_words, tipping)
    lines += [f"Missing: {m.study} ({m.reason})" for m in pooling.missing]
    lines += [f"Note: {note}." for note in pooling.notes]
    return lines[:-1] if lines and not lines[-1] else lines
