"""With three patients an estimate still says something true; with none it says so."""

import numpy as np
import pytest

from epicrisis.errors import InputError, UnknownNameError
from epicrisis.synthesis.estimates import (
    Options,
    binomial_normal,
    compare_regimens,
    compare_two,
    cox,
    duration,
    kaplan_meier,
    log_rank,
    mean_effect,
    pool,
    proportion,
    turnbull,
    unreported_events,
    unreported_in_comparison,
)


def test_three_case_reports_are_crude_and_exact():
    """No variance between papers is invented where every paper holds one patient."""
    pooled = pool(["A", "B", "C"], [1, 0, 1], [1, 1, 1])
    [group] = pooled.groups

    assert (group.kind, group.method) == ("case", "crude")
    assert "one patient" in group.because
    assert group.interval == proportion(2, 3).interval
    assert group.tau2 is group.prediction is None
    assert [s.study for s in group.studies] == ["A", "B", "C"]


def test_no_study_is_said():
    """An empty table is no error; it is nothing, and that is what is said."""
    for pooled in (pool([], [], []), pool(["A"], [None], [3])):
        assert pooled.groups == ()
        assert "nothing to pool" in pooled.notes[0]


def test_missing_counts_are_listed_and_not_counted():
    """A paper that does not say is named with the reason, and is no zero."""
    pooled = pool(["A", "B", "C", "D"], [1, None, 2, 0], [4, 5, None, 0], ["series"] * 4)
    [group] = pooled.groups

    assert (group.crude.events, group.crude.patients) == (1, 4)
    assert {m.study: m.reason for m in group.missing} == {
        "B": "number of events not reported",
        "C": "number of patients not reported",
        "D": "no patient of whom it is known",
    }


def test_kinds_of_papers_are_pooled_apart_unless_asked():
    """Case reports, series and cohorts; together they carry a note."""
    rows = (["A", "B", "C", "D"], [1, 0, 3, 9], [1, 1, 8, 60], ["case", "case", "series", "cohort"])
    apart, together = pool(*rows), pool(*rows, Options(together=True))

    assert [g.kind for g in apart.groups] == ["case", "series", "cohort"]
    assert [g.kind for g in together.groups] == ["all"]
    assert any("together" in note for note in together.notes)


@pytest.mark.parametrize(("x", "share"), [(0, 0.0), (1, 1.0)])
def test_nobody_and_everybody_are_crude_and_exact(x, share):
    """The model has no maximum; the exact interval has two ends."""
    n = [5, 9, 7, 4]
    [group] = pool(list("ABCD"), [x * size for size in n], n, ["series"] * 4).groups

    assert (group.method, group.estimate) == ("crude", share)
    assert group.interval.high - group.interval.low < 0.2
    with pytest.raises(InputError, match="had the event"):
        binomial_normal([x * size for size in n], n)


@pytest.mark.parametrize("studies", [2, 4])
def test_papers_that_contradict_one_another_are_not_smoothed_over(studies):
    """Nobody in one paper and everybody in the next: crude, with a warning and the p-value."""
    x, n = [0, 50, 0, 50][:studies], [50] * studies
    [group] = pool(list("ABCD")[:studies], x, n, ["series"] * studies).groups

    assert group.method == "crude"
    assert group.because
    assert group.p_q < 1e-9
    assert any("too short" in note for note in group.notes)


def test_one_patient_has_a_curve():
    """The exact limits leave open what one patient cannot tell."""
    curve = kaplan_meier([12], [1])

    assert curve.median == 12
    assert curve.steps[0].exact.high == pytest.approx(0.975)
    assert np.isnan(curve.steps[0].interval.low)
    assert curve.median_exact.high == float("inf")


def test_curve_without_events_has_no_false_precision():
    """Greenwood's variance is 0 where nobody died; no limits are given from it."""
    curve = kaplan_meier([5, 8, 9], [0, 0, 0])

    assert all(np.isnan(step.interval.low) for step in curve.steps)
    assert curve.steps[0].exact.low == pytest.approx(0.025 ** (1 / 2))
    assert any("nobody had the event" in note for note in curve.notes)


def test_separated_groups_have_a_finite_hazard_ratio():
    """All events in one group: Firth's estimate is finite, the ordinary one is refused."""
    time, event, x = [1, 2, 3, 4, 5, 6], [1, 1, 1, 0, 0, 0], [1, 1, 1, 0, 0, 0]
    [fit] = cox(time, event, x).coefficients

    assert 1 < fit.interval.low < fit.hazard_ratio < fit.interval.high < 1e4
    with pytest.raises(InputError, match="firth"):
        cox(time, event, x, penalty="none")


def test_nothing_to_compare_is_an_error_that_says_so():
    """No event, one group, a covariate without variation, too few durations."""
    with pytest.raises(InputError, match="nobody had the event"):
        cox([1, 2], [0, 0], [0, 1])
    with pytest.raises(InputError, match="same in all"):
        cox([1, 2], [1, 1], [1, 1])
    with pytest.raises(InputError, match="two groups"):
        log_rank([1, 2], [1, 1], ["a", "a"])
    with pytest.raises(InputError, match="two or more"):
        duration([0], [1], [2], [3])
    with pytest.raises(InputError, match="no patient"):
        turnbull([], [])
    with pytest.raises(InputError, match="at least two"):
        mean_effect([0.1], [0.2], knapp_hartung=True)


def test_regimens_without_a_treated_patient_say_so():
    """Every comparison is there, without a ratio."""
    regimens = compare_regimens([3, 5, 8], [1, 1, 0], [None, None, None])

    assert [c.hazard_ratio for c in regimens.comparisons] == [None, None]
    assert any("nobody was treated" in note for note in regimens.notes)


@pytest.mark.parametrize(
    ("call", "row"),
    [
        (lambda: proportion(3, 2), "row 1"),
        (lambda: pool(["A", "B"], [1, 5], [3, 4]), "'B'"),
        (lambda: kaplan_meier([1, -2], [1, 1]), "row 2"),
        (lambda: kaplan_meier([1, 2], [1, 2]), "row 2"),
        (lambda: kaplan_meier([1, 2], [1, 1], start=[0, 3]), "row 2"),
        (lambda: turnbull([1, 5], [2, 4]), "row 2"),
        (lambda: duration([0, 0], [1, 1], [2, 0], [3, -1]), "row 2"),
        (lambda: compare_regimens([5, 5], [1, 1], [2, 7]), "row 2"),
        (lambda: cox([1, 2], [1, 1], [1, float("nan")]), "row 2"),
    ],
)
def test_impossible_rows_are_named(call, row):
    """The message says which, so that a long table can be mended."""
    with pytest.raises(InputError, match=row):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: proportion(1, 2, method="exakt"),
        lambda: pool([], [], [], options=Options(method="glm")),
        lambda: pool([], [], [], options=Options(method="logit", tau2="remel")),
        lambda: pool(["A"], [1], [2], ["trial"]),
        lambda: kaplan_meier([1], [1], interval="loglog"),
        lambda: log_rank([1, 2], [1, 1], "ab", method="exakt"),
        lambda: cox([1, 2], [1, 1], [0, 1], penalty="ridge"),
        lambda: duration([0, 0], [1, 1], [2, 2], [3, 3], distribution="normal"),
    ],
)
def test_unknown_names_list_the_known_ones(call):
    """No option is silently taken for another."""
    with pytest.raises(UnknownNameError, match="Known: "):
        call()


@pytest.mark.parametrize(
    "options",
    [
        Options(tau2="dl"),
        Options(knapp_hartung=True),
        Options(method="logit", nodes=9),
        Options(method="crude", tau2="dl"),
    ],
)
def test_options_without_effect_are_refused(options):
    """Whoever asks for an estimator of tau2 does not get a model that has none."""
    with pytest.raises(InputError, match="without effect"):
        pool(["A"], [1], [2], options=options)


def test_unreported_events_overturn_a_finding():
    """One fewer would not do, and the number that would is the number given."""
    tipping = unreported_events(2, 20, 0.5)

    assert tipping.holds
    assert proportion(2 + tipping.unreported, 20 + tipping.unreported).interval.high >= 0.5
    assert proportion(1 + tipping.unreported, 19 + tipping.unreported).interval.high < 0.5


def test_unreported_events_overturn_a_comparison():
    """The group that did better gets them."""
    tipping = unreported_in_comparison((6, 2), (7, 11))
    more = tipping.unreported

    assert compare_two((6, 2), (7, 11)).fisher < 0.05
    assert compare_two((6, 2 + more), (7, 11 + more)).fisher >= 0.05
    assert compare_two((6, 1 + more), (7, 10 + more)).fisher < 0.05
    assert not unreported_in_comparison((5, 0), (8, 5)).holds


def test_results_say_themselves_in_plain_values():
    """Dictionaries, lists, numbers, text; what does not exist and what is open is None."""
    record = kaplan_meier([12], [1]).as_dict()

    assert record["median_exact"]["high"] is None
    assert record["steps"][0]["interval"]["low"] is None
    assert record["steps"][0]["at_risk"] == 1
