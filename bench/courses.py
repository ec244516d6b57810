"""Print how much of the gold is found: `make bench`. Nothing is asserted.

The example reports are scored by `scoring.py`. Where a folder ../shared stands beside the
repository, its hand-made courses of published reports are scored by the scorer that lies with them.
With `--misses` each datum missed or made up is named.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import epicrisis
from scoring import Score, score

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold"
NAMES = ("age", "sex", "numeric", "numeric.unit", "numeric.day", "treatment", "finding", "outcome")


def examples() -> Iterator[tuple[str, Score]]:
    """Score the example reports one by one."""
    for gold in sorted((ROOT / "examples" / "gold").glob("*.json")):
        file = json.loads(gold.read_text(encoding="utf-8"))["text_file"]
        document = epicrisis.read_document(gold.parent / file)
        facts = [row for course in epicrisis.extract(document) for row in course.to_facts()]
        yield document.name, score(document, facts, gold)


def shares(result: Score) -> list[str]:
    """Give the per cent found of each kind, the rows made up and the rows leaked."""
    found = [
        f"{100 * result.recall(name):.0f}" if result.counts[f"{name}.all"] else "-"
        for name in NAMES
    ]
    made_up = result.counts["numeric.extra"] + result.counts["treatment.extra"]
    return [*found, str(made_up), str(result.counts["leaked"])]


def line(name: str, cells: Iterable[str]) -> str:
    """Lay out one line of the table."""
    return f"{name:18}" + "".join(f"{cell:>13}" for cell in cells)


def courses() -> None:
    """Score the hand-made courses of published reports, if they are there."""
    golds = sorted((GOLD / "courses").glob("*.json")) if (GOLD / "courses").is_dir() else []
    rows = []
    for gold in golds:
        file = gold.parent / json.loads(gold.read_text(encoding="utf-8"))["text_file"]
        for course in epicrisis.extract(epicrisis.read_document(file)):
            rows += [row.model_dump_json() for row in course.to_facts()]
    if golds:
        with TemporaryDirectory() as folder:
            facts = Path(folder) / "facts.jsonl"
            facts.write_text("\n".join(rows) + "\n", encoding="utf-8")
            command = [sys.executable, str(GOLD / "score_courses.py"), str(facts)]
            subprocess.run([*command, "--gold", str(GOLD / "courses")], check=False)


def main() -> None:
    """Print both."""
    total, misses = Score(), "--misses" in sys.argv
    print("per cent of the gold found; rows made up; rows about other people")
    print(line("report", (*NAMES, "made up", "leaked")))
    for name, result in examples():
        total.add(result)
        print(line(name, shares(result)))
        if misses:
            print("\n".join(f"    {miss}" for miss in result.misses))
    print(line("all", shares(total)) + "\n")
    courses()


if __name__ == "__main__":
    main()
