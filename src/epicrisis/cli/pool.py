"""`epicrisis pool`: shares of patients pooled over papers."""

import json
from pathlib import Path

import click

from epicrisis.cli.figures import drawn, write_figure
from epicrisis.cli.inputs import OUTPUT, write
from epicrisis.plots import forest
from epicrisis.synthesis.estimates import (
    Options,
    Pooled,
    Pooling,
    Tipping,
    pool_table,
    unreported_events,
)
from epicrisis.synthesis.sheets import columns, number, p_value, percent, percents

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
@drawn
@OUTPUT
def command(
    table: Path,
    threshold: float | None,
    form: str,
    figure: Path | None,
    width: str,
    output: Path | None,
    **said: object,
) -> None:
    """Pool the shares of TABLE: CSV with the columns study, events, n and, if known, type.

    The type of a paper is case, series or cohort; the three are pooled apart. An empty cell is a
    number that the paper does not tell.
    """
    options = Options(**said)  # type: ignore[arg-type]
    pooling = pool_table(table, options)
    write_figure(lambda wide: forest(pooling, width=wide), figure, width)
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
        lines += [*_group(group), ""]
    lines += [f"If {t.statement}: {_needed(t)}" for t in tipping]
    lines += [f"Missing: {m.study} ({m.reason})" for m in pooling.missing]
    lines += [f"Note: {note}." for note in pooling.notes]
    return lines[:-1] if lines and not lines[-1] else lines


def _group(group: Pooled) -> list[str]:
    """Lay out one kind of papers: a line a paper, then the pooled share and what it rests on."""
    level = f"{group.interval.level:.0%}"
    rows = [(group.kind, "events/n", "share", level)]
    for one in group.studies:
        share = one.share
        counts = f"{share.events}/{share.patients}"
        rows.append((one.study, counts, percent(share.estimate), percents(share.interval)))
    total = f"{group.crude.events}/{group.crude.patients}"
    rows.append(
        (f"pooled: {group.method}", total, percent(group.estimate), percents(group.interval))
    )
    if group.method != "crude":
        exact = group.crude
        rows.append(
            ("all patients, exact", total, percent(exact.estimate), percents(exact.interval))
        )
    lines = columns(rows, right=(1, 2, 3))
    if group.prediction is not None:
        lines.append(f"a further study's share would lie within {percents(group.prediction)}")
    if group.tau2 is not None:
        spread = f"variance between studies {number(group.tau2)}"
        spread += f", I2 {percent(group.i2)}" if group.i2 is not None else ""
        lines.append(f"{spread}; all alike: {p_value(group.p_q)}")
    lines += [f"crude and exact because {group.because}"] if group.because else []
    return lines + [f"note: {note}" for note in group.notes]


def _needed(tipping: Tipping) -> str:
    if not tipping.holds:
        return "it does not, on what was published."
    if tipping.unreported is None:
        return "no number of unreported events up to 10000 overturns it."
    return f"{tipping.unreported} unreported events would overturn it."
