"""A cited patient against the report that the patient is from: who is compared, and how."""

import json

import pytest

from epicrisis.audit import Reports, audit
from epicrisis.pipeline import extract
from epicrisis.readers import read_document

TITLE = "Immunoglobulin for velmora disease of the lung"
REVIEW = """\
# Immunoglobulin in velmora disease: a case and the literature

Adeyemi T, Brandt K

## Case

A 44-year-old man was admitted with dyspnea. He was given IVIG 0.4 g/kg daily for 5 days.

## Review of the literature

Table 1. Published patients given IVIG.

| Study | Age | Sex | IVIG dose | Outcome |
|---|---|---|---|---|
{rows}

## References

1. Okoro B, Sund E. Immunoglobulin for velmora disease of the lung. J Fict Med 2019;1:1-3.
2. Lind C. Velmora disease in a diver. J Fict Med 2020;2:4-5.
"""
OWN = """\
<html><head><meta name="citation_title" content="{title}">
<meta name="citation_author" content="Okoro, B.">
<meta name="citation_publication_date" content="2019"></head>
<body><h1>{title}</h1><h2>Case report</h2><p>{told}</p></body></html>
"""
TOLD = (
    "A 61-year-old woman was admitted with dyspnea. She was given intravenous immunoglobulin "
    "(IVIG) 2 g/kg over two days. She died on day 20."
)


def told(text: str, name: str):
    document = read_document(text.encode(), name=name)
    return document, extract(document)


def review(*rows: str):
    return told(REVIEW.format(rows="\n".join(rows)), "review.md")


def own(words: str = TOLD, title: str = TITLE, name: str = "okoro.html"):
    return told(OWN.format(title=title, told=words), name)


def codes(citing, *reports) -> list[str]:
    found = audit(*citing, beside=Reports.of(reports), select=["XRF"])
    return [finding.code for finding in found]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("61 | F | 0.2 g/kg | died", ["XRF008"]),
        ("61 | F | 2 g/kg | died", []),
        ("61 | F | 0.4 g/kg/day for 5 days | died", []),
        ("61 | F | 2 g/kg | alive", ["XRF011"]),
        ("16 | F | 2 g/kg | died", ["XRF010"]),
        ("62 | F | 2 g/kg | died", []),
        ("61 | M | 2 g/kg | died", ["XRF010"]),
        ("16 | M | 2 g/kg | died", ["XRF010"]),
        ("61 | F | – | –", []),
    ],
)
def test_a_row_is_held_against_the_own_report(row, expected):
    """What cannot be both is told, and a birthday, a rounding or a dose by the day is not."""
    assert codes(review(f"| Okoro et al. 2019 [1] | {row} |"), own()) == expected


def test_the_other_report_is_quoted_and_the_finding_stands_in_the_citing_one():
    """The words of either are those of its own text."""
    citing, other = review("| Okoro et al. 2019 [1] | 61 | F | 0.2 g/kg | died |"), own()
    [finding] = audit(*citing, beside=Reports.of([other]), select=["XRF008"])
    assert finding.severity == "error"
    finding.anchors[0].verify(citing[0].text)
    [there] = finding.related
    assert there.document == other[0].id
    there.verify(other[0].text)
    assert finding.suggestion == there.exact == "2 g/kg"
    assert "10 times as much" in finding.message


def test_a_wrong_number_of_the_reference_does_not_lead_astray():
    """The name in the row goes before its number: lists are renumbered."""
    assert codes(review("| Okoro et al. 2019 [2] | 61 | F | 0.2 g/kg | died |"), own()) == [
        "XRF008"
    ]


def test_another_paper_of_the_same_author_and_year_is_not_taken_for_it():
    """Where only name and year agree, a patient of other age and sex is another patient."""
    row = "| Okoro et al. 2019 | 61 | F | 0.2 g/kg | alive |"
    other = own(TOLD.replace("61-year-old woman", "9-year-old boy"), title="Velmora in a boy")
    listless = review(row)[0].text.partition("\n## References")[0]
    assert codes(told(listless, "review.md"), other) == []
    assert codes(told(listless, "review.md"), own(title="Another velmora")) != []


def test_of_a_series_only_the_doses_are_compared():
    """A row of several patients has no age of its own, and not all need have died."""
    text = REVIEW.format(rows="| Okoro et al. 2019 [1] | 16 | M | 0.2 g/kg | alive |")
    text = text.replace("| Study |", "| Study | Patients |").replace("|---|---|", "|---|---|---|")
    text = text.replace("[1] | 16 | M |", "[1] | 4 | 16 | M |")
    assert codes(told(text, "review.md"), own()) == ["XRF008"]


def test_two_rows_of_one_report_are_told_apart_by_age_and_sex():
    """A row that may be either patient is compared with neither."""
    series = own(
        "Case 1. A 61-year-old woman was admitted with dyspnea. She died on day 20. "
        "Case 2. A 30-year-old man was admitted with cough. He recovered."
    )
    rows = [f"| Okoro et al. 2019 [1] | {who} | – | alive |" for who in ("61 | F", "30 | M")]
    assert codes(review(*rows), series) in ([], ["XRF011"])
    assert codes(review("| Okoro et al. 2019 [1] | 50 | F | – | alive |"), series) == []


def test_a_namesake_of_another_title_is_not_compared():
    """Papers of one surname and year are many: a title that differs parts them."""
    row = "| Okoro et al. 2019 [1] | 61 | F | 0.2 g/kg | died |"
    assert codes(review(row), own(title="Ferritin in sailors with the plague of Sint Auber")) == []
    assert codes(review("| Okoro et al. 2019 | – | F | 0.2 g/kg | died |"), own(title="X")) == []


def test_two_namesakes_that_both_fit_are_left_alone():
    """Without a title nobody can tell which of the two is meant."""
    listless = review("| Okoro et al. 2019 | 61 | F | 0.2 g/kg | died |")[0].text
    citing = told(listless.partition("\n## References")[0], "review.md")
    one, two = own(title="Another velmora"), own(TOLD + " Twice.", title="A third velmora")
    assert codes(citing, one) == ["XRF008"]
    assert codes(citing, one, two) == []


def test_a_dose_a_day_for_many_days_is_the_dose_of_the_course():
    """The number of days is that printed in the own report."""
    words = TOLD.replace("2 g/kg over two days", "0.1 g/kg daily for 10 days")
    assert codes(review("| Okoro et al. 2019 [1] | 61 | F | 1 g/kg | died |"), own(words)) == []


@pytest.mark.parametrize("age", ["8", "8 mo", "0.7"])
def test_an_infant_is_not_taken_for_a_child(age):
    """A row may give months without saying so."""
    words = TOLD.replace("61-year-old woman", "8-month-old girl")
    assert codes(review(f"| Okoro et al. 2019 [1] | {age} | F | 2 g/kg | died |"), own(words)) == []


def test_a_long_table_is_compared_row_by_row():
    """Rows of one report that nobody can tell apart are compared by their doses alone."""
    rows = [f"| Okoro et al. 2019 [1] | {30 + n % 50} | F | 0.2 g/kg | died |" for n in range(400)]
    assert set(codes(review(*rows), own())) == {"XRF008"}


def test_a_report_is_not_compared_with_itself_and_not_without_others():
    """The check needs two documents."""
    citing = review("| Okoro et al. 2019 [1] | 61 | F | 0.2 g/kg | died |")
    assert codes(citing, citing) == []
    assert audit(*citing, select=["XRF008"]) == []


def test_the_command_waits_with_a_report_that_cites(run, tmp_path):
    """In whichever order the files are named, and from a library, the pair is found."""
    here, there = tmp_path / "a.md", tmp_path / "b.html"
    row = "| Okoro et al. 2019 [1] | 61 | F | 0.2 g/kg | died |"
    here.write_text(REVIEW.format(rows=row), encoding="utf-8")
    there.write_text(OWN.format(title=TITLE, told=TOLD), encoding="utf-8")
    shelf = tmp_path / "shelf"
    assert run("add", there, "--library", shelf).exit_code == 0
    asked = ("--select", "XRF", "--isolated", "--format", "jsonl")
    for files in ((here, there), (there, here), (here, "--library", shelf)):
        found = [json.loads(line) for line in run("audit", *asked, *files).stdout.splitlines()]
        assert [one["code"] for one in found] == ["XRF008"]
        assert found[0]["path"] == str(here)
        assert found[0]["elsewhere"][0]["exact"] == "2 g/kg"
    assert run("add", here, "--library", shelf).exit_code == 0
    whole = run("audit", *asked, "--library", shelf)
    assert [json.loads(line)["path"] for line in whole.stdout.splitlines()] == ["a"]


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "sarif", "html"])
def test_every_format_names_and_quotes_the_other_report(run, tmp_path, form):
    """Whoever reads the finding sees both statements."""
    here, there = tmp_path / "a.md", tmp_path / "b.html"
    row = "| Okoro et al. 2019 [1] | 61 | F | 0.2 g/kg | died |"
    here.write_text(REVIEW.format(rows=row), encoding="utf-8")
    there.write_text(OWN.format(title=TITLE, told=TOLD), encoding="utf-8")
    shown = run("audit", "--select", "XRF", "--isolated", "--format", form, here, there).stdout
    assert "b.html" in shown
    assert "2 g/kg" in shown
