"""`epicrisis pool`: shares of patients pooled over papers."""

import json
from pathlib import Path

import click

from epicrisis.cli.inputs import OUTPUT, write
from epicrisis.synthesis.estimates import (
    Options,
    Pooling,
    Tipping,
    pool_table,
    unreported_events,
)
from epicrisis.synthesis.estimates.sheets import pooled_sheet, tipping_words

_OF_SCALES = "for inverse-variance methods"


@click.command("pool")
@click.argument("table", type=click.Path(path_type=Path, allow_dash=False))
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
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@OUTPUT
def command(
    table: Path, threshold: float | None, form: str, output: Path | None, **said: object
) -> None:
    """Pool the shares of TABLE: CSV with the columns study, events, n and, if known, type.

    The type of a paper is case, series or cohort; the three are pooled apart. An empty cell is a
    number that the paper does not tell.
    """
    options = Options(**said)  # type: ignore[arg-type]
    pooling = pool_table(table, options)
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
