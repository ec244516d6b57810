"""The formats there are: an explicit list, and what installed packages add to it."""

from collections.abc import Iterable
from functools import cache
from importlib.metadata import entry_points
from io import BytesIO
from pathlib import PurePath
from types import MappingProxyType

from epicrisis.errors import UnknownNameError
from epicrisis.exports.base import Exporter
from epicrisis.exports.courses import JSON
from epicrisis.exports.facts import CSV, JSONL, XLSX
from epicrisis.exports.markdown import MARKDOWN
from epicrisis.model import Course

GROUP = "epicrisis.exporters"
BUILT_IN: tuple[Exporter, ...] = (CSV, JSONL, XLSX, JSON, MARKDOWN)


@cache
def exporters() -> MappingProxyType[str, Exporter]:
    """All exporters by name: the built-in ones, then those of entry points `epicrisis.exporters`.

    A built-in exporter keeps its name against a plug-in of the same name.
    """
    known: dict[str, Exporter] = {exporter.name: exporter for exporter in BUILT_IN}
    for point in entry_points(group=GROUP):
        found: Exporter = point.load()
        known.setdefault(found.name, found)
    return MappingProxyType(known)


def exporter(name: str) -> Exporter:
    """Give the exporter of a name.

    Raises:
        UnknownNameError: No exporter has that name; the message lists those there are.
    """
    known = exporters()
    if name not in known:
        raise UnknownNameError("exporter", name, known)
    return known[name]


def exporter_for(path: str | PurePath) -> Exporter:
    """Give the exporter whose files end like this path.

    Raises:
        UnknownNameError: No exporter writes files of that ending.
    """
    suffix = PurePath(path).suffix.lower()
    known = {ending: found for found in exporters().values() for ending in found.suffixes}
    if suffix not in known:
        raise UnknownNameError("exporter of files", suffix, known)
    return known[suffix]


def export(courses: Iterable[Course], name: str) -> bytes:
    """Give the whole file of some courses, for callers that have no stream to write to.

    Raises:
        UnknownNameError: No exporter has that name.
    """
    out = BytesIO()
    exporter(name).write(courses, out)
    return out.getvalue()
