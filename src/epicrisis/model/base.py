"""What all nouns share: they are frozen, closed to unknown fields, and compare by value."""

from pydantic import BaseModel, ConfigDict


class Noun(BaseModel):
    """Base of every model: immutable, no unknown fields, JSON in and out."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="strings")


class OntologyClass(Noun):
    """A coded idea (Phenopackets v2): a CURIE such as `HP:0002094`, and its label."""

    id: str
    label: str
