"""Where many patients come from: the files a command is given, or a case library."""

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from epicrisis.cli.inputs import Batch
from epicrisis.cli.library import MAYBE_LIBRARY
from epicrisis.model import Course, Document
from epicrisis.store import open_library

_FILES = click.argument("files", nargs=-1, type=click.Path(path_type=Path, allow_dash=False))


def files_or_library(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the parameters `files` and `place`; `source` makes one batch of them."""
    return _FILES(MAYBE_LIBRARY(command))


class Shelf(Batch):
    """The documents of a library with their current courses, people's decisions laid over them."""

    def __init__(self, place: str) -> None:
        super().__init__(())
        self.place = place

    def __iter__(self) -> Iterator[tuple[Document, list[Course]]]:
        with open_library(self.place, readonly=True) as library:
            for _, pairs in groupby(library.pairs(), key=lambda pair: pair[0].id):
                told = list(pairs)
                yield told[0][0], [course for _, course in told]


def source(files: tuple[Path, ...], place: str | None) -> Batch:
    """Give what a command reads: its files, else the library.

    Raises:
        click.UsageError: Neither was named.
    """
    if files:
        return Batch(files, many=True)
    if place is None:
        raise click.UsageError("Name FILES to read, or a case library with --library.")
    return Shelf(place)
