"""R says the same of the rows that a cohort gives: nothing is lost between course and estimate."""

import json
import shutil
import subprocess

import numpy as np
import pytest

from epicrisis.synthesis import cohort

IVIG = "immunoglobulin"
R = """
suppressMessages({library(jsonlite); library(survival); library(metafor)})
d <- fromJSON(commandArgs(TRUE)[1])
km <- survfit(Surv(time, event) ~ 1, d$days)
low <- d$bounds$lower
high <- d$bounds$upper
loose <- survfit(Surv(low, ifelse(is.na(high), NA, high), type = "interval2") ~ 1)
over <- with(d$split, rowSums(sapply(unique(stop[event == 1]), function(t) {
  risk <- start < t & stop >= t
  dead <- risk & stop == t & event == 1
  n <- sum(risk); k <- sum(dead); m <- sum(treated[risk])
  v <- if (n > 1) k * m / n * (1 - m / n) * (n - k) / (n - 1) else 0
  c(sum(treated[dead]) - k * m / n, v)
})))
glmm <- rma.glmm(measure = "PLO", xi = d$shares$x, ni = d$shares$n, nAGQ = 7)
cat(toJSON(list(
  survival = summary(km, c(20, 60))$surv, median = unname(summary(km)$table["median"]),
  loose = summary(loose, 100)$surv, score = over[1]^2 / over[2],
  pooled = as.numeric(plogis(glmm$b))
), auto_unbox = TRUE, digits = NA))
"""


def courses(patient, *, loose: bool):
    """Forty patients in fourteen papers, a third of the deaths known to a fortnight."""
    generator = np.random.default_rng(4)
    for number in range(40):
        death, last = 1 + generator.geometric(1 / 60), 1 + generator.integers(20, 200)
        made = patient(f"P{number % 14}", str(number))
        begun = int(generator.integers(2, 40))
        given = begun < min(death, last)
        status = "given" if given else "not_given"
        made.drug(IVIG, "IVIG", day=float(begun) if given else None, status=status)
        bound = float(death + 13) if loose and number % 3 == 0 else float(death)
        yield (
            made.died((float(death), bound)) if death <= last else made.alive(float(last))
        ).build()


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed")
def test_r_says_the_same(patient, tmp_path):
    """Kaplan-Meier, Turnbull, the comparison over time, and the pooled share."""
    exact = cohort(courses(patient, loose=False))
    [days] = exact.survival("death", treatment="IVIG").parts
    [bounds] = cohort(courses(patient, loose=True)).survival("death").parts
    [share] = exact.proportion("death").groups
    given = {
        "days": [{"time": p.days.low, "event": int(p.event)} for p in days.patients],
        "bounds": [
            {"lower": p.days.low, "upper": p.days.high if p.event else None}
            for p in bounds.patients
        ],
        "split": [piece for p in days.patients for piece in pieces(p)],
        "shares": [{"x": s.share.events, "n": s.share.patients} for s in share.pooled.studies],
    }
    theirs = asked(given, tmp_path)
    [curve] = days.curves
    over_time = days.regimens[0].regimens.comparisons[0]

    assert [curve.survival(t) for t in (20, 60)] == pytest.approx(theirs["survival"])
    assert curve.median == theirs["median"]
    low, high = bounds.interval_curves[0].bounds(100)
    assert low - 1e-3 <= theirs["loose"] <= high + 1e-3
    assert over_time.way == "time-varying"
    assert chi_square(over_time.p) == pytest.approx(theirs["score"])
    assert share.pooled.estimate == pytest.approx(theirs["pooled"], abs=1e-4)


def pieces(one):
    """Cut the time of a patient where the treatment begins, as R wants it."""
    end, begun = one.days.low, one.treated.low if one.treated else None
    if begun is None or begun >= end:
        return [{"start": 0, "stop": end, "event": int(one.event), "treated": 0}]
    before = [{"start": 0, "stop": begun, "event": 0, "treated": 0}] if begun > 0 else []
    return [*before, {"start": begun, "stop": end, "event": int(one.event), "treated": 1}]


def chi_square(p: float) -> float:
    from scipy.special import chdtri

    return float(chdtri(1, p))


def asked(given: dict, folder) -> dict:
    (folder / "ask.R").write_text(R, encoding="utf-8")
    (folder / "given.json").write_text(json.dumps(given), encoding="utf-8")
    command = ["Rscript", str(folder / "ask.R"), str(folder / "given.json")]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return json.loads(said.stdout)
