"""Options of commands that can draw their result, and the file that they write."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from epicrisis.cli.inputs import write
from epicrisis.plots import FORMS, Drawing, rendered

_F = TypeVar("_F", bound=Callable[..., object])


def drawn(command: _F) -> _F:
    """Add the options that `write_figure` needs."""
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
        help=f"Draw it, too: a file that ends in {', '.join(f'.{form}' for form in FORMS)}.",
    )
    return figure(width(command))


def write_figure(draw: Callable[[float], Drawing], figure: Path | None, width: str) -> None:
    """Draw a figure in a width, if one is wanted, and write it as its file's ending says."""
    if figure is not None:
        write(rendered(draw(float(width)), figure.suffix), figure)
