"""The formats there are, an explicit list."""

from pathlib import PurePath
from types import MappingProxyType

from epicrisis.diagnostics.base import Format
from epicrisis.diagnostics.page import HTML
from epicrisis.diagnostics.records import JSON, JSONL
from epicrisis.diagnostics.sarif import SARIF
from epicrisis.diagnostics.text import TEXT
from epicrisis.errors import UnknownNameError

FORMATS = MappingProxyType({form.name: form for form in (TEXT, JSON, JSONL, SARIF, HTML)})


def format_named(name: str) -> Format:
    """Give the format of a name.

    Raises:
        UnknownNameError: There is none; the message lists those there are.
    """
    if name not in FORMATS:
        raise UnknownNameError("format of findings", name, FORMATS)
    return FORMATS[name]


def format_for(path: PurePath | None) -> Format | None:
    """Give the format whose files end like this path, or None."""
    suffix = path.suffix.lower() if path else ""
    return next((form for form in FORMATS.values() if suffix and suffix in form.suffixes), None)
