"""Findings and diseases, and the curated tables beside them."""

import pytest

from epicrisis.errors import UnknownNameError
from epicrisis.vocab.ontologies import descendants, iter_names, label_of, term
from epicrisis.vocab.tables import read_table, split_cell

OUTCOMES = {
    "improved", "worsened", "stable", "relapse", "remission", "died", "alive", "recovered",
    "complete_response", "partial_response", "progressive_disease", "adverse_event",
}  # fmt: skip
ENCOUNTERS = {
    "admission", "discharge", "icu", "transfer", "intubation", "extubation", "ventilation",
    "follow_up", "visit", "emergency",
}  # fmt: skip


def owners(name: str) -> set[tuple[str, str]]:
    """Kind and id of all that bear a name."""
    return {(kind, id) for known, kind, id in iter_names() if known.lstrip("=") == name}


def test_hierarchy_reaches_over_several_steps() -> None:
    """Dyspnea on exertion is a dyspnea, and that an abnormality of breathing."""
    assert "HP:0002875" in descendants("HP:0002094") & descendants("HP:0002086")
    assert "MONDO:0016367" in descendants("MONDO:0700096")
    assert "HP:0002094" not in descendants("HP:0002875")


def test_a_term_is_not_its_own_descendant() -> None:
    """What is narrower than a term is not the term itself."""
    assert "HP:0002094" not in descendants("HP:0002094")


def test_unknown_codes_have_no_label_and_no_descendants() -> None:
    """A code that is not packed is no error where only asked about."""
    assert label_of("HP:9999999") == ""
    assert descendants("HP:9999999") == frozenset()
    with pytest.raises(UnknownNameError):
        term("HP:9999999")


@pytest.mark.parametrize(
    ("name", "kind", "id"),
    [
        ("shortness of breath", "finding", "dyspnea"),
        ("GGO", "finding", "ground_glass_opacity"),
        ("heliotrope rash", "finding", "heliotrope_rash"),
        ("mechanic's hands", "finding", "mechanics_hands"),
        ("pack-years", "finding", "pack_years"),
        ("DM", "disease", "dermatomyositis"),
        ("RP-ILD", "disease", "rapidly_progressive_interstitial_lung_disease"),
        ("NSIP", "disease", "non_specific_interstitial_pneumonia"),
        ("giant cell myocarditis", "disease", "MONDO:0023232"),
    ],
)
def test_names_in_print_are_known(name: str, kind: str, id: str) -> None:
    """What case reports write is found under its concept."""
    assert (kind, id) in owners(name)


def test_misleading_single_words_are_no_names() -> None:
    """Everyday words that the ontologies carry as synonyms find nothing."""
    for word in ("gave", "face", "child", "arms", "skin", "lung", "disease", "onset", "abnormal"):
        assert owners(word) == set(), word


def test_a_change_of_a_test_is_no_finding_of_its_own() -> None:
    """Elevated creatinine stays a laboratory test and its value, never one long finding."""
    for name in ("elevated creatinine", "raised CRP", "low platelet count", "elevated ferritin"):
        assert owners(name) == set(), name


def test_curated_codes_exist_in_the_packed_ontologies() -> None:
    """Every code of an extra row has a label."""
    for table in ("findings_extra.tsv", "diseases_extra.tsv"):
        for row in read_table(table):
            assert not row["code"] or label_of(row["code"]), row["id"]


def test_ambiguous_abbreviations_are_marked() -> None:
    """DM may be dermatomyositis or diabetes: the row says so."""
    assert "DM" in term("dermatomyositis", "disease").ambiguous_names


def test_parents_are_packed() -> None:
    """No term points to a parent that is not there."""
    for table in ("hpo.tsv.gz", "mondo.tsv.gz"):
        codes = {row["code"] for row in read_table(table)}
        for row in read_table(table):
            assert set(split_cell(row["parents"])) <= codes, row["code"]


@pytest.mark.parametrize(
    ("table", "classes"), [("outcomes.tsv", OUTCOMES), ("encounters.tsv", ENCOUNTERS)]
)
def test_outcomes_and_encounters_have_a_class(table: str, classes: set[str]) -> None:
    """Every row has one of the coarse meanings, denies one, or says that it has none."""
    others = (
        {"no_improved", "no_relapse", "no_adverse_event", ""} if table == "outcomes.tsv" else set()
    )
    assert {row["class"] for row in read_table(table)} <= classes | others


def test_bare_discharge_is_no_encounter() -> None:
    """Nasal discharge must not send the patient home."""
    names = {n for row in read_table("encounters.tsv") for n in split_cell(row["names"])}
    assert "discharge" not in names
    assert {"discharged", "at discharge", "hospital discharge"} <= names


def test_hemoperfusion_outranks_the_antibiotic_by_length() -> None:
    """Polymyxin B direct hemoperfusion is a procedure in all its spellings."""
    (row,) = (
        row
        for row in read_table("procedures.tsv")
        if row["id"] == "polymyxin_b_direct_hemoperfusion"
    )
    assert {"PMX-DHP", "polymyxin B direct hemoperfusion"} <= set(split_cell(row["names"]))
