"""Commands that read either many reports or one table that somebody typed."""

from pathlib import Path

import click


def one_table(files: tuple[Path, ...], form: str, **without_effect: object) -> Path:
    """Give the one table that a command without --event reads.

    Args:
        files: What was named.
        form: The format asked for; CSV is that of patients.
        without_effect: Options that are for patients of reports, with what was said for each.

    Raises:
        click.UsageError: There is not one file, or an option would be without effect.
    """
    if len(files) != 1:
        raise click.UsageError("Name one TABLE.csv; or FILES or --library, and --event.")
    idle = [f"--{name.replace('_', '-')}" for name, value in without_effect.items() if value]
    if form == "csv":
        idle.append("--format csv")
    if idle:
        raise click.UsageError(f"{', '.join(idle)}: for patients of reports; name --event, too.")
    return files[0]
