"""When: every draft gets a moment, every phrase of time a constraint, the network the intervals.

A case is told in *frames*: it opens at the presentation, and each phrase of time, or word such as
"then", opens the next frame. A draft without a phrase of its own stands in the frame it is told in.
What the print says binds with a heavy weight; that a story is told in order is a light assumption
that gives way to the print. The result are intervals of days; nothing is put into the middle.
"""

import re
from collections.abc import Hashable
from math import inf, isfinite

from epicrisis.assembly.axis import Axis, named_moment
from epicrisis.assembly.clauses import (
    compared,
    dates_itself,
    distance,
    measures_length,
    runs_over,
    told_before,
)
from epicrisis.assembly.clock import ORDER, PRINTED, TOLD, Clock
from epicrisis.assembly.drafts import Draft, Page
from epicrisis.assembly.frames import OPENING, Frame, Story
from epicrisis.assembly.network import Solution
from epicrisis.model import Anchor, TimeElement, TimeExpression

_AFTERWARDS = 7.0  # days in which a sentence without time follows a dated one
_BASELINE = frozenset({"measurement", "phenotypic_feature", "imaging", "biopsy", "disease"})
_LASTING = frozenset({"phenotypic_feature", "disease", "treatment", "procedure"})
_SURGERY = re.compile(
    r"surg|operat|ectomy\b|otomy\b|ostomy\b|plasty\b|resection|transplant|bypass|repair|fixation",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:previously|history\sof|status\spost|s/p|in\sthe\spast)\b"
    r"(?:(?!\band\s(?:was|took|[a-z]+ed)\b)[^,;.]){0,60}\Z",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:previously|history|in\sthe\spast|years\s(?:ago|earlier))\b", re.IGNORECASE
)


class Timeline:
    """The time network of one patient."""

    def __init__(self, page: Page, axis: Axis) -> None:
        self.page = page
        self.axis = axis
        self.clock = Clock(page, axis)
        self.network = self.clock.network
        self.zero = self.clock.zero
        self.story = Story(self.clock)
        self._nodes: dict[int, int] = {}
        self._named: set[Hashable] = set()
        self._counted = _events_counted_from(page)
        # What is told of one time shares its element.
        self._elements: dict[tuple[float, float, tuple[int, int] | None], TimeElement] = {}
        self._first_of_zero: Draft | None = None
        self._surgery: Draft | None = None

    def place(self, drafts: list[Draft], sentences: list[int]) -> Solution:
        """Give each draft its moment and constraints, then solve.

        Args:
            drafts: The drafts of this patient.
            sentences: Indices of the sentences that tell of this patient, in order.
        """
        self.story.tell(drafts, sentences)
        self._first_of_zero = self._bearer_of_zero(drafts)
        self._surgery = self._operation(drafts)
        self._first_treatments(drafts)
        self._first_diagnosis(drafts)
        for draft in drafts:
            self._draft(draft)
        for draft in drafts:
            for time in draft.times[:1]:
                self._treatment_anchor(time, draft)
        solution = self.network.solve(self.zero)
        for draft in drafts:
            draft.fields["time"] = self._element(draft, self._nodes[id(draft)], solution)
        return solution

    def born(self, years: float) -> None:
        """Say how old the patient was on day 0; the age is given in completed years."""
        birth = self.network.moment("birth")
        self.network.constrain(
            birth, self.zero, years * 365.25, (years + 1) * 365.25, source=("age",), weight=TOLD
        )

    def mark_contradictions(self, drafts: list[Draft], solution: Solution) -> None:
        """Note on the drafts concerned that phrases of time in print contradict one another."""
        for contradiction in solution.contradictions:
            printed = [s for s in contradiction.sources if isinstance(s, tuple) and s[0] == "print"]
            if contradiction.dropped.weight < PRINTED or len(printed) < 2:
                continue
            spans = {s[1:] for s in printed}
            phrases = [self.page.text[s[1] : s[2]] for s in printed]
            note = "time contradiction: " + " / ".join(f"“{phrase}”" for phrase in phrases)
            concerned = [d for d in drafts if any((t.start, t.end) in spans for t in d.times)]
            for draft in concerned:
                if note not in draft.notes:
                    draft.notes.append(note)
                known = {id(draft), *map(id, draft.conflicts)}
                draft.conflicts += [other for other in concerned if id(other) not in known]

    def _first_treatments(self, drafts: list[Draft]) -> None:
        """When each drug was first given: as the case tells it, else a table or the abstract."""
        given = [
            d
            for d in drafts
            if d.kind == "treatment" and d.fields.get("status") == "given" and d.concept
        ]
        for draft in sorted(
            given, key=lambda d: (d.table is not None, d.section == "abstract", d.start)
        ):
            assert draft.concept is not None
            self.clock.treated.setdefault(draft.concept[1], self._node(draft))

    def _first_diagnosis(self, drafts: list[Draft]) -> None:
        """The diagnosis that phrases count from is the one the case tells, else the abstract."""
        told = [d for d in drafts if d.kind == "disease" and d.sentence in self.story.frame_of]
        first = min(
            told,
            key=lambda d: (not d.fields.get("principal"), d.section == "abstract", d.start),
            default=None,
        )
        if first:
            self._named_once("diagnosis", self._node(first), first)

    def _bearer_of_zero(self, drafts: list[Draft]) -> Draft | None:
        """The draft that tells the event of day 0: the first of its kind, the case's if it can."""
        told = [
            d
            for d in drafts
            if d.kind == "encounter"
            and (d.fields["encounter"] == self.axis.event or d.spans[0] == self.axis.span)
            and d.sentence in self.story.frame_of
        ]
        return min(told, key=lambda d: (d.section == "abstract", d.start), default=None)

    def _operation(self, drafts: list[Draft]) -> Draft | None:
        """The operation that phrases count from: the first of this illness, else of the past."""
        done = [
            d
            for d in drafts
            if d.kind == "procedure"
            and d.fields.get("status") == "given"
            and _SURGERY.search(d.text)
        ]
        return next((d for d in done if not self._long_ago(d)), done[0] if done else None)

    def _long_ago(self, draft: Draft) -> bool:
        """Its sentence looks back: `at the age of 2`, `3 years earlier`, `previously`."""
        if draft.sentence is None:
            return False
        sentence = self.page.sentences[draft.sentence]
        own = self._own_time(draft)
        back = own is not None and (own.kind == "age" or own.relation in ("before", "past"))
        return back or bool(_BACK.search(self.page.text, sentence.start, draft.start))

    def _node(self, draft: Draft) -> int:
        if id(draft) not in self._nodes:
            self._nodes[id(draft)] = self.network.moment(f"event:{id(draft)}")
        return self._nodes[id(draft)]

    def _treatment_anchor(self, time: TimeExpression, draft: Draft) -> None:
        """`30 days after the initiation of IVIG`, once it is known when that began."""
        if time.anchor != "treatment":
            return
        begun = self.clock.treated.get(self.clock.drug_in(time))
        node = self.clock.expressions.get((time.start, time.end))
        if begun is not None and node is not None and begun != self._nodes.get(id(draft)):
            low, high = (
                (time.low, time.high) if time.relation != "before" else (-time.high, -time.low)
            )
            self.network.constrain(
                begun, node, low, high, source=("print", time.start, time.end), weight=PRINTED
            )

    def _draft(self, draft: Draft) -> None:
        node = self._node(draft)
        if draft.kind == "encounter":
            self._encounter(draft, node)
        if draft is self._surgery:
            self._named_once("surgery", node, draft)
        self._counted_on(draft, node)
        if draft.table is not None:
            self._in_table(draft, node)
            return
        of_kin = draft.fields.get("status") == "family"
        if draft.sentence is None or of_kin or self._counted_from(draft):
            return
        frame = self.story.frame_of.get(draft.sentence)
        own = self._own_time(draft)
        if own and measures_length(self.page.text, draft, own):
            return
        if draft.earlier and not (own and dates_itself(self.page.text, draft, own)):
            self.clock.precede(node, own)
        elif own and frame and frame.number and told_before(self.page.text, draft, own):
            self._in_frame(draft, node, self.story.frames[frame.number - 1])
        elif own:
            draft.times = [own]
            moment = self.clock.expressions.get((own.start, own.end))
            if moment is not None:
                self._at_expression(node, moment, own)
            else:
                self.clock.bind(node, own, frame.moment if frame else self.zero)
        elif frame:
            self._in_frame(draft, node, frame)

    def _counted_from(self, draft: Draft) -> bool:
        """`five days after the start of IVIG` tells of what follows, not when IVIG was given."""
        return draft.kind == "treatment" and any(
            time.anchor == "treatment" and time.start <= draft.start < time.end
            for time in self.page.times(max(0, draft.start - 60), draft.start + 1)
        )

    def _at_expression(self, node: int, moment: int, time: TimeExpression) -> None:
        """The draft is told at the moment of the phrase, or somewhere in the stretch it names."""
        source = ("same", time.start, time.end)
        self.network.constrain(moment, node, 0, 0, source=source, weight=PRINTED)

    def _in_frame(self, draft: Draft, node: int, frame: Frame) -> None:
        """No phrase of its own: as the frame says, and before the next frame."""
        source = ("frame", draft.start)
        historical = draft.fields.get("status") == "historical"
        if historical or (frame.opening and self._of_the_past(draft)):
            self.network.constrain(self.zero, node, -inf, 0, source=source, weight=TOLD)
            return
        high = inf
        if frame.opening and draft.kind in _BASELINE:
            high = OPENING[1]
        elif frame.dated and draft.kind in _BASELINE and self._near(draft, frame):
            high = _AFTERWARDS
        self.network.constrain(frame.moment, node, 0, high, source=source, weight=TOLD)
        place = frame.number + 1
        if high == inf and place < len(self.story.frames):
            following = self.story.frames[place]
            if not following.opening:
                self.network.constrain(node, following.moment, 0, inf, source=source, weight=ORDER)

    def _of_the_past(self, draft: Draft) -> bool:
        """`A man who previously underwent cystectomy`: told at the opening, done before."""
        if draft.kind not in ("treatment", "procedure"):
            return False
        return _DONE.search(self.page.text, max(0, draft.start - 80), draft.start) is not None

    def _near(self, draft: Draft, frame: Frame) -> bool:
        if draft.sentence is None or not frame.sentences:
            return False
        same = self.page.sentences[draft.sentence].passage == frame.passage
        return same and draft.sentence - frame.sentences[0] <= 2

    def _own_time(self, draft: Draft) -> TimeExpression | None:
        """The phrase of time in a draft's sentence that speaks of it: the nearest that may."""
        assert draft.sentence is not None
        sentence = self.page.sentences[draft.sentence]
        times = [
            t
            for t in self.page.times(sentence.start, sentence.end)
            if (t.kind in ("date", "age") or t.relation in ("after", "past"))
            and (t.relation != "past" or draft.kind in _LASTING)
        ]
        text = self.page.text
        times = [t for t in times if not (runs_over(text, draft, t) or compared(text, t))]
        return min(times, key=lambda t: distance(text, draft, t), default=None)

    def _encounter(self, draft: Draft, node: int) -> None:
        """Admission, discharge and so on are moments that other phrases count from."""
        name = named_moment(draft.fields["encounter"], self.axis)
        if draft is self._first_of_zero:
            name = "zero"
            self.network.constrain(
                self.zero, node, 0, 0, source=("zero", draft.start), weight=2 * TOLD
            )
        first = name == "zero" or (name == "visit" and self.axis.event == "presentation")
        if first and self._opens_table(draft):
            self.network.constrain(
                self.zero, node, 0, 0, source=("named", draft.start), weight=TOLD
            )
        if name == "zero" or not name:
            return
        if draft.sentence is not None:
            named = self.network.moment(name)
            self.network.constrain(named, node, 0, 0, source=("named", draft.start), weight=TOLD)

    def _counted_on(self, draft: Draft, node: int) -> None:
        """`three days after intubation` counts from the first intubation told as an event."""
        if draft.kind not in ("procedure", "imaging", "biopsy") or draft.concept is None:
            return
        for time in self._counted.get(draft.concept, ()):
            span = time.anchor_span or (0, 0)
            if span[0] <= draft.start < span[1]:
                return  # the mention in the phrase itself
        for time in self._counted.get(draft.concept, ())[:1]:
            self._named_once(self.clock.unnamed(time), node, draft)

    def _opens_table(self, draft: Draft) -> bool:
        """A table that tells the course from its admission or presentation dates day 0."""
        if draft.sentence is None or "zero" in self._named:
            return False
        passage = self.page.sentences[draft.sentence].passage
        if self.page.segmentation.passages[passage].kind != "row":
            return False
        self._named.add("zero")
        return True

    def _named_once(self, name: Hashable, node: int, draft: Draft) -> None:
        """The first event of a name is the one that phrases count from."""
        if draft.fields.get("status") in ("given", "present") and name not in self._named:
            self._named.add(name)
            self.network.constrain(
                self.network.moment(name), node, 0, 0, source=("named", draft.start), weight=TOLD
            )

    def _in_table(self, draft: Draft, node: int) -> None:
        captioned = self._time_of_caption(draft) if not draft.times else None
        if captioned:
            draft.times = [captioned]
        if not draft.times:
            frame = self._frame_of_table(draft)
            if frame:
                self._in_frame(draft, node, frame)
            return
        if len(draft.times) == 1:
            self.clock.bind(node, draft.times[0], self.zero)
            return
        first, last = (self.network.moment(f"column:{t.start}") for t in draft.times[:2])
        for moment, time in zip((first, last), draft.times[:2], strict=True):
            self.clock.bind(moment, time, self.zero)
        self.network.constrain(first, node, 0, inf, source=("column", draft.start), weight=TOLD)
        self.network.constrain(node, last, 0, inf, source=("column", draft.start), weight=TOLD)

    def _time_of_caption(self, draft: Draft) -> TimeExpression | None:
        """`Table 1. Findings on admission` dates the columns that bear no time of their own."""
        assert draft.table is not None
        caption = self.page.document.tables[draft.table[0]].caption
        if caption is None:
            return None
        view = self.page.segmentation.view
        start, end = view.position(caption[0]), view.position(caption[1] - 1)
        if start is None or end is None:
            return None
        times = [t for t in self.page.times(start, end + 1) if t.relation in ("at", "day")]
        return times[0] if len(times) == 1 else None

    def _frame_of_table(self, draft: Draft) -> Frame | None:
        """A table without times belongs to the sentence of the case that first names it."""
        assert draft.table is not None
        label = self.page.document.tables[draft.table[0]].label
        if not label:
            return None
        pattern = re.compile(re.escape(label).replace(r"\ ", r"\s") + r"\b", re.IGNORECASE)
        for index, frame in self.story.frame_of.items():
            sentence = self.page.sentences[index]
            if sentence.section != "abstract" and pattern.search(
                self.page.text, sentence.start, sentence.end
            ):
                return frame
        return None

    def _element(self, draft: Draft, node: int, solution: Solution) -> TimeElement | None:
        low, high = solution.interval(node)
        time = draft.times[0] if draft.times else None
        if not isfinite(low) and not isfinite(high) and time is None:
            return None
        key = (low, high, (time.start, time.end) if time else None)
        if key not in self._elements:
            self._elements[key] = self._made(low, high, time)
        return self._elements[key]

    def _made(self, low: float, high: float, time: TimeExpression | None) -> TimeElement:
        number = self.axis.number
        return TimeElement.trusted(
            text=" ".join(self.page.text[time.start : time.end].split()) if time else None,
            earliest=round(low + number, 2) if isfinite(low) else None,
            latest=round(high + number, 2) if isfinite(high) else None,
            anchor=self._quote(time) if time else None,
        )

    def _quote(self, time: TimeExpression) -> Anchor | None:
        spans = self.page.segmentation.view.spans(time.start, time.end)
        if not spans:
            return None
        return self.page.anchor(spans[0])


def _events_counted_from(page: Page) -> dict[tuple[str, str], list[TimeExpression]]:
    """Phrases that count from an event which is no moment of its own, by the event's concept."""
    found: dict[tuple[str, str], list[TimeExpression]] = {}
    for time in page.reading.times:
        if not time.anchor and time.anchor_span:
            for mention in page.mentions(*time.anchor_span):
                if mention.id:
                    found.setdefault((mention.kind, mention.id), []).append(time)
    return found
