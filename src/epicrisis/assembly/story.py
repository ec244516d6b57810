"""The story of a case, cut into frames: stretches that are told at one time.

The main line goes on from frame to frame. A story may look back: `ten days before` in a phrase of
its own, or `in 2010 she underwent ...` for a sentence or more. What is told there is of that time,
and the main line goes on where it was left: at the next phrase that dates it, at words such as
`on examination`, or in the next paragraph.
"""

import re
from dataclasses import replace
from math import inf

from epicrisis.assembly.axis import named_moment
from epicrisis.assembly.clauses import compared, is_length, own_time, pluperfect, survived
from epicrisis.assembly.clock import ORDER, SUPPOSED, TOLD, Clock
from epicrisis.assembly.drafts import Draft
from epicrisis.assembly.frames import (
    NARRATIVE,
    OPENING,
    UNDERTAKEN,
    Frame,
    apposed,
    begins,
    begins_something,
    moves,
)
from epicrisis.model import TimeExpression
from epicrisis.vocab.persons import person

_ONWARD = re.compile(
    r"^(?:\W*(?:and|but)\s)?(?:then|subsequently|thereafter|afterwards?|later|after|following|"
    r"next|finally|eventually|despite|however|unfortunately|additional|during)\b",
    re.IGNORECASE,
)
_CAME = re.compile(
    r"\b(?:complain\w*|present(?:ed|s)|admitted|hospitali[sz]ed|referred|came|visited|consulted|"
    r"attended|seen)\b",
    re.IGNORECASE,
)
_RETURN = re.compile(  # the story is back where the patient is seen
    r"\W*(?:(?:on|upon|at|during|the|her|his|a|an|initial|our|general|current|present|further|clinical|"
    r"routine|this|time|of|(?:physical|neurological|systemic|blood|cardiac|abdominal))\s)*"
    r"(?:examination|exam|physical|presentation|arrival|evaluation|inspection|auscultation|palpation|"
    r"admission|vital|vitals|laboratory|hematolog\w+|now|currently|blood\s(?:tests?|pressure|analysis|"
    r"count)|body\stemperature|temperature|heart\srate|electrocardiogra\w+|ECG)\b",
    re.IGNORECASE,
)
_KIN = re.compile(
    r"\W*(?:her|his|their|(?:the|our)\spatient's)\s(?:[\w-]+\s){0,2}?"
    rf"{person('kin', 'family')}\b",
    re.IGNORECASE,
)
_HAD = re.compile(r"\bhad\s(?:\w+ly\s|been\s|never\s|also\s)*\w+", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|since|up\sto)\s(?:the\s|early\s|late\s)?$", re.IGNORECASE)
_ASIDE = re.compile(  # what is dated is no part of the story's first event
    r"\b(?:who|whom|whose|which|history|had|ha[sd]\sbeen|previously|since|known|diagnosed)\b"
    r"(?!.*\b(?:presented|admitted|referred|visited|came)\b)",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"\b(?:born|neonate|newborn|infant|preterm|premature|delivered)\b", re.IGNORECASE
)
_VIABLE = 20 * 7.0, 43 * 7.0  # days of a pregnancy at which children are born
_WEEKS = re.compile(r"week|month|year", re.IGNORECASE)
_LEFT_AFTER = re.compile(r"\bdischarged\b[^.,;]{0,40}\Z", re.IGNORECASE)
_NEAR_FRONT = 14  # characters before a date that opens its sentence: "In the early "
_BESIDE = 60  # characters between a date and the visit that it dates


class Story:
    """The frames of one patient's story, in the order they are told.

    `years` is the patient's age on day 0, where the print gives it.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.page = clock.page
        self.network = clock.network
        self.years: float | None = None
        self.frame_of: dict[int, Frame] = {}
        self.frames: list[Frame] = []
        self._visited = clock.axis.event == "admission" or any(
            time.anchor == "presentation" for time in self.page.reading.times
        )
        self._latest = -inf  # the last date that the story has come to
        self._main: Frame | None = None  # where the main line was left to look back
        self._base: Frame | None = None  # what `at 3 months`, `at 6 months` are counted from
        self._counted = 0.0  # days that the last of these has come to
        self._begun: Frame | None = None  # the last frame in which something was begun

    def tell(self, drafts: list[Draft], sentences: list[int]) -> None:
        """Cut the told sentences into frames, in the order of each section.

        A table that tells the course begins anew, whatever stands before it in the print.
        """
        by_sentence: dict[int, list[Draft]] = {}
        for draft in drafts:
            if draft.sentence is not None:
                by_sentence.setdefault(draft.sentence, []).append(draft)
        self._visited = self._visited or self.clock.opened is not None
        section = "", False
        frame = Frame(self.clock.zero, opening=True)
        for index in sentences:
            sentence = self.page.sentences[index]
            if sentence.section not in NARRATIVE:
                continue
            rows = self.page.segmentation.passages[sentence.passage].kind == "row"
            if (sentence.section, rows) != section:
                section = sentence.section, rows
                frame = self._begin(index, opening=not rows)
            told = by_sentence.get(index, [])
            frame = self._next_frame(index, frame, told)
            if frame.opening and any(draft.kind == "encounter" for draft in told):
                frame.visit = True
            self.frame_of[index] = frame
            frame.sentences.append(index)
            if frame.back or not any(self._is_begun(draft, sentence.start) for draft in told):
                continue
            self._begun = frame
            if frame.opening:
                frame = self._undertake(frame, index, told)

    def _is_begun(self, draft: Draft, start: int) -> bool:
        """Is something begun here, and not told of the past?"""
        if not begins(draft) or pluperfect(self.page.text, start, draft.start):
            return False
        own = own_time(self.page, draft)
        return own is None or not (own.relation in ("before", "past") or self._is_past(own))

    def _begin(self, index: int, *, opening: bool) -> Frame:
        """Begin a line of the story anew."""
        self._latest = -inf
        self._main = self._base = self._begun = None
        return self._open(index, opening=opening)

    def _tells_on(self, time: TimeExpression, start: int) -> bool:
        """Does a phrase of the sentence that begins at `start` move the story?"""
        text = self.page.text
        if not moves(time) or compared(text, time) or survived(text, time):
            return False
        return not (_KIN.match(text, start, time.start) or self._had_been(time, start))

    def _had_been(self, time: TimeExpression, start: int) -> bool:
        """`She had smoked until 2010`: told after 2018, it is of before and moves nothing."""
        if not self._is_past(time):
            return False
        return bool(_HAD.search(self.page.text, start, time.end + 60) or self._ends(time))

    def _ends(self, time: TimeExpression) -> bool:
        return _UNTIL.search(self.page.text, max(0, time.start - 12), time.start) is not None

    def _is_past(self, time: TimeExpression) -> bool:
        """`In 2010`, told after 2018, or `at age 12` of somebody who is 40."""
        if time.relation == "calendar":
            return time.high < self._latest
        return time.kind == "age" and self.years is not None and time.high <= self.years * 365.25

    def _open(self, index: int, *, opening: bool = False) -> Frame:
        number = len(self.frames)
        node = self.network.moment(f"frame:{number}")
        frame = Frame(node, number, opening=opening, passage=self.page.sentences[index].passage)
        if opening:
            weight = TOLD if self._bears_zero(index) else SUPPOSED
            self.network.constrain(
                self.clock.zero, node, *OPENING, source=("opening", index), weight=weight
            )
        self.frames.append(frame)
        return frame

    def _follow(
        self, frame: Frame, index: int, *, opening: bool = False, weight: float = ORDER
    ) -> Frame:
        """Open the next frame: not before the last one, so far as the print does not object."""
        after = self._open(index, opening=opening)
        self.network.constrain(
            frame.moment, after.moment, 0, inf, source=("order", index), weight=weight
        )
        frame.following, after.before = after, frame
        return after

    def _undertake(self, frame: Frame, index: int, drafts: list[Draft]) -> Frame:
        """What was begun ends the opening: if it says so where a visit is told, within weeks."""
        after = self._follow(frame, index)
        treated = any(draft.kind == "treatment" and begins(draft) for draft in drafts)
        begun = begins_something(self.page, index)
        if treated and begun and self._visited:
            after.undertaken = True
            source = "undertaken", index
            self.network.constrain(
                frame.moment, after.moment, 0, UNDERTAKEN, source=source, weight=SUPPOSED
            )
        return after

    def _look_back(self, index: int, time: TimeExpression, frame: Frame) -> Frame:
        """Open a frame of the past; those told one after another are so in order."""
        if frame.back:
            after = self._follow(frame, index)
        else:
            self._main = frame
            after = self._open(index)
        self.clock.bind(after.moment, time, frame.moment)
        after.following = self._main
        after.back = after.dated = True
        self.clock.expressions[time.start, time.end] = after.moment
        return after

    def _point(self, index: int, time: TimeExpression, previous: int) -> int:
        """Bind a phrase of the past that the story does not stay at."""
        node = self.network.moment(("look back", index, time.start))
        self.clock.bind(node, time, previous)
        self.clock.expressions[time.start, time.end] = node
        return node

    def _next_frame(self, index: int, frame: Frame, drafts: list[Draft]) -> Frame:
        """A phrase that moves the story on opens a frame, and so does a word of order."""
        sentence, text = self.page.sentences[index], self.page.text
        frame = self._come_back(index, frame)
        if index == self.clock.opened and not frame.opening:
            frame = self._follow(frame, index, opening=True)
        told: TimeExpression | None = None
        past: int | None = None
        for time in self.page.times_in(index):
            if not self._tells_on(time, sentence.start):
                continue
            if past is not None and (time.anchor, time.relation) == ("previous", "after"):
                past = self._point(index, time, past)
                continue
            if time.relation == "after" and pluperfect(text, sentence.start, time.start):
                past = self._point(index, time, frame.moment)
                continue
            if self._is_gestation(time) and self._is_newborn(index):
                self._is_born(time, frame)
                continue
            if self._is_of(index, frame, time, told, drafts):
                told = told or time
                continue
            if time.relation == "before":  # a look back: the story goes on where it was
                previous = frame.moment if frame.dated else self.clock.zero
                past = self._point(index, time, previous)
                continue
            told = time
            if self._is_past(time):
                frame = self._look_back(index, time, frame)
            else:
                frame = self._move(index, time, frame)
        if not frame.opening:
            return frame
        words = self.page.text[sentence.start : sentence.end]
        return self._follow(frame, index) if _ONWARD.match(words) else frame

    def _is_gestation(self, time: TimeExpression) -> bool:
        bare = not time.anchor and time.relation == "after" and time.kind == "date"
        return time.anchor == "pregnancy" or (bare and _VIABLE[0] <= time.low <= _VIABLE[1])

    def _is_newborn(self, index: int) -> bool:
        """Is the patient the child, so that weeks of gestation say when it was born?"""
        if self.clock.adult or (self.years or 0.0) > 1.0:
            return False
        sentence = self.page.sentences[index]
        return _BORN.search(self.page.text, sentence.start, sentence.end) is not None

    def _is_born(self, time: TimeExpression, frame: Frame) -> None:
        """`A girl was born at 36 weeks` begins her story, or looks back to her birth."""
        birth = self.network.moment("birth")
        self.clock.expressions[time.start, time.end] = birth
        if frame.opening and not frame.sentences and self.years is None:
            source = ("print", time.start, time.end)
            self.network.constrain(birth, frame.moment, 0, 0, source=source, weight=SUPPOSED)

    def _come_back(self, index: int, frame: Frame) -> Frame:
        """From a look back to the main line, where a sentence says so or a paragraph begins."""
        if self._main is None:
            return frame
        sentence = self.page.sentences[index]
        again = _RETURN.match(self.page.text, sentence.start, sentence.end)
        if not again and sentence.passage == frame.passage:
            return frame
        if again and self._came_meanwhile(frame):
            return frame
        frame, self._main = self._main, None
        return frame

    def _came_meanwhile(self, frame: Frame) -> bool:
        """Has a story that begins in the past come to a visit, with nothing told of day 0?"""
        went_on = frame.before is not None and frame.before.back
        if not (went_on and frame.sentences) or (self._main and self._main.sentences):
            return False
        first = self.page.sentences[frame.sentences[0]]
        return _CAME.search(self.page.text, first.start, first.end) is not None

    def _is_of(
        self,
        index: int,
        frame: Frame,
        time: TimeExpression,
        told: TimeExpression | None,
        drafts: list[Draft],
    ) -> bool:
        """Is a phrase the time of the frame itself, so that nothing moves?"""
        text = self.page.text
        first = frame.opening and told is None
        first = first and (not frame.sentences or index == self.clock.opened)
        if first and self._dates_opening(index, time, drafts):
            # "came after seven days of fever": counted from before the story's first event
            if time.anchor != "previous":
                self.clock.bind(frame.moment, time, frame.moment)
                frame.dated = True
            if time.relation == "calendar":
                self._latest = max(self._latest, time.low)
        elif told and told.relation in ("calendar", "day") and is_length(text, time):
            pass
        elif told and apposed(text, told, time):
            self.clock.bind(frame.moment, time, frame.moment)
        else:
            return False
        self.clock.expressions[time.start, time.end] = frame.moment
        return True

    def _dates_opening(self, index: int, time: TimeExpression, drafts: list[Draft]) -> bool:
        """`In May 2012 a man came`, `who came on 3 May`; but not `who had fallen ill in 2003`."""
        if time.relation != "calendar" and (time.kind != "age" or self._is_past(time)):
            return time.anchor == "previous"
        text, start = self.page.text, self.page.sentences[index].start
        if self._ends(time) or not self._bears_zero(index):
            return False
        if _ASIDE.search(text, start, time.start):
            return False
        met = [draft.end for draft in drafts if draft.kind == "encounter"]
        beside = any(0 <= time.start - end <= _BESIDE for end in met)
        return beside or not met or time.start - start <= _NEAR_FRONT

    def _bears_zero(self, index: int) -> bool:
        """May a sentence tell the event of day 0? Any may where the print tells it nowhere."""
        return self.clock.opened in (None, index)

    def _move(self, index: int, time: TimeExpression, frame: Frame) -> Frame:
        """Go on to the time of a phrase."""
        if self._main is not None and self._is_of_main(time):
            frame, self._main = self._main, None
        if time.relation == "calendar" and not frame.back and not self._ends(time):
            self._latest = max(self._latest, time.low)
        text = self.page.text
        unsure = frame.visit and not frame.dated and time.relation == "calendar"
        following = self._follow(frame, index, weight=SUPPOSED / 2 if unsure else ORDER)
        if frame.back:
            following.back, following.following = True, self._main
        since: int | None
        if time.relation == "day" and self._begun and _WEEKS.search(text, time.start, time.end):
            time = replace(time, relation="after", anchor="previous")
            previous, since = self._begun.moment, self.clock.zero
        else:
            previous, since = self._counts_from(time, frame)
        self.clock.bind(following.moment, time, previous, since=since)
        following.dated = time.kind == "date"
        self.clock.expressions[time.start, time.end] = following.moment
        return following

    def _is_of_main(self, time: TimeExpression) -> bool:
        if time.relation in ("calendar", "day"):
            return True
        return named_moment(time.anchor, self.clock.axis) == "zero"

    def _counts_from(self, time: TimeExpression, frame: Frame) -> tuple[int, int | None]:
        """The moment told before, and an earlier one that a phrase may as well count from.

        `At 3 months ... at 6 months` count from one moment: that told before the first of them, or
        when the last treatment was begun. Who is discharged after a week was there for a week.
        """
        text = self.page.text
        if time.anchor or time.anchor_span or time.relation != "after" or time.kind != "date":
            self._base = None
            left = time.anchor == "previous" and text.startswith("after", time.start)
            if left and _LEFT_AFTER.search(text, max(0, time.start - 60), time.start):
                return frame.moment, self.clock.zero
            return frame.moment, None
        if self._base is None or time.low <= self._counted:
            self._base = frame
        self._counted = time.low
        begun = self._begun
        if begun is None or begun.number > self._base.number:
            return self._base.moment, None
        return self._base.moment, begun.moment
