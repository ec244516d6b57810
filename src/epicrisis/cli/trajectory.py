"""`epicrisis trajectory`: results of one examination over time, patient by patient."""

import sys
from pathlib import Path

import click

from epicrisis.cli.cohorts import TOGETHER, answer, gathered, of_patients
from epicrisis.cli.figures import drawn, write_figures
from epicrisis.plots import trajectory_figures


def _windows(
    context: click.Context, param: click.Parameter, said: tuple[str, ...]
) -> tuple[tuple[float, float], ...]:
    """Read windows of days, each two numbers with a colon between them."""
    found = []
    for one in said:
        start, _, end = one.partition(":")
        try:
            found.append((float(start), float(end)))
        except ValueError:
            words = f"{one!r} is no window of days, such as 0:7"
            raise click.BadParameter(words, context, param) from None
    return tuple(found)


@click.command("trajectory")
@click.argument("analyte")
@of_patients
@click.option(
    "--align",
    default="admission",
    show_default=True,
    metavar="EVENT",
    help="What days are counted from: `onset`, `first IVIG`, a condition.",
)
@click.option(
    "--multiples", is_flag=True, help="Divide by the upper limit printed with each result."
)
@click.option(
    "--window",
    "windows",
    multiple=True,
    metavar="FROM:TO",
    callback=_windows,
    help="Days summed up together, 0:7.",
)
@TOGETHER
@drawn
def command(
    analyte: str,
    files: tuple[Path, ...],
    place: str | None,
    conditions: tuple[str, ...],
    decided: Path | None,
    form: str,
    output: Path | None,
    align: str,
    multiples: bool,
    windows: tuple[tuple[float, float], ...],
    together: bool,
    figure: Path | None,
    width: str,
) -> None:
    """Lay the results of ANALYTE in FILES or a library over one another at an event.

    Each patient stays visible; a median has its number of patients. Days and values that are known
    within bounds keep them.
    """
    found, batch = gathered(files, place, conditions, decided)
    result = found.trajectory(
        analyte,
        align,
        in_multiples_of_limit=multiples,
        windows=windows or None,
        together=together,
    )
    write_figures(lambda wide: trajectory_figures(result, width=wide), figure, width)
    answer(found, batch, result, form, output)
    sys.exit(batch.exit_code())
