"""Kinds of kinds: over HPO, MONDO and the bridges between what they say and clinicians say."""

import pytest

from epicrisis.vocab.broader import idea, idea_of, wider
from epicrisis.vocab.tables import read_table


@pytest.mark.parametrize(
    ("code", "label", "broader"),
    [
        ("MONDO:0015264", "organizing pneumonia", "interstitial lung disease"),
        ("HP:0033670", "Organizing pneumonia", "interstitial lung disease"),
        ("MONDO:0043317", "amyopathic dermatomyositis", "dermatomyositis"),
        ("HP:0003701", "proximal muscle weakness", "muscle weakness"),
        ("MONDO:0015925", "rapidly progressive interstitial pneumonia", "ILD"),
    ],
)
def test_kinds_are_found_below_their_class(code, label, broader):
    """Whoever has the kind has the class, in whichever ontology either is coded."""
    wanted = idea(broader)

    assert wanted is not None
    assert idea_of(code, label).is_kind_of(wanted)
    assert not wanted.is_kind_of(idea_of(code, label))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("dermatomyositis", "polymyositis"),
        ("idiopathic interstitial pneumonia", "infectious disease"),
        ("rapidly progressive interstitial pneumonia", "organizing pneumonia"),
    ],
)
def test_neighbours_are_no_kinds_of_each_other(name, other):
    """A row that shares the code of a broader term is still narrower than that term."""
    first, second = idea(name), idea(other)

    assert first is not None
    assert second is not None
    assert not first.is_kind_of(second)
    assert not second.is_kind_of(first)


def test_codes_are_names_too_and_nonsense_is_none():
    """A CURIE may be asked for; what no table holds has no idea."""
    assert idea("HP:0001945") == idea("fever")
    assert idea("flurbitosis") is None
    assert wider("HP:9999999") == frozenset()


def test_what_no_table_holds_is_known_by_its_label():
    """A finding without a code equals itself."""
    assert idea_of("", "Odd Sign").is_kind_of(idea_of("", "odd sign"))


def test_bridges_name_terms_that_exist():
    """Each row stands between two packed terms and says where it is from."""
    for row in read_table("bridges.tsv"):
        assert wider(row["code"]) | wider(row["broader"])
        assert row["relation"] in ("is_a", "is_not")
        assert row["source"]
