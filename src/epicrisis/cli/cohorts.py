"""What the commands that analyse many patients share: whom they ask, and how they answer."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from epicrisis.cli.decided import DECIDED, read_decided
from epicrisis.cli.inputs import OUTPUT, Batch, write
from epicrisis.cli.sources import files_or_library, source
from epicrisis.exports.cells import csv_line, guarded, printed
from epicrisis.synthesis import Cohort
from epicrisis.synthesis.expressions import parse
from epicrisis.synthesis.flow import counted
from epicrisis.synthesis.gathering import gather
from epicrisis.synthesis.sheets import Shown

_WHERE = click.option(
    "--where", "conditions", multiple=True, metavar="EXPR", help="Keep who meets this; see `cases`."
)
FORM = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="csv has one row a datum.",
)
TOGETHER = click.option(
    "--together", is_flag=True, help="Put case reports, series and literature tables together."
)


def of_patients(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command FILES or a library, conditions, decided pairs, a format and an output."""
    for option in (OUTPUT, FORM, DECIDED, _WHERE):
        command = option(command)
    return files_or_library(command)


def gathered(
    files: tuple[Path, ...],
    place: str | None,
    conditions: tuple[str, ...],
    decided: Path | None,
) -> tuple[Cohort, Batch]:
    """Read the patients who meet the conditions, each once, and give what was read from.

    Raises:
        ExpressionError: A condition cannot be read, or a name in it is not known.
        click.UsageError: Neither files nor a library were named.
    """
    for text in conditions:
        parse(text)  # a slip of the pen is told before many files are read
    batch = source(files, place)
    found = gather(batch, conditions=conditions, decided=read_decided(decided))
    batch.data = f"{found.data}: {counted(len(found.courses), 'course')}"
    return found.cohort, batch


def answer(found: Cohort, batch: Batch, result: Shown, form: str, output: Path | None) -> None:
    """Write a result as text, JSON or CSV; text says first how the patients were selected.

    The data are named as the manifest of their snapshot names them.
    """
    steps = [f"{step.text}: {step.tally}" for step in found.steps]
    if form == "json":
        record = {"data": batch.data, "selected": steps, **result.as_dict()}
        content = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    elif form == "csv":
        rows = result.records()
        lines = [csv_line(map(guarded, rows[0]))] if rows else []
        lines += [csv_line(guarded(printed(value)) for value in row.values()) for row in rows]
        content = "".join(lines)
    else:
        chosen = "".join(f"Selected by {step}\n" for step in steps)
        content = f"{chosen}\n{result}\n" if chosen else f"{result}\n"
        content += f"\nData {batch.data}.\n"
    write(content.encode(), output)
