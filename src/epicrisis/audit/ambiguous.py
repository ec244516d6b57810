"""TIM010, UNI005 and CIT006: what is printed in a way that can be read as two things."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.audit.passages import one_line, search, search_numbers
from epicrisis.model import Course, Document

_DATE = re.compile(
    r"(?<![\d./-])(?P<one>\d{1,2})(?P<sign>[./-])(?P<two>\d{1,2})(?P=sign)(?P<year>(?:19|20)\d\d)(?![\d/-]|\.\d)"
)
_MONTHS = 12


def dates(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for dates in numbers that no other date of the report tells the order of."""
    found = [
        one
        for one in search_numbers(document, _DATE)
        if 0 < int(one["one"]) <= 31 and 0 < int(one["two"]) <= 31
    ]
    if any(max(int(one["one"]), int(one["two"])) > _MONTHS for one in found):
        return  # a day beyond twelve tells which number is the month in all of them
    open_ = [one for one in found if int(one["one"]) != int(one["two"])]
    if open_:
        yield Remark(
            f"{open_[0][0]!r} may be day and month or month and day; nothing in the report tells.",
            open_[0].span(),
            related=tuple(one.span() for one in open_[1:]),
        )


_COMMA = re.compile(r"[<>≤≥]?\s*\d{1,3},\d{1,2}(?!\d)(?:\s|$|[(–-])")
_POINT = re.compile(r"[<>≤≥]?\s*\d{1,4}\.\d{1,2}(?!\d)(?:\s|$|[(–-])")


def separators(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for tables that print decimal fractions with a comma here and a point there."""
    for table in document.tables:
        text = document.text
        commas, points = [], []
        for cell in table.cells:
            words = text[cell.start : cell.end]
            if _COMMA.match(words):
                commas.append((cell.start, cell.end))
            elif _POINT.match(words):
                points.append((cell.start, cell.end))
        if commas and points:
            fewer, more = sorted((commas, points), key=len)
            yield Remark(
                f"{one_line(text[slice(*fewer[0])])!r} and {one_line(text[slice(*more[0])])!r}: "
                "comma and point both stand for decimals in one table.",
                fewer[0],
                related=(*fewer[1:], more[0]),
            )


_CITATION = re.compile(  # an item of a list, "(1) fever", goes on without a mark behind it
    r"(?:\bet\s+al\.?,?\s*|[\w)]\s)(?:\[\s*(?P<square>\d{1,3})(?=[\d\s,–-]*\])"
    r"|\((?P<round>\d{1,3})(?=(?:\s*[,–-]\s*\d{1,3})*\)\s*(?:[.,;:]|\w+ed\b)))"
)
_ENOUGH = 4  # numbers from 1 upwards that make a run of citations


def listless(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for numbered citations in a text without a list: what they cite was not checked."""
    if document.references:
        return
    for name in ("square", "round"):
        first: dict[int, re.Match[str]] = {}
        for found in search(document, _CITATION, "[" if name == "square" else "("):
            if found[name]:
                first.setdefault(int(found[name]), found)
        starts = [first[n].start() for n in range(1, _ENOUGH + 1) if n in first]
        if len(starts) == _ENOUGH and starts == sorted(starts):
            yield Remark(
                f"Citations from 1 to {max(first)} and no reference list was found in the file.",
                first[1].span(name),
                related=tuple(one.span(name) for one in list(first.values())[1:_ENOUGH]),
            )
            return


TIM010 = Rule(
    "TIM010",
    "A date may be read in two ways",
    "note",
    ("ISO 8601 (year, month, day)",),
    dates,
    Examples(
        fires=(Example("He was admitted on 8-5-2020."),),
        still=(
            Example("He was admitted on 8-5-2020 and discharged on 23-5-2020."),
            Example("He was admitted on 5-5-2020."),
        ),
    ),
)
UNI005 = Rule(
    "UNI005",
    "Comma and point both stand for decimals in one table",
    "note",
    (),
    separators,
    Examples(
        fires=(Example("Day\t1\t2\nCRP\t17.5\t12,4\nHb\t11.2\t12.1\n"),),
        still=(Example("Day\t1\t2\nCRP\t17.5\t12.4\nPlatelets\t112,000\t98,000\n"),),
    ),
)
_CITING = "Lungs (1), skin (2). Muscles waste (3), antibodies rise (4)."
CIT006 = Rule(
    "CIT006",
    "Citations by number and no reference list",
    "info",
    (),
    listless,
    Examples(
        fires=(Example(_CITING),),
        still=(
            Example(f"{_CITING}\n[1] Abel K. On lungs. 2001.\n[2] Baker L. On muscles. 2002."),
            Example("Needed are (1) fever, (2) rash, (3) pain in joints and (4) ferritin."),
        ),
    ),
)
