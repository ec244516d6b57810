"""The registry: built-in readers, and those of other packages."""

import pytest

from epicrisis.errors import UnknownNameError
from epicrisis.model import Document
from epicrisis.readers import Reader, read_document, reader_named, readers, registry
from epicrisis.readers.base import document_id


class ShoutReader:
    """Reads what begins with a shout."""

    name = "shout"

    def sniff(self, head: bytes) -> float:
        return float(head.startswith(b"HO!"))

    def read(self, data: bytes, name: str) -> Document:
        text = data.decode()
        return Document(id=document_id(text), name=name, format=self.name, text=text)


class Point:
    """An entry point that gives an object, or fails as a broken package does."""

    def __init__(self, name: str, thing: object) -> None:
        self.name, self.value, self.thing = name, f"package:{name}", thing

    def load(self) -> object:
        if self.thing is None:
            raise ImportError("no such module")
        return self.thing


@pytest.fixture
def plugged(monkeypatch):
    """Install entry points of the group, as a package would."""

    def install(**things):
        points = [Point(name, thing) for name, thing in things.items()]
        monkeypatch.setattr(registry, "entry_points", lambda group: points)
        readers.cache_clear()

    yield install
    monkeypatch.undo()
    readers.cache_clear()


def test_built_in_readers_keep_the_protocol():
    """Eight formats come with the package."""
    assert sorted(readers()) == [
        "bioc",
        "docx",
        "html",
        "jats",
        "markdown",
        "pdf",
        "pubmed",
        "text",
    ]
    assert all(isinstance(reader, Reader) for reader in readers().values())
    assert all(reader.name == name for name, reader in readers().items())


@pytest.mark.parametrize("thing", [ShoutReader, ShoutReader()], ids=["class", "instance"])
def test_plug_in_reads_its_own_format(plugged, thing):
    """A reader of another package is found by its entry point, and by its content."""
    plugged(shout=thing)

    assert read_document(b"HO! A bear.").format == "shout"
    assert read_document(b"A bear.").format == "text"


def test_built_in_reader_wins_its_name(plugged):
    """A package cannot take the place of a built-in reader."""
    plugged(text=ShoutReader)

    assert read_document(b"HO! A bear.").format == "text"


def test_unknown_reader_is_refused():
    """An unknown name lists the known ones."""
    with pytest.raises(
        UnknownNameError, match="bioc, docx, html, jats, markdown, pdf, pubmed, text"
    ):
        reader_named("pdfx")


def test_broken_plug_in_is_left_out_with_a_warning(plugged):
    """One bad package does not keep other formats from being read."""
    plugged(broken=None)

    with pytest.warns(RuntimeWarning, match="'broken'"):
        assert "broken" not in readers()
    assert read_document(b"A note.").format == "text"
