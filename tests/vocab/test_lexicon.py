from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epicrisis.vocab.lexicon import Concept, Hit, Lexicon, fold, lexicon


@pytest.fixture(scope="module")
def small():
    names = [
        ("ferritin", Concept("analyte", "ferritin")),
        ("anti-MDA5", Concept("analyte", "anti_mda5")),
        ("low back pain", Concept("finding", "low_back_pain")),
        ("pain", Concept("finding", "pain")),
        ("PE", Concept("procedure", "plasma_exchange")),
        ("PE", Concept("disease", "pulmonary_embolism")),
        ("=Ku", Concept("analyte", "anti_ku")),
    ]
    return Lexicon(iter(names))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Ferritin rose", ["ferritin"]),
        ("ferritins", ["ferritin"]),
        ("hyperferritinaemia", []),
        ("anti MDA5 and Anti-mda5", ["anti_mda5", "anti_mda5"]),
        ("low-back pain", ["low_back_pain"]),
        ("pain, low", ["pain"]),
        ("PE was done", ["plasma_exchange"]),
        ("pe", []),
        ("Ku ku", ["anti_ku"]),
        ("(ferritin)", ["ferritin"]),
        ("low back, pain", ["pain"]),
    ],
)
def test_names_are_found_as_whole_words(small, text, ids):
    """Case, hyphens and plurals do not matter; short names with capitals hit as printed."""
    assert [hit.concepts[0].id for hit in small.scan(text)] == ids


def test_name_of_two_concepts_keeps_both(small):
    """Which one is meant is for the context to say."""
    (hit,) = small.scan("PE")

    assert {concept.id for concept in hit.concepts} == {"plasma_exchange", "pulmonary_embolism"}


@given(st.text())
def test_folding_keeps_the_length(text):
    """Offsets into the folded text are offsets into the text."""
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("skin rashes", ["skin rashes"]),
        ("skin rash, skin", ["skin rash"]),
        ("skins rash", ["rash"]),
        ("skin.  Rash", ["Rash"]),
        ("KIT and KIT-2", ["KIT"]),
        ("KITs", ["KITs"]),
        ("rash rash rash", ["rash", "rash", "rash"]),
        ("rashes, no rashs", ["rashes", "rashs"]),
    ],
)
def test_longest_name_wins_in_either_number(text, printed):
    """A plural counts at the end of a name; a break in the sentence ends it; `KIT-2` goes on."""
    concept = Concept("finding", "x")
    found = Lexicon([(name, concept) for name in ("rash", "skin rash", "KIT")]).scan(text)

    assert found == [Hit(hit.start, hit.end, (concept,)) for hit in found]
    assert [text[hit.start : hit.end] for hit in found] == printed


@given(st.text(alphabet=st.sampled_from("aZ-. \u2009\u00b5ÄΓßé\n"), max_size=40))
def test_folding_takes_each_character_by_itself(text):
    """Folding a text in runs gives what folding its characters one by one gives."""
    assert fold(text) == "".join(map(fold, text))


@given(st.text(max_size=300))
@settings(deadline=None)
def test_hits_are_ordered_and_apart(text):
    """Whatever the text, hits lie inside it and do not overlap."""
    hits = lexicon().scan(text)

    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(a.end <= b.start for a, b in pairwise(hits))


def test_name_of_two_concepts_of_one_kind_is_doubtful():
    """Without packed names none takes precedence: whoever asks is told of both."""
    concepts = (Concept("drug", "ada"), Concept("drug", "adalimumab"))

    (hit,) = Lexicon(("ADA-x", concept) for concept in concepts).scan("ADA-X was given")

    assert hit.concepts == concepts


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("hypokalaemia", "hypokalemia"),
        ("steatorrhoea", "steatorrhea"),
        ("necrotising enterocolitis", "necrotizing enterocolitis"),
        ("corneal oedema", "corneal edema"),
        ("malignant phyllodes tumour", "malignant phyllodes tumor"),
        ("aggressive behaviour", "aggressive behavior"),
        ("sulphasalazine", "sulfasalazine"),
    ],
)
def test_names_are_known_in_both_spellings(british, american):
    """A report from London has the concepts of one from Boston."""
    (one,), (other,) = lexicon().scan(f"He had {british}."), lexicon().scan(f"He had {american}.")

    assert one.concepts == other.concepts
    assert one.end - one.start == len(british)
