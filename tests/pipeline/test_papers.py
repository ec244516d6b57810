"""Published articles that nobody here wrote: each is read, and none is taken for what it is not."""

import re
from functools import cache
from pathlib import Path

import pytest

import epicrisis

# What stands in the list beside the articles for those that are about no human patient.
_NOT_A_PATIENT = re.compile(r"\|\s*(?:NOT A PATIENT CASE\b|veterinary\b)")
PAPERS = Path(__file__).resolve().parents[3] / "shared" / "papers"
ARTICLES = sorted((PAPERS / "jats").glob("*.xml"))


@cache
def extracted(path: Path) -> tuple[epicrisis.Document, tuple[epicrisis.Course, ...]]:
    document = epicrisis.read_document(path)
    return document, tuple(epicrisis.extract(document))


@cache
def without_patients() -> frozenset[str]:
    lines = (PAPERS / "README.md").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split("|")[1].strip() for line in lines if _NOT_A_PATIENT.search(line))


@pytest.fixture(params=ARTICLES, ids=lambda path: path.stem)
def article(request, shared) -> Path:
    """One published article."""
    del shared
    return request.param


def test_patients_are_found_where_there_are_any(article):
    """A case report gives a course; an athlete, a crane or a survey gives none."""
    _, courses = extracted(article)

    assert bool(courses) == (article.stem not in without_patients())


def test_every_anchor_quotes_the_article(article):
    """Whatever is found, the text at its offsets is its quote."""
    document, courses = extracted(article)
    anchors = [a for c in courses for e in c.events for a in e.anchors]
    anchors += [e.time.anchor for c in courses for e in c.events if e.time and e.time.anchor]

    for anchor in anchors:
        anchor.verify(document.text)


def test_facts_are_rows_of_the_flat_table(article):
    """Each course gives its facts, and each quote stands where the fact says."""
    document, courses = extracted(article)
    facts = [fact for course in courses for fact in course.to_facts()]

    assert [f for f in facts if document.text[f.start : f.end] != f.quote] == []
