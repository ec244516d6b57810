"""Reading the files a command is given: a bad one is named and never stops the others."""

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, count
from pathlib import Path
from typing import TypeVar

import click

from epicrisis.errors import EpicrisisError, InputError
from epicrisis.model import Course, Document
from epicrisis.pipeline import extract, reports_among
from epicrisis.readers import CitationList, Found, read_citations, read_document, read_documents

FILES = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=False)
)
OUTPUT = click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write."
)


_C = TypeVar("_C", bound=Callable[..., object])


def searched(command: _C) -> _C:
    """Give a command the numbers of a review's search, which no document tells."""
    for option in (
        click.option("--sought", type=int, help="Reports that were sought in full."),
        click.option("--screened", type=int, help="Records that were screened."),
        click.option("--identified", type=int, help="Records that the search found."),
    ):
        command = option(command)
    return command


def _citations(_: click.Context, __: click.Parameter, path: Path | None) -> CitationList | None:
    if path is None:
        return None
    try:
        found = read_citations(path)
    except EpicrisisError as error:
        raise click.BadParameter(str(error)) from error
    for warning in found.warnings:
        click.echo(f"epicrisis: {path}: {warning}", err=True)
    return found


CITATIONS = click.option(
    "--citations",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_citations,
    help="A list in BibTeX, RIS or nbib that gives the documents their citations.",
)


def cited(citations: CitationList, document: Document, called: str = "") -> Document:
    """Give a document its citation; one that no entry fits is named."""
    if citations.find(document) is None:
        told = "no entry of the list of citations fits it"
        click.echo(f"epicrisis: {called or document.name}: {told}", err=True)
    return citations.cite(document)


def say_unused(citations: CitationList) -> None:
    """Name the entries of a list of citations that no document was found for."""
    for entry in citations.unused():
        told = entry.title or entry.doi or entry.pmid
        click.echo(f"epicrisis: no document was found for the entry: {told}", err=True)


_MANY = 12  # files from which on a progress bar is shown


class Batch:
    """The documents of a command's files with their courses, in the order given.

    `many` opens folders, bulk files and archives; without it a file is one document. `citations`
    gives the documents theirs, and says what matched nothing. `failed` counts what could not be
    read; each has been named on standard error.
    """

    def __init__(
        self,
        files: tuple[Path, ...],
        *,
        progress: bool = True,
        many: bool = False,
        citations: CitationList | None = None,
    ) -> None:
        self.files = tuple(dict.fromkeys(files))
        self.progress = progress
        self.many = many
        self.citations = citations
        self.failed = 0
        self.empty = 0
        self.done = 0
        self.data = ""  # what names the courses that were asked
        self._names: dict[str, str] = {}  # the place of each name
        self._articles: dict[str, str] = {}  # the name of each identifier of a publication

    @property
    def unreadable(self) -> int | None:
        """How many files could not be read, or None where nobody knows."""
        return self.failed

    def __iter__(self) -> Iterator[tuple[Document, list[Course]]]:
        for _, read in self.outcomes():
            if not isinstance(read, str):
                yield read

    def outcomes(self) -> Iterator[tuple[Path, tuple[Document, list[Course]] | str]]:
        """Give each file with what was read in it, or with the reason why nothing was."""
        files = self._listed() if self.many else self.files
        if len(files) < _MANY or not self.progress or not sys.stderr.isatty():
            yield from self._read(files)
            return
        with click.progressbar(files, label="Reading", file=sys.stderr) as progress:
            yield from self._read(progress)

    def _listed(self) -> tuple[Path, ...]:
        """The files, each once, and in place of each folder the reports below it."""
        listed: list[Path] = []
        for path in self.files:
            inside = _reports_in(path) if path.is_dir() else [path]
            listed += inside or [path]
        return tuple(dict.fromkeys(listed))

    def _read(
        self, files: Iterable[Path]
    ) -> Iterator[tuple[Path, tuple[Document, list[Course]] | str]]:
        for path in files:
            for found in self._documents(path):
                if found.document is None:
                    yield path, self.refuse(path, found.error or InputError(str(path)))
                    continue
                try:
                    document = self._cited(path, found)
                    document = self._told_apart(document, _place(path, found))
                    courses = extract(document)
                except Exception as error:
                    yield path, self.refuse(path, error)
                    continue
                for warning in document.warnings:
                    click.echo(f"epicrisis: {_place(path, found)}: {warning}", err=True)
                if not courses:
                    self.empty += 1
                    told = "no human patient's course found"
                    click.echo(f"epicrisis: {_place(path, found)}: {told}", err=True)
                self.done += 1
                yield path, (document, courses)
        if self.citations is not None:
            say_unused(self.citations)

    def _documents(self, path: Path) -> Iterator[Found]:
        if self.many and path.is_dir():
            yield Found("", error=InputError(f"{path}: expected reports in it, found none"))
            return
        if self.many:
            yield from read_documents(path)
            return
        try:
            yield Found("", read_document(path))
        except EpicrisisError as error:
            yield Found("", error=error)
        except Exception as error:
            yield Found("", error=InputError(self._ours(path, error)))

    def _cited(self, path: Path, found: Found) -> Document:
        document = found.document
        assert document is not None
        if self.citations is None:
            return document
        return cited(self.citations, document, _place(path, found))

    def _told_apart(self, document: Document, here: str) -> Document:
        """Give two documents of one name two names, and say where both are one publication."""
        called, form = document.name, document.format
        names = chain((called, f"{called}-{form}"), (f"{called}-{n}" for n in count(2)))
        name = next(own for own in names if self._names.setdefault(own, here) == here)
        citation = document.citation
        ids = (("text", document.id), ("DOI", citation.doi), ("PubMed id", citation.pmid))
        for kind, id in ids:
            other = self._articles.setdefault(f"{kind} {id.lower()}", name) if id else name
            if other != name:
                one = kind if kind == "text" else f"{kind}, {id},"
                told = f"{name} and {other} have one {one} and count twice"
                click.echo(f"epicrisis: {told} unless --decided leaves one out", err=True)
                break
        return document if name == called else document.model_copy(update={"name": name})

    def _ours(self, path: Path, error: Exception) -> str:
        what = f"{type(error).__name__}: {error}".splitlines()[0]
        return f"{path}: stopped by an error of ours, please report it: {what}"

    def refuse(self, path: Path, error: Exception) -> str:
        """Count a file that is of no use, name it on standard error, and give the reason."""
        reason = _located(path, str(error))
        if not isinstance(error, EpicrisisError):
            reason = self._ours(path, error)
        self.failed += 1
        click.echo(f"epicrisis: {reason}", err=True)
        return reason

    def exit_code(self) -> int:
        """0 if everything was read, 1 if some was not, 2 if nothing was."""
        if not self.failed:
            return 0
        return 1 if self.done else 2


def _located(path: Path, message: str) -> str:
    """Begin a message with the path of its file, where it begins with the name of the document.

    >>> _located(Path("in/a.pdf"), "a: found nothing"), _located(Path("b.txt"), "b.txt: none")
    ('in/a.pdf: found nothing', 'b.txt: none')
    """
    rest = message.removeprefix(path.stem)
    named = rest != message and rest[:1] in (":", "/", "#")
    return f"{path}{rest}" if named else message


def _place(path: Path, found: Found) -> str:
    if not found.place:
        return str(path)
    return f"{path}{found.place}" if found.place.startswith("#") else f"{path}/{found.place}"


def _reports_in(folder: Path) -> list[Path]:
    """Give the reports below a folder, in the order of their paths."""
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return [folder / name for name in sorted(reports_among(names))]


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
