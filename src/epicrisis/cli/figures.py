"""Options of commands that can draw their result, and the files that they write."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from epicrisis.cli.inputs import write
from epicrisis.plots import FORMS, Drawing, rendered


def drawn(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that `write_figures` needs."""
    width = click.option(
        "--width",
        type=click.Choice(["85", "175"]),
        default="175",
        show_default=True,
        help="Width of the figure in mm: a journal's column or its page.",
    )
    figure = click.option(
        "--figure",
        type=click.Path(path_type=Path, dir_okay=False),
        callback=_known_form,
        help=f"Draw the result, too: a file that ends in {', '.join(f'.{f}' for f in FORMS)}.",
    )
    return figure(width(command))


def _known_form(context: click.Context, param: click.Parameter, said: Path | None) -> Path | None:
    """Refuse a file that cannot be drawn before anything is read."""
    if said is not None and said.suffix.lower().removeprefix(".") not in FORMS:
        words = f"{said} does not end in {', '.join(f'.{form}' for form in FORMS)}"
        raise click.BadParameter(words, context, param)
    return said


def write_figures(
    draw: Callable[[float], Sequence[Drawing]], figure: Path | None, width: str
) -> None:
    """Draw in a width, if that is wanted; further figures are numbered from 2 on."""
    if figure is None:
        return
    for number, one in enumerate(draw(float(width)), start=1):
        name = figure if number == 1 else figure.with_stem(f"{figure.stem}-{number}")
        write(rendered(one, figure.suffix), name)
