"""`epicrisis cases`: find and count the patients of many reports."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from epicrisis.cli.decided import DECIDED, read_decided
from epicrisis.cli.inputs import OUTPUT, write
from epicrisis.cli.listing import list_cases
from epicrisis.cli.sources import files_or_library, source
from epicrisis.exports.cells import csv_line, guarded, printed
from epicrisis.synthesis import PREDICATES, State
from epicrisis.synthesis.cohorts import COLUMNS
from epicrisis.synthesis.conditions import ASKING
from epicrisis.synthesis.expressions import parse
from epicrisis.synthesis.gathering import gather

STATES = {state.value.replace(" ", "-"): state for state in State}


def _list_questions(context: click.Context, _: click.Parameter, asked: bool) -> None:
    """Print the questions that a condition may ask, and stop."""
    if not asked:
        return
    rows = [(p.form, p.title) for p in PREDICATES.values()]
    rows += [(f"{name}(...)", title) for name, title in ASKING.items()]
    formatter = click.HelpFormatter(width=92)
    formatter.write_dl(rows)
    click.echo(formatter.getvalue(), nl=False)
    context.exit()


@click.command("cases")
@files_or_library
@click.option("--where", "conditions", multiple=True, metavar="EXPR", help="Keep who meets this.")
@click.option(
    "--keep",
    type=click.Choice(list(STATES)),
    default="yes",
    show_default=True,
    help="Which answer to --where keeps a patient.",
)
@click.option(
    "--show",
    multiple=True,
    metavar="EXPR",
    help="Add a column with the answer; NAME: EXPR names it.",
)
@click.option(
    "--count", "counts", multiple=True, metavar="EXPR", help="Count yes, no, not reported."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "jsonl"]),
    default="table",
    show_default=True,
)
@DECIDED
@click.option(
    "--list-questions",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_questions,
    help="Print what may be asked, and stop.",
)
@OUTPUT
def command(
    files: tuple[Path, ...],
    place: str | None,
    conditions: tuple[str, ...],
    keep: str,
    show: tuple[str, ...],
    counts: tuple[str, ...],
    form: str,
    decided: Path | None,
    output: Path | None,
) -> None:
    """Find the patients of FILES or of a library who meet conditions, one row a patient.

    Patients that a report only cites are among them.

    A condition reads like 'antibody("anti-MDA5") and treated("corticosteroids") and age >= 18'.
    Each count gives its denominator; silence is not "no".
    """
    if place and not (files or conditions or show or counts or decided or output):
        list_cases(place, jsonl=form == "jsonl")
        return
    columns = dict(map(_named, show))
    for text in (*conditions, *columns.values(), *counts):
        parse(text)  # a slip of the pen is told before many files are read
    batch = source(files, place)
    found = gather(batch, decided=read_decided(decided)).cohort
    for text in conditions:
        found = found.where(text, STATES[keep])
    notes = [f"{step.text}: {step.tally}" for step in found.steps]
    notes += [f"{text}: {found.count(text)}" for text in counts]
    if form == "table" and output is None:
        _print(found.shown(**columns), columns)
    else:
        heads = (*COLUMNS, *columns)
        write(_file(found.rows(**columns), heads, "csv" if form == "table" else form), output)
    for note in notes:
        click.echo(note, err=form != "table")
    sys.exit(batch.exit_code())


def _named(text: str) -> tuple[str, str]:
    """Split `NAME: EXPR`; a condition holds no colon outside quotation marks."""
    name, colon, rest = text.partition(":")
    if colon and name.strip().replace("_", "").isalnum():
        return name.strip(), rest.strip()
    return text, text


def _file(rows: list[dict[str, Any]], heads: Iterable[str], form: str) -> bytes:
    if form == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    lines = [csv_line(map(guarded, rows[0] if rows else heads))]
    lines += [csv_line(guarded(printed(value)) for value in row.values()) for row in rows]
    return "".join(lines).encode()


def _print(rows: list[dict[str, Any]], columns: dict[str, str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for name in ("course", "cited", "patients", "age", "sex", *columns):
        table.add_column(Text(name), justify="right" if name in ("patients", "age") else "left")
    for row in rows:
        shown = [
            row["course"],
            "cited" if row["cited"] else "",
            *map(_cell, list(row.values())[4:]),
        ]
        table.add_row(*map(Text, shown))
    Console().print(table)


def _cell(value: object) -> str:
    return "–" if value is None else printed(round(value, 2) if isinstance(value, float) else value)
