"""ANC: the evidence itself."""

from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.model import Anchor, Course, Document


def quotes_stand(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look up every anchor of every course in the text."""
    text, id = document.text, document.id
    for course in courses:
        for event in course.events:
            for anchor in event.anchors:
                found = text[anchor.start : anchor.end]
                if anchor.document != id or found != anchor.exact:
                    yield _remark(document, course, event.id, anchor, found)


def _remark(document: Document, course: Course, event: str, anchor: Anchor, found: str) -> Remark:
    size = len(document.text)
    start = min(anchor.start, max(0, size - 1))
    end = max(start + 1, min(anchor.end, size))
    return Remark(
        f"The course quotes {anchor.exact!r} at characters {anchor.start} to {anchor.end}, "
        f"where the document has {found!r}.",
        (start, end),
        suggestion="Extract the course anew from this document.",
        events=(event,),
        course=course.id,
    )


_TEXT = "Ferritin was 900 ng/mL on admission."
_EVENT = {
    "kind": "measurement",
    "quote": "Ferritin was 900 ng/mL",
    "anchors": [{"document": "sha256:0", "start": 0, "end": 8, "exact": "Ferritin"}],
}
ANC001 = Rule(
    "ANC001",
    "A quote does not stand where its anchor says",
    "error",
    ("W3C Web Annotation Data Model, text position and text quote selectors",),
    quotes_stand,
    Examples(
        fires=(Example(_TEXT, (_EVENT,)),),
        still=(Example(_TEXT, ({"kind": "measurement", "quote": "Ferritin was 900 ng/mL"},)),),
    ),
)
