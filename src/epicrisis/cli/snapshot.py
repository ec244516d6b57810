"""`epicrisis snapshot`: many reports as Parquet tables."""

import json
import sys
from pathlib import Path

import click

from epicrisis import __version__
from epicrisis.cli.sources import every_report, files_or_library, source
from epicrisis.exports.snapshot import MANIFEST, write_snapshot


@click.command("snapshot")
@files_or_library
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write to.",
)
def command(files: tuple[Path, ...], place: str | None, folder: Path) -> None:
    """Write FILES or a library as Parquet tables: documents, courses, facts, places, findings.

    DuckDB, pandas, polars and R read them; manifest.json holds versions and hashes. The same files
    in the same order give the same bytes.
    """
    batch = source(files, place)
    written = write_snapshot(every_report(batch), folder, version=__version__)
    rows = ", ".join(f"{name} {count}" for name, count in written.items())
    data = json.loads((folder / MANIFEST).read_text("utf-8"))["data"]
    click.echo(f"wrote {folder}: {rows}; data {data}", err=True)
    sys.exit(batch.exit_code())
