"""`epicrisis audit` and `epicrisis explain` as a person and as a program call them."""

import json
import os
import pty
import re
import subprocess
import sys

import pytest

import epicrisis
from epicrisis.cli.inputs import Batch
from epicrisis.diagnostics import FORMATS

DOSE = "A 52-year-old woman was admitted. Immunoglobulin 0.4 mg/kg (28 mg) daily was given."
PRESSURE = " Her blood pressure was 72/126 mmHg."
SERIES = """\
<?xml version="1.0"?><article><front><article-meta><title-group><article-title>Two cases
</article-title></title-group></article-meta></front><body>
<sec><title>Case 1</title><p>A 40-year-old woman was admitted with fever. Intravenous
immunoglobulin 0.4 mg/kg (28 mg) daily for 5 days was given.</p></sec>
<sec><title>Case 2</title><p>A 61-year-old man was admitted with cough. His blood pressure was
72/126 mmHg.</p></sec></body></article>"""


@pytest.fixture(autouse=True)
def _no_settings_from_above(tmp_path, monkeypatch):
    """A folder of one's own, so that no file of settings above it is read by chance."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "epicrisis.toml").write_text("", encoding="utf-8")


@pytest.fixture
def doubtful(tmp_path):
    """A report with an error of dose and one of pressure."""
    path = tmp_path / "doubtful.txt"
    path.write_text(f"Case report\n\n{DOSE}{PRESSURE}\n", encoding="utf-8")
    return path


def codes(result) -> list[str]:
    return [json.loads(line)["code"] for line in result.stdout.splitlines()]


def test_exit_code_says_whether_something_is_left_to_judge(run, doubtful, good):
    """1 with findings, 0 without."""
    assert run("audit", doubtful).exit_code == 1
    assert run("audit", good).exit_code == 0
    assert run("audit", "--select", "CIT", doubtful).exit_code == 0


def test_min_severity_is_the_threshold(run, tmp_path):
    """What is below it is neither printed nor counted."""
    path = tmp_path / "note.txt"
    path.write_text(
        "Case report\n\nA 52-year-old man had pH 7.48, PaCO2 3.7 kPa, bicarbonate 29 mmol/L.\n",
        encoding="utf-8",
    )
    found = run("audit", "--format", "jsonl", "--min-severity", "info", path)
    above = run("audit", "--format", "jsonl", "--min-severity", "error", path)

    assert found.exit_code == int(bool(found.stdout))
    assert (above.exit_code, above.stdout) == (0, "")


def test_select_and_ignore_take_lists_in_any_case(run, doubtful):
    """Commas, blanks and repetition are one."""
    jsonl = ("audit", "--format", "jsonl", doubtful)

    assert codes(run(*jsonl)) == ["DOS001", "PHY001"]
    assert codes(run(*jsonl, "--select", "dos,NUM001")) == ["DOS001"]
    assert codes(run(*jsonl, "--select", "DOS", "--select", "PHY")) == ["DOS001", "PHY001"]
    assert codes(run(*jsonl, "--ignore", "DOS001 CIT")) == ["PHY001"]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_to_the_terminal_and_to_its_file(run, doubtful, form):
    """The ending of the output file tells the format."""
    output = doubtful.with_name(f"out{FORMATS[form].suffixes[0]}")
    printed = run("audit", "--format", form, doubtful)
    filed = run("audit", "-o", output, doubtful)

    assert printed.exit_code == filed.exit_code == 1
    assert printed.stdout == output.read_text(encoding="utf-8")
    assert filed.stderr.splitlines() == [f"wrote {output}"]
    assert "DOS001" in printed.stdout


def test_a_published_article_with_several_patients(run, tmp_path):
    """Findings of all patients are there, in the order of the text."""
    path = tmp_path / "series.xml"
    path.write_text(SERIES, encoding="utf-8")
    rows = [
        json.loads(line) for line in run("audit", "--format", "jsonl", path).stdout.splitlines()
    ]

    assert [row["code"] for row in rows] == ["DOS001", "PHY001"]
    assert "count in the text as read, without the mark-up" in run("audit", path).stdout


def test_a_bad_file_never_stops_the_batch(run, doubtful, tmp_path):
    """The good ones are audited, the bad one is named on standard error, and the code is 2."""
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    result = run("audit", empty, tmp_path / "none.txt", doubtful)

    assert result.exit_code == 2
    assert "DOS001" in result.stdout
    assert "1 document: 2 errors; 2 files could not be read." in result.stdout
    assert len(result.stderr.splitlines()) == 2
    whole = json.loads(run("audit", "--format", "json", empty, doubtful).stdout)
    assert [one["path"] for one in whole["unread"]] == [str(empty)]


def test_an_error_of_ours_ends_with_its_file(run, doubtful, good, monkeypatch):
    """A check that breaks is told in a line, and the next file is audited."""
    from epicrisis.diagnostics import settings

    whole = settings.audit

    def breaks(document, *rest, **options):
        if document.name == "good":
            raise ZeroDivisionError("division by zero")
        return whole(document, *rest, **options)

    monkeypatch.setattr(settings, "audit", breaks)
    result = run("audit", good, doubtful)

    assert result.exit_code == 2
    assert "DOS001" in result.stdout
    assert "please report it: ZeroDivisionError: division by zero" in result.stderr


def test_a_reader_that_breaks_ends_with_its_file(good, monkeypatch):
    """So is an error of ours while reading."""
    from epicrisis.cli import inputs

    monkeypatch.setattr(inputs, "extract", lambda document: 1 / 0)
    batch = Batch((good,))

    assert list(batch) == []
    assert batch.failed == 1


def test_the_same_file_twice_is_one(run, doubtful):
    """A pattern and a name may give it both."""
    assert codes(run("audit", "--format", "jsonl", doubtful, doubtful)) == ["DOS001", "PHY001"]


def test_settings_are_found_and_overruled(run, doubtful, tmp_path):
    """The file counts, options win, and --isolated reads none."""
    jsonl = ("audit", "--format", "jsonl", doubtful)
    settings = "[audit]\nignore = ['DOS']\n[audit.per-file-ignores]\n'doubt*' = ['PHY']\n"
    (tmp_path / "epicrisis.toml").write_text(settings, encoding="utf-8")
    other = tmp_path / "other.toml"
    other.write_text("[audit]\nselect = ['PHY']\nformat = 'json'\n", encoding="utf-8")

    assert codes(run(*jsonl)) == []
    assert codes(run(*jsonl, "--select", "DOS,PHY")) == ["DOS001"]
    assert codes(run(*jsonl, "--isolated")) == ["DOS001", "PHY001"]
    assert codes(run(*jsonl, "--config", other)) == ["PHY001"]
    assert json.loads(run("audit", doubtful, "--config", other).stdout)["findings"]
    assert run("audit", doubtful, "--config", other, "--isolated").exit_code == 2


def test_wrong_settings_are_one_line_and_exit_code_2(run_main, good, tmp_path):
    """Nothing is read before the settings are."""
    (tmp_path / "epicrisis.toml").write_text("[audit]\nselct = []\n", encoding="utf-8")
    code, said = run_main("audit", good)

    assert code == 2
    assert re.match(r"epicrisis: .*epicrisis.toml: \[audit\] has no key 'selct'", said)
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    "command", [["audit", "--format", "xml"], ["audit", "--min-severity", "x"], ["audit"]]
)
def test_wrong_usage_is_exit_code_2(run, command):
    """A word that is no option's is refused."""
    assert run(*command, *(["x.txt"] if len(command) > 1 else [])).exit_code == 2


@pytest.mark.slow
def test_a_text_of_ten_megabytes_is_audited(run, tmp_path):
    """Findings at its far end are shown like any other, however long the one line is."""
    path = tmp_path / "long.txt"
    path.write_text("Plain words without a datum stand here. " * 250_000 + DOSE, encoding="utf-8")
    result = run("audit", path, "--select", "DOS")
    head, *rest = result.stdout.splitlines()

    assert result.exit_code == 1
    assert "DOS001" in head
    assert all(len(line) <= 100 for line in rest)


def shown_on_a_terminal(*arguments: str, **environment: str) -> str:
    """Run the command on a terminal of its own and give what arrives there."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "epicrisis", *arguments],
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "90", "NO_COLOR": "", **environment},
    )
    os.close(theirs)
    parts = []
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        parts.append(part)
    process.wait(timeout=60)
    os.close(ours)
    return b"".join(parts).decode().replace("\r\n", "\n")


@pytest.mark.slow
def test_colours_are_for_terminals(run, doubtful):
    """A terminal gets them unless NO_COLOR is set; a pipe never does."""
    painted = shown_on_a_terminal("audit", str(doubtful))
    bare = shown_on_a_terminal("audit", str(doubtful), NO_COLOR="1")

    assert "\x1b[31m\x1b[1merror DOS001\x1b[0m" in painted
    assert "\x1b" not in bare
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == bare
    assert "\x1b" not in run("audit", doubtful).stdout
    assert all(len(line) <= 90 for line in bare.splitlines() if str(doubtful) not in line)


def test_python_gives_what_the_command_gives(run, doubtful):
    """`epicrisis.audit(document, courses)` takes the same choices."""
    document = epicrisis.read_document(doubtful)
    courses = epicrisis.extract(document)
    found = epicrisis.audit(document, courses, select=["DOS", "PHY"], min_severity="error")

    assert [one.code for one in found] == codes(run("audit", "--format", "jsonl", doubtful))
    assert epicrisis.audit(document, courses, ignore=["DOS", "PHY"]) == []
    assert [one.code for one in epicrisis.audit(document, courses, select="PHY")] == ["PHY001"]
    with pytest.raises(epicrisis.errors.UnknownNameError, match="severity"):
        epicrisis.audit(document, courses, min_severity="grave")


def test_explain_prints_a_check_a_family_and_the_list(run, run_main):
    """One command for all three; an unknown code is one line with the nearest."""
    assert run("explain", "DOS001").stdout.startswith("DOS001: ")
    assert run("explain", "dos").stdout.startswith("DOS  Doses: ")
    assert run("explain").stdout == run("explain", "--list").stdout
    assert run("explain", "--list", "DOS").exit_code == 2
    code, said = run_main("explain", "DSO001")
    assert code == 2
    assert "Did you mean DOS001" in said
