"""A snapshot is typed, whole, and the same for the same courses."""

import json
import sys
from hashlib import sha256

import pytest

from epicrisis.errors import MissingExtraError
from epicrisis.exports import write_snapshot
from epicrisis.exports.snapshot_tables import TABLES
from epicrisis.testing import example_course, example_document, example_findings
from epicrisis.testing.examples import example_cited_course


@pytest.fixture
def items():
    document = example_document()
    courses = [example_course(document), example_cited_course(document)]
    return [(document, courses, example_findings(document))]


@pytest.fixture
def parquet():
    return pytest.importorskip("pyarrow.parquet")


def test_every_table_is_written_and_typed(items, tmp_path, parquet):
    """All columns of all tables, with the number of rows that the manifest gives."""
    rows = write_snapshot(items, tmp_path / "s", version="9")
    manifest = json.loads((tmp_path / "s" / "manifest.json").read_text(encoding="utf-8"))

    for name, columns in TABLES.items():
        table = parquet.read_table(tmp_path / "s" / f"{name}.parquet")
        assert table.column_names == [column.name for column in columns]
        assert table.num_rows == rows[name] == manifest["tables"][name]["rows"] > 0
        data = (tmp_path / "s" / f"{name}.parquet").read_bytes()
        assert manifest["tables"][name]["sha256"] == sha256(data).hexdigest()
    assert manifest["epicrisis"] == "9"


def test_facts_can_be_joined_to_their_places(items, tmp_path, parquet):
    """Values are numbers, words have a column of their own, and every event has its places."""
    write_snapshot(items, tmp_path, version="9")
    facts = parquet.read_table(tmp_path / "facts.parquet").to_pylist()
    places = parquet.read_table(tmp_path / "places.parquet").to_pylist()
    first = {(p["course"], p["event"]): p["quote"] for p in places if p["place"] == 1}

    assert all(f["quote"] == first[f["course"], f["event"]] for f in facts if f["event"])
    assert {f["kind"] for f in facts if f["event"] is None} >= {"age", "sex"}
    assert any(isinstance(f["value"], float) for f in facts)
    assert all(f["value"] is None for f in facts if f["value_text"])


def test_the_same_courses_give_the_same_bytes(items, tmp_path, parquet):
    """Nothing depends on when or where; an earlier snapshot is replaced whole."""
    for name in ("a", "b", "a"):
        write_snapshot(items, tmp_path / name, version="9")

    for file in sorted((tmp_path / "a").iterdir()):
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()
    assert not list(tmp_path.rglob("*.part"))


def test_an_empty_library_is_a_snapshot_too(tmp_path, parquet):
    """The tables are there, typed and empty."""
    write_snapshot([], tmp_path, version="9")

    assert parquet.read_table(tmp_path / "facts.parquet").num_rows == 0


def test_a_missing_package_is_told_by_the_command_to_type(items, tmp_path, monkeypatch):
    """Nothing is written then."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)

    with pytest.raises(MissingExtraError, match=r"pip install 'epicrisis\[parquet\]'"):
        write_snapshot(items, tmp_path / "none", version="9")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("library", ["duckdb", "pandas", "polars"])
def test_others_read_it(items, tmp_path, parquet, library):
    """Where they are installed."""
    module = pytest.importorskip(library)
    write_snapshot(items, tmp_path, version="9")
    path = str(tmp_path / "courses.parquet")
    if library == "duckdb":
        ((count,),) = module.sql(f"select count(*) from '{path}' where not cited").fetchall()
    else:
        count = len([cited for cited in module.read_parquet(path)["cited"] if not cited])

    assert count == 1
