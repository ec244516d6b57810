"""`epicrisis show`: one self-contained page of a report."""

import sys
from pathlib import Path

import click

from epicrisis.audit import audit
from epicrisis.cli.inputs import Batch, write
from epicrisis.cli.library import MAYBE_LIBRARY
from epicrisis.plots import page


@click.command("show")
@click.argument("file", metavar="FILE|CASE", type=click.Path(path_type=Path))
@click.option(
    "--html",
    "output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="Page to write.",
)
@MAYBE_LIBRARY
def command(file: Path, output: Path, place: str | None) -> None:
    """Make one page of FILE, or of a CASE of a library as people have reviewed it.

    The page has the text with every datum marked, the timeline and the findings. It needs no
    network; hovering or focusing a datum shows it in text, list and timeline.
    """
    if place and not file.exists():
        write(_of_case(place, file.as_posix()), output)
        return
    batch = Batch((file,))
    for document, courses in batch:
        write(page(document, courses, audit(document, courses)).encode(), output)
    sys.exit(batch.exit_code())


def _of_case(place: str, case: str) -> bytes:
    from epicrisis.store import open_library

    with open_library(place, readonly=True) as library:
        course = library.course(case)
        return page(library.document(case), [course], library.findings(case)).encode()
