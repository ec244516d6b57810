"""`epicrisis table`: the evidence table of many reports."""

import sys
from pathlib import Path

import click

from epicrisis.audit import audit
from epicrisis.cli.inputs import FILES, OUTPUT, Batch, write
from epicrisis.exports import TABLE_FORMATS, export_table
from epicrisis.model import Course, Document, Finding
from epicrisis.synthesis import evidence_table


@click.command("table")
@FILES
@click.option("--drug", default="immunoglobulin", show_default=True, help="Whose doses to show.")
@click.option(
    "--to", "form", help=f"{', '.join(TABLE_FORMATS)}; by default as the output file ends, or md."
)
@click.option("--own/--all", "own", default=False, help="Leave out cited patients, or keep them.")
@OUTPUT
def command(
    files: tuple[Path, ...], drug: str, form: str | None, own: bool, output: Path | None
) -> None:
    """Make one row a patient of FILES: who, disease and serology, treatment, outcome."""
    batch = Batch(files)
    documents: list[Document] = []
    courses: list[Course] = []
    findings: list[Finding] = []
    for document, found in batch:
        documents.append(document)
        courses += [course for course in found if course.cited is None or not own]
        findings += audit(document, found)
    table = evidence_table(courses, findings, documents=documents, drug=drug)
    form = {"markdown": "md"}.get(form or "", form)
    write(export_table(table, form or _form(output)), output)
    sys.exit(batch.exit_code())


def _form(output: Path | None) -> str:
    return output.suffix.lstrip(".").lower() if output else "md"
