"""Running the contenders: each in a process of its own, one after another, round after round."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import speed_texts as corpus
from speed_table import Run

WORKER = Path(__file__).with_name("speed_worker.py")
WARM = corpus.EXAMPLES / "kawasaki.txt"  # read first, so that tables are loaded
SEVERAL = 1_000_000  # bytes; longer texts are measured in the first round alone


class Contender(NamedTuple):
    """Somebody to measure; `goal` is how many times as fast epicrisis has to be."""

    label: str
    rival: bool = False
    goal: float | None = None


CONTENDERS = {
    "epicrisis": Contender("epicrisis, bytes to audit"),
    "stages": Contender("epicrisis, clocks at its stages"),
    "objects": Contender("making its results' objects alone"),
    "medspacy": Contender("medspaCy as it loads", True, 100),
    "medspacy-rules": Contender("medspaCy, terms as its rules", True),
    "medspacy-swapped": Contender("medspaCy, swapped splitter, rules", True, 8),
    "scan": Contender("bare ahocorasick_rs scan", True, 1 / 15),
    "lower": Contender("str.lower"),
}


class Bench:
    """Starts the processes; what failed is remembered in `failed` and not tried again."""

    def __init__(self, folder: Path, patience: float) -> None:
        self.folder, self.patience = folder, patience
        self.rivals = Path(sys.executable)
        self.failed: dict[str, str] = {}

    def write(self, name: str, content: Sequence[str]) -> Path:
        """Write texts or terms for a worker."""
        file = self.folder / f"{name}.json"
        file.write_text(json.dumps(content), encoding="utf-8")
        return file

    def texts(self, name: str, texts: Sequence[str]) -> Path:
        """Write texts behind the one that warms up."""
        return self.write(name, [WARM.read_text(encoding="utf-8"), *texts])

    def run(self, name: str, texts: Path, terms: Path, label: str = "") -> Run | None:
        """Measure a contender once."""
        label = label or name
        if label in self.failed:
            return None
        found = self.ask(name, texts, terms)
        if "failed" in found:
            self.failed[label] = found["failed"]
            return None
        return Run(**found)

    def ask(self, name: str, texts: Path, terms: Path) -> dict[str, Any]:
        """Run a worker and give what it found, or why it found nothing."""
        rival = CONTENDERS[name].rival
        program = [str(self.rivals), "-I"] if rival else [sys.executable]  # -I: without our paths
        command = [*program, str(WORKER), name, str(texts), str(terms)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=self.patience)
        except subprocess.TimeoutExpired:
            return {"failed": f"not done in {self.patience:g} s"}
        said = done.stdout.decode(errors="replace").splitlines()
        if done.returncode or not said:
            errors = done.stderr.decode(errors="replace").strip().splitlines()
            return {"failed": errors[-1] if errors else f"ended with code {done.returncode}"}
        found: dict[str, Any] = json.loads(said[-1])
        return found


def compare(bench: Bench, texts: Path, terms: Path, rounds: int) -> dict[str, list[Run]]:
    """Run every contender in turn, round after round."""
    runs: dict[str, list[Run]] = {name: [] for name in CONTENDERS}
    for turn in range(rounds):
        for name in CONTENDERS:
            progress(f"round {turn + 1} of {rounds}: {name}")
            run = bench.run(name, texts, terms)
            runs[name] += [run] if run else []
    return runs


def lengths(bench: Bench, texts: list[str], sizes: list[int], rounds: int) -> dict[int, list[Run]]:
    """Give epicrisis texts of each size; `seconds` of a run are those of one kilobyte."""
    runs: dict[int, list[Run]] = {size: [] for size in sizes}
    terms = bench.write("none", [])
    for turn in range(rounds):
        for size in sizes if turn == 0 else [s for s in sizes if s <= SEVERAL]:
            progress(f"round {turn + 1} of {rounds}: {size} bytes")
            parts = corpus.pieces(texts, size)
            run = bench.run("epicrisis", bench.texts("piece", parts), terms, str(size))
            if run:
                per_kilobyte = run.seconds / (1000 * corpus.megabytes(parts))
                runs[size].append(run._replace(seconds=per_kilobyte))
    return runs


def progress(what: str) -> None:
    """Say what is being done, where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r\033[K{what}", end="\r", file=sys.stderr, flush=True)
