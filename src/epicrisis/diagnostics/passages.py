"""The words around a finding as running text, in pieces that are marked or not."""

from collections.abc import Iterator
from dataclasses import dataclass

from epicrisis.diagnostics.places import Lines, Place
from epicrisis.diagnostics.text import counterparts
from epicrisis.model import Document, Finding

HERE, THERE = "here", "there"
AROUND = 160  # characters quoted on either side of the first place
BESIDE = 90  # on either side of a counterpart
_LONGEST = 600  # characters of a marked stretch; the middle of a longer one is left out
_MOST = 12  # counterparts that are quoted
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words with the kind of mark each piece has, empty for none; `place` is what it is about.

    `rows` says that its line ends are those of a table and mean something.
    """

    place: Place
    pieces: tuple[tuple[str, str], ...]
    rows: bool = False


def passages(finding: Finding, document: Document, lines: Lines) -> list[Passage]:
    """Give the passage of a finding, then one for each counterpart that does not stand in it."""
    first = lines.place(finding.anchors[0])
    others = [lines.place(anchor) for anchor in counterparts(finding)][:_MOST]
    found = [_passage(document, lines, first, others, AROUND)]
    low, high = found[0][1]
    apart = [place for place in others if not (low <= place.start and place.end <= high)]
    found += [_passage(document, lines, place, [], BESIDE, THERE) for place in apart]
    return [passage for passage, _ in found]


def _passage(
    document: Document,
    lines: Lines,
    place: Place,
    others: list[Place],
    around: int,
    kind: str = HERE,
) -> tuple[Passage, tuple[int, int]]:
    """Quote what stands around a place: a few words, or in a table a few rows."""
    rows = any(table.start <= place.start < table.end for table in document.tables)
    low, high = _rows(lines, place) if rows else _words(document, place, around)
    near = [(one.start, one.end, THERE) for one in others if low <= one.start and one.end <= high]
    pieces = _pieces(lines.text, (low, high), [(place.start, place.end, kind), *near])
    return Passage(place, tuple(pieces), rows), (low, high)


def _rows(lines: Lines, place: Place) -> tuple[int, int]:
    """Give the lines of a place with one on either side, cut where they are very long."""
    low, _ = lines.span(max(1, place.line - 1))
    _, high = lines.span(min(len(lines.starts), place.end_line + 1))
    low, high = max(low, place.start - 2 * AROUND), min(high, place.end + 2 * AROUND)
    while low < place.start and lines.text[low] in "\r\n":
        low += 1
    return low, high


def _words(document: Document, place: Place, around: int) -> tuple[int, int]:
    """Give the words around a place, within its block and paragraph and not cut inside a word."""
    text = document.text
    block = next((b for b in document.blocks if b.start <= place.start < place.end <= b.end), None)
    low, high = max(0, place.start - around), min(len(text), place.end + around)
    if block:
        low, high = max(low, block.start), min(high, block.end)
    above, below = text.rfind("\n\n", low, place.start), text.find("\n\n", place.end, high)
    low, high = above + 2 if above >= 0 else low, below if below >= 0 else high
    if low and not text[low - 1].isspace():
        low = next((i + 1 for i in range(low, place.start) if text[i].isspace()), low)
    if high < len(text) and not text[high].isspace():
        high = next((i for i in range(high - 1, place.end, -1) if text[i].isspace()), high)
    return low, high


def _pieces(
    text: str, window: tuple[int, int], marked: list[tuple[int, int, str]]
) -> Iterator[tuple[str, str]]:
    """Cut a window at what is marked; where marks overlap, the first keeps the words."""
    at, high = window
    if at and text[at - 1] != "\n":
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
    if high < len(text) and text[high] not in "\r\n":
        yield _CUT, ""


def _short(words: str) -> str:
    half = _LONGEST // 2
    return words if len(words) <= _LONGEST else f"{words[:half]} {_CUT} {words[-half:]}"
