"""XRF003: a diagnosis against a result that its definition excludes."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule, place_of
from epicrisis.audit.passages import case_end, one_line, search
from epicrisis.model import Course, Document, Measurement

_AMYOPATHIC = re.compile(
    r"(?<!clinically )(?<!clinical )(?<!hypo)\bamyopathic\s+(?:dermatomyositis|DM\b)"
    r"|\bdermatomyositis\s+sine\s+myositis",
    re.I,
)
_ENZYMES = ("ck", "aldolase")
_SHOWN = 3  # places of the diagnosis that a finding lists


def muscle_enzymes(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for raised muscle enzymes beside a diagnosis of amyopathic dermatomyositis."""
    own = [course for course in courses if course.cited is None]
    if len(own) != 1:
        return
    event = next((e for e in own[0].events if isinstance(e, Measurement) and _raised(e)), None)
    if event is None:
        return
    end = case_end(document)
    named = [found.span() for found in search(document, _AMYOPATHIC) if found.start() < end]
    if named:
        yield Remark(
            f"{one_line(event.anchors[0].exact)!r} in amyopathic dermatomyositis: normal "
            "muscle enzymes are part of its definition, with raised ones it is at most "
            "hypomyopathic.",
            place_of(event),
            related=tuple(named[:_SHOWN]),
            events=(event.id,),
            course=own[0].id,
        )


def _raised(event: Measurement) -> bool:
    """Whether it is a muscle enzyme above its limit."""
    if event.analyte not in _ENZYMES:
        return False
    limits = event.reference_range
    if event.quantity and limits and limits.high:
        return event.quantity.value > limits.high and event.quantity.comparator != "<"
    return event.interpretation == "high"


_CK = {"kind": "measurement", "analyte": "ck", "quote": "CK was elevated", "interpretation": "high"}
XRF003 = Rule(
    "XRF003",
    "Raised muscle enzymes in a disease defined by normal ones",
    "warning",
    ("Gerami et al. 2006, J Am Acad Dermatol 54:597, doi:10.1016/j.jaad.2005.10.041",),
    muscle_enzymes,
    Examples(
        fires=(Example("Amyopathic dermatomyositis was found. CK was elevated.", (_CK,)),),
        still=(
            Example("Clinically amyopathic dermatomyositis was found. CK was elevated.", (_CK,)),
            Example("Dermatomyositis was found. CK was elevated.", (_CK,)),
        ),
    ),
)
