"""Print how fast epicrisis reads, beside others on the same texts: `make bench`.

Each contender runs in a process of its own on one core, one after another, in rounds, so that a
busy neighbour slows all of them or shows as a wide range; speeds and starts are judged by processor
time. The others are medspaCy and a bare scan for the same terms; they live in `.bench/`, which is
made on first use. Nothing is asserted.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import rivals
import speed_texts as corpus
from speed_run import CONTENDERS, Bench, compare, lengths
from speed_starts import Start, starts
from speed_table import Goal, Run, added, figures, growth, number, ratio, shares, size, table

MOST_MB, MOST_IMPORT, MOST_GROWTH, MOST_AUDIT = 150, 0.3, 1.5, 0.25


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the options."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    add = parser.add_argument
    add("--texts", type=whole, default=1500, help="size of the sample; 0 takes all (1500)")
    add("--terms", type=whole, default=20_000, help="names to scan for (20000)")
    add("--rounds", type=whole, default=2, help="rounds; the best of them counts (2)")
    add("--largest", type=whole, default=10_000_000, help="bytes of the longest text (10000000)")
    add("--patience", type=whole, default=180, help="seconds one process may take (180)")
    add("--core", type=whole, help="core to stay on; by default the last one allowed")
    add("--no-install", action="store_true", help="leave the rivals out unless they are there")
    add("--json", type=Path, metavar="FILE", help="write all figures there")
    options = parser.parse_args(words)
    if not (options.rounds and options.terms and options.patience):
        parser.error("--rounds, --terms and --patience must be at least 1")
    return options


def whole(word: str) -> int:
    """Read a whole number that is not negative."""
    value = int(word)
    if value < 0:
        raise ValueError
    return value


def pin(core: int | None) -> str:
    """Stay on one core, as the processes started from here will, and say which."""
    if not hasattr(os, "sched_setaffinity"):
        return "any core: this system pins no process"
    core = max(os.sched_getaffinity(0)) if core is None else core
    try:
        os.sched_setaffinity(0, {core})
    except OSError as error:
        sys.exit(f"speed.py: core {core} cannot be had: {error.strerror}")
    return f"core {core}"


def find_rivals(bench: Bench, *, install: bool) -> None:
    """Set the rivals' interpreter, or say why they are left out."""
    try:
        bench.rivals = rivals.python(install=install)
    except rivals.Missing as reason:
        print(f"The rivals are left out: {reason}.")
        bench.failed |= {n: "left out" for n, contender in CONTENDERS.items() if contender.rival}


def show_contenders(bench: Bench, runs: dict[str, list[Run]], texts: list[str]) -> dict[str, Any]:
    """Print the contenders; give their figures."""
    head = ["contender", "MB/s", "median", "texts/s", "load s", "peak MB", "epicrisis is x"]
    rows, all_figures = [], {}
    for name, contender in CONTENDERS.items():
        row = [contender.label, *[""] * 7, bench.failed.get(name, "")]
        times = ratio(runs["epicrisis"], runs[name])
        if runs[name]:
            found = figures(runs[name], len(texts), corpus.megabytes(texts))
            row[1:6], row[8] = [number(figure) for figure in found.values()], ""
            all_figures[name] = {**found, "rounds": [run._asdict() for run in runs[name]]}
        if times and name not in ("epicrisis", "stages"):
            row[6:8] = number(times.best), f"{number(times.low)}-{number(times.high)}"
            all_figures[name]["epicrisis_is_times_as_fast"] = times._asdict()
            if contender.goal:
                goal = Goal("", times.best, contender.goal, True)
                row[8] = f"{goal.asked}: {goal.verdict}"
        rows.append(row)
    print(table([*head, "in rounds", "goal"], rows))
    parts = shares(runs["stages"])
    print("share of time: " + ", ".join(f"{n} {100 * part:.0f} %" for n, part in parts.items()))
    return {"contenders": all_figures, "shares": parts}


def show_lengths(bench: Bench, runs: dict[int, list[Run]]) -> dict[int, float]:
    """Print the sizes; give the best microseconds a kilobyte of each that was read."""
    rows, best = [], {}
    for length, found in runs.items():
        if found:
            best[length] = 1e6 * min(run.seconds for run in found)
            peak = max(run.peak for run in found)
            rows.append([size(length), number(best[length]), number(1000 / best[length])])
            rows[-1] += [number(peak), ""]
        else:
            rows.append([size(length), "", "", "", bench.failed.get(str(length), "")])
    print("\n" + table(["one text", "us a kB", "MB/s", "peak MB", ""], rows))
    return best


def show_starts(found: dict[str, Start]) -> None:
    """Print what starts cost."""
    rows = [
        [name, "", "", "", f"failed: {start.failed}"]
        if start.failed
        else [name, *(number(1000 * t) for t in start[:2]), number(start.peak), ""]
        for name, start in found.items()
    ]
    print("\n" + table(["fresh process", "ms", "on the wall", "peak MB", ""], rows))


def goals(
    runs: dict[str, list[Run]], best: dict[int, float], begun: dict[str, Start]
) -> list[Goal]:
    """Hold the figures against what is asked for."""
    asked = []
    for name, contender in CONTENDERS.items():
        if contender.goal:
            times = ratio(runs["epicrisis"], runs[name])
            what = f"times as fast as: {contender.label}"
            asked.append(Goal(what, times and times.best, contender.goal, True))
    peak = max((run.peak for run in runs["epicrisis"]), default=None)
    asked.append(Goal("MB resident, case texts", peak, MOST_MB, False))
    for name in ("import epicrisis", "import every name"):
        seconds = None if begun[name].failed else begun[name].seconds
        asked.append(Goal(f"seconds to {name}", seconds, MOST_IMPORT, False))
    audit = added(runs["stages"], "audit", beside=("measure",))
    asked.append(Goal("time of the audit to that of reading", audit, MOST_AUDIT, False))
    longest = f"a kB of {size(max(best))} to one of 10 kB" if best else "time a kB, long to short"
    asked.append(Goal(longest, growth(best), MOST_GROWTH, False))
    return asked


def show_goals(asked: list[Goal]) -> None:
    """Print the goals and whether they are reached."""
    rows = [
        [g.what, "-" if g.found is None else number(g.found), g.asked, g.verdict] for g in asked
    ]
    print("\n" + table(["goal", "found", "asked for", ""], rows))


def main() -> None:
    """Measure and print; write the figures where that is asked for."""
    options = arguments()
    core = pin(options.core)
    known = corpus.available()
    texts = corpus.evenly(known.texts, options.texts or len(known.texts))
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.patience)
        find_rivals(bench, install=not options.no_install)
        print(
            f"{len(texts)} texts, {corpus.megabytes(texts):.3f} MB, at even distances from "
            f"{known.source}\nPython {platform.python_version()}, {core}, best of "
            f"{options.rounds} rounds of one reading; MB/s by processor time",
            flush=True,
        )
        terms = bench.write("terms", corpus.terms(options.terms))
        runs = compare(bench, bench.texts("texts", texts), terms, options.rounds)
        result = show_contenders(bench, runs, texts)
        sizes = corpus.ladder(options.largest)
        best = show_lengths(bench, lengths(bench, known.texts, sizes, options.rounds))
        begun = starts()
        show_starts(begun)
        asked = goals(runs, best, begun)
        show_goals(asked)
    if options.json:
        result |= {
            "settings": {**vars(options), "json": str(options.json), "core": core},
            "source": known.source,
            "megabytes": corpus.megabytes(texts),
            "failed": bench.failed,
            "microseconds_a_kilobyte": best,
            "starts": {name: start._asdict() for name, start in begun.items()},
            "goals": [goal._asdict() | {"reached": goal.reached} for goal in asked],
        }
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
