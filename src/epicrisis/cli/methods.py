"""`epicrisis methods`: the paragraph and the flow diagram that a review needs."""

import sys
from pathlib import Path

import click

from epicrisis import __version__
from epicrisis.audit.registry import checks
from epicrisis.cli.decided import DECIDED, read_decided
from epicrisis.cli.inputs import OUTPUT, searched, write
from epicrisis.cli.sources import files_or_library, judge, source
from epicrisis.plots import flow_diagram
from epicrisis.synthesis.expressions import parse
from epicrisis.synthesis.gathering import gather
from epicrisis.synthesis.methods import methods


@click.command("methods")
@files_or_library
@click.option(
    "--where", "conditions", multiple=True, metavar="EXPR", help="As selected by `cases`."
)
@DECIDED
@searched
@click.option(
    "--flow",
    "diagram",
    type=click.Path(path_type=Path, dir_okay=False),
    help="SVG of the flow to write.",
)
@OUTPUT
def command(
    files: tuple[Path, ...],
    place: str | None,
    conditions: tuple[str, ...],
    decided: Path | None,
    identified: int | None,
    screened: int | None,
    sought: int | None,
    diagram: Path | None,
    output: Path | None,
) -> None:
    """Say how FILES or a library were read and selected, with versions, for a paper's methods.

    --flow draws the numbers as PRISMA-IPD asks for them: reports and patients at each step.
    """
    for text in conditions:
        parse(text)
    batch = source(files, place)
    found = gather(batch, conditions=conditions, decided=read_decided(decided), judge=judge(batch))
    numbers = found.flow(batch.unreadable, identified=identified, screened=screened, sought=sought)
    paragraph = methods(
        numbers,
        found.documents,
        found.courses,
        found.findings,
        version=__version__,
        checks=len(checks()),
    )
    write(paragraph.encode(), output)
    if diagram:
        write(flow_diagram(numbers).encode(), diagram)
    sys.exit(batch.exit_code())
