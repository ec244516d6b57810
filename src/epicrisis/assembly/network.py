"""A simple temporal network: moments, bounds on the days between them, and what follows.

"Ten days after the infusion she was extubated" bounds the days between two moments:
`10 <= extubation - infusion <= 10`. A case is a network of such bounds. Read as a distance graph,
shortest paths give each moment the tightest interval that all bounds together allow, and the
bounds contradict one another exactly where a cycle is negative (Dechter R, Meiri I, Pearl J.
Temporal constraint networks. Artificial Intelligence 1991;49:61-95, theorems 3.1 to 3.3).

Potentials come from the Bellman-Ford method, started from a guess along a spanning forest and with
the predecessor graph searched for a cycle after each pass, and after very many passes once for as
many moves as there are moments (Cherkassky BV, Goldberg AV. Negative-cycle detection algorithms.
Math Program 1999;85:277-311, amortized search). With them Dijkstra's method runs on edges
of negative length (Johnson DB. J ACM 1977;24:1-13). Time and memory grow with the bounds, not
with the square of the moments.
"""

from collections.abc import Hashable, Iterable, Sequence, Set
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import inf
from typing import NamedTuple

from epicrisis.errors import InputError

MOST_CONTRADICTIONS = 100
"""Contradictions that are settled one by one; no case report comes near."""

_SEARCHED = (
    100  # passes behind each of which a cycle is looked for; then once for all moments moved
)

TOLERANCE = 1e-6
"""Days by which bounds may miss one another before that is a contradiction: a tenth of a second."""


class Constraint(NamedTuple):
    """`low <= t[b] - t[a] <= high`, in days.

    Attributes:
        a: The moment counted from.
        b: The moment counted to.
        low: Least number of days from `a` to `b`; -inf where open.
        high: Greatest number of days; inf where open.
        source: Whatever states it, an event's id or a sentence's span.
        weight: The stronger of two contradicting constraints has the greater weight.
    """

    a: int
    b: int
    low: float
    high: float
    source: Hashable
    weight: float = 1.0


@dataclass(slots=True, frozen=True)
class Contradiction:
    """Constraints that cannot all be true, because their bounds form a negative cycle.

    Attributes:
        constraints: The constraints of the cycle, in its order from the first added; each once.
        excess: Days by which they miss one another.
        dropped: The one that was left out: the lightest, of equals the one added last.
    """

    constraints: tuple[Constraint, ...]
    excess: float
    dropped: Constraint

    @property
    def sources(self) -> tuple[Hashable, ...]:
        """What states the constraints, in the order of the cycle, each once."""
        return tuple(dict.fromkeys(constraint.source for constraint in self.constraints))


@dataclass(slots=True, frozen=True)
class Solution:
    """The tightest interval of every moment, in days from the origin.

    Attributes:
        origin: The moment that has day 0.
        earliest: Least day of each moment, by its number; -inf where nothing bounds it.
        latest: Greatest day of each moment; inf where nothing bounds it.
        contradictions: What had to be left out to get there; empty where all agrees.
    """

    origin: int
    earliest: tuple[float, ...]
    latest: tuple[float, ...]
    contradictions: tuple[Contradiction, ...] = ()

    def interval(self, moment: int) -> tuple[float, float]:
        """Least and greatest day of a moment."""
        return self.earliest[moment], self.latest[moment]


class _Edge(NamedTuple):
    """`t[head] <= t[tail] + length`, one side of a constraint."""

    tail: int
    head: int
    length: float
    constraint: int


@dataclass(slots=True)
class TimeNetwork:
    """Moments of a case and the bounds on the days between them.

    Examples:
        >>> network = TimeNetwork()
        >>> admission, surgery, fever = map(network.moment, ("admission", "surgery", "fever"))
        >>> network.constrain(admission, surgery, 3, 3, source="S1")
        >>> network.constrain(surgery, fever, 1, 2, source="S2")
        >>> network.solve(admission).interval(fever)
        (4.0, 5.0)
        >>> network.constrain(admission, fever, 9, 9, source="S3", weight=0.5)
        >>> [contradiction.sources for contradiction in network.solve(admission).contradictions]
        [('S1', 'S2', 'S3')]
    """

    constraints: list[Constraint] = field(default_factory=list)
    _numbers: dict[Hashable, int] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many moments there are."""
        return len(self._numbers)

    @property
    def names(self) -> tuple[Hashable, ...]:
        """Names of the moments, in the order of their numbers."""
        return tuple(self._numbers)

    def moment(self, name: Hashable) -> int:
        """Number of the moment of that name, which is made where it is new."""
        return self._numbers.setdefault(name, len(self._numbers))

    def constrain(
        self, a: int, b: int, low: float, high: float, source: Hashable, weight: float = 1.0
    ) -> None:
        """Say that `low <= t[b] - t[a] <= high`.

        Args:
            a: moment counted from.
            b: moment counted to.
            low: least number of days; -inf where open.
            high: greatest number of days; inf where open. Below `low`, the constraint contradicts
                itself and is reported as such.
            source: whatever states it.
            weight: among contradicting constraints the lightest is left out.

        Raises:
            InputError: a moment is unknown, or a bound is no number.
        """
        size = len(self._numbers)
        if not (0 <= a < size and 0 <= b < size):
            unknown = b if 0 <= a < size else a
            raise InputError(f"moment {unknown} is unknown; there are {size}")
        if not (low < inf and high > -inf):  # no number is neither
            raise InputError(f"{low} to {high} are no bounds in days")
        self.constraints.append(Constraint(a, b, float(low), float(high), source, weight))

    def solve(self, origin: int = 0) -> Solution:
        """Give every moment its tightest interval relative to `origin`.

        Where constraints contradict one another, the lightest of each negative cycle is left out
        until the rest agrees. After `MOST_CONTRADICTIONS` cycles all constraints as light as the
        lightest of the next are left out together, so that hostile input ends in time.

        Raises:
            InputError: `origin` is unknown.
        """
        if not 0 <= origin < len(self):
            raise InputError(f"origin {origin} is unknown; there are {len(self)} moments")
        graph = _Graph(len(self), self.constraints)
        contradictions = []
        while cycle := graph.settle():
            contradictions.append(self._contradiction(cycle))
            lightest = self._lightest(cycle)
            if len(contradictions) < MOST_CONTRADICTIONS:
                graph.drop({lightest})
                continue
            weight = self.constraints[lightest].weight
            light = (n for n, c in enumerate(self.constraints) if c.weight <= weight)
            graph.drop(set(light))
        latest = graph.distances(origin, backwards=False)
        earliest = graph.distances(origin, backwards=True)
        return Solution(
            origin, tuple(0.0 - day for day in earliest), tuple(latest), tuple(contradictions)
        )

    def _lightest(self, cycle: list[_Edge]) -> int:
        numbers = {edge.constraint for edge in cycle}
        return min(numbers, key=lambda number: (self.constraints[number].weight, -number))

    def _contradiction(self, cycle: list[_Edge]) -> Contradiction:
        numbers = dict.fromkeys(edge.constraint for edge in cycle)
        return Contradiction(
            constraints=tuple(self.constraints[number] for number in numbers),
            excess=-sum(edge.length for edge in cycle),
            dropped=self.constraints[self._lightest(cycle)],
        )


class _Graph:
    """The distance graph of a network, with a potential that is mended until it fits."""

    def __init__(self, size: int, constraints: Sequence[Constraint]) -> None:
        self.size = size
        self.constraints = constraints
        self.ahead: list[list[_Edge]] = [[] for _ in range(size)]
        self.behind: list[list[_Edge]] = [[] for _ in range(size)]
        for number, (a, b, low, high, _, _) in enumerate(constraints):
            if high < inf:
                edge = _Edge(a, b, high, number)
                self.ahead[a].append(edge)
                self.behind[b].append(edge)
            if low > -inf:
                edge = _Edge(b, a, 0.0 - low, number)
                self.ahead[b].append(edge)
                self.behind[a].append(edge)
        self.potential = self._guess()
        self.changed = dict.fromkeys(range(size))  # moments whose edges may not fit

    def _guess(self) -> list[float]:
        """Days of the moments along a spanning forest; right already where bounds are a tree."""
        days = [inf] * self.size
        for root in range(self.size):
            if days[root] < inf:
                continue
            days[root] = 0.0
            reached = [root]
            for moment in reached:
                day = days[moment]
                for _, head, length, _ in self.ahead[moment]:
                    if days[head] == inf:
                        days[head] = day + length
                        reached.append(head)
                for tail, _, length, _ in self.behind[moment]:
                    if days[tail] == inf:
                        days[tail] = day - length
                        reached.append(tail)
        return days

    def settle(self) -> list[_Edge]:
        """Mend the potential until every edge fits, or give a negative cycle.

        An edge can fail to fit only where the potential of its tail has changed; the first pass
        takes such moments in the order of their numbers.
        """
        parents: list[_Edge | None] = [None] * self.size
        due = set(self.changed)
        self.changed = self._relax(range(self.size), due, parents)
        passes = moved = 0
        while self.changed:
            passes, moved = passes + 1, moved + len(self.changed)
            if passes <= _SEARCHED or moved >= self.size:
                moved = 0
                if cycle := _cycle(parents, self.changed):
                    return cycle
            due.update(self.changed)
            self.changed = self._relax(list(self.changed), due, parents)
        return []

    def _relax(
        self, order: Iterable[int], due: set[int], parents: list[_Edge | None]
    ) -> dict[int, None]:
        """Let no edge from a moment that is due be too short; give the moments that had to move.

        Args:
            order: Moments in the order in which they are looked at.
            due: Those of them whose edges may not fit; one that moves becomes due.
            parents: The last edge that moved each moment; set here.
        """
        potential, ahead = self.potential, self.ahead
        changed: dict[int, None] = {}
        for tail in order:
            if tail not in due:
                continue
            day = potential[tail]
            for edge in ahead[tail]:
                _, head, length, _ = edge
                if day + length < potential[head] - TOLERANCE:
                    potential[head] = day + length
                    parents[head] = edge
                    changed[head] = None
                    due.add(head)
        return changed

    def drop(self, constraints: Set[int]) -> None:
        """Take the edges of some constraints out."""
        ends = {end for number in constraints for end in self.constraints[number][:2]}
        for table in (self.ahead, self.behind):
            for moment in ends:
                table[moment] = [edge for edge in table[moment] if edge[3] not in constraints]

    def distances(self, origin: int, *, backwards: bool) -> list[float]:
        """Lengths of the shortest paths from `origin`, or to it; inf where there is none."""
        table = self.behind if backwards else self.ahead
        sign = -1.0 if backwards else 1.0
        potential = self.potential
        lengths = [inf] * self.size
        done = [False] * self.size
        best = [inf] * self.size
        lengths[origin] = best[origin] = 0.0
        heap = [(0.0, origin)]
        while heap:
            reduced, moment = heappop(heap)
            if done[moment]:
                continue
            done[moment] = True
            here, so_far = potential[moment], lengths[moment]
            for edge in table[moment]:
                to, length = edge[0] if backwards else edge[1], edge[2]
                if done[to]:
                    continue
                slack = length + sign * (here - potential[to])
                total = reduced + slack if slack > 0.0 else reduced
                if total < best[to]:
                    best[to] = total
                    lengths[to] = so_far + length
                    heappush(heap, (total, to))
        return lengths


def _cycle(parents: list[_Edge | None], starts: Iterable[int]) -> list[_Edge]:
    """A cycle of the predecessor graph in the order of its edges, or an empty list."""
    seen: dict[int, int] = {}
    for start in starts:
        moment = start
        while moment not in seen:
            seen[moment] = start
            parent = parents[moment]
            if parent is None:
                break
            moment = parent.tail
        else:
            if seen[moment] == start:
                return _around(parents, moment)
    return []


def _around(parents: list[_Edge | None], moment: int) -> list[_Edge]:
    """Walk the cycle that `moment` lies on; its first constraint comes first."""
    edges: list[_Edge] = []
    at = moment
    while (edge := parents[at]) is not None and not (edges and at == moment):
        edges.append(edge)
        at = edge.tail
    edges.reverse()
    first = min(range(len(edges)), key=lambda index: edges[index].constraint)
    return edges[first:] + edges[:first]
