"""`epicrisis duplicates`: reports and patients that may be one and the same."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from epicrisis.cli.decided import DECIDED, read_decided
from epicrisis.cli.inputs import OUTPUT, write
from epicrisis.cli.sources import files_or_library, source
from epicrisis.exports.cells import csv_line, guarded
from epicrisis.synthesis.duplicates import LEAST, Pair, duplicates


@click.command("duplicates")
@files_or_library
@click.option("--least", default=LEAST, show_default=True, help="Bits of evidence to be shown.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "jsonl"]),
    default="text",
    show_default=True,
)
@DECIDED
@OUTPUT
def command(
    files: tuple[Path, ...],
    place: str | None,
    least: float,
    form: str,
    decided: Path | None,
    output: Path | None,
) -> None:
    """Propose pairs of FILES or of a library: one report in two formats, a patient told twice.

    Each pair has its reasons and a score in bits; nothing is decided and nothing is left out of any
    count until a person says so: fill the column `same` of the CSV with yes or no, and give it to
    `cases --decided`.
    """
    batch = source(files, place)
    known = [(first, second) for first, second, _ in read_decided(decided)]
    pairs = duplicates(list(batch), decided=known, least=least)
    write({"text": _text, "csv": _csv, "jsonl": _lines}[form](pairs).encode(), output)
    if not pairs:
        click.echo("no pair worth a look", err=True)
    sys.exit(batch.exit_code())


def _text(pairs: list[Pair]) -> str:
    blocks = []
    for pair in pairs:
        head = f"{pair.score:6.1f}  {pair.kind}: {pair.first} and {pair.second}"
        blocks.append("\n".join([head, *(f"        {reason}" for reason in pair.reasons)]))
    return "\n\n".join(blocks) + "\n" * bool(blocks)


def _csv(pairs: list[Pair]) -> str:
    lines = [csv_line(("first", "second", "same", "kind", "score", "reasons"))]
    for pair in pairs:
        cells = (pair.first, pair.second, "", pair.kind, f"{pair.score:g}", "; ".join(pair.reasons))
        lines.append(csv_line(map(guarded, cells)))
    return "".join(lines)


def _lines(pairs: list[Pair]) -> str:
    return "".join(json.dumps(asdict(pair), ensure_ascii=False) + "\n" for pair in pairs)
