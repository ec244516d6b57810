"""Print how long the estimates take, beside R's where R is: `python bench/estimates.py`.

The same simulated data go to both. Each figure is the best of several runs; nothing is asserted.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from epicrisis.synthesis import estimates

RUNS = 5
R = """
suppressMessages({library(jsonlite); library(survival); library(metafor)})
d <- fromJSON(commandArgs(TRUE)[1])
best <- function(f, n = 3) min(replicate(n, system.time(f())[["elapsed"]]))
u <- function(v) ifelse(v < 0, NA, v)
cat(toJSON(list(
  glmm = best(function() rma.glmm(measure = "PLO", xi = d$x, ni = d$n)),
  reml = best(function() rma(measure = "PLO", xi = d$x, ni = d$n)),
  curve = best(function() survfit(Surv(d$time, d$event) ~ 1)),
  turnbull = best(function() survfit(Surv(d$low[1:300], u(d$high)[1:300], type = "interval2") ~ 1)),
  log_rank = best(function() survdiff(Surv(d$time, d$event) ~ d$group)),
  cox = best(function() coxph(Surv(d$time, d$event) ~ d$group))
), auto_unbox = TRUE, digits = NA))
"""


def data() -> dict[str, list[float]]:
    """Simulate 200 studies, 10,000 followed patients and 10,000 intervals."""
    generator = np.random.default_rng(1)
    n = generator.integers(1, 60, 200)
    x = generator.binomial(n, 1 / (1 + np.exp(-generator.normal(-2, 1, 200))))
    died, last = generator.exponential(100, 10_000), generator.uniform(0, 300, 10_000)
    happened = generator.exponential(1, 10_000)
    high = np.where(happened > 2, -1.0, happened + generator.random(10_000))
    held = {
        "x": x,
        "n": n,
        "time": np.minimum(died, last),
        "event": (died <= last).astype(int),
        "group": generator.integers(0, 2, 10_000),
        "low": np.maximum(0, happened - generator.random(10_000)),
        "high": high,
    }
    return {name: values.tolist() for name, values in held.items()}


def work(d: dict[str, list[float]]) -> dict[str, tuple[str, Callable[[], object]]]:
    """Name what is timed."""
    high = [np.inf if end < 0 else end for end in d["high"]]
    few = slice(0, 300)
    small = (d["time"][:22], d["event"][:22], [0] * 11 + [1] * 11)
    e = estimates
    return {
        "glmm": ("binomial-normal model, 200 studies", lambda: e.binomial_normal(d["x"], d["n"])),
        "reml": (
            "logit, REML, 200 studies",
            lambda: e.mean_effect(*e.effects(d["x"], d["n"])),
        ),
        "curve": ("Kaplan-Meier, 10,000", lambda: e.kaplan_meier(d["time"], d["event"])),
        "turnbull": (
            "Turnbull, 300 intervals",
            lambda: e.turnbull(d["low"][few], high[few]),
        ),
        "many": ("Turnbull, 10,000 intervals", lambda: e.turnbull(d["low"], high)),
        "log_rank": (
            "log-rank, 10,000",
            lambda: e.log_rank(d["time"], d["event"], d["group"]),
        ),
        "exact": ("exact log-rank, 11 and 11", lambda: e.log_rank(*small, method="exact")),
        "cox": (
            "Cox without penalty, 10,000",
            lambda: e.cox(d["time"], d["event"], d["group"], penalty="none", interval="wald"),
        ),
        "firth": ("Cox, Firth, profile limits, 22", lambda: e.cox(*small)),
    }


def seconds(call: Callable[[], object]) -> float:
    """Give the best of several runs."""
    found = []
    for _ in range(RUNS):
        begun = perf_counter()
        call()
        found.append(perf_counter() - begun)
    return min(found)


def asked_of_r(d: dict[str, list[float]]) -> dict[str, float]:
    """Give R's timings; none if it or one of its packages is not there."""
    if shutil.which("Rscript") is None:
        print("R is not installed: our own timings alone", file=sys.stderr)
        return {}
    with TemporaryDirectory() as folder:
        file, script = Path(folder) / "data.json", Path(folder) / "time.R"
        file.write_text(json.dumps(d), encoding="utf-8")
        script.write_text(R, encoding="utf-8")
        command = ["Rscript", str(script), str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        return {}
    return dict(json.loads(done.stdout))


def main() -> None:
    """Print one line for each estimate."""
    d = data()
    theirs = asked_of_r(d)
    print(f"{'seconds, best of several runs':34}{'epicrisis':>11}{'R':>9}")
    for name, (label, call) in work(d).items():
        other = f"{theirs[name]:.3f}" if name in theirs else "-"
        print(f"{label:34}{seconds(call):11.4f}{other:>9}")


if __name__ == "__main__":
    main()
