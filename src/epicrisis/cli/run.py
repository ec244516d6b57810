"""`epicrisis run`: a folder of reports into a folder of Parquet tables."""

import sys

import click

from epicrisis import __version__
from epicrisis.batch import QUARANTINE, run
from epicrisis.batch.planning import SHARD_FILES
from epicrisis.cli.batches import Screen, batch_options, exit_code, interruptible, options_of


@click.command("run")
@click.argument("source", metavar="DIR")
@click.option("-o", "--output", required=True, metavar="DIR", help="Folder to write to.")
@batch_options
@click.option(
    "--shard-size",
    type=click.IntRange(1),
    default=SHARD_FILES,
    show_default=True,
    help="Files of a shard, on average: what is done anew after a kill.",
)
@click.option(
    "--scheduler", default="", metavar="ADDRESS", help="Have a Dask cluster do it: tcp://host:8786."
)
def command(
    source: str,
    output: str,
    workers: int | None,
    timeout: float,
    memory: int,
    retry: bool,
    shard_size: int,
    scheduler: str,
) -> None:
    """Read all reports below a folder into Parquet tables; go on from where it was stopped.

    Both may be paths or URLs (s3://...). A file that hangs, crashes or takes too much memory is
    put into quarantine.jsonl with its reason, and the others are not the worse for it. The same
    files give the same bytes, however many processes there are and however often it was killed.
    """
    options = options_of(
        workers, timeout, memory, retry, shard_files=shard_size, scheduler=scheduler
    )
    with interruptible(), Screen() as screen:
        summary = run(source, output, version=__version__, options=options, watch=screen)
    click.echo(
        f"wrote {output}: {summary.documents} documents with {summary.cases} cases from "
        f"{summary.files} files, {summary.without_patient} without a patient; "
        f"{summary.failures} failed",
        err=True,
    )
    if summary.quarantined:
        click.echo(
            f"{summary.quarantined} of them in quarantine: {output}/{QUARANTINE}; "
            "--retry-quarantined tries them again",
            err=True,
        )
    sys.exit(exit_code(summary))
