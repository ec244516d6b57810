"""Finding the datum of a decision again in another version of its case.

A decision keeps the words it was made on, a little of what stands around them, and their place (the
text quote and text position selectors of W3C Web Annotation). In the new text the words are looked
for with their surroundings; where the words themselves have changed, their surroundings or their
place must do. The datum is then the one of the same kind that is stated there.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from epicrisis.model import Anchor, AnyEvent, Course, Document, Finding
from epicrisis.store.records import Attachment, Hold, Ruling

_SLACK = 20  # characters by which words between their surroundings may have grown


@dataclass(frozen=True, slots=True)
class Place:
    """Where words were found, and by what."""

    start: int
    end: int
    how: Hold


def attach(
    ruling: Ruling, document: Document, courses: Sequence[Course], findings: Sequence[Finding]
) -> Attachment:
    """Find the place of a decision in a version of its report."""
    place = find(ruling.decision.anchor, document.text)
    if place is None:
        return Attachment(ruling=ruling, how="lost", reason="its words are not in the text")
    found = _stated(ruling, place, courses, findings)
    if found is None:
        return Attachment(
            ruling=ruling, how="lost", reason=f"no {ruling.kind} is stated there in this version"
        )
    case, identifier = found
    return Attachment(ruling=ruling, how=place.how, case=case, id=identifier)


def find(anchor: Anchor, text: str) -> Place | None:
    """Find an anchor's words in a text that may not be the one it was made from."""
    places = _occurrences(anchor.exact, text)
    if places:
        fits = [(_context(anchor, text, start, end), start, end) for start, end in places]
        best = max(fit for fit, _, _ in fits)
        likely = [(start, end) for fit, start, end in fits if fit == best]
        start, end = min(likely, key=lambda span: abs(span[0] - anchor.start))
        return Place(start, end, "quote")
    return _between(anchor, text)


def _occurrences(words: str, text: str) -> list[tuple[int, int]]:
    """Every place of the words, whatever white space stands between them."""
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        return []
    return [match.span() for match in re.finditer(r"\s+".join(parts), text)]


def _context(anchor: Anchor, text: str, start: int, end: int) -> int:
    """Count the characters around a place that are those around the anchor."""
    before = _shared(reversed(anchor.prefix), reversed(text[max(0, start - 2 * 24) : start]))
    behind = _shared(anchor.suffix, text[end : end + 2 * 24])
    return before + behind


def _shared(ours: Iterable[str], theirs: Iterable[str]) -> int:
    ours = (character for character in ours if not character.isspace())
    theirs = (character for character in theirs if not character.isspace())
    count = 0
    for one, other in zip(ours, theirs, strict=False):
        if one != other:
            break
        count += 1
    return count


def _between(anchor: Anchor, text: str) -> Place | None:
    """Find the stretch between the anchor's surroundings, or its place if one side still stands."""
    length = anchor.end - anchor.start
    before = [end for _, end in _occurrences(anchor.prefix, text)]
    behind = [start for start, _ in _occurrences(anchor.suffix, text)]
    stretches = [
        (start, end) for start in before for end in behind if 0 < end - start <= length + _SLACK
    ]
    if stretches:
        start, end = min(stretches, key=lambda span: abs(span[0] - anchor.start))
        return Place(start, end, "position")
    kept = anchor.prefix and text[: anchor.start].endswith(anchor.prefix)
    kept = kept or (anchor.suffix and text[anchor.end :].startswith(anchor.suffix))
    if kept and anchor.end <= len(text):
        return Place(anchor.start, anchor.end, "position")
    return None


def _stated(
    ruling: Ruling, place: Place, courses: Sequence[Course], findings: Sequence[Finding]
) -> tuple[str, str] | None:
    """Give case and id of what is stated at a place and of the kind that was decided on."""
    if ruling.target == "finding":
        alike = [finding for finding in findings if finding.code == ruling.kind]
        at = [_overlap(place, finding.anchors) for finding in alike]
        best = max(at, default=0)
        return (ruling.case, f"{ruling.kind}#{at.index(best) + 1}") if best else None
    order = sorted(courses, key=lambda course: course.id != ruling.case)
    for course in order:
        if ruling.target == "individual":
            held = getattr(course.individual, ruling.kind)
            if held and _overlap(place, held.anchors) > 0:
                return course.id, ruling.kind
        else:
            event = _best(ruling, place, course.of_kind(ruling.kind))
            if event:
                return course.id, event.id
    return None


def _best(ruling: Ruling, place: Place, events: Sequence[AnyEvent]) -> AnyEvent | None:
    """The event stated most exactly at a place; of several, the one that was named alike."""
    shares = [(_overlap(place, event.anchors), _alike(ruling, event), event) for event in events]
    likely = [(share, alike, event) for share, alike, event in shares if share > 0]
    if not likely:
        return None
    return max(likely, key=lambda found: (found[0] > 0.5, found[1], found[0]))[2]


def _alike(ruling: Ruling, event: AnyEvent) -> int:
    concept = event.concept.id if event.concept else event.text
    return (f'"{concept}"' in ruling.datum) + (event.id == ruling.id)


def _overlap(place: Place, anchors: Sequence[Anchor]) -> float:
    """The share of characters that a place and the nearest of the anchors have in common."""
    shares = [0.0]
    for anchor in anchors:
        common = min(place.end, anchor.end) - max(place.start, anchor.start)
        shares.append(common / (max(place.end, anchor.end) - min(place.start, anchor.start)))
    return max(shares)
