"""The characters of a document as a person reads them: mark-up laid aside, repairs applied.

The text of a document keeps every character of its file. Here the edits laid over it decide what
is shown: tags and stars are not, raised and lowered characters are set as such, words broken at
the end of a line are joined, and misread words stand as printed with the reading beside them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from epicrisis.model import Document, Edit
from epicrisis.plots.svg import Markup, escaped, joined, tag

_SCRIPT = re.compile(r"\s*<(sup|sub)>(.*)</\1>\s*", re.DOTALL)
_OPENS = re.compile(r"\s*<(sup|sub)>")
_EMPHASIS = {"*": "i", "_": "i", "**": "b", "__": "b"}


@dataclass(frozen=True, slots=True)
class _Layer:
    """A stretch that is shown in its own way: by other words, in an element, or both.

    `name` is an element, or `ocr` for a misread word, whose reading is then in `shown`.
    """

    start: int
    end: int
    name: str = ""
    shown: str | None = None


class Typeset:
    """Shows stretches of one document's text."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._ends = {block.end for block in document.blocks}
        layers = list(self._layers(sorted(document.edits, key=lambda edit: edit.start)))
        self._edges = sorted({0, len(self._text)} | {e for x in layers for e in (x.start, x.end)})
        self._over: list[list[_Layer]] = [[] for _ in self._edges]
        for layer in layers:
            first = bisect_right(self._edges, layer.start) - 1
            for number in range(first, bisect_right(self._edges, layer.end - 1)):
                self._over[number].append(layer)
        self._scripts = {
            edit.start: edit.end
            for edit in document.edits
            if edit.kind == "markup" and _SCRIPT.fullmatch(self._text[edit.start : edit.end])
        }

    def words(self, start: int, end: int) -> Markup:
        """Give a stretch as it is shown; empty where all of it is mark-up."""
        return joined(self._pieces(start, end))

    def after_marks(self, position: int) -> int:
        """Give the end of the raised marks of notes that follow directly, else the position."""
        while position in self._scripts:
            position = self._scripts[position]
        return position

    def _pieces(self, start: int, end: int) -> Iterator[Markup]:
        number = max(0, bisect_right(self._edges, start) - 1)
        while number + 1 < len(self._edges) and self._edges[number] < end:
            low, high = max(start, self._edges[number]), min(end, self._edges[number + 1])
            yield self._piece(low, high, self._over[number])
            number += 1

    def _piece(self, low: int, high: int, layers: list[_Layer]) -> Markup:
        words: str | Markup = self._text[low:high]
        for layer in layers:
            if layer.name == "ocr":
                words = tag("span", words, class_="ocr", title=f"Read as {layer.shown}")
            elif layer.shown is not None:
                words = layer.shown if low == layer.start else ""
        shown = words if isinstance(words, Markup) else escaped(words)
        for layer in layers:
            if shown and layer.name and layer.name != "ocr":
                shown = tag(layer.name, shown)
        return shown

    def _layers(self, edits: list[Edit]) -> Iterator[_Layer]:
        marks = []
        for edit in edits:
            if edit.start >= edit.end:
                continue
            words = self._text[edit.start : edit.end]
            if edit.kind == "ocr":
                yield _Layer(edit.start, edit.end, "ocr", edit.replacement)
            elif edit.kind == "hyphen" and edit.end in self._ends:
                continue  # the word goes on in another block
            elif script := edit.kind == "markup" and _SCRIPT.fullmatch(words):
                low, high = edit.start + script.start(2), edit.start + script.end(2)
                # A mark before a word keeps the space that parts it from the words before.
                leads = words[0].isspace() and self._text[edit.end : edit.end + 1].isalnum()
                yield _Layer(edit.start, low, shown=" " if leads else "")
                yield _Layer(high, edit.end, shown="")
                yield _Layer(low, high, script[1])
            else:
                raised = edit.replacement in ("^", "[", "]") and "<" in words
                yield _Layer(edit.start, edit.end, shown="" if raised else edit.replacement)
                marks.append((edit, words))
        yield from self._enclosed(marks)

    def _enclosed(self, marks: list[tuple[Edit, str]]) -> Iterator[_Layer]:
        """Find what stands between two marks: raised, lowered or stressed characters."""
        waiting: dict[str, Edit] = {}
        for (one, words), (two, after) in pairwise(marks):
            opens = _OPENS.fullmatch(words)
            if opens and after.startswith(f"</{opens[1]}>") and one.end < two.start:
                yield _Layer(one.end, two.start, opens[1])
        for edit, words in marks:
            if words not in _EMPHASIS:
                continue
            begun = waiting.pop(words, None)
            if (
                begun
                and begun.end < edit.start
                and "\n\n" not in self._text[begun.end : edit.start]
            ):
                yield _Layer(begun.end, edit.start, _EMPHASIS[words])
            else:
                waiting[words] = edit
