"""What is a kind of what, across HPO, MONDO and the curated rows.

Affirmation climbs and denial descends: who has an organizing pneumonia has an interstitial lung
disease, and who has no interstitial lung disease has no organizing pneumonia. The ontologies give
most of these steps; ``data/bridges.tsv`` adds those that clinicians take and the ontologies lack,
and takes back some that the ontologies take and clinicians do not. A curated row that no ontology
holds is named there by its kind and id (``finding:cyst``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from epicrisis.vocab.concepts import Concept, concept_row
from epicrisis.vocab.lexicon import lexicon
from epicrisis.vocab.ontologies import term
from epicrisis.vocab.tables import read_table, split_cell

_KINDS = ("disease", "finding")


@dataclass(frozen=True, slots=True)
class Idea:
    """A finding or disease as it can be compared.

    `codes` hold the idea itself, in one ontology or in both; `wider` everything that it is a kind
    of. An idea that no ontology holds has the kind and id of its curated row for a code; one that
    no table holds is known by `labels`, folded preferred names.
    """

    labels: frozenset[str]
    codes: frozenset[str]
    wider: frozenset[str]

    def is_kind_of(self, other: Idea) -> bool:
        """Tell whether whoever has this has the other too."""
        if self.labels & other.labels:
            return True
        return not other.codes.isdisjoint(self.codes | self.wider)


@cache
def _bridges() -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in read_table("bridges.tsv"):
        key = (row["code"], row["relation"])
        found[key] = (*found.get(key, ()), row["broader"])
    return found


@cache
def _above(code: str) -> tuple[str, ...]:
    """The next broader codes: those of the ontology and the bridges, less those taken back."""
    parents = term(code).parents if _is_packed(code) else _coded(code)
    listed = (*parents, *_bridges().get((code, "is_a"), ()))
    return tuple(c for c in listed if c not in _bridges().get((code, "is_not"), ()))


def _coded(key: str) -> tuple[str, ...]:
    """The code of a curated row by kind and id; it is wider than the row."""
    kind, _, id = key.partition(":")
    row = concept_row(kind, id) if kind in _KINDS else {}
    return (row["code"],) if row.get("code") else ()


@cache
def wider(code: str) -> frozenset[str]:
    """Give every broader code of a code, over the bridges too; itself not included."""
    found: set[str] = set()
    queue = [code]
    while queue:
        for above in _above(queue.pop()):
            if above not in found:
                found.add(above)
                queue.append(above)
    return frozenset(found - {code})


@cache
def idea(name: str) -> Idea | None:
    """Give the idea of a name or a code (``HP:0002094``), or None where no table holds it."""
    if ":" in name and (row := concept_row("finding", name) or concept_row("disease", name)):
        return _idea([(row["kind"], row["id"])])
    concepts = [c for c in lexicon().lookup(name) if c.kind in _KINDS]
    if not concepts and name.casefold() in _labels():  # a name too common to be looked for in prose
        concepts = list(_labels()[name.casefold()])
    return _idea(concepts) if concepts else None


@cache
def _labels() -> dict[str, tuple[Concept, ...]]:
    """Concepts by preferred name, folded."""
    found: dict[str, tuple[Concept, ...]] = {}
    for table in ("findings_extra.tsv", "diseases_extra.tsv", "hpo.tsv.gz", "mondo.tsv.gz"):
        for row in read_table(table):
            key = row["label"].casefold()
            found[key] = (*found.get(key, ()), Concept(row["kind"], row["id"]))
    return found


@cache
def idea_of(code: str, label: str) -> Idea:
    """Give the idea of an event's code and label; the two of a finding no table holds, too."""
    named = idea(label) if label else None
    own = _is_named(code, label)
    codes = frozenset({code}) if own else frozenset()
    above = wider(code) | (
        frozenset() if own else frozenset({code}) if ":" in code else frozenset()
    )
    labels = frozenset({label.casefold()})
    if named is None:
        return Idea(labels, codes, above)
    return Idea(labels | named.labels, codes | named.codes, above | named.wider)


def _idea(concepts: Iterable[tuple[str, str]]) -> Idea:
    labels: set[str] = set()
    codes: set[str] = set()
    above: set[str] = set()
    for kind, id in concepts:
        row = concept_row(kind, id)
        code, label = row.get("code", ""), row.get("label", id)
        labels.add(label.casefold())
        own = code if id == code or _is_same(code, row) else f"{kind}:{id}"
        codes.add(own)
        above |= wider(own)
    return Idea(frozenset(labels), frozenset(codes), frozenset(above - codes))


def _is_same(code: str, row: Mapping[str, str]) -> bool:
    """Tell whether a curated row is its code, as one of its names is the preferred one there."""
    preferred = term(code).label.casefold() if _is_packed(code) else ""
    names = {name.casefold() for name in split_cell(row.get("names", ""))}
    return preferred in names or _is_named(code, row["label"])


@cache
def _is_named(code: str, label: str) -> bool:
    """Tell whether the ontology itself calls a code so; a curated row may be narrower than it."""
    if not _is_packed(code):
        return False
    found = term(code)
    return label.casefold() in {found.label.casefold(), *(n.casefold() for n in found.names)}


def _is_packed(code: str) -> bool:
    return ":" in code and bool(concept_row("finding", code) or concept_row("disease", code))


__all__ = ["Idea", "idea", "idea_of", "wider"]
