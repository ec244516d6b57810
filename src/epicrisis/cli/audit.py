"""`epicrisis audit`: what in a report is doubtful."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from epicrisis.audit import SEVERITIES, Reports
from epicrisis.cli.inputs import OUTPUT, write
from epicrisis.cli.looks import look_for, stream
from epicrisis.cli.sources import files_or_library, source
from epicrisis.diagnostics import (
    FORMATS,
    Outcome,
    Settings,
    Tally,
    audited,
    format_for,
    format_named,
    settings_for,
)
from epicrisis.model.findings import Severity


@click.command("audit")
@files_or_library
@click.option("--select", multiple=True, help="Checks or families to ask, e.g. DOS,TIM001.")
@click.option("--ignore", multiple=True, help="Checks or families to leave out.")
@click.option(
    "--min-severity",
    type=click.Choice(SEVERITIES),
    help="Least to report: by default note, and info of what is selected.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    help="By default as the output file ends, else text.",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="File of settings. By default the nearest from here upwards: epicrisis.toml, or a "
    "pyproject.toml with a table tool.epicrisis.",
)
@click.option("--isolated", is_flag=True, help="Read no file of settings.")
@OUTPUT
def command(
    files: tuple[Path, ...],
    place: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    min_severity: Severity | None,
    form: str | None,
    config: Path | None,
    isolated: bool,
    output: Path | None,
) -> None:
    """Check FILES as a linter checks code: each finding shows its place and its counterpart.

    A patient whom one report cites and another one tells of is compared in both, whether both are
    among FILES or one is in the library. Reports that cite patients therefore come last. With
    --library alone, all of the library's reports are checked.

    Options win over the file of settings; --select also sets aside what that file ignores.
    `epicrisis explain` lists the checks.

    The exit code is 1 where a finding is left to judge, 2 where a file or an option is of no use,
    and 0 otherwise.
    """
    if config and isolated:
        raise click.UsageError("--config and --isolated exclude one another")
    found = Settings() if isolated else settings_for(Path(), config)
    settings = found.overruled(select=select, ignore=ignore, min_severity=min_severity)
    by_name = format_named(form or settings.format or "text")
    chosen = by_name if form else format_for(output) or by_name
    tally = Tally()
    pieces = chosen.write(
        tally.counting(_outcomes(files, place, settings, output)), look_for(output)
    )
    if output is None:
        stream(pieces)
    else:
        content = "".join(pieces)
        if tally.documents:
            write(content.encode("utf-8", "replace"), output)
    sys.exit(tally.exit_code)


def _outcomes(
    files: tuple[Path, ...], place: str | None, settings: Settings, output: Path | None
) -> Iterator[Outcome]:
    """Audit file by file; what goes wrong with one is told and ends with it."""
    quiet = bool(output) or not sys.stdout.isatty()
    batch = source(tuple(dict.fromkeys(files)), place, progress=quiet)
    beside = Reports.of(source((), place)) if files and place else None
    yield from audited(batch.outcomes(), settings, batch.refuse, beside)
