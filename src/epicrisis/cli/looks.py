"""How what is printed looks on this terminal: its width, and colours where they are wanted."""

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from epicrisis.diagnostics import Look

_WIDEST, _NARROWEST = 160, 40
_COLOURS: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "note": {"fg": "cyan", "bold": True},
    "info": {"fg": "blue", "bold": True},
    "gutter": {"fg": "blue"},
    "counterpart": {"fg": "blue", "bold": True},
    "reading": {"fg": "green", "bold": True},
    "heading": {"bold": True},
    "code": {"bold": True},
}


def look_for(output: Path | None = None) -> Look:
    """Give the look of standard output; a file has no colours, nor has anything under NO_COLOR."""
    columns = shutil.get_terminal_size((100, 24)).columns
    width = min(max(columns, _NARROWEST), _WIDEST)
    if output or not sys.stdout.isatty():
        return Look(width)
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return Look(width, wrap=True)
    return Look(width, wrap=True, paint=_painted)


def _painted(role: str, text: str) -> str:
    return click.style(text, **_COLOURS[role]) if role in _COLOURS else text


def stream(pieces: Iterable[str]) -> None:
    """Print pieces as they come."""
    for piece in pieces:
        sys.stdout.buffer.write(piece.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
