"""What a course answers to a question: a state, numbers, or words, with the places that say it."""

from dataclasses import dataclass
from math import inf, nextafter

from epicrisis.measures.intervals import Interval
from epicrisis.model import Age, Anchor, AnyEvent, Quantity
from epicrisis.synthesis.states import State

Anchors = tuple[Anchor, ...]
Stated = AnyEvent | Age


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of yes, no or not reported."""

    state: State
    anchors: Anchors = ()

    @property
    def shown(self) -> str | float | None:
        """What a table shows of it; None where nothing is reported."""
        return None if self.state is State.NOT_REPORTED else self.state.value


@dataclass(frozen=True, slots=True)
class Numbers:
    """An answer in numbers, each between two bounds, in one unit.

    Attributes:
        values: All values that are reported and can be put into the unit.
        unit: UCUM code; empty where a printed number without unit is compared as it stands.
        stated_by: What states them, each with its places.
        printed: The values as printed.
        without: How many more values there are that cannot be compared.
    """

    values: tuple[Interval, ...]
    unit: str
    stated_by: tuple[Stated, ...] = ()
    printed: tuple[str, ...] = ()
    without: int = 0

    @property
    def anchors(self) -> Anchors:
        """Where they stand."""
        return tuple(stated.anchors[0] for stated in self.stated_by)

    @property
    def state(self) -> State:
        """Whether any is reported; a number not given is not a "no"."""
        return State.YES if self.values or self.without else State.NOT_REPORTED

    @property
    def shown(self) -> str | float | None:
        """The number where it is one and exact, else the words printed."""
        exact = {value.low for value in self.values if value.low == value.high}
        if len(exact) == 1 and len(set(self.values)) == 1 and not self.without:
            return exact.pop()
        return "; ".join(dict.fromkeys(self.printed)) or None


@dataclass(frozen=True, slots=True)
class Words:
    """An answer in words."""

    values: tuple[str, ...]
    anchors: Anchors = ()

    @property
    def state(self) -> State:
        """Whether anything is reported."""
        return State.YES if self.values else State.NOT_REPORTED

    @property
    def shown(self) -> str | float | None:
        """The words."""
        return "; ".join(dict.fromkeys(self.values)) or None


Answer = Reply | Numbers | Words


def reach(quantity: Quantity, *, floor: float = 0.0) -> Interval:
    """Give the bounds of a printed number; `<8` ends just below 8, so that it is not 8."""
    value = quantity.value
    match quantity.comparator:
        case "<":
            return Interval(min(floor, value), nextafter(value, -inf))
        case "<=":
            return Interval(min(floor, value), value)
        case ">":
            return Interval(nextafter(value, inf), inf)
        case ">=":
            return Interval(value, inf)
        case _:
            high = value if quantity.high is None else quantity.high
            return Interval(min(value, high), max(value, high))


def compare(value: Interval, operator: str, limit: float) -> State:
    """Compare a value that lies between two bounds: not known where the bounds do not decide."""
    low, high = value
    surely, surely_not = False, False
    match operator:
        case "<":
            surely, surely_not = high < limit, low >= limit
        case "<=":
            surely, surely_not = high <= limit, low > limit
        case ">":
            surely, surely_not = low > limit, high <= limit
        case ">=":
            surely, surely_not = low >= limit, high < limit
        case "=":
            surely, surely_not = low == high == limit, not low <= limit <= high
        case "!=":
            surely, surely_not = not low <= limit <= high, low == high == limit
    return State.YES if surely else State.NO if surely_not else State.NOT_REPORTED
