"""`epicrisis explain`: what a check of the audit asks, and why."""

import click

from epicrisis.cli.looks import look_for, stream
from epicrisis.diagnostics import explain


@click.command("explain")
@click.argument("names", nargs=-1, metavar="[CODE]...")
@click.option("--list", "listed", is_flag=True, help="List all checks, as without a CODE.")
def command(names: tuple[str, ...], listed: bool) -> None:
    """Print what the check CODE asks, why it matters, and on what it fires and keeps still.

    CODE may be a family (DOS), whose checks are then listed; without one all checks are.
    """
    if listed and names:
        raise click.UsageError("--list takes no CODE")
    stream(explain(names, look_for()))
