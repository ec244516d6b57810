"""Phrases of time as constraints between the moments of one case."""

import re
from math import inf

from epicrisis.assembly.axis import Axis, counts_otherwise, named_moment
from epicrisis.assembly.drafts import Draft, Page
from epicrisis.assembly.network import TimeNetwork
from epicrisis.model import TimeExpression

_DETERMINER = re.compile(r"^(?:the|this|that|his|her|their|its|an?|initial|first)\s")
_CYCLE = re.compile(r"\b(?:cycles?|doses?|infusions?|courses?|injections?)\b", re.IGNORECASE)
_PREGNANT_AGAIN = re.compile(
    r"\b(?:pregnant\sagain|conceived\sagain|(?:(?:her|a)\s)?(?:second|third|fourth|next|another|"
    r"subsequent|new|previous|prior|earlier|first|current|present|this)\spregnancy)\b",
    re.IGNORECASE,
)
_CHILD = re.compile(
    r"\b(?:baby|newborn|neonate|infant|twins|post[- ]?partum|delivery|delivered)\b", re.IGNORECASE
)
_INFANCY = 2 * 365.25 + 1
PRINTED, TOLD, ORDER, SUPPOSED = 100.0, 10.0, 1.0, 0.5
"""Weights: what is printed, what follows from where it is told, what is only the usual order, and
what nothing but the usual pace of care suggests."""


class Clock:
    """The network of one patient, and what phrases of time mean in it.

    `expressions` gives the moment of a phrase by its span, `treated` the first moment at which a
    drug was given, by its id. `begun`, `operated` and `delivered` are the treatments, operations
    and childbirths of this illness as they are told: view offset and moment; `operated_before` are
    all operations, where some are of before. `adult` says that a
    birth can be that of the patient's child, `opened` is the sentence that tells day 0.
    """

    def __init__(self, page: Page, axis: Axis) -> None:
        self.page = page
        self.axis = axis
        self.network = TimeNetwork()
        self.zero = self.network.moment("zero")
        self.treated: dict[str, int] = {}
        self.expressions: dict[tuple[int, int], int] = {}
        self.begun: list[tuple[int, int]] = []
        self.operated: list[tuple[int, int]] = []
        self.operated_before: list[tuple[int, int]] = []
        self.delivered: list[tuple[int, int]] = []
        self.adult = False
        self.opened: int | None = None
        self._unnamed: set[tuple[str, str]] = set()
        self._nodes: dict[int, int] = {}

    def node(self, draft: Draft) -> int:
        """Give the moment of what a draft tells."""
        key = id(draft)
        node = self._nodes.get(key)
        if node is None:
            node = self._nodes[key] = self.network.moment(key)
        return node

    def bind(
        self, node: int, time: TimeExpression, previous: int, *, since: int | None = None
    ) -> None:
        """Turn a phrase of time into a constraint on a moment.

        Args:
            node: The moment that the phrase dates.
            time: The phrase.
            previous: The moment told before; phrases without an event of their own count from it.
            since: An earlier moment that it may as well count from.
        """
        if time.relation == "calendar":
            weight = TOLD if time.ordinal is None else PRINTED  # its year is not in print
            calendar = self.network.moment("calendar")
            source = ("print", time.start, time.end)
            self.network.constrain(
                calendar, node, time.low, time.high, source=source, weight=weight
            )
        elif time.relation == "day" and not counts_otherwise(self.page, time):
            shift = self.axis.number
            self._bound(node, time, (self.zero, self.zero), time.low - shift, time.high - shift)
        elif time.relation == "day":  # the first day of a treatment is day 1, or day 0
            early, late = self._anchors(time, previous, previous)
            half = (time.high - time.low) / 2
            self._bound(node, time, (early, late), time.low - (half or 1.0), time.high)
        elif time.relation in ("after", "before", "at", "past"):
            early, late = self._anchors(time, previous, previous if since is None else since)
            low, high = (time.low, time.high) if time.kind != "duration" else (0.0, time.high)
            if time.relation in ("before", "past"):
                low, high = -high, -low
            self._bound(node, time, (early, late), low, high)

    def _bound(
        self, node: int, time: TimeExpression, anchors: tuple[int, int], low: float, high: float
    ) -> None:
        """Bind a moment to another, or to what lies between two that the phrase may count from."""
        source = ("print", time.start, time.end)
        early, late = anchors
        if early == late:
            self.network.constrain(early, node, low, high, source=source, weight=PRINTED)
            return
        if low > -inf:
            self.network.constrain(early, node, low, inf, source=source, weight=PRINTED)
        if high < inf:
            self.network.constrain(late, node, -inf, high, source=source, weight=PRINTED)

    def precede(self, node: int, told: TimeExpression | None) -> None:
        """Set a moment to that of a phrase or any time before: `on day 9 it fell from 120`."""
        moment = self.expressions.get((told.start, told.end)) if told else None
        if told and moment is not None:
            source = ("same", told.start, told.end)
            self.network.constrain(node, moment, 0, inf, source=source, weight=PRINTED)

    def _anchors(self, time: TimeExpression, previous: int, since: int) -> tuple[int, int]:
        """The moment that a phrase counts from, twice; or the first and the last that it may."""
        drug = self.drug_in(time)
        if time.anchor == "treatment" or (time.relation == "day" and drug):
            known = self.treated.get(drug)
            if drug:
                return (since, previous) if known is None else (known, known)
            begun = self._told(self.begun, time)
            return (begun[0], begun[-1]) if begun else (since, previous)
        if not time.anchor and time.anchor_span:
            return (self._unnamed_moment(time, drug),) * 2
        name = self._chapter(time, named_moment(time.anchor, self.axis))
        if name == "surgery":
            recent = [node for start, node in self.operated if start < time.start]
            done = recent or self._told(self.operated_before or self.operated, time)
            return (done[-1],) * 2 if done else (self.network.moment(name),) * 2
        if name == "delivery" and (born := self._told(self.delivered, time)):
            return born[-1], born[-1]
        if name == "zero":
            return self.zero, self.zero
        return (self.network.moment(name),) * 2 if name else (since, previous)

    def _told(self, events: list[tuple[int, int]], time: TimeExpression) -> list[int]:
        """Moments of those told before a phrase; else of the first told behind it."""
        nodes = [node for start, node in events if start < time.start]
        return nodes or [node for _, node in events[:1]]

    def _chapter(self, time: TimeExpression, name: str) -> str:
        """Which birth, and which pregnancy, is meant."""
        young = time.kind != "age" or time.high < _INFANCY
        if name == "birth" and self.adult and young and self._of_child(time):
            return "delivery"
        if name == "pregnancy":
            return f"pregnancy {len(_PREGNANT_AGAIN.findall(self.page.text, 0, time.start))}"
        return name

    def _of_child(self, time: TimeExpression) -> bool:
        """Is a birth that of the patient's child: told of, or so called?"""
        if any(start < time.start for start, _ in self.delivered):
            return True
        return _CHILD.search(self.page.text, max(0, time.start - 60), time.end) is not None

    def anchor_of(self, time: TimeExpression) -> int | None:
        """Give the one moment that a phrase counts from, where it names one."""
        if time.anchor_span is None or time.relation not in ("after", "before", "day"):
            return None
        early, late = self._anchors(time, self.zero, self.zero)
        return early if early == late != self.zero else None

    def _unnamed_moment(self, time: TimeExpression, drug: str) -> int:
        """An event known by its words alone: the third cycle of a drug is not before the first."""
        name = self.unnamed(time)
        known = name in self._unnamed
        self._unnamed.add(name)
        node = self.network.moment(name)
        if known or time.anchor_span is None:
            return node
        begun = self.treated.get(drug)
        if begun is None and _CYCLE.search(self.page.text, *time.anchor_span):
            begun = next(iter(self._told(self.begun, time)[-1:]), None)
        if begun is not None:
            source = ("cycle", time.start)
            self.network.constrain(begun, node, 0, inf, source=source, weight=TOLD)
        return node

    def unnamed(self, time: TimeExpression) -> tuple[str, str]:
        """Give the network's name of an event that a phrase counts from by its words alone."""
        words = self.page.text[slice(*(time.anchor_span or (0, 0)))].lower()
        return "unnamed", _DETERMINER.sub("", words)

    def drug_in(self, time: TimeExpression) -> str:
        """Give the id of the drug that a phrase counts from: `after the initiation of IVIG`."""
        if time.anchor_span is None:
            return ""
        mentions = self.page.mentions(*time.anchor_span, "drug", "drug_class", "procedure")
        return mentions[0].id if mentions else ""
