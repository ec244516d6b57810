"""What a library holds, one case a line."""

import click

from epicrisis.store import CaseRow, open_library


def list_cases(place: str, *, jsonl: bool) -> None:
    """Print the current cases of a library, as a table or as JSON lines."""
    with open_library(place, readonly=True) as library:
        if jsonl:
            for row in library.cases():
                click.echo(row.model_dump_json())
            return
        rows = [_cells(row) for row in library.cases()]
    head = ("case", "version", "who", "diagnosis", "events", "decisions")
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for cells in (head, *rows):
        line = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        click.echo(line.rstrip())


def _cells(row: CaseRow) -> tuple[str, ...]:
    age = "" if row.age_years is None else f"{row.age_years:.3g} years"
    who = ", ".join(part for part in (age, row.sex, "cited" if row.cited else "") if part)
    counts = (str(row.events), str(row.decisions or ""))
    return (row.case, str(row.version), who, row.diagnosis, *counts)
