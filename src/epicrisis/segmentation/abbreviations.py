"""Short forms and what they stand for, as the document itself defines them.

Definitions in brackets follow Schwartz AS, Hearst MA. A simple algorithm for identifying
abbreviation definitions in biomedical text. Pac Symp Biocomput 2003:451-462. Added are the lists
below tables ("LDH: lactate dehydrogenase; ...") and marks in cells that a note below explains.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from epicrisis.model.documents import Document
from epicrisis.model.passages import Passage

_BRACKET = re.compile(r"\(([^()]{2,100})\)")
_SHORT = re.compile(r"[A-Za-zΑ-ω0-9][\w+/.' -]{0,11}$")
_WORD_BEFORE = re.compile(r"([A-Za-z0-9][\w+/-]{1,9}) $")
_LISTED = re.compile(
    r"(?:^|[;,.] ?)\(?([A-Za-z][\w+/% -]{0,14}?)\)? ?([:=,]) ?([^;:=]{3,90}?)(?=[;,.] |[;.]?$|\n)"
)
_WORD = re.compile(r"[A-Z]?[a-z]{4,}")  # a plain word is no short form
_LIST_KINDS = frozenset({"footnote", "caption"})
_LIST_START = re.compile(r"(?:list of )?abbreviations?\b[^:]{0,30}:? ", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_LAST_WORD = re.compile(r"[A-Za-z][\w+/-]{1,9}$")


def find_abbreviations(
    text: str, passages: Sequence[Passage], document: Document
) -> dict[str, str]:
    """Give short form -> long form. The first definition of a short form holds."""
    found: dict[str, str] = {}
    for passage in passages:
        if passage.kind == "cell":
            continue
        pairs = _bracketed(text, passage.start, passage.end)
        for short, long in pairs:
            found.setdefault(short, long)
        for short, long in _listed(text, passage):
            found.setdefault(short, long)
    for short, long in _noted(document):
        found.setdefault(short, long)
    return found


def long_form(short: str, before: str) -> str | None:
    """The shortest end of `before` that spells out `short`, or None.

    Schwartz & Hearst's match: the letters of the short form are found from the right, its first
    one at the beginning of a word.

    >>> long_form("LDH", "The lactate dehydrogenase")
    'lactate dehydrogenase'
    """
    at = len(before) - 1
    for index in range(len(short) - 1, -1, -1):
        letter = short[index].lower()
        if not letter.isalnum():
            continue
        first = index == 0
        while at >= 0 and (
            before[at].lower() != letter or (first and at > 0 and before[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return None
        at -= 1
    start = before.rfind(" ", 0, at + 2) + 1
    if before.startswith(("anti-", "Anti-"), start) and short[0] not in "aA":
        start += len("anti-")
    found = before[start:].strip(" ,;:")
    words = len(re.findall(r"\w+", found))
    letters = sum(map(str.isalnum, short))
    if len(found) <= len(short) or words > min(letters + 5, letters * 2):
        return None
    return found


def _is_short_form(text: str) -> bool:
    return (
        2 <= len(text) <= 12
        and _SHORT.match(text) is not None
        and text.count(" ") <= 1
        and any(map(str.isupper, text))
        and not _WORD.fullmatch(text)
    )


def _bracketed(text: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    for bracket in _BRACKET.finditer(text, start, end):
        inner = re.split(r"[;,] ", bracket[1], maxsplit=1)[0].strip()
        if _is_short_form(inner):
            letters = sum(map(str.isalnum, inner))
            window = text[max(start, bracket.start() - 120) : bracket.start()].rstrip()
            words = re.split(r"[.;()] ", window)[-1].split(" ")
            spelled = long_form(inner, " ".join(words[-min(letters + 5, letters * 2) :]))
            if spelled:
                yield inner, spelled
        elif bracket[1].count(" "):
            word = _WORD_BEFORE.search(text, max(start, bracket.start() - 14), bracket.start())
            if word and _is_short_form(word[1]):
                spelled = long_form(word[1], inner)
                if spelled:
                    yield word[1], spelled


def _listed(text: str, passage: Passage) -> Iterator[tuple[str, str]]:
    """Pairs of a list of abbreviations; a comma between them counts if the letters agree."""
    start = passage.start
    opening = _LIST_START.match(text, start, passage.end)
    if opening is not None:
        start = opening.end()
    elif passage.kind not in _LIST_KINDS:
        return
    for pair in _LISTED.finditer(text[start : passage.end]):
        short, sign, long = pair[1].strip(), pair[2], pair[3].strip()
        if not _is_short_form(short):
            continue
        if sign != "," or long_form(short, long) == long:
            yield short, long


def _noted(document: Document) -> Iterator[tuple[str, str]]:
    """Short forms in cells whose raised mark, left out of the view, a note below explains."""
    text = document.text
    left_out = sorted((edit.start, edit.end) for edit in document.edits if not edit.replacement)
    for table in document.tables:
        notes = {
            note.mark.strip().lower(): " ".join(text[note.start : note.end].split()).strip(" .")
            for note in table.footnotes
            if note.mark.strip()
        }
        inside = slice(*(bisect_left(left_out, (at,)) for at in (table.start, table.end + 1)))
        for start, end in left_out[inside] if notes else ():
            long = notes.get(_TAG.sub("", text[start:end]).strip().lower(), "")
            word = _LAST_WORD.search(text, max(table.start, start - 14), start)
            if long and word and _is_short_form(word[0]) and long_form(word[0], long) == long:
                yield word[0], long
