"""The milestones of a case: the events that its phrases of time count from.

Admission, the first word of the diagnosis, the operation, the day a drug was first given: `three
days after intubation` says when something was only once it is known which event told is meant.
"""

import re
from collections.abc import Hashable

from epicrisis.assembly.axis import AGAIN, named_moment
from epicrisis.assembly.clauses import own_time
from epicrisis.assembly.clock import TOLD
from epicrisis.assembly.drafts import Draft, Page
from epicrisis.assembly.frames import NARRATIVE
from epicrisis.assembly.story import Story
from epicrisis.model import TimeExpression

_SURGERY = re.compile(
    r"surg|operat|ectomy\b|otomy\b|ostomy\b|plasty\b|resection|transplant|bypass|repair|fixation|"
    r"c(?:a)?esarean|c-section|excision|debridement|replacement|implantation|amputation",
    re.IGNORECASE,
)
_CHILDBIRTHS = frozenset({"cesarean_section", "delivery"})
_BACK = re.compile(
    r"\b(?:previously|history|in\sthe\spast|years\s(?:ago|earlier))\b", re.IGNORECASE
)


class Milestones:
    """Which told events are the moments that phrases of one patient's story count from."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.page = story.page
        self.clock = story.clock
        self.axis = story.clock.axis
        self.network = story.network
        self._named: set[Hashable] = set()
        self._counted = _events_counted_from(story.page)
        self._first_of_zero: Draft | None = None

    def prepare(self, drafts: list[Draft], sentences: list[int]) -> None:
        """Say what the phrases of the story, which is still to be told, can count from."""
        self._first_of_zero = self._bearer_of_zero(drafts)
        self.clock.opened = self._first_of_zero.sentence if self._first_of_zero else None
        self._first_treatments(drafts)
        anchors = {"" if t.anchor_span else None for t in self.page.reading.times if not t.anchor}
        anchors |= {time.anchor for time in self.page.reading.times if time.anchor}
        if "onset" in anchors:
            self._onset(sentences)
        if not anchors & {"", "surgery", "treatment", "birth"}:
            return
        told = sorted((d for d in drafts if self._is_told(d)), key=lambda d: d.start)
        if "surgery" in anchors:
            operated = _of_the_case([d for d in told if _is_operation(d)])
            recent = [d for d in operated if not self._long_ago(d)]
            self.clock.operated = self._places(recent or operated)
            if recent and len(recent) < len(operated):
                self.clock.operated_before = self._places(operated)
        if anchors & {"", "treatment"}:
            begun = [d for d in told if d.kind == "treatment" and not self._long_ago(d)]
            self.clock.begun = self._places(_of_the_case(begun))
        if "birth" in anchors:
            born = [d for d in told if d.concept is not None and d.concept[1] in _CHILDBIRTHS]
            self.clock.delivered = self._places(_of_the_case(born))

    def _onset(self, sentences: list[int]) -> None:
        """`A 6-week history` that opens the story says when the illness began."""
        if self.axis.event == "onset":
            return
        told = [i for i in sentences if self.page.sentences[i].section in NARRATIVE]
        told.sort(key=lambda i: self.page.sentences[i].section == "abstract")
        first = (self.page.sentences[i] for i in told[:2])
        lasted = [
            time
            for sentence in first
            for time in self.page.times(sentence.start, sentence.end)
            if time.kind == "duration" and time.relation == "past"
        ]
        if lasted:
            longest = max(lasted, key=lambda time: time.low)
            self.network.constrain(
                self.network.moment("onset"),
                self.clock.zero,
                longest.low,
                longest.high,
                source=("onset", longest.start),
                weight=TOLD,
            )

    def _is_told(self, draft: Draft) -> bool:
        """A thing done that the story tells: no plan, no heading, no cell of a table."""
        if draft.sentence is None or draft.table is not None:
            return False
        given = draft.fields.get("status") == "given" and draft.kind in ("treatment", "procedure")
        return given and self.page.sentences[draft.sentence].section in NARRATIVE

    def _is_named(self, draft: Draft) -> bool:
        """`Three months after surgery` only names the operation."""
        return any(
            time.anchor_span and time.anchor_span[0] <= draft.start < time.anchor_span[1]
            for time in self.page.times(max(0, draft.start - 60), draft.start + 1)
        )

    def _places(self, drafts: list[Draft]) -> list[tuple[int, int]]:
        """Where they are told, without those only named if any is told."""
        told = [draft for draft in drafts if not self._is_named(draft)]
        return [(draft.start, self.clock.node(draft)) for draft in told or drafts[:1]]

    def mark(self, draft: Draft, node: int) -> None:
        """Bind the moments that a draft, in its turn, gives a bearer to."""
        if draft.kind == "encounter":
            self._encounter(draft, node)
        self._counted_on(draft, node)

    def _bearer_of_zero(self, drafts: list[Draft]) -> Draft | None:
        """The draft that tells the event of day 0: the first of its kind, the case's if it can."""
        told = [
            d
            for d in drafts
            if d.kind == "encounter"
            and (d.fields["encounter"] == self.axis.event or d.spans[0] == self.axis.span)
            and d.sentence is not None
            and self.page.sentences[d.sentence].section in NARRATIVE
        ]
        first = min(told, key=lambda d: (d.section == "abstract", d.start), default=None)
        if first and AGAIN.match(first.text) and not self.axis.stated:
            met = [d for d in drafts if d.kind == "encounter" and d.section == first.section]
            first = min(met, key=lambda d: d.start)  # the first time is told in other words
        return first

    def _long_ago(self, draft: Draft) -> bool:
        """Its sentence looks back: `at the age of 2`, `3 years earlier`, `previously`."""
        if draft.sentence is None:
            return False
        sentence = self.page.sentences[draft.sentence]
        own = own_time(self.page, draft)
        back = own is not None and (own.kind == "age" or own.relation in ("before", "past"))
        return back or bool(_BACK.search(self.page.text, sentence.start, draft.start))

    def _first_treatments(self, drafts: list[Draft]) -> None:
        """When each drug was first given: as the case tells it, else a table or the abstract."""
        given = [
            d
            for d in drafts
            if d.kind in ("treatment", "procedure")
            and d.fields.get("status") == "given"
            and d.concept
        ]
        for draft in sorted(
            given,
            key=lambda d: (
                d.table is not None,
                d.section not in NARRATIVE,
                d.section == "abstract",
                d.start,
            ),
        ):
            assert draft.concept is not None
            self.clock.treated.setdefault(draft.concept[1], self.clock.node(draft))

    def find_diagnosis(self, drafts: list[Draft]) -> None:
        """The diagnosis that phrases count from is the one the case tells, else the abstract."""
        told = [d for d in drafts if d.kind == "disease" and d.sentence in self.story.frame_of]
        first = min(
            told,
            key=lambda d: (not d.fields.get("principal"), d.section == "abstract", d.start),
            default=None,
        )
        if first:
            self._named_once("diagnosis", self.clock.node(first), first)

    def _encounter(self, draft: Draft, node: int) -> None:
        """Admission, discharge and so on are moments that other phrases count from."""
        name = named_moment(draft.fields["encounter"], self.axis)
        if draft.sentence is not None and AGAIN.match(draft.text):
            named = self.network.moment("readmission")
            self.network.constrain(named, node, 0, 0, source=("named", draft.start), weight=TOLD)
        if draft is self._first_of_zero:
            name = "zero"
            self.network.constrain(
                self.clock.zero, node, 0, 0, source=("zero", draft.start), weight=2 * TOLD
            )
        first = name == "zero" or (name == "visit" and self.axis.event == "presentation")
        if first and self._opens_table(draft):
            self.network.constrain(
                self.clock.zero, node, 0, 0, source=("named", draft.start), weight=TOLD
            )
        if name == "zero" or not name:
            return
        if draft.sentence is not None:
            named = self.network.moment(name)
            self.network.constrain(named, node, 0, 0, source=("named", draft.start), weight=TOLD)

    def _opens_table(self, draft: Draft) -> bool:
        """A table that tells the course from its admission or presentation dates day 0."""
        if draft.sentence is None or "zero" in self._named:
            return False
        passage = self.page.sentences[draft.sentence].passage
        if self.page.segmentation.passages[passage].kind != "row":
            return False
        self._named.add("zero")
        return True

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

    def _named_once(self, name: Hashable, node: int, draft: Draft) -> None:
        """The first event of a name is the one that phrases count from."""
        if draft.fields.get("status") in ("given", "present") and name not in self._named:
            self._named.add(name)
            self.network.constrain(
                self.network.moment(name), node, 0, 0, source=("named", draft.start), weight=TOLD
            )


def _is_operation(draft: Draft) -> bool:
    return draft.kind == "procedure" and _SURGERY.search(draft.text) is not None


def _of_the_case(drafts: list[Draft]) -> list[Draft]:
    """Those that the case tells; the abstract's where it tells none."""
    return [d for d in drafts if d.section != "abstract"] or drafts


def _events_counted_from(page: Page) -> dict[tuple[str, str], list[TimeExpression]]:
    """Phrases that count from an event which is no moment of its own, by the event's concept."""
    found: dict[tuple[str, str], list[TimeExpression]] = {}
    for time in page.reading.times:
        if not time.anchor and time.anchor_span:
            for mention in page.mentions(*time.anchor_span):
                if mention.id:
                    found.setdefault((mention.kind, mention.id), []).append(time)
    return found
