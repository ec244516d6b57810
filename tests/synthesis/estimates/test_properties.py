"""What holds for every table, however strange."""

from itertools import pairwise
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epicrisis.synthesis.estimates import (
    binomial_normal,
    compare_two,
    cox,
    effects,
    kaplan_meier,
    log_rank,
    mean_effect,
    pool,
    proportion,
    turnbull,
)
from epicrisis.synthesis.estimates.binomial import METHODS
from epicrisis.synthesis.estimates.effects import SCALES

COUNT = st.integers(1, 80).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
STUDIES = st.lists(COUNT, min_size=1, max_size=8)
TIME = st.integers(1, 12).map(float)
PATIENTS = st.lists(st.tuples(TIME, st.booleans()), min_size=1, max_size=15)
SPANS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 5), st.booleans()), min_size=1, max_size=20
)


@settings(deadline=None, max_examples=30)
@given(COUNT, st.sampled_from(sorted(METHODS)), st.floats(0.5, 0.98))
def test_interval_widens_with_its_level(count, method, level):
    """More confidence is never a shorter interval, and every interval holds the share."""
    narrow = proportion(*count, method=method, level=level)
    wide = proportion(*count, method=method, level=level + 0.01)

    assert 0 <= wide.interval.low <= narrow.interval.low + 1e-12
    assert narrow.interval.high - 1e-12 <= wide.interval.high <= 1
    assert narrow.interval.low - 1e-9 <= narrow.estimate <= narrow.interval.high + 1e-9


@settings(deadline=None, max_examples=30)
@given(COUNT, st.sampled_from(sorted(METHODS)))
def test_opposite_event_has_the_mirrored_interval(count, method):
    """Asking how many did not gives one minus how many did."""
    x, n = count
    here, there = (proportion(e, n, method=method).interval for e in (x, n - x))

    assert (1 - there.high, 1 - there.low) == pytest.approx((here.low, here.high), abs=1e-9)


@pytest.mark.parametrize("n", [1, 3, 10])
def test_exact_interval_covers_what_it_says(n):
    """For no true share does it miss more often than one time in twenty."""
    intervals = [proportion(x, n).interval for x in range(n + 1)]
    for share in np.linspace(0.001, 0.999, 101):
        chance = [share**x * (1 - share) ** (n - x) * comb(n, x) for x in range(n + 1)]
        covered = sum(c for c, i in zip(chance, intervals, strict=True) if share in i)

        assert covered >= 0.95 - 1e-12


@settings(deadline=None, max_examples=30)
@given(COUNT, COUNT)
def test_fourfold_table_reads_the_same_from_both_sides(one, other):
    """Swapping the groups inverts the odds ratio and leaves the p-value."""
    here = compare_two((one[0], other[0]), (one[1], other[1]))
    there = compare_two((other[0], one[0]), (other[1], one[1]))

    assert here.fisher == pytest.approx(there.fisher)
    assert 0 <= here.mid_p <= here.fisher <= 1
    if 0 < here.odds_ratio < float("inf"):
        assert here.odds_ratio == pytest.approx(1 / there.odds_ratio, rel=1e-6)
        assert here.interval.low <= here.odds_ratio * (1 + 1e-9)
        assert here.odds_ratio <= here.interval.high * (1 + 1e-9)


@settings(deadline=None, max_examples=20)
@given(STUDIES, st.randoms(use_true_random=False))
def test_pooling_does_not_depend_on_the_order(studies, random):
    """Nor does it crash on any table: 0 events, all events, one patient."""
    shuffled = studies[:]
    random.shuffle(shuffled)
    here, there = (
        pool([str(i) for i in range(len(rows))], *zip(*rows, strict=True), ["series"] * len(rows))
        for rows in (studies, shuffled)
    )
    one, other = here.groups[0], there.groups[0]

    assert one.method == other.method
    assert one.estimate == pytest.approx(other.estimate, abs=1e-5)
    assert one.interval.low == pytest.approx(other.interval.low, abs=1e-4)
    assert 0 <= one.interval.low <= one.estimate + 1e-9
    assert one.estimate - 1e-9 <= one.interval.high <= 1
    assert len(one.studies) == len(studies)


@settings(deadline=None, max_examples=20)
@given(STUDIES, st.sampled_from(sorted(SCALES)), st.sampled_from(["dl", "reml", "pm", "ml"]))
def test_inverse_variance_mean_lies_among_its_effects(studies, scale, tau2):
    """And the prediction interval holds the confidence interval."""
    y, v = effects(*zip(*studies, strict=True), scale=scale)
    fit = mean_effect(y, v, tau2=tau2)

    assert min(y) - 1e-9 <= fit.estimate <= max(y) + 1e-9
    assert fit.prediction.low <= fit.interval.low
    assert fit.interval.high <= fit.prediction.high
    assert fit.tau2 >= 0


def test_model_without_spread_is_the_crude_share():
    """Studies that agree give the logit of the share and its usual error."""
    fit = binomial_normal([5, 10, 20], [10, 20, 40])

    assert (fit.estimate, fit.tau2) == (pytest.approx(0.0, abs=1e-9), 0.0)
    assert fit.se == pytest.approx((1 / (70 * 0.25)) ** 0.5)


@settings(deadline=None, max_examples=30)
@given(PATIENTS, st.randoms(use_true_random=False))
def test_curve_falls_between_its_limits(patients, random):
    """From 1 to 0 at most, whatever the order; exact limits hold it and fall with it."""
    shuffled = patients[:]
    random.shuffle(shuffled)
    curve = kaplan_meier(*zip(*patients, strict=True))
    steps = curve.steps
    shares = [1.0, *(s.survival for s in steps)]

    assert curve.steps == kaplan_meier(*zip(*shuffled, strict=True)).steps or any(
        np.isnan(s.interval.low) for s in steps
    )
    assert all(a >= b >= 0 for a, b in pairwise(shares))
    assert all(s.exact.low - 1e-9 <= s.survival <= s.exact.high + 1e-9 for s in steps)
    assert all(a.exact.high >= b.exact.high - 1e-9 for a, b in pairwise(steps))
    assert sum(s.events + s.censored for s in steps) == len(patients)


@settings(deadline=None, max_examples=30)
@given(st.lists(TIME, min_size=1, max_size=15))
def test_exact_limits_without_censoring_are_those_of_a_share(times):
    """Clopper and Pearson for the patients still without the event."""
    for step in kaplan_meier(times).steps:
        left = sum(t > step.time for t in times)
        share = proportion(left, len(times))

        assert step.exact.low == pytest.approx(share.interval.low, abs=1e-6)
        assert step.exact.high == pytest.approx(share.interval.high, abs=1e-6)


def test_exact_limits_under_censoring_are_those_of_the_product():
    """The beta variable with the same moments stands in for the product; simulation agrees."""
    curve = kaplan_meier([2, 3, 4, 5, 6, 8, 9, 11], [1, 0, 1, 0, 1, 0, 1, 0])
    generator = np.random.default_rng(1)
    product = np.ones(400_000)
    for step in curve.steps:
        if step.events:
            product *= generator.beta(step.at_risk, 1, product.size)
            after = step.at_risk - 1
            high = np.quantile(product, 0.975)
            low = np.quantile(product * generator.beta(after, 1, product.size), 0.025)

            assert (step.exact.low, step.exact.high) == pytest.approx((low, high), abs=0.01)


@settings(deadline=None, max_examples=20)
@given(PATIENTS, st.randoms(use_true_random=False))
def test_tests_between_groups_do_not_depend_on_labels(patients, random):
    """Swapping the names of two groups leaves p and inverts the hazard ratio."""
    group = [random.random() < 0.5 for _ in patients]
    time, event = (list(column) for column in zip(*patients, strict=True))
    if len(set(group)) < 2:
        return
    here = log_rank(time, event, group)
    there = log_rank(time, event, [not g for g in group])

    assert here.p == pytest.approx(there.p, nan_ok=True)
    assert sum(here.observed) == pytest.approx(sum(here.expected))
    if here.degrees and here.chi_square > 1e-9:
        one, other = (
            cox(time, event, [float(g == side) for g in group]).coefficients[0]
            for side in (True, False)
        )
        assert one.estimate == pytest.approx(-other.estimate, abs=1e-6)
        assert one.interval.low < one.hazard_ratio < one.interval.high


@settings(deadline=None, max_examples=30)
@given(SPANS, st.randoms(use_true_random=False))
def test_interval_curve_converges_and_does_not_depend_on_the_order(spans, random):
    """The gap to the maximum is closed; weights sum to 1; the order is nothing."""
    shuffled = spans[:]
    random.shuffle(shuffled)

    def curve(rows):
        return turnbull(
            [float(a) for a, _, _ in rows],
            [np.inf if never else float(a + width) for a, width, never in rows],
        )

    here, there = curve(spans), curve(shuffled)

    assert here.converged
    assert sum(s.weight for s in here.stretches) == pytest.approx(1)
    assert here.log_likelihood == pytest.approx(there.log_likelihood, abs=1e-4)
    for time in range(16):
        low, high = here.bounds(time)
        assert -1e-9 <= low <= high <= 1 + 1e-9


@settings(deadline=None, max_examples=30)
@given(PATIENTS)
def test_interval_curve_of_exact_times_is_kaplan_meier(patients):
    """Intervals of no width and right censoring: the two curves are one."""
    time, event = zip(*patients, strict=True)
    upper = [t if e else np.inf for t, e in patients]
    ours, theirs = turnbull(time, upper), kaplan_meier(time, event)
    for step in theirs.steps:
        if step.events:
            assert ours.bounds(step.time)[0] == pytest.approx(step.survival, abs=2e-3)
