"""A concept leads to the codes of all that is a kind of it."""

import pytest

from epicrisis.errors import UnknownNameError
from epicrisis.synthesis.concepts import concept_codes
from epicrisis.vocab.ontologies import descendants, term


def test_concept_has_its_kinds_in_both_ontologies():
    """MONDO does not file organizing pneumonia below interstitial lung disease; HPO does."""
    codes = concept_codes("interstitial lung disease")

    assert {"MONDO:0015925", "HP:0006530", "HP:0033670", "MONDO:0015264"} <= codes
    assert "MONDO:0015264" not in descendants("MONDO:0015925")


@pytest.mark.parametrize("name", ["ILD", "Interstitial  Lung Disease", "MONDO:0015925"])
def test_any_name_and_the_code_will_do(name):
    """Spelling, abbreviation and code lead to the same kinds."""
    assert {"MONDO:0015925", "HP:0033670"} & concept_codes(name) >= {"MONDO:0015925"}


def test_unknown_name_lists_near_ones():
    """A slip of the pen is answered."""
    with pytest.raises(UnknownNameError, match="interstitial"):
        concept_codes("interstitial long disease")


def test_descendants_are_below_one_another():
    """Each is filed under the term itself or under another of them."""
    below = descendants("HP:0002088")

    assert below
    assert all({"HP:0002088", *below} & set(term(code).parents) for code in below)
    assert "HP:0002088" not in below
    assert descendants("HP:9999999") == frozenset()
