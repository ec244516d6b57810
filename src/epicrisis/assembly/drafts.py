"""What assembly works on: drafts of events, and a page to look things up on."""

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import Any

from epicrisis.model import Anchor, Mention, Passage, Reading, Sentence, TimeExpression
from epicrisis.vocab.linear import Models, packaged


@dataclass(slots=True)
class Draft:
    """An event in the making.

    Attributes:
        kind: Kind of the event, as in the model.
        text: The concept as printed.
        spans: View spans that state it, the fullest first.
        rule: Name of the rule that made it.
        concept: (mention kind, id) in the packaged tables, or None.
        fields: Remaining fields of the event.
        section: Canonical section name.
        sentence: Index of its sentence, or None for a table cell.
        patient: Own patient's id, "" for all of them, or the key of a cited one.
        cited: It is somebody else's patient.
        times: Time expressions that say when it was.
        moment: Name of its moment in the time network.
        notes: Remarks for the reader.
        table: (table, row, column) of a cell.
        confidence: 0 to 1.
        place: Where its own words stand, if its statement spans those of others too.
        again: The print says that it happened anew ("another", "a second").
        earlier: The first value of a change, which was there before the statement's time.
        conflicts: Drafts that cannot be right if this one is.
    """

    kind: str
    text: str
    spans: list[tuple[int, int]]
    rule: str
    concept: tuple[str, str] | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    section: str = ""
    sentence: int | None = None
    patient: str = "1"
    cited: bool = False
    times: list[TimeExpression] = field(default_factory=list)
    moment: str | None = None
    notes: list[str] = field(default_factory=list)
    table: tuple[int, int, int] | None = None
    confidence: float = 1.0
    place: tuple[int, int] | None = None
    again: bool = False
    earlier: bool = False
    conflicts: list["Draft"] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where its first statement begins in the view."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where its first statement ends in the view."""
        return self.spans[0][1]

    def copy(self) -> "Draft":
        """Give one that can be dated and merged on its own: several patients share statements."""
        return replace(
            self,
            spans=[*self.spans],
            fields=dict(self.fields),
            times=[*self.times],
            notes=[*self.notes],
            conflicts=[*self.conflicts],
        )


class Page:
    """A reading with look-ups by place, and the models that judge its links.

    `models` are the trained ones by task; the packaged ones by default.
    """

    def __init__(self, reading: Reading, models: Models | None = None) -> None:
        self.reading = reading
        self.models = packaged() if models is None else models
        self.document = reading.document
        self.segmentation = reading.segmentation
        self.text = reading.segmentation.view.text
        self.sentences = reading.segmentation.sentences
        self._mention_starts = [mention.start for mention in reading.mentions]
        self._time_starts = [time.start for time in reading.times]
        self._told: list[tuple[int, Sentence]] | None = None
        self._cells: dict[int, list[Passage]] | None = None
        self._used: set[int] = set()
        self._times_in: dict[int, list[TimeExpression]] = {}
        self._anchors: dict[tuple[int, int], Anchor] = {}

    def mentions(self, start: int, end: int, *kinds: str) -> list[Mention]:
        """Give the mentions that begin in a stretch, of these kinds or of all."""
        low = bisect_left(self._mention_starts, start)
        high = bisect_left(self._mention_starts, end)
        found = self.reading.mentions[low:high]
        return [m for m in found if m.kind in kinds] if kinds else found

    def times(self, start: int, end: int) -> list[TimeExpression]:
        """Give the time expressions that begin in a stretch."""
        low = bisect_left(self._time_starts, start)
        high = bisect_left(self._time_starts, end)
        return self.reading.times[low:high]

    def times_in(self, sentence: int) -> list[TimeExpression]:
        """Give the time expressions that begin in the sentence of an index."""
        found = self._times_in.get(sentence)
        if found is None:
            place = self.sentences[sentence]
            found = self._times_in[sentence] = self.times(place.start, place.end)
        return found

    def anchor(self, place: tuple[int, int]) -> Anchor:
        """Give the anchor of a stretch of the document; what is said there shares one."""
        found = self._anchors.get(place)
        if found is None:
            found = Anchor.at(self.document.id, self.document.text, *place)
            self._anchors[place] = found
        return found

    def use(self, mention: Mention) -> None:
        """Mark a mention as taken, so that no other rule makes a second datum of it."""
        self._used.add(id(mention))

    def used(self, mention: Mention) -> bool:
        """Say whether a rule has taken the mention already."""
        return id(mention) in self._used

    def told(self) -> list[tuple[int, Sentence]]:
        """Give the sentences that speak of the document's own patients, with their indices."""
        if self._told is None:
            self._told = [
                (index, sentence)
                for index, sentence in enumerate(self.sentences)
                if sentence.subject == "patient"
                and sentence.section != "back"
                and not self._explains(sentence.passage)
            ]
        return self._told

    def cells(self, table: int) -> list[Passage]:
        """Give the passages that are the cells of a table, in the order of the view."""
        if self._cells is None:
            self._cells = {}
            for passage in self.segmentation.passages:
                if passage.table is not None and passage.cell is not None:
                    self._cells.setdefault(passage.table, []).append(passage)
        return self._cells.get(table, [])

    def _explains(self, passage: int) -> bool:
        """Headings, and the captions and footnotes of tables, name things and tell nothing."""
        words = self.segmentation.passages[passage]
        if words.kind == "caption":
            return self.text.startswith(("Table", "TABLE"), words.start)
        return words.kind in ("heading", "footnote")

    def draft(self, kind: str, sentence: int, mention: Mention, rule: str, **fields: Any) -> Draft:
        """Begin a draft from a mention in a sentence."""
        place = self.sentences[sentence]
        return Draft(
            kind=kind,
            text=self.text[mention.start : mention.end],
            spans=[(mention.start, mention.end)],
            rule=rule,
            concept=(mention.kind, mention.id) if mention.id else None,
            fields=fields,
            section=place.section,
            sentence=sentence,
            patient=place.patient,
        )


def cover(*spans: tuple[int, int]) -> tuple[int, int]:
    """The smallest span that holds all the given ones."""
    return min(start for start, _ in spans), max(end for _, end in spans)


def closed(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Let a span that opens a bracket hold its close."""
    inside = text[span[0] : span[1]]
    if inside.count("(") > inside.count(")") and text.startswith(")", span[1]):
        return span[0], span[1] + 1
    return span
