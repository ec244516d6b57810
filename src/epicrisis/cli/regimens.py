"""`epicrisis regimens`: lines of therapy, and who went which way."""

import sys
from pathlib import Path

import click

from epicrisis.cli.cohorts import TOGETHER, answer, gathered, of_patients
from epicrisis.cli.figures import drawn, write_figures
from epicrisis.plots import pathway_figures


@click.command("regimens")
@of_patients
@click.option("--drug", "drugs", multiple=True, help="Drug or class to look for; all by default.")
@click.option(
    "--from",
    "origin",
    default="presentation",
    show_default=True,
    metavar="EVENT",
    help="What days are counted from.",
)
@click.option("--within", default=7.0, show_default=True, help="Days in which drugs make one line.")
@TOGETHER
@drawn
def command(
    files: tuple[Path, ...],
    place: str | None,
    conditions: tuple[str, ...],
    decided: Path | None,
    form: str,
    output: Path | None,
    drugs: tuple[str, ...],
    origin: str,
    within: float,
    together: bool,
    figure: Path | None,
    width: str,
) -> None:
    """Give the lines of therapy of the patients of FILES or a library, and their pathways.

    A line is the drugs that were begun together. A drug given on a day that is not told is in no
    line and is listed.
    """
    found, batch = gathered(files, place, conditions, decided)
    result = found.regimens(*drugs, origin=origin, within=within, together=together)
    write_figures(lambda wide: pathway_figures(result, width=wide), figure, width)
    answer(found, batch, result, form, output)
    sys.exit(batch.exit_code())
