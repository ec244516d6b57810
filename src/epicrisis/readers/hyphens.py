"""Words broken at a line end: joined where the hyphen was only the printer's, else kept.

Whether `over-|activation` is one word is asked of the document itself: the form that occurs
elsewhere wins. Otherwise known first parts of compounds (`anti-`, `long-`), capitals and digits
keep the hyphen, and everything else is joined.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Final

from epicrisis.model import Block, Edit
from epicrisis.readers.base import MAX_EDITS
from epicrisis.readers.names import read_rows

_BREAK = re.compile(r"[-‐\u00ad](?<=[^\W_].)(?P<gap>[ \t]{0,8}(?:\r\n|\n|\r)[ \t]{0,8})(?=[^\W_])")
_SLASH = re.compile(r"[/–](?<=[^\W_].)(?P<gap>[ \t]{0,8}(?:\r\n|\n|\r)[ \t]{0,8})(?=[^\W_])")
_WORD = re.compile(r"[^\W\d_]{1,40}")
_COMPOUND = re.compile(r"[^\W_]{1,40}-[^\W_]{1,40}")
_LEFT = re.compile(r"[^\W_]{1,40}$")
_RIGHT = re.compile(r"[^\W_]{1,40}")
_WHOLE: Final = 4  # letters; shorter pieces are syllables more often than words


class Words:
    """How often each word and each hyphenated pair stands in a text, broken ones left out."""

    def __init__(self, text: str) -> None:
        self.single = Counter(_WORD.findall(text.lower()))
        self.pairs = Counter(_COMPOUND.findall(text.lower()))


def hyphen_edits(text: str, blocks: Sequence[Block]) -> list[Edit]:
    """Give the edits that join words and units broken at a line, page or column end.

    Args:
        text: The document's text.
        blocks: Its blocks; only paragraphs that go on behind a break are looked at.
    """
    found = _inside(islice(_BREAK.finditer(text), MAX_EDITS), blocks)
    slashes = _inside(islice(_SLASH.finditer(text), MAX_EDITS), blocks)
    torn = list(_torn(text, blocks))
    if not (found or slashes or torn):
        return []
    words = Words(text) if found or torn else None
    edits = []
    for match in found:
        soft = text[match.start()] == "\u00ad"
        keeps = not soft and (not words or keeps_hyphen(text, match.start(), match.end(), words))
        start = match.start("gap") if keeps else match.start()
        edits.append(Edit(start=start, end=match.end(), replacement="", kind="hyphen"))
    edits += [
        Edit(start=match.start("gap"), end=match.end("gap"), replacement="", kind="whitespace")
        for match in slashes
    ]
    for hyphen, following in torn:
        if words and not keeps_hyphen(text, hyphen, following, words):
            edits.append(Edit(start=hyphen, end=hyphen + 1, replacement="", kind="hyphen"))
    return sorted(edits, key=lambda edit: edit.start)


def _inside(found: Iterable[re.Match[str]], blocks: Sequence[Block]) -> list[re.Match[str]]:
    """Keep the line ends that have the same block on both sides."""
    kept = []
    index = 0
    for match in found:
        while index < len(blocks) and blocks[index].end < match.end():
            index += 1
        if index < len(blocks) and blocks[index].start <= match.start():
            kept.append(match)
    return kept


def _torn(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """The hyphen at the end of a paragraph, and where the rest of its word starts."""
    last: Block | None = None
    for block in blocks:
        if block.kind != "paragraph":
            continue
        hyphenated = last is not None and text[last.end - 1 : last.end] in ("-", "‐")
        if last and block.continues and hyphenated and text[last.end - 2].isalnum():
            yield last.end - 1, block.start
        last = block


def keeps_hyphen(text: str, hyphen: int, following: int, words: Words) -> bool:
    """Say whether the hyphen belongs to the word.

    Args:
        text: The document's text.
        hyphen: Where it stands.
        following: Where the rest of the word starts.
        words: The words of the document.
    """
    left = _LEFT.search(text, max(0, hyphen - 41), hyphen)
    right = _RIGHT.match(text, following)
    if left is None or right is None:
        return True
    first, second = left[0], right[0]
    if not first.isalpha() or not second.isalpha() or second[0].isupper():
        return True
    if any(letter.isupper() for letter in first[1:]) and not first.isupper():
        return True
    first, second = first.lower(), second.lower()
    solid = words.single[first + second]
    compound = words.pairs[f"{first}-{second}"]
    if solid or compound:
        return compound > solid
    if left[0].isupper() or first in _prefixes():
        return True
    return (
        min(len(first), len(second)) >= _WHOLE
        and words.single[first] > 1
        and words.single[second] > 1
    )


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(row[0] for row in read_rows("hyphen_prefixes.tsv"))
