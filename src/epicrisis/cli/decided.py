"""What a person decided on the pairs that `epicrisis duplicates` proposed."""

import csv
from pathlib import Path

import click

from epicrisis.errors import InputError

COLUMNS = ("first", "second", "same")
_ANSWERS = {"yes": True, "no": False}

DECIDED = click.option(
    "--decided",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="CSV with first, second, same (yes or no), as `duplicates --format csv` writes it.",
)


def read_decided(path: Path | None) -> list[tuple[str, str, bool]]:
    """Read decided pairs; rows without an answer are still open and left out.

    Raises:
        InputError: A column is missing, or an answer is neither yes nor no.
    """
    if path is None:
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise InputError(f"{path}: no column named {', '.join(missing)}")
        return list(filter(None, (_decided(path, number, r) for number, r in enumerate(rows, 2))))


def _decided(path: Path, number: int, row: dict[str, str]) -> tuple[str, str, bool] | None:
    answer = (row["same"] or "").strip().lower()
    if not answer:
        return None
    if answer not in _ANSWERS:
        raise InputError(f"{path}, line {number}: {answer!r} is neither yes nor no")
    return row["first"].strip(), row["second"].strip(), _ANSWERS[answer]
