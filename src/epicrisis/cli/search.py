"""`epicrisis search`: words and concepts in a library."""

import os
import sys

import click

from epicrisis.cli.library import JSON_LINES, LIBRARY, OWN
from epicrisis.store import Hit, Quotation, open_library
from epicrisis.synthesis.concepts import concept_codes


@click.command("search")
@click.argument("query", nargs=-1)
@click.option(
    "--concept",
    "concepts",
    multiple=True,
    metavar="NAME",
    help="A finding or disease the patient must have, or anything narrower (HPO, MONDO); "
    "given twice, both.",
)
@click.option("--limit", default=20, show_default=True, help="The most reports to give.")
@OWN
@JSON_LINES
@LIBRARY
def command(
    query: tuple[str, ...],
    concepts: tuple[str, ...],
    limit: int,
    own: bool,
    jsonl: bool,
    place: str,
) -> None:
    """Find reports by the words of QUERY, with the passages that hold them.

    All words must be there; '"a phrase"', -word and OR mean what they mean on the web. Exit code 1
    when nothing is found.
    """
    codes = [concept_codes(name) for name in concepts]
    with open_library(place, readonly=True) as library:
        hits = library.search(" ".join(query), concepts=codes, limit=limit, own=own)
    for hit in hits:
        click.echo(hit.model_dump_json() if jsonl else _text(hit))
    sys.exit(0 if hits else 1)


def _text(hit: Hit) -> str:
    lines = [f"{', '.join(hit.cases) or hit.report}  {hit.title}"]
    return "\n".join((*lines, *(f"    {_marked(quotation)}" for quotation in hit.quotations)))


def _marked(quotation: Quotation) -> str:
    """A passage on one line, what matches in bold, or between asterisks where there is no bold."""
    bold = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    parts, at = [], quotation.start
    for start, end in quotation.marks:
        if start < at:
            continue
        words = quotation.text[start - quotation.start : end - quotation.start]
        parts.append(quotation.text[at - quotation.start : start - quotation.start])
        parts.append(click.style(words, bold=True) if bold else f"**{words}**")
        at = end
    parts.append(quotation.text[at - quotation.start :])
    return " ".join("".join(parts).split())
