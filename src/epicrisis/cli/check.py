"""`epicrisis check`: whether a library is whole."""

import sys

import click

from epicrisis.cli.library import LIBRARY
from epicrisis.diagnostics.base import counted
from epicrisis.errors import LibraryDamagedError
from epicrisis.store import open_library


@click.command("check")
@LIBRARY
def command(place: str) -> None:
    """Read everything in a library and say what is not as it was written; nothing is changed.

    Exit code 1 when something is wrong, 2 when the library cannot be opened.
    """
    try:
        with open_library(place, readonly=True) as library:
            wrong = 0
            for problem in library.problems():
                wrong += 1
                click.echo(f"epicrisis: {problem}", err=True)
            if not wrong:
                held = library.counts()
                listed = [counted(held[f"{noun}s"], noun) for noun in _NOUNS]
                click.echo(f"{library.place}: whole; {', '.join(listed)}")
    except LibraryDamagedError as error:
        click.echo(f"epicrisis: {error}", err=True)
        wrong = 1
    sys.exit(1 if wrong else 0)


_NOUNS = ("report", "case", "version", "decision")
