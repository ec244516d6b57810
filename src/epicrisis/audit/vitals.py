"""PHY006 and NUM004: vital signs and coma scores as the text prints them."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.audit.passages import one_line, search, search_beside
from epicrisis.model import Course, Document

_DEGREES = re.compile(
    r"(?<![\d.,–-])(?P<value>\d{2,3}(?:[.,]\d{1,2})?)\s*(?:[°º˚]\s*(?P<sign>[CF])?|degrees?\s*(?P<unit>[CF]\w*)?)"
    r"(?![\w])",
)
_SCALE = re.compile(r"(\d{2,3})(?:[.,]\d{1,2})?\s*(?:[°º˚]|degrees?)")
_FEVER = re.compile(
    r"\b(?:fevers?|feverish|a?febrile|pyrexi\w+|hypertherm\w+|temperatures?|temp|tmax|T)\b[^;]{0,45}$",
    re.I,
)
_NO_BODY = re.compile(
    r"\b(?:ablat\w+|incubat\w*|electrod\w*|probe|water|heat\w*|steam|thermal|hot|autoclav\w*|stor\w+|room|"
    r"ambient|environment\w*|weather|sauna|pcr|anneal\w*|sterili\w+|cryo\w*|outdoor|outside|warm\w+|air|cold|"
    r"flexion|extension|abduction|rotation|angle|tilt|melt\w*|boil\w*|oven|laser|needle|tip)\b",
    re.I,
)
_HOTTEST = {"C": 43.6, "F": 110.5}  # one survivor of 46.5 °C (heat stroke) is known to the books
_COLDEST = {"C": 10.0, "F": 50.0}
_PH = re.compile(r"\bpH\b(?P<between>[^.;\d]{0,15}?)(?P<value>\d{1,2}[.,]\d{1,3})(?!\d)", re.I)
_BLOOD = re.compile(
    r"\bp\s?a?\s?C\s?[O0]\s?2|HCO|bicarb|base\s+(?:excess|deficit)|lactate|blood\s+gas|\bABG|acid(?:osis|emia|aemia)|"
    r"arterial|p[aO]?\s?O\s?2",
    re.I,
)
_NO_BLOOD = re.compile(
    r"urin|gastric|fluid|pleural|stomach|esophag|saliva|vagin|ascit|probe|monitor|buffer|solution|semen|skin|tear|stool",
    re.I,
)
_GLASGOW = re.compile(
    r"\b(?:Glasgow(?:[\s-]+com[ae])?(?:[\s-]+(?:scale|score)){1,2}|GCS)(?:\s*\(GCS\))?(?:\s+score)?(?P<between>[^.;\d()]{0,30}?[(]?)"
    r"(?P<value>(?<!\b[EVMevm])(?<!\b[EVMevm][\s:=])\d{1,2})(?![\d%.–-]|\s*(?:points?|years?|days?|min|hours?|h\b|weeks?|months?|to\b|patients?))",
    re.I,
)
_BY = re.compile(
    r"\b(?:by|of\s+less|than|[<>≤≥]|for|after|at\s+hour|extended|outcome|GOS|range|from|between|drop\w*)\b|[<>≤≥]",
    re.I,
)
_EYES = re.compile(
    r"(?P<total>\d{1,2})\s*(?:/\s*15\s*)?[([,:;]?\s*(?:with\s+)?E\s*[:=]?\s*(?P<e>[1-4])\s*[,;/+]?\s*"
    r"(?:V\s*[:=]?\s*(?P<v>[1-5])\s*[,;/+]?\s*M\s*[:=]?\s*(?P<m>[1-6])|M\s*[:=]?\s*(?P<m2>[1-6])\s*[,;/+]?\s*V\s*[:=]?\s*(?P<v2>[1-5]))"
)


def vitals(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for body temperatures, blood pH and coma scores outside what bodies can have."""
    yield from _temperatures(document)
    text = document.text
    for found in search(document, _PH, "ph"):
        value = float(found["value"].replace(",", "."))
        around = text[max(0, found.start() - 80) : found.end() + 80]
        if not 6.3 <= value <= 8.0 and _BLOOD.search(around) and not _NO_BLOOD.search(around):
            yield Remark(f"A blood pH of {value:g} is not possible.", _span(found))
    for found in search(document, _GLASGOW, "gcs|glasgow"):
        value = int(found["value"])
        if not 3 <= value <= 15 and not _BY.search(found["between"]):
            yield Remark(
                f"The Glasgow Coma Scale runs from 3 to 15: {one_line(found[0])!r}.", _span(found)
            )


def _span(found: re.Match[str]) -> tuple[int, int]:
    return found.start("value"), found.end("value")


def _extreme(text: str, start: int, end: int) -> bool:
    """Whether a number before a sign of degrees is one that matters."""
    found = _SCALE.match(text, start) if end - start in (2, 3) else None
    return found is not None and not 11 <= int(found[1]) <= 43


def _temperatures(document: Document) -> Iterator[Remark]:
    text = document.text
    for found in search_beside(document, _DEGREES, _extreme, "°|º|˚|degree"):
        before = text[max(0, found.start() - 60) : found.start()]
        if not _FEVER.search(before) or _NO_BODY.search(
            text[max(0, found.start() - 80) : found.end() + 20]
        ):
            continue
        value = float(found["value"].replace(",", "."))
        named = (found["sign"] or found["unit"] or "")[:1]
        scale = named or ("F" if value > 80 else "C")
        if not _COLDEST[scale] <= value <= _HOTTEST[scale]:
            yield Remark(
                f"A body temperature of {one_line(found[0])} is not possible in a living patient.",
                _span(found),
            )


def components(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Add up the printed parts of a Glasgow Coma Scale."""
    for found in search(document, _EYES, "gcs|glasgow"):
        parts = [int(found["e"]), int(found["v"] or found["v2"]), int(found["m"] or found["m2"])]
        if sum(parts) != int(found["total"]):
            yield Remark(
                f"Eyes, voice and movement make {sum(parts)}, printed {found['total']}: "
                f"{one_line(found[0])!r}.",
                found.span(),
                suggestion=str(sum(parts)),
            )


PHY006 = Rule(
    "PHY006",
    "A vital sign that no body can have",
    "error",
    ("Teasdale & Jennett 1974, Lancet 2:81 (3 to 15); limits of the possible: analytes.tsv",),
    vitals,
    Examples(
        fires=(
            Example("She was febrile (48.5 °C) on admission."),
            Example("Arterial blood gas showed pH 8.46 and PaCO2 48 mmHg."),
            Example("His Glasgow Coma Scale (GCS) was 18/15."),
        ),
        still=(
            Example("She was febrile (38.5 °C), and the tumour was ablated at 60 °C."),
            Example("Arterial blood gas showed pH 7.46; the urine had a pH of 8.5."),
            Example("His Glasgow Coma Scale (GCS) was E2V1M4 and fell by 2 points."),
        ),
    ),
)
NUM004 = Rule(
    "NUM004",
    "The parts of a coma score do not make its sum",
    "warning",
    ("Teasdale & Jennett 1974, Lancet 2:81",),
    components,
    Examples(
        fires=(Example("The GCS was 12 (E2V4M5) on arrival."),),
        still=(Example("The GCS was 11 (E2V4M5) on arrival."),),
    ),
)
