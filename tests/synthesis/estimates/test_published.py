"""Numbers that were published, or are known from open data, come out to their printed digits."""

import csv
import os
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit

from epicrisis.synthesis.estimates import (
    Options,
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
    pool,
    proportion,
)
from epicrisis.synthesis.estimates.spread import q_profile

# ---- single shares: events, patients, percent and limits with one decimal, source
SHARES = [
    (7, 31, 22.6, 9.6, 41.1, "Wang 2022, Rheumatology 61:3704, deaths with immunoglobulin"),
    (9, 17, 52.9, 27.8, 77.0, "Wang 2022, deaths without"),
    (7, 17, 41.2, 18.4, 67.1, "Huapaya 2019: forced vital capacity up by more than 10 %"),
    (2, 5, 40.0, 5.3, 85.3, "Suzuki 2009: survivors"),
    (37, 47, 78.7, 64.3, 89.3, "ProDERM 2022: responders with immunoglobulin"),
    (21, 48, 43.8, 29.5, 58.8, "ProDERM 2022: responders with placebo"),
    (20, 27, 74.1, 53.7, 88.9, "Gono 2012: rapidly progressive lung disease"),
    (9, 27, 33.3, 16.5, 54.0, "Gono 2012: deaths"),
    (26, 29, 89.7, 72.6, 97.8, "Tsuji 2020: alive at six months"),
    (5, 15, 33.3, 11.8, 61.6, "Tsuji 2020: historical controls"),
    (76, 497, 15.3, 12.2, 18.8, "JAMI: deaths of lung disease"),
    (11, 18, 61.1, 35.7, 82.7, "Ning 2019: improved"),
    (25, 35, 71.4, 53.7, 85.4, "He 2022, Front Immunol 13:820163: responders to rituximab"),
    (4, 6, 66.7, 22.3, 95.7, "Ida 2023, RMD Open 9:e002795: improved"),
    (8, 12, 66.7, 34.9, 90.1, "PMC9379921: deaths with myocardial involvement"),
]


@pytest.mark.parametrize(("x", "n", "percent", "low", "high", "source"), SHARES)
def test_exact_limits_of_published_counts(x, n, percent, low, high, source):
    """Clopper and Pearson, in per cent with one decimal."""
    share = proportion(x, n)
    ours = [100 * v for v in (share.estimate, share.interval.low, share.interval.high)]

    assert ours == pytest.approx([percent, low, high], abs=0.0501), source


@pytest.mark.parametrize(
    ("x", "n", "percent"),
    [(22, 90, 24.4), (35, 90, 38.9), (81, 90, 90.0), (13, 35, 37.14), (31, 35, 88.57), (9, 17, 53)],
)
def test_published_percentages(x, n, percent):
    """Sun 2021 (Orphanet J Rare Dis), He 2022 and Huapaya 2019 printed these."""
    printed = len(str(percent).partition(".")[2])

    assert round(100 * proportion(x, n).estimate, printed) == percent


# Newcombe RG. Stat Med 1998;17:857-872, Table I: score, exact and mid-p limits of 81/263.
def test_wilson_and_mid_p_match_newcombe_1998():
    """Methods 3, 5 and 6 of the paper, to its four decimals."""
    for method, low, high in (
        ("wilson", 0.2553, 0.3662),
        ("clopper-pearson", 0.2527, 0.3676),
        ("mid-p", 0.2544, 0.3658),
    ):
        interval = proportion(81, 263, method=method).interval

        assert (interval.low, interval.high) == pytest.approx((low, high), abs=5.1e-5)


# ---- two shares: first group, second group, Fisher's two-sided p, source
TABLES = [
    ((7, 9), (31, 17), 0.0541, "Wang 2022, deaths"),
    ((22, 7), (31, 17), 0.065, "Wang 2022, remission"),
    ((37, 21), (47, 48), 0.0007, "ProDERM 2022"),
    ((6, 2), (7, 11), 0.0128, "Ning 2019, mediastinal emphysema"),
    ((5, 0), (8, 5), 0.0754, "Shirakashi 2020, plasma exchange"),
    ((3, 0), (5, 6), 0.061, "Kurasawa 2018"),
    ((5, 3), (8, 4), 1.0, "PMC9379921: deaths with and without immunoglobulin"),
    ((31, 29), (60, 29), 5.618152601e-07, "GPSEA on TBX5: ventricular septal defect"),
    ((4, 0), (40, 62), 0.0215056800, "GPSEA on TBX5: patent foramen ovale"),
    ((13, 21), (72, 57), 0.0260281799, "GPSEA on TBX5: triphalangeal thumb"),
    ((12, 19), (71, 57), 0.0385528763, "GPSEA on TBX5: absent thumb"),
]


@pytest.mark.parametrize(("events", "patients", "p", "source"), TABLES)
def test_fisher_p_values_of_published_counts(events, patients, p, source):
    """To the digits that were printed or recomputed."""
    ours = compare_two(events, patients).fisher

    assert ours == pytest.approx(p, rel=3e-9 if len(str(p)) > 8 else 0.02), source


def test_printed_p_depends_on_the_test():
    """Wang 2022 printed 0.033 and 0.044: chi-square, uncorrected; Shirakashi 0.04: one-sided."""
    deaths, remission = compare_two((7, 9), (31, 17)), compare_two((22, 7), (31, 17))

    assert deaths.p_chi_square == pytest.approx(0.0328, abs=5e-5)
    assert deaths.chi_square == pytest.approx(4.554, abs=5e-4)
    assert deaths.p_yates == pytest.approx(0.070, abs=5e-4)
    assert remission.p_chi_square == pytest.approx(0.0435, abs=5e-5)
    assert round(7 * 8 / (24 * 9), 3) == 0.259
    assert compare_two((5, 0), (8, 5)).p_chi_square == pytest.approx(0.024, abs=5e-4)


# ---- pooled shares


def shares_of(fit, scale="logit", n=()):
    return [back(v, scale, n) for v in (fit.estimate, fit.interval.low, fit.interval.high)]


@pytest.mark.parametrize(
    ("arm", "normal", "glmm"),
    [
        (
            "nielweise-control",
            (-3.3018, 0.2378, 0.6629, 0.0355, 0.0226, 0.0554),
            (-3.4964, 0.2570, 0.8124, 0.0294, 0.0180, 0.0478),
        ),
        (
            "nielweise-treated",
            (-4.2604, 0.2589, 0.3928, 0.0139, 0.0084, 0.0229),
            (-4.8121, 0.3555, 0.8265, 0.0081, 0.0040, 0.0161),
        ),
    ],
)
def test_catheter_infections_match_stijnen_2010(data, arm, normal, glmm):
    """Stijnen 2010, Stat Med 29:3046-3067, as reproduced by the tests of metafor."""
    x, n = data["counts"][arm]["x"], data["counts"][arm]["n"]
    for fit, printed in ((mean_effect(*effects(x, n)), normal), (binomial_normal(x, n), glmm)):
        ours = [fit.estimate, fit.se, fit.tau2, *shares_of(fit)]

        assert ours == pytest.approx(printed, abs=6e-5)


def test_aneurysm_occlusion_by_every_method(data):
    """Pritz 1997 in metadat: 75.5 to 80.3 per cent of the same patients, as the method goes."""
    x, n = data["counts"]["pritz"]["x"], data["counts"]["pritz"]["n"]
    crude = proportion(sum(x), sum(n))
    logits = mean_effect(*effects(x, n))
    dl = mean_effect(*effects(x, n), tau2="dl")
    glmm = binomial_normal(x, n)
    raw = mean_effect(*effects(x, n, scale="raw"))
    double = mean_effect(*effects(x, n, scale="double-arcsine"))

    assert (sum(x), sum(n)) == (246, 326)
    assert crude.estimate == pytest.approx(0.7546, abs=5e-5)
    assert [crude.interval.low, crude.interval.high] == pytest.approx([0.7042, 0.8003], abs=5e-5)
    assert (crude.estimate * (1 - crude.estimate) / 326) ** 0.5 == pytest.approx(0.0238, abs=5e-5)
    within = sum(e * (1 - e / p) for e, p in zip(x, n, strict=True))  # Zhou 1999
    assert within**0.5 / 326 == pytest.approx(0.0224, abs=5e-5)
    assert shares_of(logits) == pytest.approx([0.7575, 0.6605, 0.8337], abs=5e-5)
    assert logits.tau2 == pytest.approx(0.3646, abs=5e-5)
    assert (dl.q, dl.tau2) == (pytest.approx(29.785, abs=5e-4), pytest.approx(0.3616, abs=5e-5))
    assert shares_of(glmm) == pytest.approx([0.7984, 0.6924, 0.8746], abs=6e-5)
    assert glmm.tau2 == pytest.approx(0.5893, abs=5e-5)
    assert shares_of(raw, "raw") == pytest.approx([0.7968, 0.7138, 0.8797], abs=5e-5)
    assert shares_of(double, "double-arcsine", n) == pytest.approx(
        [0.8029, 0.7022, 0.8893], abs=5e-5
    )


def test_double_arcsine_matches_miller_1978():
    """Miller JJ, Am Stat 1978;32:138; the effects here are half of Miller's."""
    x, n = [3, 6, 10, 1], [11, 17, 21, 6]
    y, v = effects(x, n, scale="double-arcsine")
    weighted = mean_effect(y, v, tau2="equal").estimate

    assert list(2 * y) == pytest.approx([1.1391, 1.2888, 1.5253, 0.9515], abs=5e-5)
    assert list(4 * v) == pytest.approx([0.0870, 0.0571, 0.0465, 0.1538], abs=5e-5)
    assert 2 * weighted == pytest.approx(1.3093, abs=5e-5)
    assert back(weighted, "double-arcsine", n) == pytest.approx(0.3595, abs=5e-5)
    assert 2 * y.mean() == pytest.approx(1.2262, abs=5e-5)
    assert back(float(y.mean()), "double-arcsine", n) == pytest.approx(0.3164, abs=5e-5)


def test_double_arcsine_returns_what_it_was_given(data):
    """The test of metafor: pooled 0.6886 (0.5734 to 0.7943); each study alone comes back."""
    x, n = data["counts"]["miller-five"]["x"], data["counts"]["miller-five"]["n"]
    y, v = effects(x, n, scale="double-arcsine")
    pooled = mean_effect(y, v, tau2="equal")
    alone = [back(float(one), "double-arcsine", [size]) for one, size in zip(y, n, strict=True)]

    assert shares_of(pooled, "double-arcsine", n) == pytest.approx(
        [0.6886, 0.5734, 0.7943], abs=5e-5
    )
    assert alone == pytest.approx([0, 0.4, 0.6, 0.8, 1], abs=1e-12)


@pytest.mark.parametrize(
    ("series", "percent", "tau2"),
    [
        ("tofacitinib", (35.47, 26.30, 45.85), 0.3538),
        ("tofacitinib-ten", (35.87, 27.29, 45.46), 0.3264),
    ],
)
def test_tofacitinib_series_match_their_page(data, series, percent, tau2):
    """nathansam/tofameta prints logit and DerSimonian-Laird; I2 0.8475 for the first nine."""
    x, n = data["counts"][series]["x"], data["counts"][series]["n"]
    names = [f"series {i}" for i in range(len(x))]
    options = Options(method="logit", tau2="dl")
    [group] = pool(names, x, n, ["cohort"] * len(x), options).groups
    ours = [100 * v for v in (group.estimate, group.interval.low, group.interval.high)]

    assert ours == pytest.approx(percent, abs=0.0051)
    assert group.tau2 == pytest.approx(tau2, abs=5e-5)
    if series == "tofacitinib":
        assert group.i2 == pytest.approx(0.8475, abs=5e-5)


def test_bcg_trials_match_colditz_1994(data):
    """Odds ratios of Colditz 1994, as the tests of metafor have them."""
    bcg = data["bcg"]
    y, v = log_odds_ratios(bcg["a"], bcg["m"], bcg["b"], bcg["n"])
    equal, ml = mean_effect(y, v, tau2="equal"), mean_effect(y, v, tau2="ml")
    hartung = mean_effect(y, v, tau2="ml", knapp_hartung=True)

    def odds(fit):
        return [float(np.exp(v)) for v in (fit.estimate, fit.interval.low, fit.interval.high)]

    assert odds(equal) == pytest.approx([0.6465, 0.5951, 0.7024], abs=6e-5)
    assert odds(ml) == pytest.approx([0.4762, 0.3360, 0.6749], abs=6e-5)
    assert ml.tau2 == pytest.approx(0.3025, abs=6e-5)
    assert q_profile(y, v) == pytest.approx((0.1302, 1.1812), abs=6e-5)
    assert odds(hartung)[1:] == pytest.approx([0.3175, 0.7141], abs=6e-5)


# ---- time to an event


def ages(words: str) -> list[float]:
    """Read `18x2` as 18 twice."""
    parts = (word.partition("x") for word in words.split())
    return [float(age) for age, _, times in parts for _ in range(int(times or 1))]


# Kidney failure with variants of UMOD by age, pooled from published families in phenopacket-store
# 0.1.20 (BSD-3-Clause); A: the variant overlaps exon 3. GPSEA documents p = 0.062004258300.
UMOD = {
    ("A", 1): "6 14 18x2 20 21 24x2 25 26 28x2 29x2 33 34x2 35 36x4 37 38x3 39x2 40x5 41x2 42x2 43 "
    "44 45x6 46 47x3 48 49 50x3 51x2 52x6 53 54x2 55x2 56x2 57 58x2 59 60x3 61 63x2 64 65x2 67 68 "
    "72 73",
    ("A", 0): "3 7 8 9x2 10x2 11 12x2 13 15 16x3 17x2 18x3 20x2 21x2 22 23 24 25x2 26x2 28x2 29 30 "
    "31x2 33x2 34x6 35x2 38x3 39 40x2 41 42x2 44 45x3 46 47 48 49x3 50 51 52 54 57x2 59x2 61 62 84",
    ("B", 1): "25 29 36 37 39 49 51 55 62 64 67x2 69 70",
    ("B", 0): "2 5 14 16x2 18 19 26 27x2 28 30x2 32x2 33 51x2 53 54 55 57",
}


def test_kidney_failure_with_umod_matches_gpsea():
    """199 patients: the log-rank p to eleven digits, medians, and the curves at two ages."""
    rows = [(t, event, group) for (group, event), words in UMOD.items() for t in ages(words)]
    time, event, group = (list(column) for column in zip(*rows, strict=True))
    test = log_rank(time, event, group)
    a, b = (
        kaplan_meier([r[0] for r in rows if r[2] == g], [r[1] for r in rows if r[2] == g])
        for g in "AB"
    )

    assert (a.patients, a.events, b.patients, b.events) == (163, 86, 36, 14)
    assert test.p == pytest.approx(0.06200425830, abs=5e-12)
    assert test.chi_square == pytest.approx(3.4829461, abs=5e-8)
    assert (a.median, b.median, kaplan_meier(time, event).median) == (51, 62, 52)
    assert [c.survival(t) for t in (50, 60) for c in (a, b)] == pytest.approx(
        [0.5119, 0.7197, 0.2139, 0.5940], abs=5e-5
    )
    hazard = cox(time, event, [[float(g == "B")] for g in group]).coefficients[0]
    assert hazard.interval.low < 1 < hazard.interval.high


def followed(words: str) -> tuple[list[float], list[int]]:
    """Read `13+` as followed to 13 without the event."""
    parts = words.split()
    return [float(w.rstrip("+")) for w in parts], [int(not w.endswith("+")) for w in parts]


MAINTAINED = followed("9 13 13+ 18 23 28+ 31 34 45+ 48 161+")
NOT_MAINTAINED = followed("5 5 8 8 12 16+ 23 27 30 33 43 45")


def test_leukaemia_matches_the_tests_of_r():
    """`aml` of R's survival (Miller 1997, Survival Analysis): curves, medians, log-rank."""
    for patients, printed, median in (
        (MAINTAINED, (0.9091, 0.8182, 0.7159, 0.6136, 0.4909, 0.3682, 0.1841), 31),
        (
            NOT_MAINTAINED,
            (0.8333, 0.6667, 0.5833, 0.4861, 0.3889, 0.2917, 0.1944, 0.0972, 0),
            23,
        ),
    ):
        curve = kaplan_meier(*patients)

        assert [s.survival for s in curve.steps if s.events] == pytest.approx(printed, abs=5e-5)
        assert curve.median == median
    both = [one + other for one, other in zip(MAINTAINED, NOT_MAINTAINED, strict=True)]
    test = log_rank(*both, ["m"] * 11 + ["n"] * 12)

    assert test.chi_square == pytest.approx(3.3964, abs=5e-5)
    assert test.p == pytest.approx(0.0653, abs=5e-5)


def test_lung_cancer_matches_the_tests_of_r(oracle):
    """`lung` of R's survival (Loprinzi 1994, J Clin Oncol 12:601-607)."""
    rows = oracle["frames"]["lung"]
    time, event = [r["time"] for r in rows], [r["event"] for r in rows]
    curve = kaplan_meier(time, event, interval="log")
    sex = log_rank(time, event, [r["sex"] for r in rows])

    assert (curve.patients, curve.events) == (228, 165)
    assert (curve.median, curve.median_interval.low, curve.median_interval.high) == (310, 285, 363)
    assert (sex.chi_square, sex.p) == (
        pytest.approx(10.3267, abs=5e-5),
        pytest.approx(0.00131, abs=5e-6),
    )
    assert [curve.survival(t) for t in (365, 730)] == pytest.approx([0.40924, 0.11569], abs=5e-6)
    for ecog, median, mean, se in (
        (0, (394, 348, 574), 429, 32.2),
        (1, (306, 268, 429), 366, 22.4),
        (2, (199, 156, 288), 256, 30.0),
    ):
        mine = [r for r in rows if r["ecog"] == ecog]
        part = kaplan_meier([r["time"] for r in mine], [r["event"] for r in mine], interval="log")
        limits = part.median_interval

        assert (part.median, limits.low, limits.high) == median
        assert part.restricted_mean(730) == (
            pytest.approx(mean, abs=0.5),
            pytest.approx(se, abs=0.05),
        )


def test_lung_cancer_hazard_ratios_match_the_tests_of_r(oracle):
    """`coxph(Surv(time, status) ~ ph.ecog + age, lung)`."""
    rows = [r for r in oracle["frames"]["lung"] if r.get("ecog") is not None]
    fit = cox(
        [r["time"] for r in rows],
        [r["event"] for r in rows],
        [[r["ecog"], r["age"]] for r in rows],
        penalty="none",
        interval="wald",
    )
    ecog, age = fit.coefficients

    assert (ecog.estimate, ecog.se) == pytest.approx((0.443485, 0.115831), abs=5e-7)
    assert (age.estimate, age.se) == pytest.approx((0.011281, 0.009319), abs=5e-7)
    assert fit.likelihood_ratio == pytest.approx(19.06, abs=0.005)


def test_ovarian_cancer_matches_the_tests_of_r(oracle):
    """`ovarian` of R's survival (Edmunson 1979): observed, expected, log-rank."""
    rows = oracle["frames"]["ovarian"]
    test = log_rank(*([r[c] for r in rows] for c in ("time", "event", "x")))

    assert (test.patients, test.observed) == ((13, 13), (7, 5))
    assert list(test.expected) == pytest.approx([5.23, 6.77], abs=0.005)
    assert (test.chi_square, test.p) == (
        pytest.approx(1.063, abs=0.0005),
        pytest.approx(0.303, abs=0.0005),
    )


def test_late_entry_matches_the_tests_of_r(data):
    """Ten patients who enter one after the other: numbers at risk and curve as fractions."""
    d = data["delayed"]
    curve = kaplan_meier(d["stop"], d["event"], start=d["start"])

    assert [s.at_risk for s in curve.steps] == [2, 3, 5, 4, 4, 5, 2, 1]
    assert [s.survival for s in curve.steps if s.events] == pytest.approx(
        [1 / 2, 1 / 3, 4 / 15, 1 / 5, 3 / 20, 9 / 100]
    )


def test_six_patients_escalated_to_tofacitinib():
    """Ida 2023, RMD Open 9:e002795: two of six dead by day 48; both limits at day 180."""
    step = kaplan_meier([48, 487, 43, 578, 365, 243], [1, 0, 1, 0, 0, 0]).at(180)

    assert step.survival == pytest.approx(0.667, abs=5e-4)
    assert [step.interval.low, step.interval.high] == pytest.approx([0.195, 0.904], abs=5e-4)
    assert [step.exact.low, step.exact.high] == pytest.approx([0.223, 0.957], abs=5e-4)


# ---- durations

NCOV = "EPICRISIS_NCOV"


def test_incubation_matches_lauer_2020():
    """Lauer 2020, Ann Intern Med 172:577-582: 181 cases, all figures to three decimals.

    The data (HopkinsIDD/ncov_incubation, data/nCoV-IDD-traveler-data.csv) have no
    licence and are not kept here; the variable EPICRISIS_NCOV may name a copy.
    """
    path = os.environ.get(NCOV)
    if not path:
        pytest.skip(f"the data have no licence and are not kept here; {NCOV} may name a copy")
    ends = incubation(Path(path))
    fit = duration(*zip(*ends, strict=True))

    assert len(ends) == 181
    assert [p.estimate for p in fit.parameters] == pytest.approx([1.621, 0.418], abs=5.1e-4)
    assert [q.estimate for q in fit.quantiles] == pytest.approx(
        [2.228, 2.542, 3.814, 5.057, 6.705, 10.061, 11.478], abs=1.1e-3
    )
    middle = fit.quantiles[3].interval
    assert [middle.low, middle.high] == pytest.approx([4.500, 5.785], abs=0.15)


def incubation(path: Path) -> list[tuple[float, ...]]:
    """Give the four ends of each case in days, by the rules of the paper's own code."""
    begin = 0.0

    def day(cell: str) -> float | None:
        moment = " ".join(cell.split())
        if not moment:
            return None
        return (
            datetime.strptime(moment, "%Y-%m-%d %H:%M:%S") - datetime(2019, 12, 1)
        ).total_seconds() / 86400

    kept = []
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            el, er, sl, sr, pr = (day(row[c]) for c in ("EL", "ER", "SL", "SR", "PR"))
            sr = pr if sr is None else sr
            el = begin if el is None or el < begin else el
            if sr is None or not row["REVIEWER2"].strip():
                continue
            er = sr if er is None else min(er, sr)
            sl = el if sl is None else max(sl, el)
            if er > el and sr > sl and er <= sr and sl >= el:
                kept.append((el, er, sl, sr))
    return kept


def test_share_on_the_logit_scale_is_what_it_was():
    """The way back from a logit is the logistic function."""
    assert back(-3.4964, "logit", []) == pytest.approx(float(expit(-3.4964)))
