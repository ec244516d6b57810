"""A noun made without validation is the same as one that was validated."""

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.model import Anchor, Quantity, TimeElement, Treatment
from epicrisis.model.base import Noun

words = st.text(min_size=1, max_size=12)
days = st.none() | st.integers(-900, 900) | st.floats(allow_nan=False)


@st.composite
def anchors(draw: st.DrawFn) -> dict[str, Any]:
    exact, start = draw(words), draw(st.integers(0, 99))
    return {"document": "d", "start": start, "end": start + len(exact), "exact": exact}


quantities = st.fixed_dictionaries(
    {"value": st.integers(0, 99) | st.floats(allow_nan=False)},
    optional={"high": days, "unit": words, "comparator": st.sampled_from(["<", ">="])},
)
times = st.fixed_dictionaries({}, optional={"text": words, "earliest": days, "latest": days})
treatments = st.fixed_dictionaries(
    {
        "id": words,
        "text": words,
        "origin": words,
        "anchors": st.tuples(anchors().map(lambda fields: Anchor(**fields))),
    },
    optional={
        "confidence": st.sampled_from([0, 0.5, 1]),
        "interval_days": days,
        "per_kg": st.booleans(),
        "dose": quantities.map(lambda fields: Quantity(**fields)),
        "notes": st.lists(words).map(tuple),
    },
)
nouns = st.one_of(
    st.tuples(st.just(Anchor), anchors()),
    st.tuples(st.just(Quantity), quantities),
    st.tuples(st.just(TimeElement), times),
    st.tuples(st.just(Treatment), treatments),
)


@given(nouns)
def test_equals_the_validated(made: tuple[type[Noun], dict[str, Any]]) -> None:
    """Value, hash, fields in their order, JSON, and what survives pickling agree."""
    noun, fields = made
    checked, trusted = noun(**fields), noun.trusted(**fields)
    assert trusted == checked
    assert hash(trusted) == hash(checked)
    assert repr(trusted) == repr(checked)
    assert trusted.model_fields_set == checked.model_fields_set
    assert trusted.model_dump_json() == checked.model_dump_json()
    assert trusted.model_dump_json(exclude_unset=True) == checked.model_dump_json(
        exclude_unset=True
    )
    assert pickle.loads(pickle.dumps(trusted)) == checked
    assert trusted.model_copy() == checked
    assert noun.model_validate_json(checked.model_dump_json()) == trusted


def test_stays_frozen() -> None:
    """What was not validated cannot be changed either."""
    with pytest.raises(ValueError, match="frozen"):
        Quantity.trusted(value=1.0).value = 2.0
