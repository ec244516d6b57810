"""Lines gathered into the pieces a page is made of: paragraphs, headings, captions, tables.

A piece is known here by its form alone: a tab, a pipe, a leading `#`, the name of a section, the
label of a caption. What it is on the page is decided in `layout`, which sees its neighbours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from epicrisis.readers.base import MAX_BLOCKS
from epicrisis.readers.lines import Line, bare, lines, raw_line
from epicrisis.readers.names import LONGEST, Caption, caption_of, role_of

Form = Literal["plain", "tabbed", "piped", "heading", "named", "caption", "item"]
_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
_BULLET = re.compile(r"[-*+•▪‣◦·]\s+(?=\S)|(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)])\s+(?=\S)")
_ITEM_STARTS: Final = frozenset("-*+•▪‣◦·0123456789([")
_END = re.compile(r"[.!?:][)\]\"'”’»*_]{0,4}$")
_SHARE_TURNED: Final = 0.1  # above it, one blank in front is the print's habit and no new page


@dataclass(slots=True)
class Chunk:
    """Lines of one form. `words` is the first line without markup; `level` counts `#` signs."""

    form: Form
    lines: list[Line]
    words: str = ""
    level: int = 0
    caption: Caption | None = None
    turned: bool = False

    @property
    def start(self) -> int:
        """Where its first line starts."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """Where its last line ends."""
        return self.lines[-1].end


def ends_sentence(words: str) -> bool:
    """Say whether a line closes with a stop (or a colon)."""
    return _END.search(words[-8:]) is not None


def chunks(text: str, *, markdown: bool) -> list[Chunk]:
    """Cut a text into its pieces, in order.

    Args:
        text: The document's text.
        markdown: Whether `#`, `|` and bullets are markup here.
    """
    found = lines(text)
    if sum(line.turned for line in found) > max(3, _SHARE_TURNED * len(found)):
        found = [line._replace(turned=line.breaks > 1 and line.turned) for line in found]
    gathered = _gather(text, found, markdown=markdown)
    kept = list(islice(gathered, MAX_BLOCKS))
    rest = [line for chunk in gathered for line in chunk.lines]
    return [*kept, Chunk("plain", rest)] if rest else kept


def _gather(text: str, found: list[Line], *, markdown: bool) -> Iterator[Chunk]:
    forms = _forms(text, found, markdown=markdown)
    chunk: Chunk | None = None
    for line, form in zip(found, forms, strict=True):
        fresh = chunk is None or line.breaks > 1
        if chunk is not None and not fresh:
            fresh = _parts(text, chunk, line, form)
        if chunk is None or fresh:
            if chunk is not None:
                yield chunk
            chunk = _begin(text, line, form)
        else:
            chunk.lines.append(line)
    if chunk is not None:
        yield chunk


def _begin(text: str, line: Line, form: Form) -> Chunk:
    chunk = Chunk(form, [line], turned=line.turned)
    raw = text[line.start : min(line.end, line.start + 400)]
    if form == "heading" and (mark := _HEADING.match(raw)):
        chunk.level = raw.count("#", 0, mark.end())
        raw = raw[mark.end() :].rstrip("# ")
        start = line.start + mark.end()
        end = line.start + len(text[line.start : line.end].rstrip("# \t"))
        chunk.lines = [line._replace(start=start, end=max(end, start))]
    chunk.words = bare(raw)
    if form in ("caption", "plain"):
        chunk.caption = caption_of(chunk.words)
        chunk.form = "caption" if chunk.caption else "plain"
    return chunk


def _parts(text: str, chunk: Chunk, line: Line, form: Form) -> bool:
    """Say whether a line right behind a chunk, with no blank line between, starts another."""
    if form != "plain" or chunk.form in ("tabbed", "piped", "heading", "named"):
        if form in ("tabbed", "piped") and chunk.form == form:
            return False
        if form == "named" and chunk.form == "plain":
            return line.turned or ends_sentence(_tail(text, chunk))
        if form == "caption" and not line.turned:
            return chunk.form != "plain" or ends_sentence(_tail(text, chunk))
        return True
    if not line.turned:
        return False
    return text[line.start].isupper() and ends_sentence(_tail(text, chunk))


def _tail(text: str, chunk: Chunk) -> str:
    return bare(text[max(chunk.lines[-1].start, chunk.end - 40) : chunk.end])


def _forms(text: str, found: list[Line], *, markdown: bool) -> list[Form]:
    """Give the form that each line has by itself and by the lines next to it."""
    forms: list[Form] = []
    form: Form = "plain"
    for line in found:
        form = _form(text, line, form, markdown=markdown)
        forms.append(form)
    if "\t" in text:
        _mark_runs(text, found, forms)
    if markdown and "|" in text:
        _mark_pipes(text, found, forms)
    return forms


def _form(text: str, line: Line, above: Form, *, markdown: bool) -> Form:
    first = text[line.start]
    if markdown and first == "#" and _HEADING.match(text, line.start, line.end):
        return "heading"
    short = line.end - line.start <= LONGEST + 10
    if short and role_of(bare(text[line.start : line.end])):
        return "named"
    if _is_item(text, line, above, markdown=markdown):
        return "item"
    if first in "TFSBC*_<":
        caption = caption_of(bare(text[line.start : min(line.end, line.start + 200)]))
        if caption and (caption.sure or line.breaks > 1):
            return "caption"
    return "plain"


def _is_item(text: str, line: Line, above: Form, *, markdown: bool) -> bool:
    """A bullet or a number; inside a paragraph of plain text a wrapped line may begin like one."""
    first = text[line.start]
    if first not in _ITEM_STARTS:
        return False
    found = _BULLET.match(text, line.start, line.end)
    if not found or found.end() >= line.end:
        return False
    sure = first in "•▪‣◦" or (markdown and first in "-*+")
    return sure or line.breaks > 1 or above == "item"


def _mark_runs(text: str, found: list[Line], forms: list[Form]) -> None:
    """Two lines or more with tabs inside, one under the other, are a table."""
    tabbed = [text.find("\t", line.start, line.end) >= 0 for line in found]
    for index, line in enumerate(found):
        if not tabbed[index]:
            continue
        above = index > 0 and tabbed[index - 1] and line.breaks == 1
        below = index + 1 < len(found) and tabbed[index + 1] and found[index + 1].breaks == 1
        if above or below:
            forms[index] = "tabbed"


def _mark_pipes(text: str, found: list[Line], forms: list[Form]) -> None:
    """A line of dashes between pipes makes a table of the line above and of those below."""
    for index in range(1, len(found)):
        line = found[index]
        if line.breaks != 1 or forms[index] == "piped" or text[line.start] not in "|:-":
            continue
        head = found[index - 1]
        if "|" not in text[head.start : head.end] or not is_delimiter_row(text, line):
            continue
        forms[index - 1] = forms[index] = "piped"
        for below in range(index + 1, len(found)):
            row = found[below]
            if row.breaks != 1 or "|" not in text[row.start : row.end]:
                break
            forms[below] = "piped"


def is_delimiter_row(text: str, line: Line) -> bool:
    """Say whether a line is the one of dashes under the header of a pipe table."""
    row = text[line.start : line.end]
    return "|" in row and "-" in row and not row.strip("|:- \t")


def row_span(text: str, line: Line) -> tuple[int, int]:
    """Give the span of a table row with its empty cells at either end."""
    return raw_line(text, line)
