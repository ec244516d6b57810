"""`epicrisis show`: one self-contained page of a report."""

import sys
from pathlib import Path

import click

from epicrisis.audit import audit
from epicrisis.cli.inputs import Batch, write
from epicrisis.plots import page


@click.command("show")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--html",
    "output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="Page to write.",
)
def command(file: Path, output: Path) -> None:
    """Make one page of FILE: its text with every datum marked, the timeline, the findings.

    The page needs no network; hovering or focusing a datum shows it in text, list and timeline.
    """
    batch = Batch((file,))
    for document, courses in batch:
        write(page(document, courses, audit(document, courses)).encode(), output)
    sys.exit(batch.exit_code())
