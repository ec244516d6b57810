"""Phrases of time as constraints between the moments of one case."""

import re
from math import inf

from epicrisis.assembly.axis import Axis, named_moment
from epicrisis.assembly.drafts import Draft, Page
from epicrisis.assembly.network import TimeNetwork
from epicrisis.model import TimeExpression

_DETERMINER = re.compile(r"^(?:the|this|that|his|her|their|its|an?|initial|first)\s")
PRINTED, TOLD, ORDER = 100.0, 10.0, 1.0
"""Weights: what is printed, what follows from where it is told, what is only the usual order."""


class Clock:
    """The network of one patient, and what phrases of time mean in it.

    `expressions` gives the moment of a phrase by its span, `treated` the first moment at which a
    drug was given, by its id.
    """

    def __init__(self, page: Page, axis: Axis) -> None:
        self.page = page
        self.axis = axis
        self.network = TimeNetwork()
        self.zero = self.network.moment("zero")
        self.treated: dict[str, int] = {}
        self.expressions: dict[tuple[int, int], int] = {}
        self._nodes: dict[int, int] = {}

    def node(self, draft: Draft) -> int:
        """Give the moment of what a draft tells."""
        if id(draft) not in self._nodes:
            self._nodes[id(draft)] = self.network.moment(f"event:{id(draft)}")
        return self._nodes[id(draft)]

    def bind(self, node: int, time: TimeExpression, previous: int) -> None:
        """Turn a phrase of time into a constraint on a moment."""
        source = ("print", time.start, time.end)
        if time.relation == "day":
            shift = self.axis.number
            self.network.constrain(
                self.zero, node, time.low - shift, time.high - shift, source=source, weight=PRINTED
            )
        elif time.relation == "calendar":
            calendar = self.network.moment("calendar")
            weight = TOLD if time.ordinal is None else PRINTED  # its year is not in print
            self.network.constrain(
                calendar, node, time.low, time.high, source=source, weight=weight
            )
        elif time.relation in ("after", "before", "at", "past"):
            anchor = self._anchor(time, previous)
            low, high = (time.low, time.high) if time.kind != "duration" else (0.0, time.high)
            if time.relation in ("before", "past"):
                low, high = -high, -low
            self.network.constrain(anchor, node, low, high, source=source, weight=PRINTED)

    def precede(self, node: int, told: TimeExpression | None) -> None:
        """Set a moment to that of a phrase or any time before: `on day 9 it fell from 120`."""
        moment = self.expressions.get((told.start, told.end)) if told else None
        if told and moment is not None:
            source = ("same", told.start, told.end)
            self.network.constrain(node, moment, 0, inf, source=source, weight=PRINTED)

    def _anchor(self, time: TimeExpression, previous: int) -> int:
        if time.anchor == "treatment":
            drug = self.drug_in(time)
            return self.treated.get(drug, previous)
        if not time.anchor and time.anchor_span:
            return self.network.moment(self.unnamed(time))
        name = named_moment(time.anchor, self.axis)
        if name == "zero":
            return self.zero
        return self.network.moment(name) if name else previous

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
