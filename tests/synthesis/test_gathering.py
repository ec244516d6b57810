"""Whoever writes about many reports counts the same patients."""

import pytest

from epicrisis import audit, extract, read_document
from epicrisis.synthesis.gathering import copies, gather, one_patient


@pytest.fixture(scope="module")
def read(examples):
    files = [examples / "weil-disease.xml", examples / "hlh-scan.txt", examples / "kawasaki.txt"]
    return [(document, extract(document)) for document in map(read_document, files)]


def test_conditions_narrow_and_the_flow_counts_what_was_read(read):
    """What left the cohort is still among what was read."""
    found = gather(read, conditions=["age >= 18", "own"], judge=audit)
    numbers = found.flow(unreadable=1, identified=9)

    assert len(found.courses) == 5
    assert [course.id for course in found.cohort.courses] == ["weil-disease/1", "hlh-scan/1"]
    assert (numbers.files, numbers.unreadable, numbers.identified) == (4, 1, 9)
    assert (numbers.own, numbers.cited, numbers.kept) == (3, 2, 2)
    assert {finding.code for finding in found.findings} >= {"DOS001"}


def test_decided_copies_leave_and_decided_patients_are_one(read):
    """A copy is in no count; a patient told twice is in one; half a pair is passed over."""
    decided = [
        ("kawasaki", "hlh-scan", True),
        ("weil-disease/1", "kawasaki/1", True),
        ("weil-disease/1", "hlh-scan/1", True),
        ("weil-disease/1", "weil-disease/cited-2.1", False),
    ]
    found = gather(read, decided=decided)

    assert copies(decided) == {"hlh-scan"}
    assert len(one_patient(decided)) == 2
    assert (found.copies, found.merged) == (1, 1)
    assert [d.name for d in found.documents] == ["weil-disease", "kawasaki"]
    assert found.same == [("weil-disease/1", "kawasaki/1")]
    assert len(found.cohort) == 3


def test_own_leaves_cited_patients_out(read):
    """Neither the cohort nor the flow counts them then."""
    found = gather(read, own=True)

    assert all(course.cited is None for course in found.courses)
    assert found.flow().cited == 0
