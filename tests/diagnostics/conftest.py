"""Made-up documents with findings where a test wants them."""

from collections.abc import Callable

import pytest

from epicrisis.diagnostics import FORMATS, Audited, Look
from epicrisis.model import Anchor, Document, Finding
from epicrisis.readers import read_document


def document_of(text: str, name: str = "note") -> Document:
    return read_document(text.encode(), name=name)


def finding_at(document: Document, *quotes: str, **fields: object) -> Finding:
    """A finding on the first quote whose counterparts are the others."""
    anchors = [anchor(document, quote) for quote in quotes]
    base = {"code": "DOS001", "severity": "error", "message": "Too much."}
    return Finding.model_validate(
        {**base, "anchors": anchors[:1], "related": anchors[1:], **fields}
    )


def anchor(document: Document, quote: str) -> Anchor:
    start = document.text.index(quote)
    return Anchor.at(document.id, document.text, start, start + len(quote))


@pytest.fixture
def audited() -> Callable[..., Audited]:
    """Make an audited document of a text with one finding on a quote of it."""

    def make(text: str, *quotes: str, path: str = "note.txt", **fields: object) -> Audited:
        document = document_of(text)
        found = (finding_at(document, *quotes, **fields),) if quotes else ()
        return Audited(path, document, found)

    return make


@pytest.fixture
def written() -> Callable[..., str]:
    """Write outcomes in a format, 80 cells wide."""

    def write(form: str, *outcomes: object, **look: object) -> str:
        return "".join(FORMATS[form].write(outcomes, Look(**{"width": 80, **look})))

    return write
