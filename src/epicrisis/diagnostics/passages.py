"""The words around a finding as running text, in pieces that are marked or not."""

from collections.abc import Iterator
from dataclasses import dataclass

from epicrisis.diagnostics.places import Lines, Place
from epicrisis.diagnostics.text import counterparts
from epicrisis.model import Finding

HERE, THERE = "here", "there"
AROUND = 160  # characters quoted on either side of the first place
BESIDE = 90  # on either side of a counterpart
_LONGEST = 600  # characters of a marked stretch; the middle of a longer one is left out
_MOST = 12  # counterparts that are quoted
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words with the kind of mark each piece has, empty for none; `place` is what it is about."""

    place: Place
    pieces: tuple[tuple[str, str], ...]


def passages(finding: Finding, lines: Lines) -> list[Passage]:
    """Give the passage of a finding, then one for each counterpart that does not stand in it."""
    first = lines.place(finding.anchors[0])
    others = [lines.place(anchor) for anchor in counterparts(finding)][:_MOST]
    low, high = _window(lines.text, first, AROUND)
    near = [place for place in others if low <= place.start and place.end <= high]
    found = [Passage(first, tuple(_pieces(lines.text, (low, high), first, near)))]
    for place in others:
        if place not in near:
            span = _window(lines.text, place, BESIDE)
            found.append(Passage(place, tuple(_pieces(lines.text, span, None, [place]))))
    return found


def _window(text: str, place: Place, around: int) -> tuple[int, int]:
    """Give the words around a place, within its paragraph and not cut inside a word."""
    low, high = max(0, place.start - around), min(len(text), place.end + around)
    above, below = text.rfind("\n\n", low, place.start), text.find("\n\n", place.end, high)
    low, high = above + 2 if above >= 0 else low, below if below >= 0 else high
    if low and not text[low - 1].isspace():
        low = next((i + 1 for i in range(low, place.start) if text[i].isspace()), low)
    if high < len(text) and not text[high].isspace():
        high = next((i for i in range(high - 1, place.end, -1) if text[i].isspace()), high)
    return low, high


def _pieces(
    text: str, window: tuple[int, int], first: Place | None, others: list[Place]
) -> Iterator[tuple[str, str]]:
    low, high = window
    marked = [(place.start, place.end, THERE) for place in others]
    marked += [(first.start, first.end, HERE)] if first else []
    at = low
    if low and not text.endswith("\n\n", 0, low):
        yield _CUT, ""
    for start, end, kind in sorted(marked, key=lambda one: (one[0], one[2] != HERE)):
        start = max(start, at)
        if start >= end:
            continue
        if at < start:
            yield text[at:start], ""
        yield _short(text[start:end]), kind
        at = end
    if at < high:
        yield text[at:high], ""
    if high < len(text) and not text.startswith("\n\n", high):
        yield _CUT, ""


def _short(words: str) -> str:
    half = _LONGEST // 2
    return words if len(words) <= _LONGEST else f"{words[:half]} {_CUT} {words[-half:]}"
