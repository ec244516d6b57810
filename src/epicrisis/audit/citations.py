"""CIT: citation numbers against the reference list.

Only documents whose reference list was read are asked about, and only numbers in the one kind of
brackets that the document cites with.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from epicrisis.audit.base import Example, Examples, Remark, Rule, Span
from epicrisis.audit.passages import one_line, passages, search
from epicrisis.measures.memory import remembered
from epicrisis.model import Course, Document, Reference

_NUMBERS = r"(?P<numbers>\d{1,3}(?:\s*[,;–—‐-]\s*\d{1,3})*)"
_SQUARE = re.compile(rf"\[\s*{_NUMBERS}\s*\]")
_ROUND = re.compile(rf"(?<![\w)])\s?\(\s*{_NUMBERS}\s*\)")
_PART = re.compile(r"(?P<low>\d{1,3})(?:\s*[–—‐-]\s*(?P<high>\d{1,3}))?")
_NAME = r"(?P<name>(?:(?:van|von|de|del|der|den|di|la|le|el|al)\s+)*[A-ZÀ-Þ][\w'’-]+)"
_BY_OTHERS = (
    r"(?:et\s+al\b\.?|and\s+(?:co-?workers|colleagues)),?\s*[(\[]\s*(?P<number>\d{1,3})\s*[)\]]"
)
_NUMBERED = re.compile(_BY_OTHERS)
_CITED = re.compile(rf"\b{_NAME}(?:\s+[A-Z]{{1,3}})?\s*,?\s+{_BY_OTHERS}")
_MOST_CITED = 0.5  # share of the list that round brackets must cite to be citations
_LEAST_LISTED = 3
_LONG = 30  # characters of an entry or a title that no other article has
_LEAST_SHIFTED = 3  # names that a constant distance must explain


@dataclass(frozen=True, slots=True)
class _Mark:
    """A citation in brackets: its span and the numbers in it."""

    start: int
    end: int
    numbers: tuple[int, ...]


@remembered(1)
def _marks(document: Document) -> list[_Mark]:
    """The citations of a document, in the kind of brackets it uses."""
    listed = {reference.number for reference in document.references}
    if len(listed) < _LEAST_LISTED:
        return []
    square, round_ = (
        [_mark(found) for found in search(document, pattern)] for pattern in (_SQUARE, _ROUND)
    )
    for marks in (square, round_):
        cited = {number for mark in marks for number in mark.numbers}
        if len(cited & listed) >= _MOST_CITED * len(listed):
            return marks
    return []


def cited_numbers(document: Document) -> set[int]:
    """Give the numbers that the text cites; none where the style of citing was not told."""
    return {number for mark in _marks(document) for number in mark.numbers}


def _mark(found: re.Match[str]) -> _Mark:
    numbers: list[int] = []
    for part in _PART.finditer(found["numbers"]):
        low, high = int(part["low"]), int(part["high"] or part["low"])
        numbers.extend(range(low, high + 1) if low <= high < low + 60 else (low, high))
    return _Mark(found.start("numbers"), found.end("numbers"), tuple(numbers))


def _plausible(mark: _Mark) -> bool:
    """Whether numbers in brackets look like citations: from 1 upwards, in order."""
    return mark.numbers[0] > 0 and list(mark.numbers) == sorted(mark.numbers)


def beyond_list(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for numbers that the reference list does not reach."""
    last = max((reference.number for reference in document.references), default=0)
    for mark in _marks(document):
        beyond = [number for number in mark.numbers if number > last]
        if beyond and _plausible(mark):
            words = ", ".join(str(number) for number in beyond)
            yield Remark(
                f"Reference {words} is cited; the list ends at {last}.", (mark.start, mark.end)
            )


def named_otherwise(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare the name in front of a citation with the first author behind its number.

    A constant distance between the two is one finding with all its places.
    """
    listed = {reference.number: reference for reference in document.references}
    by_author: dict[str, list[Reference]] = {}
    for reference in document.references:
        by_author.setdefault(_plain(_author(document, reference)), []).append(reference)
    wrong: list[tuple[re.Match[str], Reference, list[Reference]]] = []
    for found in _cited(document) if listed else ():
        name, number = _plain(found["name"]), int(found["number"])
        cited = listed.get(number)
        meant = by_author.get(name, [])
        if cited and meant and name not in _plain(_words(document, cited)):
            wrong.append((found, cited, meant))
    apart = {cited.number - meant[0].number for _, cited, meant in wrong if len(meant) == 1}
    if len(wrong) >= _LEAST_SHIFTED and len(apart) == 1 and all(len(m) == 1 for _, _, m in wrong):
        yield _shifted(wrong, apart.pop())
    else:
        for found, cited, meant in wrong:
            yield _otherwise(document, found, cited, meant)


def _shifted(
    wrong: list[tuple[re.Match[str], Reference, list[Reference]]],
    apart: int,
) -> Remark:
    """One cause: the numbers of the text and those of the list lie a constant apart."""
    cases = [
        f"{found['name']} is cited as {cited.number} and is {meant[0].number} in the list"
        for found, cited, meant in wrong
    ]
    places = [found.span() for found, _, _ in wrong]
    entries: list[Span] = [(meant[0].start, meant[0].end) for _, _, meant in wrong]
    return Remark(
        f"The citations are {abs(apart)} {'above' if apart > 0 else 'below'} the list: "
        f"{'; '.join(cases)}.",
        places[0],
        related=(*places[1:], *entries),
        suggestion=f"number minus {apart}" if apart > 0 else f"number plus {-apart}",
    )


def _cited(document: Document) -> Iterator[re.Match[str]]:
    for start, end in passages(document):
        if _NUMBERED.search(document.text, start, end):
            yield from _CITED.finditer(document.text, start, end)


def _otherwise(
    document: Document, found: re.Match[str], cited: Reference, meant: list[Reference]
) -> Remark:
    numbers = " or ".join(str(reference.number) for reference in meant)
    related: list[Span] = [(one.start, one.end) for one in (cited, *meant)]
    return Remark(
        f"{found['name']} is cited as {cited.number}, which is {_author(document, cited)}; "
        f"{found['name']} is {numbers} in the list.",
        found.span(),
        related=tuple(related),
        suggestion=numbers,
    )


def _words(document: Document, reference: Reference) -> str:
    return document.text[reference.start : reference.end]


def _author(document: Document, reference: Reference) -> str:
    """The surname of the first author, from the reader or from the entry's first word."""
    if reference.first_author:
        return reference.first_author
    first = re.search(r"[A-ZÀ-Þ][\w'’-]+", _words(document, reference))
    return first[0] if first else ""


_ACCENTS = re.compile(r"[\u0300-\u036f]+")


def _plain(name: str) -> str:
    """A name for comparison: no case, no accents, one spelling of the apostrophe."""
    if name.isascii():
        return one_line(name.casefold())
    flat = unicodedata.normalize("NFKD", name.casefold().replace("’", "'"))
    return one_line(_ACCENTS.sub("", flat))


_RANGE = re.compile(
    r"\[\s*\d{1,3}(?:\s*,\s*\d{1,3})*\s*[–—‐-]\s*\d{1,3}(?:\s*[,–—‐-]\s*\d{1,3})*\s*\]"
)


def malformed(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for ranges of citations that run backwards or have more than two ends."""
    if len(document.references) < _LEAST_LISTED:
        return
    for found in search(document, _RANGE):
        parts = re.split(r"\s*,\s*", found[0].strip("[] "))
        ends = [[int(n) for n in re.findall(r"\d+", part)] for part in parts]
        if any(len(run) > 2 or (len(run) == 2 and run[0] >= run[1]) for run in ends):
            yield Remark(f"{found[0]!r} is no range of references.", found.span())


def listed_twice(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for entries with the same words, the same DOI, or the same author, year and title."""
    seen: dict[object, Reference] = {}
    told: set[int] = set()
    for reference in document.references:
        for key in _marks_of_one(document, reference):
            first = seen.setdefault(key, reference)
            if first is reference or reference.start in told:
                continue
            told.add(reference.start)
            both = f"References {first.number} and {reference.number}"
            same = _plain(first.title) == _plain(reference.title) or not reference.title
            yield Remark(
                f"{both} are the same article." if same else f"{both} bear the same DOI.",
                (first.start, first.end),
                related=((reference.start, reference.end),),
            )


def _marks_of_one(document: Document, reference: Reference) -> Iterator[object]:
    """What no two articles have in common."""
    words = re.sub(r"^\W*\d+\W+", "", _plain(_words(document, reference)))
    key = re.sub(r"\W+", " ", words)
    if len(key) > _LONG:
        yield key
    if reference.doi:
        yield reference.doi.lower()
    title = re.sub(r"\W+", " ", _plain(reference.title)).strip()
    if len(title) > _LONG // 2 and reference.year:
        yield _plain(_author(document, reference)), reference.year, title


_LIST = (
    "\n[1] Abel K. On lungs and what is in them. J One. 2001;1:1.\n[2] Baker L. On muscles and "
    "their use. J Two. 2002;2:2.\n[3] Clark M. On antibodies in general. J Three. 2003;3:3."
)
_TWICE = _LIST + "\n[4] Baker L. On muscles and their use. J Two. 2002;2:2."
_STILL = (Example("Lungs [1,2] were described. Clark et al. [3] found antibodies [1-3]." + _LIST),)
CIT001 = Rule(
    "CIT001",
    "A citation number is beyond the end of the reference list",
    "error",
    (),
    beyond_list,
    Examples(
        fires=(Example("Lungs [1,2] were described, and antibodies [3,7]." + _LIST),), still=_STILL
    ),
)
CIT002 = Rule(
    "CIT002",
    "The name in the text and the author behind the number differ",
    "error",
    (),
    named_otherwise,
    Examples(fires=(Example("Lungs [1,2]. Clark et al. [2] found them." + _LIST),), still=_STILL),
)
CIT003 = Rule(
    "CIT003",
    "A range of citations is malformed",
    "warning",
    (),
    malformed,
    Examples(fires=(Example("Lungs were described [1–1–3] before." + _LIST),), still=_STILL),
)
CIT004 = Rule(
    "CIT004",
    "One article or DOI stands twice in the reference list",
    "warning",
    (),
    listed_twice,
    Examples(fires=(Example("Lungs [1,2] and muscles [3,4]." + _TWICE),), still=_STILL),
)
