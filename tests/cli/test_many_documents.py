"""Commands given archives, bulk files and lists of citations."""

import json
import zipfile

import pytest

from epicrisis.store import open_library

REPORT = "Case report\n\nA 52-year-old woman was admitted with fever. CRP was {} mg/L on day 2.\n"
RIS = """TY  - JOUR
AU  - Lind, Eva
TI  - A fever that would not go away
PY  - 2019
DO  - 10.1234/fever.1
ER  -

TY  - JOUR
TI  - A tale that nobody wrote down
ER  -
"""


def test_an_archive_gives_all_its_reports(run, tmp_path):
    """Each in its place, the broken one named by it."""
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.txt", REPORT.format(64))
        archive.writestr("two.txt", b"\x00\x01\x02")
        archive.writestr("three.txt", REPORT.format(81))
    result = run("read", path, "--to", "csv")

    assert result.exit_code == 1
    assert "64" in result.stdout
    assert "81" in result.stdout
    assert f"{path}/two.txt: expected" in result.stderr


@pytest.mark.parametrize("command", ["read", "table", "audit", "cases", "methods"])
def test_a_folder_stands_for_the_reports_in_it(run, tmp_path, command):
    """Below it at any depth, each once, in the order of their paths; a broken one is named."""
    inside = tmp_path / "papers" / "older"
    inside.mkdir(parents=True)
    (tmp_path / "papers" / "one.txt").write_text(REPORT.format(64))
    (inside / "two.txt").write_text(REPORT.format(81))
    (inside / "three.txt").write_bytes(b"\x00\x01\x02")
    (inside / "notes.xyz").write_text("no report")
    names = [inside / "three.txt", inside / "two.txt", tmp_path / "papers" / "one.txt"]
    folder = run(command, tmp_path / "papers", tmp_path / "papers" / "one.txt")
    one_by_one = run(command, names[2], *names[:2])

    assert folder.exit_code == one_by_one.exit_code
    assert sorted(folder.stdout.splitlines()) == sorted(one_by_one.stdout.splitlines())
    assert "three.txt" in folder.stderr


def test_one_article_in_two_formats_is_counted_once_when_decided(run, tmp_path):
    """Both have names of their own, the reader is warned, and a decision leaves one out."""
    folder = tmp_path / "papers"
    folder.mkdir()
    words = "A fever\n\ndoi: 10.1234/fever.1\n\n" + REPORT.format(64)
    (folder / "fever.txt").write_text(words)
    (folder / "fever.md").write_text("# " + words)
    told = run("cases", folder)
    pairs = run("duplicates", folder, "--format", "csv").stdout
    (tmp_path / "pairs.csv").write_text(pairs.replace(",,document", ",yes,document"))
    decided = run("table", folder, "--decided", tmp_path / "pairs.csv", "--to", "jsonl")

    assert "one DOI, 10.1234/fever.1, and count twice" in told.stderr
    assert "fever-text" in pairs
    assert {json.loads(line)["course"] for line in decided.stdout.splitlines()} == {"fever/1"}


def test_copies_have_names_of_their_own_and_are_told_of(run, good, tmp_path):
    """Nothing is left out before a person decides, and nothing is counted twice unsaid."""
    other = tmp_path / "other"
    other.mkdir()
    (other / good.name).write_bytes(good.read_bytes())
    (other / "copy.txt").write_bytes(good.read_bytes())
    result = run("cases", good, other)

    assert "copy and good have one text and count twice unless" in result.stderr
    assert "good-text and good have one text" in result.stderr
    assert {"good/1", "copy/1", "good-text/1"} <= set(result.stdout.split())


def test_a_folder_without_reports_is_named(run, tmp_path):
    """Nothing to read is a mistake, not an empty result."""
    result = run("read", tmp_path, "--to", "csv")

    assert result.exit_code == 2
    assert "expected reports in it, found none" in result.stderr


@pytest.mark.slow
def test_a_folder_and_its_files_are_told_of_alike(run, tmp_path):
    """Counts, failures with their paths, and the exit code; only the order of work differs."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.txt").write_text(REPORT.format(64))
    (folder / "b.md").write_text("# Weather\n\nIt rained on Monday.\n")
    (folder / "c.txt").write_bytes(b"\x00\x01\x02")
    one = run("add", folder, "--library", tmp_path / "one.db")
    other = run("add", *sorted(folder.iterdir()), "--library", tmp_path / "other.db")

    assert one.exit_code == other.exit_code == 1
    summary = "2 reports with 1 case, 1 without a patient: 2 added, 0 unchanged"
    for result in (one, other):
        assert summary in result.stderr
        assert f"epicrisis: {folder / 'c.txt'}: expected" in result.stderr


def test_a_list_gives_citations(run, tmp_path):
    """What matches is cited; the report and the entry that match nothing are named."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.txt").write_text("A fever that would not go away\n\n" + REPORT.format(64))
    (folder / "b.txt").write_text(REPORT.format(81))
    (tmp_path / "refs.ris").write_text(RIS)
    shelf = tmp_path / "cases.epicrisis"
    result = run("add", folder, "--library", shelf, "--citations", tmp_path / "refs.ris")

    assert result.exit_code == 0, result.stderr
    assert "b: no entry of the list of citations fits it" in result.stderr
    assert "no document was found for the entry: A tale that nobody" in result.stderr
    with open_library(shelf, readonly=True) as library:
        cited = {document.name: document.citation for document, _ in library.pairs()}
    assert (cited["a"].year, cited["a"].authors) == (2019, ("Eva Lind",))
    assert cited["a"].doi == "10.1234/fever.1"


def test_what_is_no_list_of_citations_is_a_mistake_of_use(run, good, tmp_path):
    """Named before anything is read."""
    result = run("add", good, "--library", tmp_path / "x.epicrisis", "--citations", good)

    assert result.exit_code == 2
    assert "BibTeX, RIS or nbib" in result.stderr.replace("\n", " ")
