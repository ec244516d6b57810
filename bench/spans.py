"""What the engine found, as mentions and relations of the gold's types.

The gold is one document a line with `text`; types are those of MACCROBAT2020. Ages and the sex
count once, where the patient is introduced; a dose holds the schedule printed right beside it, and
a dose said twice over is one: `total dose of 30 Gy`, `70 mg [45 mg/m2]`, `42 Gy/14 fractions`.
"""

import re
from typing import Any

from epicrisis.assembly.drafts import Page
from epicrisis.assembly.links import links
from epicrisis.mentions.finder import find
from epicrisis.model import Link, Mention, QuantityMention, Reading, TimeExpression
from epicrisis.readers import read_document
from epicrisis.segmentation import segment
from epicrisis.vocab.linear import Models, packaged

Prediction = dict[str, Any]
Span = tuple[int, int]
_SCHEDULED = re.compile(r"^[\s,)\]]*$")  # between a dose and its schedule
_TOLD = re.compile(r"^\s?(?:of\s)?[(\[]?$")  # between a dose in words and in figures
_AGAIN = re.compile(r"^\s?[(\[]$")  # between a dose and the same one by weight or surface
_PARTED = re.compile(r"^(?:\s?/\s?|\sin\s)$")  # between a dose of rays and its fractions
_ONCE = frozenset({"age", "sex"})


def predict(text: str, models: Models | None = None) -> Prediction:
    """Read a text and give its mentions and relations."""
    models = packaged() if models is None else models
    document = read_document(text.encode("utf-8"), name="gold", format="text")
    reading = find(document, segment(document), models=models)
    return Writer(reading).write(links(Page(reading, models)))


class Writer:
    """Collects mentions by span and type, each once."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.segmentation.view.text
        self.mentions: dict[tuple[str, Span], str] = {}
        self.relations: list[dict[str, str]] = []

    def write(self, found: list[Link]) -> Prediction:
        """Give everything as the gold has it."""
        seen: set[str] = set()
        spans = self.doses()
        for item in [*self.reading.mentions, *self.reading.times]:
            kind = self.type_of(item)
            if kind and not (kind in _ONCE and kind in seen):
                seen.add(kind)
                self.add(kind, spans.get(id(item), self.span(item)))
        for link in found:
            self.link(link, spans)
        return {
            "mentions": [
                {"id": key, "type": kind, "start": start, "end": end}
                for (kind, (start, end)), key in self.mentions.items()
            ],
            "relations": self.relations,
        }

    def type_of(self, item: Mention | TimeExpression) -> str:
        """The gold's type of a mention, or "" for none."""
        if isinstance(item, Mention) and item.kind in _ONCE:
            return item.kind
        return "" if item.role in ("other", "size") else item.role

    def span(self, item: Mention | TimeExpression) -> Span:
        """Where it stands; a comparator in signs belongs to its number."""
        start = item.start
        if isinstance(item, QuantityMention) and item.comparator:
            before = self.text[:start].rstrip()
            start = len(before.rstrip("<>≤≥=~≈")) if before[-1:] in set("<>≤≥=~≈") else start
        return start, item.end

    def doses(self) -> dict[int, Span]:
        """Doses with the schedule right beside them, by the identity of each part."""
        parts = [m for m in self.reading.mentions if m.role == "dosage"]
        parts += [t for t in self.reading.times if t.role == "dosage"]  # type: ignore[misc]
        parts.sort(key=lambda item: item.start)
        groups: list[list[Any]] = []
        for part in parts:
            if groups and self.joined(groups[-1], part):
                groups[-1].append(part)
            else:
                groups.append([part])
        return {id(part): self.whole(group) for group in groups for part in group}

    def whole(self, group: list[Any]) -> Span:
        """From the first part of a dose to the last, with the bracket that it opens."""
        start, end = self.span(group[0])[0], max(part.end for part in group)
        said = self.text[start:end]
        opened = any(said.count(a) > said.count(b) for a, b in ("()", "[]"))
        return start, end + (opened and self.text[end : end + 1] in (")", "]"))

    def joined(self, group: list[Any], part: Any) -> bool:
        """Say whether a part of a dose goes on with what the parts before it began."""
        start, last = group[0].start, max(group, key=lambda other: other.end)
        end = last.end
        gap = self.text[end : part.start]
        if part.start < end:
            return True
        if isinstance(part, TimeExpression):
            said = self.text[start : part.start]
            return bool(_SCHEDULED.match(gap)) and said.count("(") >= said.count(")")
        if isinstance(last, QuantityMention) and isinstance(part, QuantityMention):
            scaled = (last.per_kg, last.per_m2) != (part.per_kg, part.per_m2)
            return scaled and bool(_AGAIN.match(gap))
        if isinstance(last, QuantityMention):
            return "absorbed" in last.dimension and bool(_PARTED.match(gap))
        return last.kind == "dose" and bool(_TOLD.match(gap))

    def add(self, kind: str, span: Span) -> str:
        """Keep a mention; give its id."""
        pieces = self.reading.segmentation.view.spans(*span)
        place = (min(p[0] for p in pieces), max(p[1] for p in pieces)) if pieces else span
        return self.mentions.setdefault((kind, place), f"m{len(self.mentions) + 1}")

    def link(self, link: Link, spans: dict[int, Span]) -> None:
        """Keep a relation with both its ends."""
        dosed = link.kind == "dose"
        head = self.add(
            "dosage" if dosed else "lab_value", spans.get(id(link.value), self.span(link.value))
        )
        tail = self.add("medication" if dosed else "lab_name", (link.start, link.end))
        kind = "medication" if dosed else "lab"
        self.relations.append({"type": kind, "head": head, "tail": tail})
