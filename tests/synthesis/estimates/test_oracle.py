"""What R gives for the same data; `oracle/oracle.R` says how, `oracle/oracle.json` what it gave."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from scipy.special import chdtrc

from epicrisis.synthesis.estimates import (
    back,
    binomial_normal,
    compare_two,
    cox,
    duration,
    effects,
    kaplan_meier,
    log_odds_ratios,
    log_rank,
    mean_effect,
    proportion,
    turnbull,
)

ORACLE = Path(__file__).resolve().parent.parent / "oracle"
COUNTS = (
    "nielweise-control",
    "nielweise-treated",
    "pritz",
    "tofacitinib",
    "tofacitinib-ten",
    "miller-five",
)


def close(value, rel=1e-6, absolute=1e-9):
    return pytest.approx(value, rel=rel, abs=absolute)


def ends(interval) -> list[float]:
    return [interval.low, interval.high]


@pytest.mark.parametrize("name", COUNTS)
def test_inverse_variance_pooling_is_that_of_metafor(oracle, data, name):
    """Every scale, every estimator, with and without Knapp and Hartung: `rma` and `predict`."""
    x, n = data["counts"][name]["x"], data["counts"][name]["n"]
    for setting, theirs in oracle["inverse_variance"][name].items():
        scale, tau2, test = setting.split()
        fit = mean_effect(*effects(x, n, scale=scale), tau2=tau2, knapp_hartung=test == "knha")

        assert fit.estimate == close(theirs["b"]), setting
        assert fit.se == close(theirs["se"]), setting
        assert fit.tau2 == close(theirs["tau2"], absolute=1e-8), setting
        assert fit.q == close(theirs["q"]), setting
        assert fit.p_q == close(theirs["p_q"]), setting
        assert ends(fit.interval) == close(theirs["ci"]), setting
        assert [back(v, scale, n) for v in (fit.estimate, *ends(fit.interval))] == close(
            [min(1.0, max(0.0, share)) for share in theirs["share"]]
        ), setting
        if tau2 != "equal":
            assert fit.i2 == close(theirs["i2"], absolute=1e-7), setting
            assert ends(fit.prediction) == close(theirs["pi"]), setting
            assert ends(fit.tau2_interval) == close(theirs["tau2_ci"], rel=1e-3), setting


@pytest.mark.parametrize("name", COUNTS[:4])
def test_binomial_normal_model_is_that_of_lme4(oracle, data, name):
    """`rma.glmm` of metafor, and `glmer` with one point and with 25."""
    x, n = data["counts"][name]["x"], data["counts"][name]["n"]
    theirs = oracle["glmm"][name]
    fit = binomial_normal(x, n)

    assert fit.estimate == close(theirs["b"], rel=1e-4)
    assert fit.se == close(theirs["se"], rel=1e-3)
    assert fit.tau2 == close(theirs["tau2"], rel=1e-3)
    assert fit.q == close(theirs["q"], rel=1e-5)
    assert fit.p_q == close(theirs["p_q"], rel=1e-4, absolute=1e-12)
    assert ends(fit.interval) == close(theirs["ci"], rel=1e-3)
    assert ends(fit.prediction) == close(theirs["pi"], rel=2e-3)
    for nodes, key in ((1, "laplace"), (25, "nodes25")):
        other = binomial_normal(x, n, nodes=nodes)

        assert other.estimate == close(theirs[key]["b"], rel=1e-3)
        assert other.se == close(theirs[key]["se"], rel=0.02)  # theirs by coarse differences
        assert other.tau2 == close(theirs[key]["tau2"], rel=5e-3)
        if key == "laplace":
            assert other.log_likelihood > theirs[key]["ll"] - 1e-6


def test_model_of_two_hundred_studies_is_that_of_lme4(oracle):
    """Simulated counts, many of them 0."""
    given = oracle["simulated"]
    fit = binomial_normal(given["x"], given["n"])

    assert fit.estimate == close(given["glmm"]["b"], rel=1e-4)
    assert fit.tau2 == close(given["glmm"]["tau2"], rel=1e-3)


def test_single_shares_are_those_of_r(oracle):
    """`binom.test` and `prop.test`."""
    for case in oracle["binomial"]:
        exact = proportion(case["x"], case["n"]).interval
        wilson = proportion(case["x"], case["n"], method="wilson").interval

        assert ends(exact) == close(case["exact"])
        assert ends(wilson) == close(case["wilson"])


def test_fourfold_tables_are_those_of_r(oracle, data):
    """`fisher.test` with its conditional odds ratio, and `chisq.test` with and without Yates."""
    for name, (a, m, b, n) in data["fourfold"]["tables"].items():
        ours, theirs = compare_two((a, b), (m, n)), oracle["fourfold"][name]
        high = theirs["ci"][1] if theirs["ci"][1] not in ("Inf", None) else float("inf")
        odds = theirs["or"] if theirs["or"] not in ("Inf", None) else float("inf")

        assert ours.fisher == close(theirs["p"], rel=1e-7), name
        assert ours.odds_ratio == close(odds, rel=1e-3), name
        assert ours.interval.low == close(theirs["ci"][0], rel=1e-3), name
        assert 1 / ours.interval.high == close(1 / high, rel=1e-3, absolute=1e-4), name
        assert ours.chi_square == close(theirs["chi"]), name
        assert ours.p_chi_square == close(theirs["p_chi"]), name
        assert ours.p_yates == close(theirs["p_yates"]), name


def test_log_odds_ratios_are_those_of_metafor(oracle, data):
    """`escalc` and `rma` on the trials of BCG."""
    bcg = data["bcg"]
    y, v = log_odds_ratios(bcg["a"], bcg["m"], bcg["b"], bcg["n"])

    assert list(y) == close(oracle["bcg"]["yi"])
    assert list(v) == close(oracle["bcg"]["vi"])
    for key, tau2 in (("EE", "equal"), ("ML", "ml"), ("REML", "reml")):
        for test in ("z", "knha"):
            fit = mean_effect(y, v, tau2=tau2, knapp_hartung=test == "knha")
            assert ends(fit.interval) == close(oracle["bcg"][f"{key} {test}"]["ci"])


@pytest.mark.parametrize("interval", ["log", "log-log", "plain"])
def test_curve_is_that_of_survfit(oracle, interval):
    """The lung data: numbers at risk, curve, error, limits and median with each kind of limit."""
    frame, theirs = oracle["frames"]["lung"], oracle["lung"]["curves"][interval]
    same_curve(
        kaplan_meier([r["time"] for r in frame], [r["event"] for r in frame], interval=interval),
        theirs,
    )


def test_late_entry_is_that_of_survfit(oracle, data):
    """Numbers at risk rise and fall. R's limits of the median assume that limits only fall."""
    d = data["delayed"]
    same_curve(
        kaplan_meier(d["stop"], d["event"], start=d["start"]),
        oracle["delayed"]["curve"],
        limits=False,
    )


def same_curve(ours, theirs, *, limits: bool = True) -> None:
    """Compare a curve with that of R where both have limits: between 0 and 1."""
    inside = [i for i, s in enumerate(ours.steps) if 0 < s.survival < 1]

    def theirs_of(key):
        return [theirs[key][i] for i in inside]

    assert [s.time for s in ours.steps] == close(theirs["time"])
    assert [s.at_risk for s in ours.steps] == theirs["risk"]
    assert [s.survival for s in ours.steps] == close(theirs["surv"])
    assert [ours.steps[i].se for i in inside] == close(theirs_of("se"))
    assert [ours.steps[i].interval.low for i in inside] == close(theirs_of("low"))
    assert [ours.steps[i].interval.high for i in inside] == close(theirs_of("high"))
    assert ours.median == theirs["median"]
    if limits:
        assert ours.median_interval.low == theirs["median_low"]
        assert ours.median_interval.high == (theirs["median_high"] or float("inf"))


def test_log_rank_statistics_are_those_of_survdiff(oracle):
    """Observed, expected and chi-square for lung, aml and ovarian."""
    for name, key, column in (
        ("lung", "sex", "sex"),
        ("aml", "test", "x"),
        ("ovarian", "test", "x"),
    ):
        frame, theirs = oracle["frames"][name], oracle[name][key]
        test = log_rank(*([row[c] for row in frame] for c in ("time", "event", column)))

        assert list(test.observed) == close(theirs["obs"])
        assert list(test.expected) == close(theirs["exp"])
        assert test.chi_square == close(theirs["chisq"])
        assert test.p == close(float(chdtrc(1, theirs["chisq"])))


def test_exact_log_rank_is_that_of_all_arrangements(oracle, data):
    """R's own log-rank numerator, for each of 462 arrangements of eleven patients."""
    d = data["small"]
    test = log_rank(d["time"], d["event"], d["group"], method="exact")
    drawn = log_rank(d["time"], d["event"], d["group"], method="permutation", draws=20_000)

    assert (test.p, test.arrangements) == (close(oracle["small"]["p"]), 462)
    assert drawn.p == pytest.approx(test.p, abs=0.01)


MODELS = [
    ("lung", "cox", ("ecog", "age"), "efron", "none"),
    ("lung", "firth", ("ecog", "age"), "efron", "firth"),
    ("aml", "efron", ("x",), "efron", "firth"),
    ("aml", "breslow", ("x",), "breslow", "firth"),
    ("ovarian", "cox", ("x", "age"), "breslow", "none"),
    ("ovarian", "firth", ("x", "age"), "breslow", "firth"),
    ("delayed", "cox", ("x",), "efron", "none"),
    ("delayed", "efron", ("x",), "efron", "firth"),
    ("delayed", "breslow", ("x",), "breslow", "firth"),
]


@pytest.mark.parametrize(("name", "key", "columns", "ties", "penalty"), MODELS)
def test_hazard_ratios_are_those_of_r(oracle, data, name, key, columns, ties, penalty):
    """`coxph`, and its likelihood with Firth's penalty maximised and profiled by R's optimisers."""
    if name == "delayed":
        d = data["delayed"]
        time, event, start, x = d["stop"], d["event"], d["start"], [[v] for v in d["x"]]
    else:
        frame = [r for r in oracle["frames"][name] if all(r.get(c) is not None for c in columns)]
        time, event, start = [r["time"] for r in frame], [r["event"] for r in frame], None
        x = [[r[c] for c in columns] for r in frame]
    theirs = {k: np.atleast_1d(v).tolist() for k, v in oracle[name][key].items()}
    fit = cox(time, event, x, start=start, ties=ties, penalty=penalty)

    assert [c.estimate for c in fit.coefficients] == close(theirs["b"], rel=1e-4)
    assert fit.likelihood_ratio == close(theirs["lr"][0], rel=1e-5, absolute=1e-6)
    if penalty == "none":
        assert [c.se for c in fit.coefficients] == close(theirs["se"])
        assert list(fit.log_likelihood) == close(theirs["loglik"])
    else:
        assert fit.log_likelihood[1] == close(theirs["value"][0])
        assert [np.log(c.interval.low) for c in fit.coefficients] == close(theirs["low"], rel=1e-3)
        assert [np.log(c.interval.high) for c in fit.coefficients] == close(
            theirs["high"], rel=1e-3
        )
        assert [c.p for c in fit.coefficients] == close(theirs["p"], rel=1e-4)


def test_curve_from_intervals_is_not_below_that_of_survfit(oracle):
    """The same curve as far as survfit, which stops early, has come; and no lower likelihood."""
    theirs = oracle["turnbull"]
    low = np.array(theirs["low"])
    high = np.array([np.inf if v in (-1, "Inf", None) else v for v in theirs["high"]])
    ours = turnbull(low, high)
    at = np.array(theirs["time"])
    bounds = np.array([ours.bounds(t) for t in at])
    surv = np.array(theirs["surv"])

    def survival(t):
        return np.concatenate([[1.0], surv])[np.searchsorted(at, t, side="right")]

    share = survival(low) - np.where(np.isinf(high), 0.0, survival(np.minimum(high, 1e9)))

    assert ours.converged
    assert ours.log_likelihood >= np.log(np.maximum(share, 1e-300)).sum() - 1e-6
    assert ((surv > bounds[:, 0] - 0.02) & (surv < bounds[:, 1] + 0.02)).mean() > 0.9


def test_durations_are_those_of_coarse_data_tools(oracle):
    """`dic.fit` prints three decimals; both ends of every duration are intervals."""
    given = oracle["durations"]
    theirs = given["lognormal"]
    fit = duration(*(given[end] for end in ("EL", "ER", "SL", "SR")), shares=(0.05, 0.5, 0.95))
    ours = [*(p.estimate for p in fit.parameters), *(q.estimate for q in fit.quantiles)]

    assert ours == pytest.approx(theirs["est"][:5], abs=1.1e-3)
    assert fit.log_likelihood - theirs["loglik"] == pytest.approx(
        -float(np.log(np.array(given["ER"]) - np.array(given["EL"])).sum()), abs=1e-2
    )
    assert fit.parameters[0].interval.low == pytest.approx(theirs["low"][0], abs=5e-3)
    assert fit.parameters[0].interval.high == pytest.approx(theirs["high"][0], abs=5e-3)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_r_still_says_so(tmp_path, oracle):
    """R, where it is installed with the packages named in `oracle.R`, gives the stored results."""
    if shutil.which("Rscript") is None:
        pytest.skip("Rscript is not installed: the stored results of R stand alone")
    script = ["Rscript", str(ORACLE / "oracle.R"), str(tmp_path / "now.json")]
    done = subprocess.run(script, capture_output=True, text=True, timeout=840, check=False)
    if "there is no package called" in done.stderr:
        pytest.skip(f"R lacks a package: {done.stderr.strip().splitlines()[0]}")

    assert done.returncode == 0, done.stderr
    differing(json.loads((tmp_path / "now.json").read_text(encoding="utf-8")), oracle, "")


def differing(now, then, where: str) -> None:
    """Compare everything but the versions."""
    if isinstance(then, dict):
        for key in then:
            if key not in ("r", "packages"):
                differing(now[key], then[key], f"{where}/{key}")
    elif isinstance(then, list):
        assert len(now) == len(then), where
        for i, (one, other) in enumerate(zip(now, then, strict=True)):
            differing(one, other, f"{where}/{i}")
    elif isinstance(then, float | int):
        assert now == pytest.approx(then, rel=1e-3, abs=1e-6), where
