"""The small classifier: learns what can be learnt, always the same, and survives packing."""

import gzip
import json

from hypothesis import given
from hypothesis import strategies as st

from epicrisis.vocab.linear import LinearModel, packaged, shapes, trained_on, write_models
from logistic import train

EXAMPLES = [
    (["", f"word {word}"], label)
    for word, label in [("fever", "sign"), ("cough", "sign"), ("aspirin", "drug"), ("zinc", "drug")]
    for _ in range(3)
]


def test_what_can_be_told_apart_is_learnt():
    """Features that decide the label are weighted so that it is chosen."""
    model = train(EXAMPLES)

    assert [model.decide(features) for features, _ in EXAMPLES] == [label for _, label in EXAMPLES]
    assert model.lead(["", "word fever"], "sign") > 0
    assert model.lead(["", "word fever"], "drug") < 0


def test_training_is_repeatable():
    """The same examples give the same weights, to the byte."""
    assert write_models({"kind": train(EXAMPLES)}) == write_models({"kind": train(EXAMPLES)})


def test_packed_weights_are_read_as_they_were():
    """What is written holds the labels and the weights, and nothing else."""
    model = train(EXAMPLES)
    packed = json.loads(gzip.decompress(write_models({"kind": model})))

    assert packed == {"kind": {"labels": list(model.labels), "weights": model.weights}}


def test_one_label_alone_is_always_chosen():
    """A task whose examples all have one label needs no weights."""
    assert train([(["", "a"], "other")] * 3).decide(["b"]) == "other"


@given(st.lists(st.text(max_size=5), max_size=8))
def test_unknown_features_decide_nothing(features):
    """Without a known feature every score is nought and the first label is given."""
    model = LinearModel(["a", "b"], {"known \0": [1, 2]})

    assert model.scores(features) == [0, 0]
    assert model.decide(features) == "a"


def test_packaged_models_are_small_and_say_what_they_have_seen():
    """The weights stay far below a megabyte, and the documents behind them are on record."""
    assert set(packaged()) == {"number", "time", "drug", "result", "dose", "lab_link", "dose_link"}
    assert len(write_models(packaged())) < 500_000
    assert len(trained_on()) == 120


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_plain_text_is_cut_as_any_other(text):
    """The faster way for ASCII cuts where the general one does."""
    assert shapes(text) == shapes(text + " ä")[:-1]
