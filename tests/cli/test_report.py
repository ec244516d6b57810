"""`epicrisis report` writes a report of files or of a library."""

import pytest


def test_a_report_needs_no_option(run, examples, tmp_path):
    """Any files give a page: shares, figures, methods and references."""
    page = tmp_path / "report.html"
    result = run("report", examples / "weil-disease.xml", examples / "hlh-scan.txt", "-o", page)

    assert result.exit_code == 0, result.output
    said = page.read_text(encoding="utf-8")
    for words in ("Event: death", "Fennimore and Dusk 2022", "audited by", "Where it stands"):
        assert words in said


def test_a_report_of_a_library_counts_the_same_patients(run, examples, tmp_path):
    """The current cases of a library, with conditions, decided pairs and numbers of the search."""
    files = [examples / "kawasaki.txt", examples / "hlh-scan.txt"]
    shelf, page = tmp_path / "shelf", tmp_path / "report.html"
    run("add", *files, "--library", shelf)
    result = run(
        *("report", "--library", shelf, "--where", "age >= 18", "--identified", 40, "-o", page)
    )

    assert result.exit_code == 0, result.output
    said = page.read_text(encoding="utf-8")
    assert "Records identified: 40" in said
    assert "Analysed: 1 patient" in said


def test_a_word_document_is_written_by_its_ending(run, examples, tmp_path):
    """The ending decides."""
    file = tmp_path / "report.docx"
    result = run("report", examples / "kawasaki.txt", "-o", file)

    assert result.exit_code == 0, result.output
    assert file.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-o", "report.pdf"), "does not end in .html or .docx"),
        (("--event", "diedd"), "diedd"),
        (("--analyte", "feritin"), "ferritin"),
        (("--where", "age >"), "age >"),
    ],
)
def test_slips_are_told(run_main, examples, arguments, words):
    """What cannot be meant is an error in a line, never a traceback."""
    code, said = run_main("report", examples / "kawasaki.txt", *arguments)

    assert code == 2
    assert words in said
    assert "Traceback" not in said


def test_cited_patients_can_be_left_out(run, examples):
    """--own counts the reports' own patients alone."""
    result = run("report", examples / "weil-disease.xml", "--own")

    assert result.exit_code == 0, result.output
    assert "Hollis" not in result.stdout.partition("Where it stands")[0].partition("Methods")[0]


def test_the_table_says_whose_doses_it_shows(run, examples):
    """A choice that nobody made is told."""
    result = run("table", examples / "kawasaki.txt", examples / "hlh-scan.txt")

    assert "doses of immunoglobulin, which most were given" in result.stderr
