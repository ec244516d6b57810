"""When: every draft gets a moment, every phrase of time a constraint, the network the intervals.

A case is told in *frames*: it opens at the presentation, and each phrase of time, or word such as
"then", opens the next frame. A draft without a phrase of its own stands in the frame it is told in.
What the print says binds with a heavy weight; that a story is told in order is a light assumption
that gives way to the print. The result are intervals of days; nothing is put into the middle.
"""

from math import inf, isfinite

from epicrisis.assembly.axis import Axis
from epicrisis.assembly.clauses import (
    dates_itself,
    measures_length,
    own_time,
    told_before,
)
from epicrisis.assembly.clock import PRINTED, TOLD, Clock
from epicrisis.assembly.drafts import Draft, Page
from epicrisis.assembly.framing import frame_of_table, place_in_frame, time_of_caption
from epicrisis.assembly.milestones import Milestones
from epicrisis.assembly.network import Solution
from epicrisis.assembly.story import Story
from epicrisis.model import Anchor, TimeElement, TimeExpression

_UNITS = {"a": 365.25, "mo": 30.44, "wk": 7.0, "d": 1.0}  # days, by UCUM code
_FERTILE = 12.0  # years from which a birth can be that of the patient's child


class Timeline:
    """The time network of one patient."""

    def __init__(self, page: Page, axis: Axis) -> None:
        self.page = page
        self.axis = axis
        self.clock = Clock(page, axis)
        self.network = self.clock.network
        self.zero = self.clock.zero
        self.story = Story(self.clock)
        self.milestones = Milestones(self.story)
        # What is told of one time shares its element.
        self._elements: dict[tuple[float, float, tuple[int, int] | None], TimeElement] = {}

    def place(self, drafts: list[Draft], sentences: list[int]) -> Solution:
        """Give each draft its moment and constraints, then solve.

        Args:
            drafts: The drafts of this patient.
            sentences: Indices of the sentences that tell of this patient, in order.
        """
        self.milestones.prepare(drafts, sentences)
        self.story.tell(drafts, sentences)
        self.milestones.find_diagnosis(drafts)
        for draft in drafts:
            self._draft(draft)
        solution = self.network.solve(self.zero)
        for draft in drafts:
            draft.fields["time"] = self._element(draft, self.clock.node(draft), solution)
        return solution

    def born(self, years: float, unit: str = "a") -> None:
        """Say how old the patient was on day 0.

        Args:
            years: The age as printed, in years.
            unit: UCUM code of the unit in which it is printed; so many of them are completed.
        """
        self.story.years, self.clock.adult = years, years >= _FERTILE
        birth, low = self.network.moment("birth"), years * 365.25
        self.network.constrain(
            birth, self.zero, low, low + _UNITS.get(unit, 365.25), source=("age",), weight=TOLD
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

    def _draft(self, draft: Draft) -> None:
        node = self.clock.node(draft)
        self.milestones.mark(draft, node)
        if draft.table is not None:
            self._in_table(draft, node)
            return
        of_kin = draft.fields.get("status") == "family"
        if draft.sentence is None or of_kin or self._counted_from(draft):
            return
        frame = self.story.frame_of.get(draft.sentence)
        own = own_time(self.page, draft)
        if own and self._names_anchor(draft, node, own):
            return
        if own and measures_length(self.page.text, draft, own):
            return
        if draft.earlier and not (own and dates_itself(self.page.text, draft, own)):
            self.clock.precede(node, own)
        elif own and frame and frame.before and told_before(self.page.text, draft, own):
            place_in_frame(self.story, draft, node, frame.before)
        elif own:
            draft.times = [own]
            moment = self.clock.expressions.get((own.start, own.end))
            if moment is not None:
                self._at_expression(node, moment, own)
            else:
                self.clock.bind(node, own, frame.moment if frame else self.zero)
        elif frame:
            place_in_frame(self.story, draft, node, frame)

    def _counted_from(self, draft: Draft) -> bool:
        """`five days after the start of IVIG` tells of what follows, not when IVIG was given."""
        return draft.kind == "treatment" and any(
            time.anchor == "treatment" and time.start <= draft.start < time.end
            for time in self.page.times(max(0, draft.start - 60), draft.start + 1)
        )

    def _names_anchor(self, draft: Draft, node: int, time: TimeExpression) -> bool:
        """`Three months after surgery`: the word names the operation that is told before it."""
        if draft.kind not in ("procedure", "treatment") or time.anchor_span is None:
            return False
        start, end = time.anchor_span
        if not start <= draft.start < end:
            return False
        anchor = self.clock.anchor_of(time)
        if anchor is not None and anchor != node:
            source = ("named", draft.start)
            self.network.constrain(anchor, node, 0, 0, source=source, weight=TOLD)
        return True

    def _at_expression(self, node: int, moment: int, time: TimeExpression) -> None:
        """The draft is told at the moment of the phrase, or somewhere in the stretch it names."""
        source = ("same", time.start, time.end)
        self.network.constrain(moment, node, 0, 0, source=source, weight=PRINTED)

    def _in_table(self, draft: Draft, node: int) -> None:
        captioned = time_of_caption(self.page, draft) if not draft.times else None
        if captioned:
            draft.times = [captioned]
        if not draft.times:
            frame = frame_of_table(self.story, draft)
            if frame:
                place_in_frame(self.story, draft, node, frame)
            return
        if len(draft.times) == 1:
            self.clock.bind(node, draft.times[0], self.zero)
            return
        first, last = (self.network.moment(f"column:{t.start}") for t in draft.times[:2])
        for moment, time in zip((first, last), draft.times[:2], strict=True):
            self.clock.bind(moment, time, self.zero)
        self.network.constrain(first, node, 0, inf, source=("column", draft.start), weight=TOLD)
        self.network.constrain(node, last, 0, inf, source=("column", draft.start), weight=TOLD)

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
