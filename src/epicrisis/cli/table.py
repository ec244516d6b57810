"""`epicrisis table`: the evidence table of many reports."""

import sys
from pathlib import Path

import click

from epicrisis.cli.decided import DECIDED, read_decided
from epicrisis.cli.inputs import OUTPUT, write
from epicrisis.cli.sources import among, files_or_library, reports, source
from epicrisis.exports import TABLE_FORMATS, export_table
from epicrisis.model import Course, Document, Finding
from epicrisis.segmentation import segment
from epicrisis.synthesis import evidence_table
from epicrisis.synthesis.columns import COLUMNS, DEFAULT, OF_THE_DRUG
from epicrisis.synthesis.expressions import parse

OPEN_COLUMNS = (
    ("lab:NAME", "results of one examination, first to last"),
    ("drug:NAME", "doses of one more drug"),
    ("finding:NAME", "one finding or disease: present, absent, not reported"),
)


def _list_columns(context: click.Context, _: click.Parameter, asked: bool) -> None:
    """Print the columns there are, and stop."""
    if not asked:
        return
    formatter = click.HelpFormatter(width=92)
    rows = [(f"{c.name} *" if c.name in DEFAULT else c.name, c.title) for c in COLUMNS.values()]
    formatter.write_dl([*rows, *OPEN_COLUMNS])
    click.echo(f"{formatter.getvalue()}\n* in the table unless --columns says otherwise")
    context.exit()


@click.command("table")
@files_or_library
@click.option(
    "--drug", default="", help="Whose doses to show; by default those printed of most patients."
)
@click.option("--columns", help="Names of columns, between commas.")
@click.option(
    "--list-columns",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_columns,
    help="Print the columns there are, and stop.",
)
@click.option(
    "--where", "conditions", multiple=True, metavar="EXPR", help="Keep who meets this; see `cases`."
)
@DECIDED
@click.option("--title", default="", help="What stands above the table.")
@click.option(
    "--to", "form", help=f"{', '.join(TABLE_FORMATS)}; by default as the output file ends, or md."
)
@click.option("--own/--all", "own", default=False, help="Leave out cited patients, or keep them.")
@OUTPUT
def command(
    files: tuple[Path, ...],
    place: str | None,
    drug: str,
    columns: str | None,
    conditions: tuple[str, ...],
    decided: Path | None,
    title: str,
    form: str | None,
    own: bool,
    output: Path | None,
) -> None:
    """Make one row a patient of FILES or a library: who, disease, serology, treatment, outcome.

    A folder stands for the reports in it, an archive for what is packed in it.

    Every cell keeps the sentences that state it, every blank says why it is blank, and what the
    audit doubts stands as printed with a note below.
    """
    for text in conditions:
        parse(text)
    batch = source(files, place)
    known = read_decided(decided)
    documents: list[Document] = []
    courses: list[Course] = []
    findings: list[Finding] = []
    for document, kept, doubts in reports(batch, known, conditions, own=own):
        documents.append(document)
        courses += kept
        findings += doubts
    names = [name.strip() for name in (columns or "").split(",") if name.strip()]
    table = evidence_table(
        courses,
        findings,
        documents=documents,
        drug=drug,
        columns=names or None,
        abbreviations={d.id: segment(d).abbreviations for d in documents},
        title=title,
        same=among(known, {course.id for course in courses}),
    )
    if table.main and not OF_THE_DRUG.isdisjoint(table.names):
        click.echo(f"doses of {table.main}; --drug names another", err=True)
    form = {"markdown": "md"}.get(form or "", form)
    write(export_table(table, form or _form(output)), output)
    sys.exit(batch.exit_code())


def _form(output: Path | None) -> str:
    return output.suffix.lstrip(".").lower() if output else "md"
