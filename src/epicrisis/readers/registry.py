"""Which readers there are: the built-in ones, and those that installed packages bring."""

import warnings
from functools import cache
from importlib.metadata import entry_points
from typing import Final

from epicrisis.errors import UnknownNameError
from epicrisis.readers.base import Reader
from epicrisis.readers.bioc import BiocReader
from epicrisis.readers.docx import DocxReader
from epicrisis.readers.html import HtmlReader
from epicrisis.readers.jats import JatsReader
from epicrisis.readers.markdown import MarkdownReader
from epicrisis.readers.pdf import PdfReader
from epicrisis.readers.pubmed import PubmedReader
from epicrisis.readers.text import TextReader

GROUP: Final = "epicrisis.readers"
BUILT_IN: Final[tuple[Reader, ...]] = (
    PdfReader(),
    JatsReader(),
    PubmedReader(),
    BiocReader(),
    DocxReader(),
    HtmlReader(),
    MarkdownReader(),
    TextReader(),
)


@cache
def readers() -> dict[str, Reader]:
    """Give every reader by name. A plug-in cannot take the name of a built-in reader.

    A plug-in that cannot be imported is left out with a `RuntimeWarning`, so that it does not keep
    every other format from being read.
    """
    found: dict[str, Reader] = {reader.name: reader for reader in BUILT_IN}
    for point in entry_points(group=GROUP):
        if point.name in found:
            continue
        try:
            loaded = point.load()
            reader = loaded() if isinstance(loaded, type) else loaded
        except Exception as error:
            warnings.warn(
                f"reader {point.name!r} ({point.value}) was left out: {error}",
                RuntimeWarning,
                stacklevel=2,
            )
            continue
        found[point.name] = reader
    return found


def reader_named(name: str) -> Reader:
    """Give the reader of that name.

    Raises:
        UnknownNameError: No reader has it.
    """
    known = readers()
    if name not in known:
        raise UnknownNameError("reader", name, known)
    return known[name]


def best_reader(head: bytes) -> Reader | None:
    """Give the reader that is surest of these first bytes, or None where none claims them."""
    scores = [(reader.sniff(head), reader) for reader in readers().values()]
    score, reader = max(scores, key=lambda pair: pair[0])
    return reader if score > 0 else None
