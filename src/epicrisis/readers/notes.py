"""Footnotes of a table: below it, or told in its caption."""

import re
from collections.abc import Iterator
from typing import Final

from epicrisis.model import Footnote
from epicrisis.readers.cells import trimmed
from epicrisis.readers.scripts import split_marks

_SIGN = r"[*∗†‡§¶#‖]{1,3}"
_MARK = re.compile(
    rf"<sup>\s?(?P<raised>[A-Za-z\d]|{_SIGN})\s?</sup>\s?[:=.)]?\s?"
    r"|(?:(?<=[,;.]\s)|(?<=\A)|(?<=[\s(]))(?P<letter>[A-Za-z])\s?[:=)]\s"
    rf"|(?P<sign>(?<![\w*]){_SIGN}(?!\*))(?=\s?[\w<(])"
)
_SHORT = re.compile(
    r"(?:[*_]{0,2}abbreviations?[*_]{0,2}\s?[:.]?[*_]{0,2}\s{0,3})?"
    r"(?P<short>[^\s:=;,][^:=;,\n]{0,24}?)\s?[:=,]\s(?P<long>[^;]{2,200})",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"[*_]{0,2}(?:abbreviations?|notes?|legend|key|n\.b\.|values? (?:are|in)|data (?:are|is)"
    r"|all values|reference (?:values?|ranges?))\b",
    re.IGNORECASE,
)
_LEGEND = re.compile(
    r"(?<![\w-])(?P<mark>[xX+✓√•●○▲■])\s(?:indicates?|denotes?|means?|represents?|=|:)\s(?P<words>[^;]+)"
)
_EMPHASIS = re.compile(r"\*\*|\*[^*\s][^*\n]*\*")
_LONGEST: Final = 2500  # characters of a paragraph that can still be a note below a table


def is_note(text: str, start: int, end: int, marks: frozenset[str]) -> bool:
    """Say whether a paragraph right below a table is a note to it.

    Args:
        text: The document's text.
        start: Where the paragraph starts.
        end: Where it ends.
        marks: Footnote marks printed in the cells of the table.
    """
    if end - start > _LONGEST:
        return False
    head = text[start : start + 60]
    found = _MARK.match(head)
    if found and not _EMPHASIS.match(head):
        return True
    if _OPENING.match(head):
        return True
    glued = re.match(r"([a-z])\s?(?=[A-Z(])", head)
    if glued and glued[1] in marks:
        return True
    return len(list(_abbreviations(text, start, end))) > 1


def notes_below(text: str, start: int, end: int, marks: frozenset[str]) -> list[Footnote]:
    """Give the notes in a paragraph below a table; one without a mark keeps an empty mark."""
    found = list(_marked(text, start, end))
    if not found:
        glued = re.match(r"([a-z])\s?(?=[A-Z(])", text[start : start + 4])
        if glued and glued[1] in marks:
            found = [_note(text, glued[1], start + glued.end(), end)]
    if not found:
        found = list(_abbreviations(text, start, end))
    if not found:
        found = [_note(text, "", start, end)]
    return [note for note in (*found, *_legend(text, start, end)) if note.end > note.start]


def notes_in_caption(text: str, start: int, end: int) -> list[Footnote]:
    """Give the notes that a caption holds: `A: C-reactive protein, b: ...`, `x indicates ...`."""
    found = list(_marked(text, start, end))
    if found and found[0].mark not in ("a", "*", "1", "†", "#"):
        found = []
    notes = [*found, *_legend(text, start, end)]
    return [note for note in notes if note.end > note.start]


def _note(text: str, mark: str, start: int, end: int) -> Footnote:
    start, end = trimmed(text, start, end)
    while end > start and text[end - 1] in ",; .":
        end -= 1
    return Footnote(mark=mark.lower(), start=start, end=end)


def _marked(text: str, start: int, end: int) -> Iterator[Footnote]:
    """Notes that open with their mark. Letters behind the first must follow the alphabet."""
    piece = text[start:end]
    opened: list[tuple[str, int, int]] = []
    for found in _MARK.finditer(piece):
        letter = (found["letter"] or "").lower()
        raised = found["raised"] or found["sign"]
        if letter and opened and ord(letter) != ord(opened[-1][0][0]) + 1:
            continue
        if not letter and found.start() and piece[found.start() - 1].isalnum():
            continue  # a mark behind a word refers; it explains nothing
        mark = letter or split_marks(raised)[0]
        if letter or opened or found.start() == 0 or found["raised"]:
            opened.append((mark, start + found.start(), start + found.end()))
    for index, (mark, _, behind) in enumerate(opened):
        until = opened[index + 1][1] if index + 1 < len(opened) else end
        yield _note(text, mark, behind, until)


def _abbreviations(text: str, start: int, end: int) -> Iterator[Footnote]:
    """Entries of a list such as `LDH: lactate dehydrogenase; KL-6: ...`."""
    entries: list[Footnote] = []
    position = start
    while position < end:
        found = _SHORT.match(text, position, end)
        if found is None or not _is_short(found["short"]):
            break
        if entries or text.find(";", position, end) >= 0 or _OPENING.match(text, start, end):
            entries.append(
                Footnote(
                    mark=found["short"].strip(),
                    start=found.start("long"),
                    end=_note(text, "", *found.span("long")).end,
                )
            )
        position = found.end() + 1
        while position < end and text[position].isspace():
            position += 1
    yield from entries


def _is_short(words: str) -> bool:
    return (
        any(letter.isupper() or letter.isdigit() for letter in words)
        and words.count(" ") < 3
        and len(words) < 22
    )


def _legend(text: str, start: int, end: int) -> Iterator[Footnote]:
    for found in _LEGEND.finditer(text, start, end):
        words = re.match(r"[^;]*?(?=,\s[a-z]:|\.\s|$)", found["words"])
        stop = found.start("words") + (words.end() if words else len(found["words"]))
        yield _note(text, found["mark"], found.start("words"), stop)
