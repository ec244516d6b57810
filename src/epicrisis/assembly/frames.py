"""The story of a case, cut into frames: stretches that are told at one time."""

import re
from dataclasses import dataclass, field
from math import inf

from epicrisis.assembly.clauses import compared, is_length, survived
from epicrisis.assembly.clock import ORDER, TOLD, Clock
from epicrisis.assembly.drafts import Draft
from epicrisis.model import TimeExpression
from epicrisis.vocab.persons import person

OPENING = (-1.0, 3.0)
"""Days around the presentation in which the findings of a case's opening were made."""

_ONWARD = re.compile(
    r"^(?:\W*(?:and|but)\s)?(?:then|subsequently|thereafter|afterwards?|later|after|following|"
    r"next|finally|eventually|despite|however|unfortunately|additional|during)\b",
    re.IGNORECASE,
)
_KIN = re.compile(
    r"\W*(?:her|his|their|(?:the|our)\spatient's)\s(?:[\w-]+\s){0,2}?"
    rf"{person('kin', 'family')}\b",
    re.IGNORECASE,
)
_HAD = re.compile(r"\bhad\s(?:\w+ly\s|been\s|never\s|also\s)*\w+", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|since|up\sto)\s(?:the\s|early\s|late\s)?$", re.IGNORECASE)
_APPOSED = re.compile(  # between two clocks: a comma, and the event that the first counts from
    r"(?:\s(?:the\s|her\s|his\s)?[^\W\d_][\w-]*)?,?\s\(?"
)
_NARRATIVE = frozenset({"case", "results", "abstract"})


@dataclass(slots=True)
class Frame:
    """A stretch of the story with one time.

    `moment` is its node and `number` its place in the story; `dated` says that the print dates it;
    `opening` that it is the first.
    """

    moment: int
    number: int = 0
    dated: bool = False
    opening: bool = False
    passage: int = -1
    sentences: list[int] = field(default_factory=list)


class Story:
    """The frames of one patient's story, in the order they are told."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.page = clock.page
        self.network = clock.network
        self.frame_of: dict[int, Frame] = {}
        self.frames: list[Frame] = []
        self._latest = -inf  # the last date that the story has come to

    def tell(self, drafts: list[Draft], sentences: list[int]) -> None:
        """Cut the told sentences into frames, in the order of each section.

        A table that tells the course begins anew, whatever stands before it in the print.
        """
        by_sentence: dict[int, list[Draft]] = {}
        for draft in drafts:
            if draft.sentence is not None:
                by_sentence.setdefault(draft.sentence, []).append(draft)
        section = "", False
        frame = Frame(self.clock.zero, opening=True)
        for index in sentences:
            sentence = self.page.sentences[index]
            if sentence.section not in _NARRATIVE:
                continue
            rows = self.page.segmentation.passages[sentence.passage].kind == "row"
            if (sentence.section, rows) != section:
                section = sentence.section, rows
                frame = self._open(index, opening=not rows)
            frame = self._next_frame(index, frame)
            self.frame_of[index] = frame
            frame.sentences.append(index)
            if frame.opening and any(_begins(draft) for draft in by_sentence.get(index, [])):
                frame = self._follow(frame, index)

    def _tells_on(self, time: TimeExpression, start: int) -> bool:
        """Does a phrase of the sentence that begins at `start` move the story on?"""
        text = self.page.text
        if not _moves(time) or compared(text, time) or survived(text, time):
            return False
        return not (_KIN.match(text, start, time.start) or self._goes_back(time, start))

    def _goes_back(self, time: TimeExpression, start: int) -> bool:
        """`She had smoked until 2010`: told after 2018, it is of before and moves nothing on."""
        if time.relation != "calendar" or time.high >= self._latest:
            return False
        return bool(_HAD.search(self.page.text, start, time.end + 60) or self._ends(time))

    def _ends(self, time: TimeExpression) -> bool:
        return _UNTIL.search(self.page.text, max(0, time.start - 12), time.start) is not None

    def _open(self, index: int, *, opening: bool = False) -> Frame:
        number = len(self.frames)
        node = self.network.moment(f"frame:{number}")
        frame = Frame(node, number, opening=opening, passage=self.page.sentences[index].passage)
        if opening:
            self.network.constrain(
                self.clock.zero, node, *OPENING, source=("opening", index), weight=TOLD
            )
        self.frames.append(frame)
        return frame

    def _look_back(self, index: int, time: TimeExpression, frame: Frame) -> None:
        """Bind a phrase that counts backwards: from a dated frame, else from day 0."""
        node = self.network.moment(("look back", index, time.start))
        self.clock.bind(node, time, frame.moment if frame.dated else self.clock.zero)
        self.clock.expressions[time.start, time.end] = node

    def _follow(self, frame: Frame, index: int) -> Frame:
        """Open the next frame: not before the last one, so far as the print does not object."""
        after = self._open(index)
        self.network.constrain(
            frame.moment, after.moment, 0, inf, source=("order", index), weight=ORDER
        )
        return after

    def _next_frame(self, index: int, frame: Frame) -> Frame:
        """A phrase that moves the story on opens a frame, and so does a word of order."""
        sentence = self.page.sentences[index]
        told: TimeExpression | None = None
        for time in self.page.times(sentence.start, sentence.end):
            if not self._tells_on(time, sentence.start):
                continue
            if time.relation == "calendar":
                self._latest = max(self._latest, time.low)
            if frame.opening and not frame.sentences and time.anchor == "previous":
                # "came after seven days of fever": counted from before the story's first event
                self.clock.expressions[time.start, time.end] = frame.moment
                continue
            if time.relation == "before":  # a look back: the story goes on where it was
                self._look_back(index, time, frame)
                continue
            if told and told.relation in ("calendar", "day") and is_length(self.page.text, time):
                self.clock.expressions[time.start, time.end] = frame.moment
                continue
            if told and _apposed(self.page.text, told, time):
                self.clock.bind(frame.moment, time, frame.moment)
                self.clock.expressions[time.start, time.end] = frame.moment
                continue
            told = time
            following = self._follow(frame, index)
            self.clock.bind(following.moment, time, frame.moment)
            following.dated = time.kind == "date"
            self.clock.expressions[time.start, time.end] = following.moment
            frame = following
        if frame.dated or not frame.opening:
            return frame
        words = self.page.text[sentence.start : sentence.end]
        return self._follow(frame, index) if _ONWARD.match(words) else frame


def _moves(time: TimeExpression) -> bool:
    """Does a phrase set the story's clock? Durations of the past and schedules do not."""
    if time.kind == "set" or time.relation in ("none", "past"):
        return False
    return time.kind in ("date", "age") or time.relation == "after"


def _apposed(text: str, first: TimeExpression, second: TimeExpression) -> bool:
    """`on day 40, ten days after admission`: one moment told by two clocks."""
    counts = (first.relation, first.anchor), (second.relation, second.anchor)
    own = second.relation == "day" or second.anchor not in ("", "previous")
    between = text[first.end : second.start]
    return own and counts[0] != counts[1] and _APPOSED.fullmatch(between) is not None


def _begins(draft: Draft) -> bool:
    """A treatment given, or an outcome, ends the opening of a case."""
    if draft.kind == "treatment":
        return draft.fields.get("status") == "given"
    return draft.kind in ("outcome", "vital_status")
