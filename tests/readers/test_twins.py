"""The same report in other dresses, BioC, DOCX and PubMed, gives the same facts."""

import pytest

import epicrisis
from dresses import as_bioc_json, as_bioc_xml, as_docx, as_pubmed

DRESSES = {"BioC JSON": as_bioc_json, "BioC XML": as_bioc_xml, "DOCX": as_docx}
REPORTS = ["weil-disease.xml", "kawasaki.txt", "myocarditis-page.html", "first-case.txt"]
MOST_DIFFERING = 0.03


@pytest.mark.parametrize("dress", DRESSES.values(), ids=DRESSES)
@pytest.mark.parametrize("report", REPORTS)
def test_another_dress_gives_the_same_facts(examples, difference, keeps_rules, report, dress):
    """Sections, tables with merged cells, raised numbers and references survive."""
    source = epicrisis.read_document(examples / report)
    twin = epicrisis.read_document(dress(source), name=source.name)
    keeps_rules(twin)

    assert twin.format in ("bioc", "docx")
    assert difference(source, twin) < MOST_DIFFERING
    assert len(twin.tables) == len(source.tables)
    assert [ref.year for ref in twin.references] == [ref.year for ref in source.references]


def test_the_dresses_of_one_draft_agree(examples, difference):
    """A table whose notes stand in its caption, a table whose columns are weeks."""
    source = epicrisis.read_document(examples / "velmora-ild.md")
    first, *others = (epicrisis.read_document(dress(source)) for dress in DRESSES.values())

    assert all(difference(first, other) < MOST_DIFFERING for other in others)


def test_an_abstract_gives_the_facts_of_its_words(examples, difference):
    """A report without tables as the abstract of a PubMed record."""
    source = epicrisis.read_document(examples / "first-case.txt")

    assert difference(source, epicrisis.read_document(as_pubmed(source))) < MOST_DIFFERING


@pytest.mark.slow
@pytest.mark.parametrize("dress", DRESSES.values(), ids=DRESSES)
def test_published_articles_in_another_dress(shared, difference, dress):
    """Every article beside the repository, all facts together."""
    shares = []
    for paper in sorted((shared / "papers" / "jats").glob("*.xml")):
        source = epicrisis.read_document(paper)
        shares.append(difference(source, epicrisis.read_document(dress(source))))

    assert sum(shares) / len(shares) < MOST_DIFFERING
    assert sorted(shares)[len(shares) * 9 // 10] < 2 * MOST_DIFFERING
