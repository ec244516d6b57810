"""Commands that read either many reports or one table that somebody typed."""

from collections.abc import Mapping
from pathlib import Path

import click


def one_table(
    files: tuple[Path, ...],
    form: str,
    without_effect: Mapping[str, object],
    asking: tuple[str, ...] = ("--event",),
) -> Path:
    """Give the one table that a command reads which asks nothing of reports.

    Args:
        files: What was named.
        form: The format asked for; CSV is that of patients.
        without_effect: Options that are for patients of reports, with what was said for each.
        asking: The options that ask something of reports.

    Raises:
        click.UsageError: There is not one file, or an option would be without effect.
    """
    needed = " and ".join(asking)
    if len(files) != 1:
        raise click.UsageError(f"Name one TABLE.csv; or FILES or --library, and {needed}.")
    idle = [name for name, value in without_effect.items() if value]
    if form == "csv":
        idle.append("--format csv")
    if idle:
        raise click.UsageError(f"{', '.join(idle)}: for patients of reports; name {needed}, too.")
    return files[0]
