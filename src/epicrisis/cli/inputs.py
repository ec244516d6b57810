"""Reading the files a command is given: a bad one is named and never stops the others."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from epicrisis.errors import EpicrisisError
from epicrisis.model import Course, Document
from epicrisis.pipeline import extract
from epicrisis.readers import read_document

FILES = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=False)
)
OUTPUT = click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write."
)
_ENDINGS = frozenset(
    (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".xml", ".nxml", ".pdf")
)
_MANY = 12  # files from which on a progress bar is shown


class Batch:
    """The documents of a command's files with their courses, in the order given.

    `failed` counts the files that could not be read; each has been named on standard error.
    """

    def __init__(self, files: tuple[Path, ...], *, progress: bool = True) -> None:
        self.files = files
        self.progress = progress
        self.failed = 0
        self.empty = 0

    def __iter__(self) -> Iterator[tuple[Document, list[Course]]]:
        for _, read in self.outcomes():
            if not isinstance(read, str):
                yield read

    def outcomes(self) -> Iterator[tuple[Path, tuple[Document, list[Course]] | str]]:
        """Give each file with what was read in it, or with the reason why nothing was."""
        if len(self.files) < _MANY or not self.progress or not sys.stderr.isatty():
            yield from self._read(self.files)
            return
        with click.progressbar(self.files, label="Reading", file=sys.stderr) as progress:
            yield from self._read(progress)

    def _read(
        self, files: Iterable[Path]
    ) -> Iterator[tuple[Path, tuple[Document, list[Course]] | str]]:
        for path in files:
            try:
                document = read_document(path)
                courses = extract(document)
            except Exception as error:
                yield path, self.refuse(path, error)
                continue
            for warning in document.warnings:
                click.echo(f"epicrisis: {path}: {warning}", err=True)
            if not courses:
                self.empty += 1
                click.echo(f"epicrisis: {path}: no human patient's course found", err=True)
            yield path, (document, courses)

    def refuse(self, path: Path, error: Exception) -> str:
        """Count a file that is of no use, name it on standard error, and give the reason."""
        reason = str(error)
        if not isinstance(error, EpicrisisError):
            what = f"{type(error).__name__}: {error}".splitlines()[0]
            reason = f"{path}: stopped by an error of ours, please report it: {what}"
        self.failed += 1
        click.echo(f"epicrisis: {reason}", err=True)
        return reason

    def exit_code(self) -> int:
        """0 if every file was read, 1 if some were not, 2 if none was."""
        if not self.failed:
            return 0
        return 2 if self.failed == len(self.files) else 1


def files_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Give the files named, and in place of each folder the reports in it, by their endings."""
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        for inside in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in inside.relative_to(path).parts)
            if inside.suffix.lower() in _ENDINGS and inside.is_file() and not hidden:
                found[inside] = None
    return tuple(found)


def write(content: bytes, output: Path | None) -> None:
    """Write a command's result to its file, or to standard output.

    A file is replaced only when the whole of it has been written.
    """
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        partial = output.with_name(output.name + ".part")
        partial.write_bytes(content)
        partial.replace(output)
    except OSError as error:
        raise click.ClickException(f"cannot write {output}: {error.strerror}") from error
    click.echo(f"wrote {output}", err=True)
