"""The time network gives what its bounds imply, and finds what contradicts."""

import random
import time
from itertools import pairwise
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epicrisis.assembly.network import Constraint, TimeNetwork
from epicrisis.errors import InputError

Bound = tuple[int, int, float, float]


@st.composite
def consistent(draw: st.DrawFn, size: int = 8) -> tuple[list[int], list[Bound]]:
    """Hidden days of some moments, and true bounds between them, some open."""
    hidden = draw(st.lists(st.integers(-400, 400), min_size=2, max_size=size))
    ends = st.integers(0, len(hidden) - 1)
    slack = st.one_of(st.integers(0, 30), st.just(inf))
    bounds = []
    for a, b, below, above in draw(st.lists(st.tuples(ends, ends, slack, slack), max_size=20)):
        days = hidden[b] - hidden[a]
        bounds.append((a, b, days - below, days + above))
    return hidden, bounds


def network_of(size: int, bounds: list[Bound], weights: list[float] | None = None) -> TimeNetwork:
    """A network whose constraints have their place in the list as source."""
    network = TimeNetwork()
    for number in range(size):
        network.moment(number)
    for number, (a, b, low, high) in enumerate(bounds):
        weight = weights[number] if weights else 1.0
        network.constrain(a, b, low, high, source=number, weight=weight)
    return network


def floyd_warshall(size: int, bounds: list[Bound]) -> list[list[float]]:
    """All shortest distances of the distance graph, the slow way."""
    d = [[0.0 if i == j else inf for j in range(size)] for i in range(size)]
    for a, b, low, high in bounds:
        d[a][b] = min(d[a][b], high)
        d[b][a] = min(d[b][a], -low)
    for k in range(size):
        for i in range(size):
            for j in range(size):
                d[i][j] = min(d[i][j], d[i][k] + d[k][j])
    return d


def contradicts(size: int, bounds: list[Bound]) -> bool:
    """A negative cycle exists, by the slow way."""
    d = floyd_warshall(size, bounds)
    return any(d[i][i] < -1e-6 for i in range(size))


def round_trip(constraints: tuple[Constraint, ...]) -> float:
    """Least length of a walk once along all constraints in their order and back to its start."""
    best = inf
    for start in {constraints[0].a, constraints[0].b}:
        ends = {start: 0.0}
        for c in constraints:
            step: dict[int, float] = {}
            for at, length in ends.items():
                for tail, head, more in ((c.a, c.b, c.high), (c.b, c.a, -c.low)):
                    if tail == at:
                        step[head] = min(step.get(head, inf), length + more)
            ends = step
        if len(constraints) == 1:
            ends = {start: constraints[0].high - constraints[0].low}
            if constraints[0].a == constraints[0].b:
                ends = {start: min(constraints[0].high, -constraints[0].low)}
        best = min(best, ends.get(start, inf))
    return best


@given(consistent(), st.data())
def test_intervals_contain_the_hidden_truth(
    case: tuple[list[int], list[Bound]], data: st.DataObject
) -> None:
    """Bounds that are all true never exclude the days they were made from."""
    hidden, bounds = case
    origin = data.draw(st.integers(0, len(hidden) - 1))
    solution = network_of(len(hidden), bounds).solve(origin)
    assert not solution.contradictions
    for moment, day in enumerate(hidden):
        low, high = solution.interval(moment)
        assert low <= day - hidden[origin] <= high


@given(consistent(), st.data())
def test_intervals_agree_with_floyd_and_warshall(
    case: tuple[list[int], list[Bound]], data: st.DataObject
) -> None:
    """The sparse method and the cubic one give the same intervals."""
    hidden, bounds = case
    origin = data.draw(st.integers(0, len(hidden) - 1))
    solution = network_of(len(hidden), bounds).solve(origin)
    d = floyd_warshall(len(hidden), bounds)
    assert solution.latest == pytest.approx(d[origin])
    assert solution.earliest == pytest.approx([-row[origin] for row in d])


@given(consistent(), st.data())
def test_a_tighter_constraint_never_widens_an_interval(
    case: tuple[list[int], list[Bound]], data: st.DataObject
) -> None:
    """Saying more can only narrow, as long as it is true."""
    hidden, bounds = case
    if not bounds:
        return
    which = data.draw(st.integers(0, len(bounds) - 1))
    a, b, low, high = bounds[which]
    days = hidden[b] - hidden[a]
    tight = [*bounds]
    tight[which] = (a, b, max(low, days - 1), min(high, days + 1))
    before = network_of(len(hidden), bounds).solve()
    after = network_of(len(hidden), tight).solve()
    for moment in range(len(hidden)):
        assert before.interval(moment)[0] <= after.interval(moment)[0]
        assert after.interval(moment)[1] <= before.interval(moment)[1]


@given(
    st.integers(2, 7),
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(-20, 20), st.integers(-20, 20)),
        max_size=14,
    ),
)
def test_contradictions_are_found_exactly_where_there_are_any(
    size: int, raw: list[tuple[int, int, int, int]]
) -> None:
    """Any bounds: found if and only if the slow way finds one, and each cycle is minimal."""
    bounds: list[Bound] = [(a % size, b % size, low, high) for a, b, low, high in raw]
    solution = network_of(size, bounds).solve()
    assert bool(solution.contradictions) == contradicts(size, bounds)
    for found in solution.contradictions:
        assert found.excess == pytest.approx(-round_trip(found.constraints))
        assert found.excess > 0
        assert found.dropped in found.constraints
    dropped = {found.dropped.source for found in solution.contradictions}
    kept = [bound for number, bound in enumerate(bounds) if number not in dropped]
    d = floyd_warshall(size, kept)
    assert solution.latest == pytest.approx(d[0])
    assert solution.earliest == pytest.approx([-row[0] for row in d])


@given(st.integers(3, 30), st.integers(1, 40), st.randoms(use_true_random=False))
def test_a_planted_cycle_is_reported_with_exactly_its_sources(
    size: int, excess: int, rng: random.Random
) -> None:
    """A chain of exact distances and one shortcut that disagrees: all are named, nothing else."""
    steps = [rng.randint(0, 30) for _ in range(size - 1)]
    bounds: list[Bound] = [(i, i + 1, step, step) for i, step in enumerate(steps)]
    first, last = sorted(rng.sample(range(size), 2))
    total = sum(steps[first:last])
    bounds.append((first, last, total + excess, total + excess))
    rng.shuffle(bounds)
    planted = {
        number
        for number, (a, b, _, _) in enumerate(bounds)
        if (a, b) == (first, last) or (first <= a and b <= last)
    }
    found = network_of(size, bounds).solve().contradictions
    assert set(found[0].sources) == planted
    assert found[0].excess == pytest.approx(excess)
    assert len(found) == 1


@given(consistent(), st.data())
@settings(max_examples=50)
def test_the_lightest_constraint_of_a_cycle_is_left_out(
    case: tuple[list[int], list[Bound]], data: st.DataObject
) -> None:
    """False but light bounds go, so that the truth stays inside every interval."""
    hidden, bounds = case
    ends = st.integers(0, len(hidden) - 1)
    wrong = data.draw(st.lists(st.tuples(ends, ends, st.integers(-90, 90)), max_size=6))
    false = [(a, b, float(days), float(days)) for a, b, days in wrong]
    weights = [2.0] * len(bounds) + [1.0] * len(false)
    solution = network_of(len(hidden), bounds + false, weights).solve()
    assert all(found.dropped.weight == 1.0 for found in solution.contradictions)
    d = floyd_warshall(len(hidden), bounds)
    for moment in range(len(hidden)):
        low, high = solution.interval(moment)
        assert low >= -d[moment][0]
        assert high <= d[0][moment]


def test_a_moment_that_nothing_bounds_is_open_on_both_sides() -> None:
    """Missing is not day 0."""
    network = TimeNetwork()
    admission, dream = network.moment("admission"), network.moment("dream")
    network.constrain(admission, dream, 0, inf, source="subsequently")
    assert network.solve(admission).interval(dream) == (0, inf)
    assert network.solve(dream).interval(admission) == (-inf, 0)
    assert network.solve().interval(network.moment("dream")) == (0, inf)
    lonely = network.moment("lonely")
    assert network.solve(admission).interval(lonely) == (-inf, inf)


def test_a_constraint_that_contradicts_itself_is_reported_alone() -> None:
    """ "Two to one days later" needs no other sentence to be wrong."""
    network = network_of(2, [(0, 1, 2, 1)])
    (found,) = network.solve().contradictions
    assert found.sources == (0,)
    assert network.solve().interval(1) == (-inf, inf)
    (circle,) = network_of(1, [(0, 0, 3, 3)]).solve().contradictions
    assert circle.sources == (0,)


def test_the_same_name_is_the_same_moment() -> None:
    """Numbers follow the order of first mention."""
    network = TimeNetwork()
    assert [network.moment(name) for name in ("a", "b", "a")] == [0, 1, 0]
    assert network.names == ("a", "b")
    assert len(network) == 2


@pytest.mark.parametrize(("low", "high"), [(float("nan"), 1), (0, float("nan")), (inf, inf)])
def test_bounds_that_are_no_numbers_are_refused(low: float, high: float) -> None:
    """The message names the bounds."""
    with pytest.raises(InputError, match="no bounds"):
        network_of(2, [(0, 1, low, high)])


def test_unknown_moments_are_refused() -> None:
    """As an end of a constraint and as origin."""
    with pytest.raises(InputError, match="unknown"):
        network_of(2, [(0, 2, 0, 1)])
    with pytest.raises(InputError, match="unknown"):
        TimeNetwork().solve()


@pytest.mark.parametrize("shape", ["scattered", "chain"])
def test_large_networks_are_solved_in_an_instant(shape: str) -> None:
    """500 moments and 1500 constraints take hundredths of a second; naive closure takes minutes."""
    rng = random.Random(7)
    hidden = [rng.uniform(0, 2000) for _ in range(500)]
    order = rng.sample(range(500), 500)
    ends = [(rng.randrange(500), rng.randrange(500)) for _ in range(1500)]
    if shape == "chain":
        ends[:499] = list(pairwise(order))
    bounds: list[Bound] = []
    for a, b in ends:
        days = hidden[b] - hidden[a]
        bounds.append((a, b, days - rng.uniform(0, 9), days + rng.uniform(0, 9)))
    network = network_of(500, bounds)
    begin = time.process_time()
    solution = network.solve()
    assert time.process_time() - begin < 2
    assert not solution.contradictions


@pytest.mark.parametrize("contradicts", [False, True])
def test_a_correction_runs_along_a_long_story_in_time(contradicts):
    """Ten thousand moments, each told by the one before, move one by one; a cycle is still seen."""
    size = 10_000
    network = network_of(size + 1, [(0, size, 0, 3), (0, size, 0, 1)])
    for moment in range(size, 1, -1):  # the last to be named is the first to have happened
        network.constrain(moment, moment - 1, 3, 3, source=("step", moment), weight=2.0)
    if contradicts:
        network.constrain(0, 1, 0, 5, source="too soon", weight=0.5)
    begin = time.process_time()
    solution = network.solve(0)

    assert time.process_time() - begin < 5
    assert solution.interval(1) == (3 * (size - 1), 3 * (size - 1) + 1)
    assert [one.dropped.source for one in solution.contradictions] == ["too soon"] * contradicts
