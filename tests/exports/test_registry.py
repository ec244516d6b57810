"""Every format is found by name and by the ending of its files."""

import pytest

from epicrisis.errors import UnknownNameError
from epicrisis.exports import export, exporter, exporter_for, exporters


def test_built_in_formats_are_these():
    """The list is explicit; a change of it is a change of the public interface."""
    assert list(exporters()) == ["csv", "jsonl", "xlsx", "json", "markdown"]


def test_unknown_formats_name_the_known_ones():
    """The message helps: the nearest name, and all there are."""
    with pytest.raises(UnknownNameError, match=r"jsonl.*Known: csv, json, jsonl, markdown, xlsx"):
        exporter("jsonnl")


@pytest.mark.parametrize(
    ("path", "name"),
    [("a.csv", "csv"), ("b/c.JSONL", "jsonl"), ("x.json", "json"), ("y.md", "markdown")],
)
def test_formats_are_found_by_ending(path, name):
    """The ending of the file says the format."""
    assert exporter_for(path).name == name


def test_unknown_endings_are_refused():
    """A file that no format ends like is an error before anything is written."""
    with pytest.raises(UnknownNameError, match=r"'\.doc'"):
        exporter_for("a.doc")


@pytest.mark.parametrize("name", list(exporters()))
def test_no_courses_make_a_file_all_the_same(name):
    """An empty library is a valid file of every format."""
    assert isinstance(export([], name), bytes)
