"""Names of concepts in the text: one scan, corrected by the document's own abbreviations."""

import re
from collections.abc import Mapping

from epicrisis.model import Mention
from epicrisis.vocab.concepts import label
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
    return [_mention(hit) for hit in hits]


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
    pattern = re.compile(
        r"(?<![\w])(?:"
        + "|".join(re.escape(short) for short in sorted(own, key=len, reverse=True))
        + r")(?=s?(?!\w))"
    )
    placed = [Hit(m.start(), m.end(), own[m[0]]) for m in pattern.finditer(text) if own[m[0]]]
    taken = {hit.start for hit in placed}
    kept = [
        hit
        for hit in hits
        if hit.start not in taken and not _contradicted(text[hit.start : hit.end], hit, own, longs)
    ]
    ends = sorted(placed, key=lambda hit: hit.start)
    out: list[Hit] = []
    for hit in sorted(kept + ends, key=lambda hit: (hit.start, -hit.end)):
        if out and hit.start < out[-1].end:
            if hit.end - hit.start > out[-1].end - out[-1].start:
                out[-1] = hit
            continue
        out.append(hit)
    return out


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
    first, *others = sorted(hit.concepts, key=lambda concept: _RANK[concept.kind])
    return Mention(
        hit.start,
        hit.end,
        first.kind,  # type: ignore[arg-type]
        id=first.id,
        also=tuple((concept.kind, concept.id) for concept in others),
    )
