"""Treatments that no list of drugs holds: `chelation therapy`, `adjuvant treatment`, `sedation`.

Whether one is a medication is judged later by the words around it.
"""

import re
from collections.abc import Sequence

from epicrisis.model import Mention

_THERAPY = re.compile(
    r"\b(?:(?P<what>[a-z][a-z-]{3,}|IV|GH|TB|HIV)\s)?(?P<noun>(?:\w+-)?(?:chemo|immuno|pharmaco|radiochemo|"
    r"chemoradio|poly|mono|hormono|bio)?therap(?:y|ies)|treatments?|medications?|drugs?|"
    r"supplement(?:s|ation)|prophylaxis|chemoprophylaxis|an(?:a)?esthe(?:sia|tics?)|sedation|"
    r"sedated|sedatives?|(?:sedo)?analgesia|hydration|transfusions?|infusions?|fluids?|inotrop(?:es|ic support)|"
    r"vasopressors?|blockade|injections?|regimens?|agents?|vaccin(?:e|es|ation)|"
    r"(?:fresh[\s-]frozen\s)?plasma|platelets|packed red blood cells|saline|dextrose|cream|"
    r"ointment|sunscreen|inhaler|inhalers|contrast)\b",
)


def therapies(text: str, named: Sequence[Mention]) -> list[Mention]:
    """Find treatments by their nouns, in order; none that touches a name already found,
    but for procedures: plasma is given as well as exchanged."""
    found: list[Mention] = []
    at = 0
    for match in _THERAPY.finditer(text):
        start = match.start("noun")
        if match["what"] and match["what"] not in _PLAIN:
            start = match.start()
        while at < len(named) and named[at].end <= start:
            at += 1
        near = named[at] if at < len(named) else None
        if near is not None and near.start < match.end() and near.kind != "procedure":
            continue
        found.append(Mention(start, match.end(), "therapy"))
    return found


_PLAIN = frozenset(
    [
        "with",
        "this",
        "that",
        "under",
        "after",
        "during",
        "received",
        "receive",
        "under",
        "given",
        "from",
        "more",
        "further",
        "other",
        "these",
        "those",
        "were",
        "into",
        "such",
        "than",
        "before",
        "without",
        "which",
        "initial",
        "first",
        "second",
        "third",
        "start",
        "started",
        "beginning",
        "starting",
        "continued",
        "continue",
        "local",
        "effective",
        "intensive",
        "subsequent",
        "despite",
        "following",
        "prior",
        "previous",
        "any",
        "some",
        "all",
        "her",
        "his",
        "their",
        "same",
        "additional",
        "and",
        "the",
        "for",
    ]
)
