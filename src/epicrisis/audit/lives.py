"""PHY012: ages that nobody reaches, and pregnancies that last too long."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.audit.passages import (
    digits_by_length,
    holding,
    in_passages,
    lowered,
    one_line,
)
from epicrisis.model import Course, Document

_OLDEST = 122  # years
_LAST_WEEK = 46  # of a pregnancy
_OLD = re.compile(r"[\s-]*years?[\s-]*(?:old|of\s+age)\b", re.I)
_OBJECT = re.compile(
    r"[\s-]*years?[\s-]*old\s+(?:\w+\s+){0,2}?(?:hospital|building|house|tree|specimen|museum|school|collection|tradition|"
    r"\w*sample|mummy|bone|skeleton|skull|debate|history|drug|technique|concept|disease)",
    re.I,
)
_PREGNANT = re.compile(
    r"(?<![\d.,/–-])(?P<weeks>\d{2})(?:\s*\+\s*(?P<days>\d)(?:/7)?|\s*(?P<seventh>\d)/7)?"
    r"[\s-]*w(?:ee)?ks?['’]?(?:\s+and\s+\d\s+days?)?[\s-]*(?:of\s+)?(?:gestation\w*|pregnan\w*|amenorrh\w*|EGA|GA)\b"
    r"|\b(?:gestational\s+age|GA)(?:\s*\(GA\))?\s*(?:of|was|:|=|at)?\s*(?P<weeks2>\d{2})(?:\s*\+\s*(?P<days2>\d))?[\s-]*w(?:ee)?ks?\b"
    r"|(?<![\d.,/–-])(?P<weeks3>\d{2})\s*\+\s*(?P<days3>\d)[\s-]*w(?:ee)?ks?\b",
    re.I,
)
_NO_COUNT = re.compile(r"\b(?:after|post|follow\w*|until|for)\s*\Z", re.I)
_BEFORE = 12


def impossible_lives(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for ages above any ever reached, and for weeks and days that no pregnancy has."""
    text = document.text
    for start, end in digits_by_length(document).get(3, ()):
        if int(text[start:end]) <= _OLDEST or text[start - 1 : start] in ".,-–/":
            continue
        found = _OLD.match(text, end)
        if found and not _OBJECT.match(text, end) and in_passages(document, start):
            yield Remark(f"Nobody lives to be {text[start:end]} years old.", (start, found.end()))
    low = lowered(document)
    if "gesta" in low or "pregnan" in low or "amenorr" in low:
        yield from _pregnancies(document)


def _pregnancies(document: Document) -> Iterator[Remark]:
    for span in holding(document, "week|wk", "gesta|pregnan|amenorr"):
        for found in _PREGNANT.finditer(document.text, *span):
            weeks = int(found["weeks"] or found["weeks2"] or found["weeks3"])
            days = int(found["days"] or found["days2"] or found["days3"] or found["seventh"] or 0)
            if weeks < _LAST_WEEK and days <= 6:
                continue
            if _NO_COUNT.search(document.text, max(0, found.start() - _BEFORE), found.start()):
                continue
            said = "A week has seven days" if days > 6 else "No pregnancy lasts so long"
            yield Remark(f"{said}: {one_line(found[0])!r}.", found.span())


PHY012 = Rule(
    "PHY012",
    "An age that nobody reaches, or a pregnancy too long",
    "warning",
    (
        "the oldest person of proven age was 122",
        "Anderson, Laughon & Zhang 2012: term is weeks 37 to 41",
    ),
    impossible_lives,
    Examples(
        fires=(
            Example("A 157-year-old woman came with a cough."),
            Example("She gave birth at 74 weeks of gestation."),
            Example("A girl was born at 38+9 weeks of gestation."),
            Example("She was pregnant and came at 31 + 8 weeks."),
        ),
        still=(
            Example("A 57-year-old woman came to a 157-year-old hospital."),
            Example("She gave birth at 34 weeks of gestation and was well for 60 weeks."),
            Example("A girl was born at 38+6 weeks of gestation."),
        ),
    ),
)
