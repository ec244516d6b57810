"""`epicrisis read`: reports in, courses out."""

import sys
from pathlib import Path

import click

from epicrisis.cli.inputs import FILES, OUTPUT, Batch, write
from epicrisis.exports import export, exporter_for, exporters
from epicrisis.model import Course, summary


@click.command("read")
@FILES
@click.option(
    "--to",
    "form",
    help="table (for the terminal), facts (the flat table; csv unless the output file says "
    f"otherwise), or one of {', '.join(exporters())}; by default as the output file ends.",
)
@OUTPUT
def command(files: tuple[Path, ...], form: str | None, output: Path | None) -> None:
    """Read FILES and give the course of each patient: when, what, value, evidence.

    A folder stands for the reports in it, an archive for what is packed in it.
    """
    batch = Batch(files, many=True)
    form = {"md": "markdown"}.get(form, form) if form else _form(output)
    if form == "facts":
        form = exporter_for(output).name if output else "csv"
    if form == "table" and output is None:
        for _, courses in batch:
            for course in courses:
                _print(course)
    elif form == "table":
        courses = [course for _, found in batch for course in found]
        write("\n\n".join(str(course) for course in courses).encode() + b"\n", output)
    else:
        courses = [course for _, found in batch for course in found]
        write(export(courses, form), output)
    sys.exit(batch.exit_code())


def _form(output: Path | None) -> str:
    """A file that ends in .txt, and the terminal, get the readable table."""
    if output is None or output.suffix.lower() in (".txt", ""):
        return "table"
    return exporter_for(output).name


def _print(course: Course) -> None:
    """Print a course as a table that fits the terminal; words of the document are never markup."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    table = Table(title=Text(repr(course)[1:-1]), title_justify="left", box=None, pad_edge=False)
    table.add_column("when", style="cyan", no_wrap=True)
    table.add_column("what", style="bold", ratio=3)
    table.add_column("value", ratio=4)
    table.add_column("evidence", style="dim", ratio=6)
    for row in summary(course):
        table.add_row(*(Text(cell) for cell in row[:4]))
    console.print(table)
    console.print()
