"""`epicrisis audit`: what in a report is doubtful."""

import json
import sys
from pathlib import Path

import click

from epicrisis.audit import audit
from epicrisis.cli.inputs import FILES, OUTPUT, Batch, write
from epicrisis.model import Document, Finding

_RANK = {"info": 0, "note": 1, "warning": 2, "error": 3}


@click.command("audit")
@FILES
@click.option("--select", multiple=True, help="Checks or families to run, e.g. DOS or TIM001.")
@click.option("--ignore", multiple=True, help="Checks or families to leave out.")
@click.option(
    "--min-severity",
    type=click.Choice(list(_RANK)),
    default="note",
    show_default=True,
    help="Least severity to show.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True
)
@OUTPUT
def command(
    files: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    min_severity: str,
    form: str,
    output: Path | None,
) -> None:
    """Check FILES as a linter checks code: each finding shows its place and its counterpart.

    Exit code 1 when anything of the least severity or above is found.
    """
    batch = Batch(files)
    lines: list[str] = []
    for document, courses in batch:
        found = audit(document, courses, select=_split(select), ignore=_split(ignore))
        found = [f for f in found if _RANK[f.severity] >= _RANK[min_severity]]
        lines += [_text(document, f) if form == "text" else _row(document, f) for f in found]
    if lines or output:
        write(("\n".join(lines) + "\n").encode() if lines else b"", output)
    sys.exit(batch.exit_code() or int(bool(lines)))


def _split(names: tuple[str, ...]) -> list[str]:
    return [part for name in names for part in name.replace(",", " ").split()]


def _row(document: Document, finding: Finding) -> str:
    anchor = finding.anchors[0]
    row = {
        "document": document.name,
        "code": finding.code,
        "start": anchor.start,
        "end": anchor.end,
        "severity": finding.severity,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "related": [[a.start, a.end] for a in (*finding.anchors[1:], *finding.related)],
    }
    return json.dumps(row, ensure_ascii=False)


def _text(document: Document, finding: Finding) -> str:
    """A finding as a compiler prints it: place, message, the line with its words underlined."""
    anchor = finding.anchors[0]
    line = document.text.count("\n", 0, anchor.start) + 1
    column = anchor.start - (document.text.rfind("\n", 0, anchor.start) + 1) + 1
    before = " ".join(document.text[max(0, anchor.start - 40) : anchor.start].split("\n")[-1:])
    quoted = " ".join(anchor.exact.split())
    behind = document.text[anchor.end : anchor.end + 30].split("\n")[0]
    parts = [
        f"{document.name}:{line}:{column}: {finding.severity} {finding.code} {finding.message}",
        f"    {before}{quoted}{behind}",
        f"    {' ' * len(before)}{'^' * len(quoted)}",
    ]
    parts += [f"    see also: {' '.join(other.exact.split())[:100]}" for other in finding.related]
    if finding.suggestion:
        parts.append(f"    probably: {finding.suggestion}")
    return "\n".join(parts)
