"""CIT005 and OCR001: references that nothing cites, and what the reader repaired."""

from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.audit.citations import cited_numbers
from epicrisis.audit.passages import one_line
from epicrisis.model import Course, Document

_MOST_CITED = 0.7  # share of the list that must be cited before the rest is called unused
_SHOWN = 12


def unused(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Name, once, the entries of the reference list that no citation reaches."""
    cited = cited_numbers(document)
    left = [one for one in document.references if one.number not in cited]
    if not cited or not left or len(left) > (1 - _MOST_CITED) * len(document.references):
        return
    words = ", ".join(str(reference.number) for reference in left)
    yield Remark(
        f"No citation of reference {words} was found in the text.",
        (left[0].start, left[0].end),
        related=tuple((one.start, one.end) for one in left[1:]),
    )


def repairs(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Show, once, the letters that the reader took for others than the print has."""
    made = [edit for edit in document.edits if edit.kind == "ocr" and edit.start < edit.end]
    if not made:
        return
    shown = dict.fromkeys(
        f"{one_line(document.text[edit.start : edit.end])!r} as {edit.replacement!r}"
        for edit in made
    )
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    yield Remark(
        f"Read from damaged print: {', '.join(list(shown)[:_SHOWN])}{more}.",
        (made[0].start, made[0].end),
        related=tuple((edit.start, edit.end) for edit in made[1:]),
    )


_LIST = (
    "\n[1] Abel K. On lungs and what is in them. 2001.\n[2] Baker L. On muscles. 2002."
    "\n[3] Clark M. On antibodies. 2003.\n[4] Dunn N. On skin. 2004."
)
CIT005 = Rule(
    "CIT005",
    "A reference that nothing cites",
    "info",
    (),
    unused,
    Examples(
        fires=(Example("Lungs [1] and muscles [2,3] were described." + _LIST),),
        still=(Example("Lungs [1] and muscles [2-4] were described." + _LIST),),
    ),
)
OCR001 = Rule(
    "OCR001",
    "The reader took damaged letters for others",
    "info",
    (),
    repairs,
    Examples(
        fires=(Example("Fcrritin was 900 ng/mL.", repairs=(("Fcrritin", "Ferritin"),)),),
        still=(Example("Ferritin was 900 ng/mL."),),
    ),
)
