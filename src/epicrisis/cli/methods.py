"""`epicrisis methods`: the paragraph and the flow diagram that a review needs."""

import sys
from pathlib import Path

import click

from epicrisis import __version__
from epicrisis.audit import audit
from epicrisis.audit.registry import checks
from epicrisis.cli.decided import DECIDED, copies, one_patient, read_decided
from epicrisis.cli.inputs import OUTPUT, write
from epicrisis.cli.sources import files_or_library, source
from epicrisis.model import Finding
from epicrisis.plots import flow_diagram
from epicrisis.synthesis import cohort
from epicrisis.synthesis.expressions import parse
from epicrisis.synthesis.flow import flow
from epicrisis.synthesis.methods import methods


@click.command("methods")
@files_or_library
@click.option(
    "--where", "conditions", multiple=True, metavar="EXPR", help="As selected by `cases`."
)
@DECIDED
@click.option("--identified", type=int, help="Records that the search found.")
@click.option("--screened", type=int, help="Records that were screened.")
@click.option("--sought", type=int, help="Reports that were sought in full.")
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
    known = read_decided(decided)
    every = list(batch)
    second = copies(known)
    items = [(document, found) for document, found in every if document.name not in second]
    findings: list[Finding] = [f for document, found in items for f in audit(document, found)]
    all_courses = [course for _, found in items for course in found]
    chosen = cohort(items, same=one_patient(known))
    merged = len(all_courses) - len(chosen)
    for text in conditions:
        chosen = chosen.where(text)
    numbers = flow(
        [found for _, found in items],
        chosen,
        unreadable=batch.failed,
        copies=len(every) - len(items),
        identified=identified,
        screened=screened,
        sought=sought,
        merged=merged,
    )
    documents = [document for document, _ in items]
    paragraph = methods(
        numbers, documents, all_courses, findings, version=__version__, checks=len(checks())
    )
    write(paragraph.encode(), output)
    if diagram:
        write(flow_diagram(numbers).encode(), diagram)
    sys.exit(batch.exit_code())
