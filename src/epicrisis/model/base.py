"""What all nouns share: they are frozen, closed to unknown fields, and compare by value."""

from functools import cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

# What a model is made of behind its attributes, which being frozen forbids to set.
_PARTS = ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
_set_values, _set_given, _set_extra, _set_private = (
    BaseModel.__dict__[part].__set__ for part in _PARTS
)


class Noun(BaseModel):
    """Base of every model: immutable, no unknown fields, JSON in and out."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="strings")

    @classmethod
    def trusted(cls, **fields: Any) -> Self:
        """Make one of values that this package computed itself, without checking them again.

        It equals the one that `cls(**fields)` makes. What comes from outside goes through
        validation; so must every field whose type does not already follow from the code.
        """
        values, floats = _plan(cls)
        held = {**values, **fields}
        for name in floats:
            if type(held[name]) is int:
                held[name] = float(held[name])
        made = cls.__new__(cls)
        _set_values(made, held)
        _set_given(made, set(fields))
        _set_extra(made, None)
        _set_private(made, None)
        return made


class OntologyClass(Noun):
    """A coded idea (Phenopackets v2): a CURIE such as `HP:0002094`, and its label."""

    id: str
    label: str


@cache
def _plan(noun: type[Noun]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The fields of a noun in their order with their defaults, and which of them are floats."""
    fields = noun.model_fields
    floats = tuple(n for n, f in fields.items() if f.annotation in (float, float | None))
    return {n: None if f.is_required() else f.get_default() for n, f in fields.items()}, floats
