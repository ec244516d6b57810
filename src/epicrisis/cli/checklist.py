"""`epicrisis checklist`: what a report answers of CARE, JBI or Murad, item by item."""

import sys
from pathlib import Path

import click

from epicrisis.cli.inputs import FILES, Batch
from epicrisis.cli.looks import stream
from epicrisis.diagnostics.checklist import CHECKLISTS, checklist_jsonl, checklist_text


@click.command("checklist")
@FILES
@click.option(
    "--list",
    "name",
    type=click.Choice(list(CHECKLISTS)),
    default="care",
    show_default=True,
    help="Which checklist to fill in.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="For people, or one item a line for programs.",
)
def command(files: tuple[Path, ...], name: str, form: str) -> None:
    """Fill in a checklist for each of FILES, with the words that answer each item.

    CARE items are met, partial, absent or not applicable; the questions of JBI and Murad are
    answered yes, no or unclear. All are proposals for a person to confirm, found by words and by
    what was read; they are never added up, as a sum measures no quality.
    """
    write = checklist_text if form == "text" else checklist_jsonl
    batch = Batch(files, progress=False)
    for path, read in batch.outcomes():
        if not isinstance(read, str):
            stream(write(str(path), *read, name))
    sys.exit(batch.exit_code())
