"""The stretches of a document that a check reads, and small things read in them.

Reference lists, author lines and boilerplate are full of numbers that state nothing about a
patient, so they are left out.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from math import isfinite

from epicrisis.audit.base import Span
from epicrisis.measures.memory import remembered
from epicrisis.model import Document

_UNREAD = frozenset({"reference", "boilerplate", "front_matter", "keywords"})
_LIST_HEAD = re.compile(
    r"^[ \t#*]*(?:references|bibliography|literature cited)[\s:*]*$", re.I | re.M
)
_DISCUSSION = re.compile(
    r"^[ \t#*\dIVX.]*(?:discussions?|conclusions?|review of (?:the )?literature|literature review)"
    r"\b[^\n]{0,40}$",
    re.I | re.M,
)
_CASE = re.compile(
    r"^[ \t#*\d.]*(?:case\s+(?:presentation|reports?|description|summary)|introduction|background)"
    r"\b[^\n]{0,40}$",
    re.I | re.M,
)
_DISCUSSED = ("discussion", "conclusion", "literature")  # one of them stands in every such heading
_END = re.compile(
    r"[.!?](?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bal\.)(?<!\bvs\.)(?<!\bFig\.)(?<!\bDr\.)(?<!\bapprox\.)"
    r"(?<!\bref\.)(?<!\bNo\.)[\"”)\]]*\s+(?=[\"“(\[]?[A-Z0-9])|\n\s*\n"
)
_LONGEST = 600  # characters to either side in which a sentence ends
NUMBER = r"\d+(?:[.,]\d+)*"
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DIGITS = re.compile(r"\d\d*")  # a class in front is searched for much faster than `\d+`
_MONTH = re.compile(
    r"(?:J(?:an|AN|une?\b|UNE?\b|uly?\b|ULY?\b)|F(?:eb|EB)|M(?:ar|AR|ay\b|AY\b)|A(?:pr|PR|ug|UG)|[Sſ](?:ep|EP)"
    r"|O(?:ct|CT)|N(?:ov|OV)|D(?:ec|EC))"
)
# As patterns that ignore case see them: each matches the letter behind it.
_ODD_LETTERS = (("İ", "i"), ("ı", "i"), ("ſ", "s"), ("μ", "µ"))


def number(printed: str) -> float | None:
    """Read a printed number: `9,870` and `3.5`, and `3,5` with a decimal comma.

    None for what is no number (`1.2.3`), or one of hundreds of digits. `100.000` is a hundred
    thousand in some countries and a hundred in others: it is read as a hundred.
    """
    grouped = _THOUSANDS.fullmatch(printed)
    plain = printed.replace(",", "" if grouped else ".")
    if not grouped and plain.count(".") > 1:
        return None
    value = float(plain)
    return value if isfinite(value) else None


@remembered(1)
def lowered(document: Document) -> str:
    """Give the text in small letters, offset for offset the same as the text."""
    return small_letters(document.text)


def small_letters(text: str) -> str:
    """Write a text in the small letters of tables; what a pattern found in any case is in them.

    >>> small_letters("Fıve μg")
    'five µg'
    """
    for odd, letter in _ODD_LETTERS:
        text = text.replace(odd, letter)
    return text.lower()


@remembered(1)
def digits(document: Document) -> tuple[Span, ...]:
    """Give the runs of digits in the whole text, in order."""
    return tuple(found.span() for found in _DIGITS.finditer(document.text))


@remembered(1)
def digits_by_length(document: Document) -> dict[int, list[Span]]:
    """Give the runs of digits by how many they are, each in order."""
    found: dict[int, list[Span]] = {}
    for run in digits(document):
        found.setdefault(run[1] - run[0], []).append(run)
    return found


@remembered(1)
def tells_months(document: Document) -> bool:
    """Whether the text may name a month: what looks for dates in words need look no further."""
    return _MONTH.search(document.text) is not None


@remembered(1)
def passages(document: Document) -> tuple[Span, ...]:
    """Give the spans to read, in order; the whole text up to its reference list without blocks."""
    if document.blocks:
        return _blocks(document)
    head = _LIST_HEAD.search(document.text)
    return ((0, head.start() if head else len(document.text)),)


def _blocks(document: Document) -> tuple[Span, ...]:
    """The blocks to read; one that goes on from the block right before it is part of that."""
    spans: list[Span] = []
    for block in document.blocks:
        if block.kind in _UNREAD or block.start >= block.end:
            continue
        if block.continues and spans and not document.text[spans[-1][1] : block.start].strip():
            spans[-1] = (spans[-1][0], block.end)
        else:
            spans.append((block.start, block.end))
    return tuple(spans)


@cache
def _alternatives(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(word.split("|")) for word in words)


def holding(document: Document, *words: str) -> Iterator[Span]:
    """Give the passages that hold each of these words, in small letters; `a|b` is a or b."""
    text = lowered(document)
    needs = _alternatives(words)
    for need in needs:
        for one in need:
            if one in text:
                break
        else:
            return
    spans = passages(document)
    if len(spans) == 1 and spans[0] == (0, len(text)):
        yield spans[0]
        return
    for start, end in spans:
        for need in needs:
            for one in need:
                if text.find(one, start, end) >= 0:
                    break
            else:
                break
        else:
            yield start, end


def search(document: Document, pattern: re.Pattern[str], *words: str) -> Iterator[re.Match[str]]:
    """Find a pattern in every passage; no match runs from one passage into another.

    Args:
        document: The source.
        pattern: What to find.
        words: In small letters, what every match holds: passages without it are not searched.
    """
    for start, end in holding(document, *words):
        yield from pattern.finditer(document.text, start, end)


def digits_in(document: Document, span: Span) -> Sequence[Span]:
    """Give the runs of digits that begin in a span."""
    runs = digits(document)
    low, high = (bisect_left(runs, (position,)) for position in span)
    return runs[low:high]


def search_beside(
    document: Document, pattern: re.Pattern[str], fits: Callable[[str, int, int], bool], *words: str
) -> Iterator[re.Match[str]]:
    """Find, as `search` does, where it may matter: in passages with a number that fits.

    Args:
        document: The source.
        pattern: What to find.
        fits: Whether the run of digits at an offset of the text, up to another, may matter.
        words: In small letters, what every match holds.
    """
    text = document.text
    for span in holding(document, *words):
        if any(fits(text, *run) for run in digits_in(document, span)):
            yield from pattern.finditer(text, *span)


def search_numbers(
    document: Document, pattern: re.Pattern[str], *words: str
) -> Iterator[re.Match[str]]:
    """Find, as `search` does, a pattern that can only begin where a run of digits begins."""
    for span in holding(document, *words):
        yield from matches(
            document, pattern, span, (start for start, _ in digits_in(document, span))
        )


def matches(
    document: Document, pattern: re.Pattern[str], span: Span, starts: Iterable[int]
) -> Iterator[re.Match[str]]:
    """Match a pattern at these offsets of a span, in order and without overlap."""
    behind = span[0]
    for start in starts:
        found = pattern.match(document.text, start, span[1]) if start >= behind else None
        if found:
            behind = found.end()
            yield found


def in_passages(document: Document, position: int) -> bool:
    """Whether a position lies in a passage that is read."""
    spans = passages(document)
    index = bisect_right(spans, position, key=lambda span: span[0]) - 1
    return index >= 0 and position < spans[index][1]


def passage_of(document: Document, position: int) -> Span:
    """Give the block around a position; the whole text where the document has no blocks."""
    if not document.blocks:
        return 0, len(document.text)
    index = bisect_right(document.blocks, position, key=lambda block: block.start) - 1
    block = document.blocks[max(0, index)]
    return (block.start, block.end) if block.start <= position < block.end else (position, position)


def sentence_of(document: Document, start: int, end: int) -> Span:
    """Give the sentence around a span, by full stops and blank lines inside its passage."""
    low, high = passage_of(document, start)
    low, high = max(low, start - _LONGEST), min(max(end, high), end + _LONGEST)
    for found in _END.finditer(document.text, low, start + 1):  # it looks one letter ahead
        low = min(found.end(), start)
    following = _END.search(document.text, end, high)
    return low, (following.start() + 1 if following else high)


@remembered(1)
def case_end(document: Document) -> int:
    """Give the offset where the discussion begins, or the end of the text without one."""
    if not any(word in lowered(document) for word in _DISCUSSED):
        return len(document.text)
    starts = [
        found.start()
        for found in _DISCUSSION.finditer(document.text)
        if found.start() > len(document.text) // 10
    ]
    if starts and starts[0] < len(document.text) // 3:  # it may end the abstract
        case = _CASE.search(document.text, starts[0])
        starts = [start for start in starts if case is None or start > case.start()]
    return starts[0] if starts else len(document.text)


def one_line(text: str) -> str:
    """Put a quote on one line for a message."""
    return " ".join(text.split())
