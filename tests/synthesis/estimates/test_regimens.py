"""Time that a patient had to survive to be treated is not counted for the treatment."""

import numpy as np
import pytest

from epicrisis.synthesis.estimates import compare_regimens, log_rank
from epicrisis.synthesis.estimates.regimens import split

NULL = 400  # simulated comparisons in which the treatment does nothing


def simulated(generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sixty patients; treatment begins late in those who live to see it and does nothing."""
    died = generator.exponential(100, 60)
    last = generator.uniform(50, 365, 60)
    begun = generator.uniform(0, 150, 60)
    time = np.minimum(died, last)
    return time, died <= last, np.where(begun < time, begun, np.nan)


def test_naive_comparison_rejects_a_true_null_and_ours_does_not():
    """The naive test finds an effect nearly always, the one over time in about 5 per cent."""
    generator = np.random.default_rng(7)
    naive = ours = 0
    for _ in range(NULL):
        time, event, begun = simulated(generator)
        entry, leave, died, treated, _ = split(time, event, begun)
        ours += log_rank(leave, died, treated, start=entry).p < 0.05
        naive += log_rank(time, event, ~np.isnan(begun)).p < 0.05

    assert naive / NULL > 0.95
    assert 0.02 < ours / NULL < 0.09


def test_all_ways_stand_side_by_side_with_their_bias():
    """The naive ratio is far below 1, ours are not, and the reason is given in numbers."""
    generator = np.random.default_rng(3)
    time, event, begun = simulated(generator)
    regimens = compare_regimens(time, event, begun, landmark=30)
    ways = {c.way: c for c in regimens.comparisons}

    assert list(ways) == ["time-varying", "landmark", "naive"]
    assert ways["naive"].interval.high < 1
    assert ways["time-varying"].interval.low < 1 < ways["time-varying"].interval.high
    assert "immortal time" in ways["naive"].bias
    assert "after the landmark" in ways["landmark"].bias
    assert ways["time-varying"].bias == ""


def test_no_time_is_lost_or_counted_twice():
    """The follow-up of both states together is that of all patients."""
    time, event, begun = simulated(np.random.default_rng(5))
    over_time, naive = compare_regimens(time, event, begun).comparisons

    assert sum(over_time.follow_up) == pytest.approx(time.sum())
    assert sum(over_time.events) == sum(naive.events) == event.sum()
    assert naive.follow_up[1] - over_time.follow_up[1] == pytest.approx(np.nansum(begun))


def test_treated_from_the_beginning_is_no_bias():
    """Where nobody waits the three ways agree and nothing is named."""
    time, event = [4, 9, 12, 3, 6, 7, 11], [1, 1, 0, 1, 1, 1, 0]
    begun = [0, 0, 0, None, None, None, None]
    over_time, landmark, naive = compare_regimens(time, event, begun, landmark=0).comparisons

    assert over_time.p == pytest.approx(naive.p)
    assert landmark.p == pytest.approx(naive.p)
    assert over_time.hazard_ratio == pytest.approx(naive.hazard_ratio)
    assert naive.bias == ""
