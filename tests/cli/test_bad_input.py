"""Bad input is normal input: one line on standard error, an exit code, never a traceback."""

import subprocess
import sys

import pytest

from epicrisis.readers import read_documents

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE article [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {c} "{f"&{p};" * 10}">' for p, c in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><article><body><p>&i;</p></body></article>"
)
UNREADABLE = {
    "empty.txt": b"",
    "blank.txt": b" \n\t \r\n ",
    "binary.txt": bytes(range(256)) * 40,
    "picture.png": b"\x89PNG\r\n\x1a\n" + b"\0\1\2" * 300,
    "archive.docx": b"PK\x03\x04" + b"\0\1\2" * 300,
}
STRANGE = {
    "cut.xml": b'<?xml version="1.0"?><article><front><article-meta><title-group><article-ti',
    "bomb.xml": BOMB.encode(),
    "latin.txt": "Case report\n\nA 52-year-old woman had 39 °C and 5 µg/L. Müdigkeit.".encode(
        "latin-1"
    ),
    "wide.txt": "Case report\n\nA 52-year-old woman had fever.".encode("utf-16"),
    "nul.txt": b"Case report\n\nA 52-year-old\0 woman had fever.",
    "deep.html": b"<html><body>" + b"<div>" * 5000 + b"A woman had fever.",
    "script.html": b"<html><body><script>alert(1)</script><p>A woman had fever.</p></body></html>",
}


def complaints(result) -> list[str]:
    """The lines of standard error."""
    return result.stderr.splitlines()


@pytest.fixture(params=UNREADABLE)
def unreadable(request, tmp_path):
    """A file that is no report."""
    path = tmp_path / request.param
    path.write_bytes(UNREADABLE[request.param])
    return path


@pytest.mark.parametrize(
    "command", [["read"], ["audit"], ["timeline"], ["show", "--html", "x.html"]]
)
def test_unreadable_file_is_one_line_and_exit_code_2(
    run, command, unreadable, tmp_path, monkeypatch
):
    """The line names the file; no command leaves an output behind."""
    monkeypatch.chdir(tmp_path)
    result = run(*command, unreadable)
    (line,) = complaints(result)

    assert result.exit_code == 2
    assert line.startswith("epicrisis: ")
    assert unreadable.stem in line
    assert [path.name for path in tmp_path.iterdir()] == [unreadable.name]


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("command", ["read", "audit"])
def test_strange_file_is_read_or_refused(run, command, name, tmp_path):
    """What can be read is read, with a warning; what cannot is refused; nothing is raised."""
    path = tmp_path / name
    path.write_bytes(STRANGE[name])
    result = run(command, path)

    assert result.exit_code in (0, 1, 2)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert all(line.startswith("epicrisis: ") for line in complaints(result))
    assert "a" * 1000 not in result.stdout


def test_directory_is_one_line(run, tmp_path):
    """A folder is no file, and the line says so."""
    result = run("read", tmp_path)

    assert result.exit_code == 2
    assert "directory" in result.stderr
    assert len(complaints(result)) == 1


def test_missing_file_is_one_line(run, tmp_path):
    """So is a path where nothing is."""
    result = run("read", tmp_path / "nothing.txt")

    assert result.exit_code == 2
    assert len(complaints(result)) == 1


def test_too_large_file_is_one_line(run, good, monkeypatch):
    """A file beyond the bound is refused without being read whole."""
    monkeypatch.setitem(read_documents.__kwdefaults__, "max_bytes", 20)
    result = run("read", good)

    assert result.exit_code == 2
    assert len(complaints(result)) == 1


@pytest.mark.parametrize("command", [["read", "--to", "facts"], ["table"]])
def test_bad_file_does_not_stop_the_batch(run, command, good, unreadable):
    """The good files are given, the bad one is named, and the exit code is 1."""
    result = run(*command, unreadable, good)

    assert result.exit_code == 1
    assert "good" in result.stdout
    assert len(complaints(result)) == 1


def test_traceback_is_never_shown(tmp_path):
    """A process of its own ends with one line, too."""
    path = tmp_path / "broken.txt"
    path.write_bytes(UNREADABLE["binary.txt"])
    command = [sys.executable, "-m", "epicrisis", "read", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert done.returncode == 2
    assert done.stderr.startswith(f"epicrisis: {path}: expected")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "known"),
    [
        (["read", "--to", "parket"], "csv"),
        (["table", "--to", "parket"], "md"),
        (["audit", "--select", "DOSE999"], "DOS001"),
        (["timeline", "--patient", "seven"], "1"),
    ],
)
def test_unknown_name_lists_the_known_ones(run_main, good, arguments, known):
    """Whoever mistypes a name is told which names there are."""
    code, said = run_main(*arguments, good)

    assert code == 2
    assert said.startswith("epicrisis: ")
    assert known in said.partition("Known: ")[2]


def test_file_without_a_patient_is_named(run, tmp_path):
    """Text that is no case report gives no course, and the line says so."""
    path = tmp_path / "letter.txt"
    path.write_text("Dear editor,\n\nWe thank the reviewers for their time.\n", encoding="utf-8")
    result = run("read", path)

    assert result.exit_code == 0
    assert "no human patient's course found" in result.stderr
