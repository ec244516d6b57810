"""How much of two texts is the same, without comparing them word by word.

A sketch keeps the lowest hashes of all runs of words (Broder 1997, On the resemblance and
containment of documents); two texts share about as many of them as they share runs.
"""

import re
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest

RUN = 5  # words
SIZE = 96  # hashes kept: the share is known to within about a tenth
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Sketch:
    """The lowest hashes of a text, in order."""

    lowest: tuple[int, ...]


def sketch(text: str) -> Sketch:
    """Make the sketch of a text; case, punctuation and layout do not matter."""
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))}
    return Sketch(tuple(nsmallest(SIZE, map(_hash, runs))))


def resemblance(first: Sketch, second: Sketch) -> float:
    """Estimate the share of runs that two texts have in common, 0 to 1."""
    union = nsmallest(SIZE, {*first.lowest, *second.lowest})
    if not union:
        return 0.0
    both = set(first.lowest) & set(second.lowest)
    return sum(hashed in both for hashed in union) / len(union)


def _hash(run: str) -> int:
    return int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), "big")
