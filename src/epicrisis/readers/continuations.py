"""Paragraphs that a page break, a figure or a table has cut in two."""

import re
from collections.abc import Sequence
from typing import Final

from epicrisis.model import Block
from epicrisis.readers.lines import bare

_CLOSED = re.compile(r"(?:[.!?:…][)\]\"'”’»*_]{0,4}|[.!?]\s?[\[(]\d[\d\s,;–-]{0,40}[\])])$")
_ABBREVIATED = re.compile(r"(?:\b(?:al|Fig|Figs|Tab|vs|cf|e\.g|i\.e|approx|resp|Dr|No)\.)$")
_DANGLING = re.compile(
    r"(?:,|\b(?:a|an|the|of|in|on|at|to|for|with|without|by|from|and|or|but|as|was|were|is|are|had|has"
    r"|have|been|be|than|that|which|who|his|her|their|our|after|before|during|between|into|via|per"
    r"|under|over|about|approximately|daily dose of))$",
    re.IGNORECASE,
)
_CITATION = re.compile(r"[\[(]\d[\d\s,;–-]{0,40}[\])]$")
_RESET: Final = frozenset({"heading", "title", "reference", "list_item"})
_WINDOW: Final = 120


def mark_continuations(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Set `continues` on each paragraph that goes on from the one before it."""
    marked: list[Block] = []
    last: Block | None = None
    for block in blocks:
        if block.kind in _RESET:
            last = None
        elif block.kind == "paragraph":
            if last is not None and goes_on(text, last, block):
                block = block.model_copy(update={"continues": True})
            last = block
        marked.append(block)
    return marked


def goes_on(text: str, before: Block, behind: Block) -> bool:
    """Say whether the second paragraph finishes the last sentence of the first."""
    tail = bare(text[max(before.start, before.end - _WINDOW) : before.end])
    head = bare(text[behind.start : min(behind.end, behind.start + _WINDOW)])
    if not tail or not head:
        return False
    if tail[-1] in "-‐" and tail[-2:-1].isalnum():
        return head[0].isalnum()
    if _CLOSED.search(tail) and not _ABBREVIATED.search(tail):
        return False
    if head[0].islower() or head[0] in ")]%,;/+=<>≤≥":
        return True
    if _DANGLING.search(tail) and not _CITATION.search(tail):
        return True
    return head[0] in "([" and not _CITATION.search(tail)
