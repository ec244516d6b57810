"""`epicrisis duplicates` proposes pairs, and what is decided is respected."""

import csv

from epicrisis.readers import read_document


def test_pairs_are_proposed_decided_and_respected(run, examples, tmp_path):
    """From the proposal to the count: a person fills one column in between."""
    story = "A 34-year-old man was admitted with fever. Ferritin was 26951 ng/mL. He recovered.\n"
    (tmp_path / "early.txt").write_text(f"Case report\n\n{story}", encoding="utf-8")
    later = f"Case series\n\nMany years on we tell again of him and his long road. {story}"
    (tmp_path / "later.txt").write_text(later, encoding="utf-8")
    files = [tmp_path / "early.txt", tmp_path / "later.txt"]
    proposed = run("duplicates", *files, "--format", "csv")
    rows = list(csv.DictReader(proposed.stdout.splitlines()))
    filled = tmp_path / "decided.csv"
    filled.write_text("first,second,same\nearly/1,later/1,yes\n", encoding="utf-8")

    assert [(row["first"], row["second"], row["same"]) for row in rows] == [
        ("early/1", "later/1", "")
    ]
    again = run("duplicates", *files, "--decided", filled)
    assert again.stdout == ""
    assert "yes 2, no 0" in run("cases", *files, "--count", "age > 18").stdout
    assert "yes 1, no 0" in run("cases", *files, "--count", "age > 18", "--decided", filled).stdout


def test_one_report_in_two_formats_is_proposed(run, examples, tmp_path):
    """The words of the JATS file, as plain text."""
    copy = tmp_path / "copy.txt"
    copy.write_text(read_document(examples / "weil-disease.xml").text, encoding="utf-8")
    result = run("duplicates", examples / "weil-disease.xml", copy)

    assert "document: weil-disease and copy" in result.stdout


def test_answers_that_are_neither_yes_nor_no_are_errors(run_main, good, tmp_path):
    """A slip in the file is told with its line."""
    filled = tmp_path / "decided.csv"
    filled.write_text("first,second,same\na/1,b/1,maybe\n", encoding="utf-8")
    code, said = run_main("duplicates", good, "--decided", filled)

    assert code == 2
    assert "line 2: 'maybe' is neither yes nor no" in said
