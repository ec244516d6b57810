"""`epicrisis methods` writes the paragraph and draws the flow."""


def test_methods_and_flow_are_written(run, examples, tmp_path):
    """Both from one run."""
    files = [examples / "weil-disease.xml", examples / "hlh-scan.txt"]
    flow, text = tmp_path / "flow.svg", tmp_path / "methods.md"
    result = run("methods", *files, "--where", 'has("fever")', "--flow", flow, "-o", text)

    assert result.exit_code == 0
    assert "extracted from 2 files with" in text.read_text(encoding="utf-8")
    assert flow.read_text(encoding="utf-8").startswith("<svg")


def test_decided_copies_are_left_out_and_said(run, examples, tmp_path):
    """A report decided to be a copy of another one is in the flow and in no count."""
    decided = tmp_path / "decided.csv"
    decided.write_text("first,second,same\nhlh-scan,kawasaki,yes\n", encoding="utf-8")
    files = [examples / "kawasaki.txt", examples / "hlh-scan.txt"]
    result = run("methods", *files, "--decided", decided)

    assert "copy of another one: 1" in result.stdout
    counted = run("cases", *files, "--decided", decided, "--count", "age > 1")
    assert "yes 1, no 0, not reported 0 of 1" in counted.stdout


def test_reports_without_a_patient_are_left_out_and_said(run, examples, tmp_path):
    """They are counted as left out, also from a library, and in no list of formats."""
    bare, shelf = tmp_path / "news.md", tmp_path / "cases.db"
    bare.write_text("# Weather\n\nIt rained on Monday.\n", encoding="utf-8")
    files = [examples / "weil-disease.xml", bare]
    run("add", *files, "--library", shelf)
    told = run("methods", *files).stdout

    assert "extracted from 2 files with" in told
    assert "(not readable: 0; copy of another one: 0; without a human patient's course: 1)" in told
    assert "The remaining 1 report (JATS XML 1) gave" in told
    held = run("methods", "--library", shelf).stdout
    unknown = "course: 1; how many files could not be read, a library does not know)"
    assert held == told.replace("not readable: 0; ", "").replace("course: 1)", unknown)
