"""`epicrisis cases` finds and counts patients."""

import json


def test_cases_are_found_and_counted(run, examples):
    """Rows of who meets the condition, then each count with its denominator."""
    result = run(
        "cases", examples / "first-case.txt", examples / "hlh-scan.txt",
        "--where", 'treated("anakinra", status="considered")',
        "--show", 'ferritin: measured("ferritin", at="highest")',
        "--count", 'has("exanthem")',
    )  # fmt: skip

    assert result.exit_code == 0
    assert "first-case/1" in result.stdout
    assert "hlh-scan/1" not in result.stdout
    assert "8200" in result.stdout
    assert "yes 1, no 0, not reported 1 of 2" in result.stdout
    assert 'has("exanthem"): yes 0, no 1, not reported 0 of 1' in result.stdout


def test_cases_can_be_written_as_lines(run, examples):
    """Rows go to standard output or a file, counts to standard error."""
    result = run("cases", examples / "first-case.txt", "--show", "died", "--format", "jsonl")

    assert json.loads(result.stdout)["died"] == "no"
    table = run("cases", examples / "first-case.txt", "--show", "old: age >= 65", "--format", "csv")
    assert table.stdout.splitlines()[1].endswith(",female,no")


def test_slips_stop_before_anything_is_read(run_main, good):
    """The caret stands below the place."""
    code, said = run_main("cases", good, "--where", "age >=")

    assert code == 2
    assert said.splitlines()[-1].strip() == "^"


def test_questions_are_listed(run):
    """What may be asked, without reading a file."""
    result = run("cases", "--list-questions")

    assert 'treated("DRUG", status="given")' in result.stdout
    assert "unknown(...)" in result.stdout
