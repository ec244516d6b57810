"""UNI006: lesions and devices whose size is printed in metres."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.audit.passages import digits, one_line, passages
from epicrisis.model import Course, Document

_METRES = re.compile(
    r"(?<![\w.])\d{1,3}(?:[.,]\d+)?(?:\s*(?:[cm]?m)?\s*[×xX*]\s*\d{1,3}(?:[.,]\d+)?){1,2}\s?(?P<unit>m)(?![\w/²³^]|\.\w|\s*/|\s[23]\b)"
    r"|(?<![\w.])\d{1,3}(?:[.,]\d+)?\s?(?P<alone>m)(?=\s+(?:(?:in\s+(?:diameter|size|length|width|thickness|the\s+greatest|its\s+largest))|"
    r"(?:[a-z-]+\s+){0,2}?(?:mass|lesion|nodule|tumou?r|cyst|stone|polyp|ulcer|incision|aneurysm|stent)\b))"
)
_BODY = re.compile(
    r"\b(?:mass\w*|lesions?|nod(?:ul)?\w*|tumou?rs?|cysts?|cystic|stones?|calcul\w+|polyps?|ulcer\w*|aneurysm\w*|stents?|goit\w+|"
    r"specimens?|biops\w+|abscess\w*|h[a]?ematoma\w*|neoplasm\w*|metasta\w+|defects?|plaques?|opacit\w+|thromb\w+|"
    r"swelling|vegetation\w*|collection|fibroid\w*|carcinoma|myxoma|lipoma|adenoma|kidney|spleen|liver|uterus|ovary|lobe|"
    r"balloon|catheter|mesh|resected|excised|measur\w+)\b",
    re.I,
)
_OUTSIDE = re.compile(
    r"\b(?:room|fell|fall|height|walk\w*|distance|metres?|meters?|pool|tall|altitude|field|run|ran|sprint|dive|jump\w*)\b",
    re.I,
)
_METRE = re.compile(r"\s?m(?=[\s,.;)])")
_NEAR = 90  # characters around a size in which its lesion is named


def in_metres(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for a tumour, a stone or a stent of so many metres."""
    text = document.text
    if not any(_METRE.match(text, end) for _, end in digits(document) if _m(text, end)):
        return
    for span in passages(document):
        for found in _METRES.finditer(text, *span):
            around = text[max(span[0], found.start() - _NEAR) : min(span[1], found.end() + _NEAR)]
            if _BODY.search(around) and not _OUTSIDE.search(around):
                yield Remark(
                    f"Nothing in a body measures metres: {one_line(found[0])!r}.", found.span()
                )


def _m(text: str, end: int) -> bool:
    return text[end : end + 1] == "m" or text[end + 1 : end + 2] == "m"


UNI006 = Rule(
    "UNI006",
    "A lesion or a device measured in metres",
    "warning",
    (),
    in_metres,
    Examples(
        fires=(
            Example("CT showed a mass of 12.3 × 10.2 × 7.2 m in the left lobe."),
            Example("A 4 m nodule was resected."),
            Example("The cyst measured 45 x 30 m."),
        ),
        still=(
            Example("CT showed a mass of 12.3 × 10.2 × 7.2 cm in the left lobe."),
            Example("He was found in a room of 3 × 4 m with a mass on his arm."),
            Example("She walked 400 m with a nodule."),
        ),
    ),
)
