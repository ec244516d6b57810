"""The commands on a case library, as a person uses them."""

import json
import sqlite3

import pytest

from epicrisis.store import open_library

OTHER = "Case report\n\nA 60-year-old man had a cough. Ferritin was 900 ng/mL on day 3.\n"


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A library's path, known by the environment."""
    path = tmp_path / "shelf" / "cases.epicrisis"
    monkeypatch.setenv("EPICRISIS_LIBRARY", str(path))
    return path


@pytest.fixture
def filled(run, shelf, good):
    """A library with one small report."""
    assert run("add", good).exit_code == 0
    return shelf


def test_add_counts_what_it_did(run, shelf, good, tmp_path):
    """New, known and unreadable files are told apart; a bad one never stops the others."""
    folder = tmp_path / "reports" / "inside"
    folder.mkdir(parents=True)
    (folder / "other.txt").write_text(OTHER, encoding="utf-8")
    (folder / "bad.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "notes.xyz").write_text("not a report", encoding="utf-8")
    first = run("add", good)
    second = run("add", tmp_path / "reports", good)

    assert (first.exit_code, second.exit_code) == (0, 1)
    assert "1 added, 0 unchanged, 0 new versions; 0 failed" in first.stderr
    assert "1 added, 1 unchanged, 0 new versions; 1 failed" in second.stderr
    assert "bad" in second.stderr
    with open_library(shelf, readonly=True) as library:
        assert library.counts()["cases"] == 2
        assert library.runs()[1].counts["failed"] == 1


def test_add_names_decisions_that_stand_no_longer(run, filled, good):
    """A corrected file becomes a new version, and what people decided is not passed over."""
    run("decide", "good/1", "m1", "accept", "--by", "ada")
    text = good.read_text(encoding="utf-8")
    good.write_text(text.replace("CRP was 64 mg/L on day 2.", "She recovered."), encoding="utf-8")
    result = run("add", good)

    assert "1 new version;" in result.stderr
    assert "ada" in result.stderr
    assert "stands no longer" in result.stderr


def test_add_without_a_readable_file_fails(run, shelf, tmp_path):
    """Nothing read is exit code 2."""
    assert run("add", tmp_path / "none.txt").exit_code == 2


def test_cases_lists_them(run, filled):
    """One line a case, for people and for programs."""
    lines = run("cases").stdout.splitlines()
    row = json.loads(run("cases", "--format", "jsonl").stdout)

    assert lines[1].split()[:2] == ["good/1", "1"]
    assert (row["case"], row["age_years"]) == ("good/1", 52)


def test_search_quotes_what_it_finds(run, filled):
    """The words are marked; exit code 1 when nothing is found."""
    found = run("search", "fever")

    assert found.exit_code == 0
    assert "**fever**" in found.stdout
    assert run("search", "zebra").exit_code == 1


def test_search_by_concept_finds_narrower_ones(run, shelf, tmp_path):
    """Interstitial lung disease finds organizing pneumonia, and denies are not finds."""
    for name, words in (("yes", "Cryptogenic organizing pneumonia was diagnosed."), ("no", "")):
        path = tmp_path / f"{name}.txt"
        path.write_text(OTHER + words + " She had no fever.\n", encoding="utf-8")
        run("add", path)
    result = run("search", "--concept", "interstitial lung disease")

    assert result.exit_code == 0
    assert result.stdout.startswith("yes/1")
    assert "**Cryptogenic organizing pneumonia**" in result.stdout
    assert run("search", "--concept", "fever").exit_code == 1


def test_history_tells_versions_and_decisions(run, filled):
    """Who decided what, why, and whether it stands."""
    change = ["--field", "quantity.value", "--value", "65", "--reason", "misprint"]
    run("decide", "good/1", "m1", "change", "--by", "ada", *change)
    text = run("history", "good/1").stdout
    told = json.loads(run("history", "good/1", "--jsonl").stdout)

    assert "1 version, 1 decision\n" in text
    assert "ada on version 1: changed m1 quantity.value to 65" in text
    assert "(misprint); stands by quote" in text
    assert told["decisions"][0]["ruling"]["decision"]["reason"] == "misprint"


def test_show_makes_the_page_of_a_case(run, filled, good, tmp_path):
    """A case of the library as people have reviewed it; a file goes before a case of its name."""
    run(
        "decide", "good/1", "m1", "change", "--by", "a", "--field", "quantity.value", "--value", "7"
    )
    page = tmp_path / "page.html"
    result = run("show", "good/1", "--html", page)

    assert result.exit_code == 0
    assert "7 mg/L" in page.read_text(encoding="utf-8")
    assert run("show", good, "--html", page).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["cases", "--library", "nowhere"], "epicrisis add"),
        (["history", "nobody/1"], "good/1"),
        (["decide", "good/1", "m99", "accept", "--by", "ada"], "m1"),
        (["search"], "nothing to look for"),
        (["search", "--concept", "interstitial long disease"], "finding or disease"),
    ],
)
def test_trouble_is_one_line(run_main, filled, arguments, words):
    """Place, reason and remedy on one line, and exit code 2."""
    code, said = run_main(*arguments)

    assert code == 2
    assert words in said
    assert len(said.splitlines()) == 1


def test_library_must_be_named(run, good, monkeypatch):
    """By option or by environment."""
    monkeypatch.delenv("EPICRISIS_LIBRARY", raising=False)
    result = run("add", good)

    assert result.exit_code == 2
    assert "--library" in result.stderr


@pytest.mark.parametrize("command", ["add", "cases", "search", "history", "decide"])
def test_help_is_there(run, command):
    """Each command says what it does."""
    assert run(command, "--help").stdout.startswith("Usage:")


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        (["cases", "--count", "age > 18"], "yes 1, no 0"),
        (["table"], "52, F"),
        (["duplicates"], ""),
        (["methods"], "1 report"),
    ],
)
def test_questions_to_many_reports_are_answered_from_a_library(run, filled, command, shown):
    """What reads files reads a library as well."""
    result = run(*command)

    assert result.exit_code == 0, result.stderr
    assert shown in result.stdout


def test_neither_files_nor_library_is_told(run, monkeypatch):
    """There is nothing to read."""
    monkeypatch.delenv("EPICRISIS_LIBRARY", raising=False)
    result = run("table")

    assert result.exit_code == 2
    assert "--library" in result.stderr


def test_check_says_whether_a_library_is_whole(run, filled):
    """Exit code 0 and what it holds, or 1 and what is wrong; nothing is changed."""
    before = filled.read_bytes()
    assert run("check").stdout.endswith("whole; 1 report, 1 case, 1 version, 0 decisions\n")
    assert filled.read_bytes() == before

    with sqlite3.connect(filled) as connection:
        connection.execute("UPDATE documents SET text = replace(text, 'was', 'is')")
        connection.execute("UPDATE courses SET body = '{'")
    connection.close()
    result = run("check")

    assert result.exit_code == 1
    assert "its text has changed" in result.stderr
    assert "case good/1 cannot be read back" in result.stderr


def test_conditions_ask_a_library_as_they_ask_its_files(run, filled, good, tmp_path):
    """Cases and tables of a library are those of the files it was filled with."""
    path = tmp_path / "other.txt"
    path.write_text(OTHER, encoding="utf-8")
    run("add", path)
    for arguments in (
        ["cases", "--where", "age > 55", "--show", 'measured("ferritin")', "--format", "csv"],
        ["cases", "--count", 'has("fever")', "--format", "jsonl"],
        ["table", "--where", 'has("cough")', "--columns", "study,person,findings"],
        ["table"],
    ):
        assert run(*arguments).stdout == run(*arguments, good, path).stdout


def test_table_of_a_library_heeds_what_people_decided(run, shelf, examples):
    """A doubt that a person dismissed is no footnote, and a changed value is shown."""
    run("add", examples / "kawasaki.txt")
    table = ["table", "--drug", "immunoglobulin", "--columns", "study,dose", "--own"]
    assert "†" in run(*table).stdout

    with open_library(shelf, readonly=True) as library:
        codes = {f.code for f in library.findings("kawasaki/1") if f.code.startswith("DOS")}
    for code in codes:
        run("decide", "kawasaki/1", code, "dismiss", "--by", "ada")
    assert "†" not in run(*table).stdout


def test_library_may_stand_where_files_do(run, filled, tmp_path, monkeypatch):
    """A snapshot of a library is asked for by its name, and is the same every time."""
    pytest.importorskip("pyarrow")
    monkeypatch.delenv("EPICRISIS_LIBRARY")
    for name in ("one", "two"):
        assert run("snapshot", filled, "-o", tmp_path / name).exit_code == 0
    files = sorted(path.name for path in (tmp_path / "one").iterdir())

    assert "manifest.json" in files
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert run("cases", filled, "--count", 'has("fever")').stdout.endswith("not reported 0 of 1\n")
