"""Every command on the example reports, as the pages show it."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from epicrisis.model import COLUMNS

EXAMPLES = sorted(
    path
    for path in (Path(__file__).resolve().parents[2] / "examples").iterdir()
    if path.is_file() and path.stem != "README"
)


@pytest.fixture(params=EXAMPLES, ids=lambda path: path.stem)
def example(request) -> Path:
    """One example report."""
    return request.param


def test_read_prints_a_table(run, example):
    """Without options the course is printed for the terminal."""
    result = run("read", example)

    assert (result.exit_code, result.stderr) == (0, "")
    assert f"Course {example.stem}/1" in result.stdout


def test_read_gives_the_flat_table_as_csv(run, example):
    """The facts have the published columns and at least a person and a datum."""
    result = run("read", "--to", "facts", example)
    rows = list(csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff"))))

    assert result.exit_code == 0
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) > 5


def test_read_gives_one_json_object_a_fact(run, example):
    """JSON lines are readable one by one."""
    result = run("read", "--to", "jsonl", example)

    assert result.exit_code == 0
    assert {json.loads(line)["document"] for line in result.stdout.splitlines()} == {example.stem}


def test_show_makes_one_self_contained_page(run, example, tmp_path):
    """The page holds the report and asks nothing of the network."""
    page = tmp_path / "page.html"
    result = run("show", example, "--html", page)
    text = page.read_text(encoding="utf-8")

    assert result.exit_code == 0
    assert text.lower().startswith("<!doctype html>")
    assert 'src="http' not in text


def test_timeline_draws_svg(run, example, tmp_path):
    """The timeline is an XML document of its own."""
    figure = tmp_path / "figure.svg"
    result = run("timeline", example, "-o", figure)

    assert result.exit_code == 0
    assert ET.parse(figure).getroot().tag.endswith("svg")


def test_audit_exits_with_what_it_found(run, example):
    """1 with findings, 0 without, and a line each that names code and place."""
    result = run("audit", example)
    heads = [line for line in result.stdout.splitlines() if line.startswith(f"{example}:")]

    assert result.exit_code == int(bool(heads))


def test_audit_gives_json_lines(run, example):
    """Findings for other programs have code, place and severity."""
    result = run("audit", "--format", "jsonl", "--min-severity", "info", example)
    rows = [json.loads(line) for line in result.stdout.splitlines()]

    assert all({"code", "start", "end", "severity", "message"} <= row.keys() for row in rows)


def test_table_has_a_row_a_patient(run):
    """All examples together make one evidence table."""
    result = run("table", "--own", "--to", "md", *EXAMPLES)
    rows = [line for line in result.stdout.splitlines() if line.startswith("|")]

    assert result.exit_code == 0
    assert len(rows) >= 2 + len(EXAMPLES)


@pytest.mark.parametrize("command", ["read", "show", "timeline", "table", "audit", "explain"])
def test_help_is_there_for_every_command(run, command):
    """Each command says what it does."""
    result = run(command, "--help")

    assert result.exit_code == 0
    assert result.stdout.startswith("Usage:")


def test_timeline_chooses_a_patient_of_a_series(run, tmp_path):
    """A series is drawn a patient at a time; an unknown one lists those there are."""
    series = next(path for path in EXAMPLES if "series" in path.stem)
    first, second = (tmp_path / f"{n}.svg" for n in (1, 2))
    run("timeline", series, "--patient", "1", "-o", first)
    run("timeline", series, "--patient", "2", "-o", second)

    assert first.read_text(encoding="utf-8") != second.read_text(encoding="utf-8")


def test_the_same_input_gives_the_same_bytes(run):
    """Nothing of the hour or of the machine is in the output."""
    first, second = (run("read", "--to", "json", *EXAMPLES).stdout_bytes for _ in range(2))

    assert first == second


def test_unknown_commands_and_options_list_the_known(run):
    """Whoever mistypes sees what there is."""
    command, option = run("casess"), run("cases", "--wher", "died")

    assert (command.exit_code, option.exit_code) == (2, 2)
    assert "no command is named 'casess'. Did you mean cases? Known: add, audit" in command.stderr
    assert "Known: --count, --decided" in option.stderr
