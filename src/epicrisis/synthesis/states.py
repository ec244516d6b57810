"""Yes, no, and not reported: three states, and how often each occurs.

Silence is not "no". The connectives are Kleene's strong logic (Kleene 1952, Introduction to
Metamathematics, § 64): `and` is the worse of two states and `or` the better, "not reported"
standing between no and yes.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """What a report says to a question."""

    YES = "yes"
    NO = "no"
    NOT_REPORTED = "not reported"

    def __and__(self, other: "State") -> "State":
        return min(self, other, key=_rank)

    def __or__(self, other: "State") -> "State":
        return max(self, other, key=_rank)

    def __invert__(self) -> "State":
        return _OPPOSITE[self]

    @property
    def rank(self) -> int:
        """Give 0 for no, 1 for not reported, 2 for yes."""
        return _ORDER[self]

    @classmethod
    def of(cls, fact: bool | None) -> "State":
        """Give the state of a fact, None being not known."""
        return cls.NOT_REPORTED if fact is None else cls.YES if fact else cls.NO


_ORDER = {State.NO: 0, State.NOT_REPORTED: 1, State.YES: 2}
_OPPOSITE = {
    State.YES: State.NO,
    State.NO: State.YES,
    State.NOT_REPORTED: State.NOT_REPORTED,
}


def _rank(state: State) -> int:
    return _ORDER[state]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many patients are in each state; it never shows a number without its denominator.

    Groups that a report gives in one row are counted apart: what holds of some of them need not
    hold of each.

    Attributes:
        yes: Patients of whom it is reported.
        no: Patients of whom the opposite is reported.
        not_reported: Patients of whom nothing is said.
        groups: Groups of patients beside them.
        groups_yes: Groups of which it is reported.
    """

    yes: int = 0
    no: int = 0
    not_reported: int = 0
    groups: int = 0
    groups_yes: int = 0

    @classmethod
    def of(cls, states: Iterable[State], groups: Iterable[State] = ()) -> "Tally":
        """Count the states of single patients, and those of groups."""
        found, others = Counter(states), Counter(groups)
        return cls(
            found[State.YES],
            found[State.NO],
            found[State.NOT_REPORTED],
            others.total(),
            others[State.YES],
        )

    @property
    def total(self) -> int:
        """All single patients, the denominator of each count."""
        return self.yes + self.no + self.not_reported

    @property
    def reported(self) -> int:
        """Those of whom anything is reported, the denominator of a proportion."""
        return self.yes + self.no

    def __str__(self) -> str:
        counts = f"yes {self.yes}, no {self.no}, not reported {self.not_reported} of {self.total}"
        if not self.groups:
            return counts
        return f"{counts}; and in {self.groups_yes} of {self.groups} groups of patients"
