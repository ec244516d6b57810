"""What is written: whole or not at all, and never a word of the document as mark-up."""

import csv
import io
import os
import subprocess
import sys

import pytest

HOSTILE = (
    "Case report\n\nA 52-year-old woman was admitted with fever. "
    'She received =HYPERLINK("http://x") <script>alert(1)</script> prednisolone 40 mg/day. '
    "The [bold red]ferritin[/] was 780 ng/mL on day 2.\n"
)


@pytest.fixture
def hostile(tmp_path):
    """A report whose name and text are mark-up."""
    path = tmp_path / "<img src=x onerror=alert(2)>.txt"
    path.write_text(HOSTILE, encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "xlsx", "markdown", "table"])
def test_output_is_written_whole(run, good, tmp_path, form):
    """The file is there, and no half of one beside it."""
    result = run("read", "--to", form, "-o", tmp_path / "new" / "out", good)

    assert result.exit_code == 0
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["out"]


def test_failed_write_leaves_the_old_file(run, good, tmp_path, monkeypatch):
    """Where writing fails, what stood there before still stands."""
    output = tmp_path / "out.csv"
    output.write_text("before", encoding="utf-8")
    monkeypatch.setattr("pathlib.Path.replace", _fail)
    result = run("read", "--to", "facts", "-o", output, good)

    assert result.exit_code == 1
    assert output.read_text(encoding="utf-8") == "before"
    assert "cannot write" in result.stderr


def _fail(*_: object) -> None:
    raise OSError(28, os.strerror(28))


def test_output_into_a_file_is_one_line(run, good):
    """A folder that cannot be made is told in a line."""
    result = run("read", "--to", "facts", "-o", good / "out.csv", good)

    assert result.exit_code == 1
    assert "cannot write" in result.stderr


def test_words_of_the_document_are_no_terminal_markup(run, hostile):
    """Square brackets are printed as they stand."""
    result = run("read", hostile)

    assert result.exit_code == 0
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_page_and_figure_escape_name_and_text(run, hostile, tmp_path):
    """Neither the file's name nor its text becomes an element of the page."""
    for command, option, name in (("show", "--html", "x.html"), ("timeline", "-o", "x.svg")):
        result = run(command, hostile, option, tmp_path / name)
        text = (tmp_path / name).read_text(encoding="utf-8")

        assert result.exit_code == 0
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_cells_are_no_formulas(run, tmp_path):
    """A name that a spreadsheet would take for a formula is kept as text."""
    path = tmp_path / "=cmd.txt"
    path.write_text(HOSTILE, encoding="utf-8")
    result = run("read", "--to", "facts", path)
    rows = list(csv.reader(io.StringIO(result.stdout.removeprefix("\ufeff"))))

    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))] == []


def test_closed_pipe_is_no_error(good):
    """Whoever reads only the first lines ends the command in silence."""
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "epicrisis", "read", "--to", "facts", str(good)]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, timeout=60)
    os.close(write)

    assert (done.returncode, done.stderr) == (1, "")
