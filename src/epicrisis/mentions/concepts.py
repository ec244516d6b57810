"""Names of concepts in the text: one scan, corrected by the document's own abbreviations."""

import re
from collections.abc import Mapping

from epicrisis.model import Mention
from epicrisis.vocab.concepts import doubtful_names, label
from epicrisis.vocab.cues import Landmarks
from epicrisis.vocab.lexicon import Concept, Hit, lexicon

# Which kind a name is read as first, where one name has several: what is measured, then what is
# given, then what is found. The other readings stay with the mention.
_PRECEDENCE = (
    "procedure",
    "biopsy",
    "imaging",
    "analyte",
    "drug",
    "drug_class",
    "encounter",
    "outcome",
    "disease",
    "finding",
)
_RANK = {kind: rank for rank, kind in enumerate(_PRECEDENCE)}


def concepts(text: str, abbreviations: Mapping[str, str]) -> list[Mention]:
    """Find the names of all packaged concepts, in order and without overlap.

    Args:
        text: The readable text.
        abbreviations: Short form to long form as the document defines them; they win over what
            the packaged tables say of the short form.
    """
    words = lexicon()
    hits = words.scan(text)
    own = {short: _meaning(long) for short, long in abbreviations.items()}
    if own:
        hits = _apply(text, hits, own, abbreviations)
    return [_mention(hit) for hit in _settled(text, hits)]


_SHORT = 5  # characters of the longest doubtful name, in the plural


def _settled(text: str, hits: list[Hit]) -> list[Hit]:
    """Leave out the short forms of several meanings that nothing in the document settles.

    One stands for a disease (`DM`) where the document also names the disease in full.
    """
    asked = {
        concept
        for hit in hits
        if hit.end - hit.start <= _SHORT
        for concept in hit.concepts
        if _is_doubtful(text, hit, concept)
    }
    if not asked:
        return hits
    unsure = asked - {
        concept
        for hit in hits
        for concept in hit.concepts
        if concept in asked and not _is_doubtful(text, hit, concept)
    }
    settled = []
    for hit in hits:
        sure = tuple([concept for concept in hit.concepts if concept not in unsure])
        if sure:
            settled.append(hit if len(sure) == len(hit.concepts) else hit._replace(concepts=sure))
    return settled


def _is_doubtful(text: str, hit: Hit, concept: Concept) -> bool:
    names = doubtful_names().get(concept)
    if names is None:
        return False
    printed = text[hit.start : hit.end]
    return printed in names or printed.removesuffix("s") in names


def _meaning(long: str) -> tuple[Concept, ...]:
    """The concepts of a long form, or of its longest tail that names any."""
    words = long.split()
    for first in range(len(words)):
        found = lexicon().lookup(" ".join(words[first:]))
        if found and (first == 0 or len(words) - first >= 2):
            return found
    return ()


def _apply(
    text: str, hits: list[Hit], own: Mapping[str, tuple[Concept, ...]], longs: Mapping[str, str]
) -> list[Hit]:
    """Lay the document's abbreviations over the hits of the lexicon."""
    placed = _short_forms(text, own)
    taken = {hit.start: hit.end + len("s") for hit in placed}
    kept = [
        hit
        for hit in hits
        if hit.end > taken.get(hit.start, 0)  # `FEV1/FVC` where FEV1 is one
        and not _contradicted(text[hit.start : hit.end], hit, own, longs)
    ]
    out: list[Hit] = []
    for hit in sorted(kept + placed, key=lambda hit: (hit.start, -hit.end)):
        if out and hit.start < out[-1].end:
            if hit.end - hit.start > out[-1].end - out[-1].start:
                out[-1] = hit
            continue
        out.append(hit)
    return out


def _short_forms(text: str, own: Mapping[str, tuple[Concept, ...]]) -> list[Hit]:
    """Where the document's short forms stand, the longest first, as words or plurals of words."""
    found = []
    for start, end in Landmarks(own, any_case=False).spans(text):
        after = end + (text[end : end + 1] == "s")
        if not (_in_word(text, start - 1) or (_in_word(text, end) and _in_word(text, after))):
            found.append((start, end))
    hits: list[Hit] = []
    behind = 0
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= behind:
            behind = end
            hits.append(Hit(start, end, own[text[start:end]]))
    return [hit for hit in hits if hit.concepts]


def _in_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")


def _contradicted(
    printed: str, hit: Hit, own: Mapping[str, tuple[Concept, ...]], longs: Mapping[str, str]
) -> bool:
    """The document defines this short form as something the packaged reading does not resemble."""
    short = printed if printed in longs else printed.removesuffix("s")
    if short not in longs or own[short]:
        return False
    words = {word[:4].lower() for word in re.findall(r"[A-Za-z]{3,}", longs[short])}
    labels = " ".join(label(concept.kind, concept.id) for concept in hit.concepts)
    return words.isdisjoint(word[:4].lower() for word in re.findall(r"[A-Za-z]{3,}", labels))


def _mention(hit: Hit) -> Mention:
    concepts = hit.concepts
    if len(concepts) > 1:
        concepts = tuple(sorted(concepts, key=lambda concept: _RANK[concept.kind]))
    kind, id = concepts[0]
    also = tuple((concept.kind, concept.id) for concept in concepts[1:]) if concepts[1:] else ()
    return Mention(hit.start, hit.end, kind, id, also)  # type: ignore[arg-type]
