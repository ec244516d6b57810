"""`epicrisis run` as a person uses it."""

import json

import pytest
from click.testing import CliRunner

from epicrisis.cli import batches
from epicrisis.cli.main import cli


@pytest.mark.slow
def test_run_writes_tables_and_says_what_it_did(run, good, tmp_path):
    """One bad file: a line with path and reason, the sum at the end, and exit code 1."""
    (good.parent / "inside").mkdir()
    (good.parent / "inside" / "bad.txt").write_bytes(bytes(range(256)) * 40)
    out = tmp_path / "out"
    result = run("run", good.parent, "-o", out, "--workers", "1")
    again = run("run", good.parent, "-o", out, "--workers", "1")

    assert (result.exit_code, again.exit_code) == (1, 1)
    assert any(
        line.startswith("epicrisis: inside/bad.txt: ") for line in result.stderr.splitlines()
    )
    assert "1 documents with 1 cases from 2 files, 0 without a patient; 1 failed" in result.stderr
    assert "2 of 2 files were finished before" in again.stderr
    assert json.loads((out / "manifest.jsonl").read_text().splitlines()[-1])["documents"] == 1


def test_run_needs_a_folder_that_is_there(run_main, tmp_path):
    """One line, and exit code 2."""
    code, said = run_main("run", tmp_path / "nowhere", "-o", tmp_path / "out")

    assert code == 2
    assert said.startswith("epicrisis: ")
    assert len(said.splitlines()) == 1


def test_progress_is_told_in_lines_where_nobody_watches(capsys, monkeypatch):
    """How many of how many, how fast, how long still."""
    monkeypatch.setattr(batches, "_EVERY", 0.0)
    moments = iter([0.0, 0.0, 10.0, 10.0, 10.0])
    monkeypatch.setattr(batches, "monotonic", lambda: next(moments))
    with batches.Screen() as screen:
        screen.planned(1000, 100)
        screen.moved(300)

    assert capsys.readouterr().err.splitlines() == [
        "epicrisis: 100 of 1000 files were finished before",
        "epicrisis: 300 of 1000 files, 20.0 a second, 35 s left; 0 failed",
    ]


def test_a_bar_is_shown_where_somebody_watches(monkeypatch):
    """It can be drawn, moved, written above, and taken away."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with CliRunner().isolation(), batches.Screen() as screen:
        monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
        screen.planned(10, 0)
        screen.moved(5)
        screen.say("epicrisis: a.txt: [not markup]")


def test_help_names_the_options():
    """The run's own help."""
    said = CliRunner().invoke(cli, ["run", "--help"]).stdout

    for option in ("--timeout", "--memory", "--retry-quarantined", "--scheduler", "--shard-size"):
        assert option in said
