"""What a patient has, in the few words that a table has room for."""

import re
from math import inf

from epicrisis.model import Course, Disease, PhenotypicFeature
from epicrisis.vocab.broader import Idea, idea_of

_SHORT_FORM = re.compile(r"[A-Z][A-Za-z0-9/-]*[A-Z]")
_Events = list[Disease | PhenotypicFeature]


def diseases(course: Course) -> list[tuple[str, _Events]]:
    """The diagnoses of this illness as the title has them, then the others; none of the past.

    A wider name of what is there by a narrower one is left out of sight and stays as its evidence:
    who has an acute lymphoblastic leukemia has a leukemia. Where no disease is named, the signs
    that the report is titled for stand in its place.
    """
    found: _Events = [e for e in course.events if isinstance(e, Disease) and e.status == "present"]
    titled = {_label(e): e.anchors[0].start for e in reversed(found) if e.section == "title"}
    found.sort(key=lambda e: (titled.get(_label(e), inf), not getattr(e, "principal", False)))
    if not found:
        found = [
            e
            for e in course.events
            if isinstance(e, PhenotypicFeature) and e.status == "present" and _is_titled(e)
        ]
    named: dict[str, _Events] = {}
    for event in found:
        named.setdefault(_label(event), []).append(event)
    return [(_shown(label, events, course), events) for label, events in _narrowest(named).items()]


def _is_titled(sign: PhenotypicFeature) -> bool:
    """A sign of the title that a terminology holds: `lesion` and `symptoms` say nothing."""
    return sign.section == "title" and sign.concept is not None and ":" in sign.concept.id


def _label(event: Disease | PhenotypicFeature) -> str:
    return event.concept.label if event.concept else event.text


def _shown(label: str, events: _Events, course: Course) -> str:
    """Of a cited patient the short form too: its long form stands elsewhere, if at all."""
    printed = events[0].text
    short = course.cited and _SHORT_FORM.fullmatch(printed) and printed != label
    return f"{label} ({printed})" if short else label


def _narrowest(named: dict[str, _Events]) -> dict[str, _Events]:
    """Let each wider name lend its evidence to the first of the narrowest that it holds."""
    ideas = {label: _idea(events[0]) for label, events in named.items()}
    narrower = {
        label: [other for other in named if _is_narrower(ideas[other], ideas[label])]
        for label in named
    }
    kept: dict[str, _Events] = {}
    for label, events in named.items():
        of = next((other for other in narrower[label] if not narrower[other]), label)
        kept.setdefault(of, []).extend(events)
    return {label: kept[label] for label in named if label in kept}


def _is_narrower(idea: Idea, other: Idea) -> bool:
    return idea.is_kind_of(other) and not other.is_kind_of(idea)


def _idea(event: Disease | PhenotypicFeature) -> Idea:
    return idea_of(event.concept.id if event.concept else "", _label(event))
