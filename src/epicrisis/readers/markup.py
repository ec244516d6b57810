"""HTML and Markdown inside the words, laid aside by edits; the text itself keeps every character.

`PaO <sub>2</sub>` is read `PaO2`, `10 <sup>9</sup> /L` as `10^9/L`, `**Table 1.**` without its
stars, a link as its words. Everything is found in one pass; a delimiter that nothing closes stays.
"""

import html
import re
from collections.abc import Iterator
from typing import Final

from epicrisis.model import Edit
from epicrisis.readers.scripts import exponent, superscript

_TOKEN = re.compile(
    r"(?P<script>[ \t\xa0]{0,3}<(?P<which>sup|sub)>(?P<raised>[^<>\n]{0,60})</(?P=which)>)"
    r"|(?P<comment><!--(?:[^<-]|-(?!->)|<(?!!--)){0,2000}-->)"
    r"|(?P<tag></?[A-Za-z][A-Za-z0-9]{0,9}(?:\s[^<>\n]{0,300})?/?>)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)"
    r"|(?P<image>!\[[^\[\]\n]{0,300}\]\([^()\n]{0,600}\))"
    r"|(?P<link>\[(?P<words>[^\[\]\n]{1,300})\]\([^()\s]{0,600}(?:\([^()\s]{0,80}\)[^()\s]{0,80})?\))"
    r"|(?P<auto><(?P<url>(?:https?://|mailto:)[^<>\s]{1,600})>)"
    r"|(?P<escape>\\(?=[!-/:-@\[-`{-~]))"
    r"|(?P<stars>\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w))"
)
_NUMBERS = re.compile(r"[\d,;–\s-]+$")
_PADDED = re.compile(r" [-/][A-Za-z]")
_BEFORE: Final = 12
_SPACING: Final = frozenset({"br", "p", "div", "li", "td", "th", "tr", "hr", "ul", "ol", "table"})


def markup_edits(text: str) -> list[Edit]:
    """Give the edits that lay markup aside, in order and disjoint."""
    found: list[Edit] = []
    opened: dict[str, re.Match[str]] = {}
    position = last = 0
    for match in _TOKEN.finditer(text):
        if match.start() < position:
            continue
        if match["stars"]:
            if opened and text.find("\n\n", last, match.start()) >= 0:
                opened.clear()
            last = match.end()
            found.extend(_emphasis(text, match, opened))
            continue
        for edit in _edits(text, match):
            found.append(edit)
            position = edit.end
    found.sort(key=lambda edit: edit.start)
    return found


def _edit(start: int, end: int, replacement: str) -> Edit:
    return Edit(start=start, end=end, replacement=replacement, kind="markup")


def _emphasis(text: str, match: re.Match[str], opened: dict[str, re.Match[str]]) -> Iterator[Edit]:
    """Lay a pair of stars or underscores aside when its second one is met."""
    sign = match[0]
    before = text[max(0, match.start() - 1) : match.start()]
    after = text[match.end() : match.end() + 1]
    closes = bool(before.strip()) and (not after.isalnum() or len(sign) > 1)
    if closes and sign in opened:
        start = opened.pop(sign)
        yield _edit(start.start(), start.end(), "")
        yield _edit(match.start(), match.end(), "")
    elif after.strip() and (not before.isalnum() or len(sign) > 1):
        opened[sign] = match


def _edits(text: str, match: re.Match[str]) -> Iterator[Edit]:
    start, end = match.span()
    if match["script"]:
        yield from _script(text, match)
    elif match["comment"]:
        yield _edit(start, end, "")
    elif match["tag"]:
        name = match["tag"].strip("</> ").split()[0].lower()
        yield _edit(start, end, " " if name in _SPACING else "")
    elif match["entity"]:
        meant = html.unescape(match["entity"])
        if meant != match["entity"] and "\x00" not in meant:
            yield _edit(start, end, " " if meant == "\xa0" else meant)
    elif match["image"]:
        yield _edit(start, end, "")
    elif match["link"]:
        if not _NUMBERS.match(match["words"]):
            yield _edit(start, start + 1, "")
            yield _edit(match.end("words"), end, "")
        else:
            yield _edit(match.end("words") + 1, end, "")
    elif match["auto"]:
        yield _edit(start, start + 1, "")
        yield _edit(end - 1, end, "")
    else:
        yield _edit(start, end, "")


def _script(text: str, match: re.Match[str]) -> Iterator[Edit]:
    """Lay the tags of raised or lowered characters aside, or the mark of a footnote altogether."""
    start, end = match.span()
    inside, close = match.span("raised")
    raised = match["raised"]
    before = text[max(0, start - _BEFORE) : start]
    tag = match.start("script") + len(match["script"]) - len(match["script"].lstrip())
    if match["which"] == "sub":
        glued = before[-1:].isalnum() and len(raised.strip()) <= 4
        yield _edit(start if glued else tag, inside, "")
        padded = glued and start < tag and _PADDED.match(text, end)
        yield _edit(close, end + 1 if padded else end, "")
        return
    power = exponent(before, raised)
    if power:
        gap = end + 1 if text[end : end + 2] == " /" else end
        yield _edit(start, inside, "^" if power[0] == "^" else "")
        yield _edit(close, gap, "")
        return
    reading = superscript(before + text[start:tag], raised, text[end : end + 1])
    bracketed = reading.startswith("[") and raised.strip()[:1] != "["
    if not reading:
        yield _edit(start, end, "")
    else:
        yield _edit(tag, inside, "[" if bracketed else "")
        yield _edit(close, end, "]" if bracketed else "")
