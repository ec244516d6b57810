"""Print how much of the gold is found: `make bench`. Nothing is asserted.

The example reports are scored by `scoring.py`. Where a folder ../shared stands beside the
repository, its hand-made courses of published reports are scored by the scorer that lies with them.
With `--misses` each datum missed or made up is named.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
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


def line(name: str, result: Score) -> str:
    """Lay out one report's shares, and what was made up or leaked."""
    shares = [
        f"{100 * result.recall(n):8.0f}" if result.counts[f"{n}.all"] else " " * 7 + "-"
        for n in NAMES
    ]
    made_up = result.counts["numeric.extra"] + result.counts["treatment.extra"]
    return (
        f"{name:18}"
        + "".join(f"{s:>13}" for s in shares)
        + f"{made_up:>9}{result.counts['leaked']:>8}"
    )


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
    print(f"{'report':18}" + "".join(f"{n:>13}" for n in NAMES) + f"{'made up':>9}{'leaked':>8}")
    for name, result in examples():
        total.add(result)
        print(line(name, result))
        if misses:
            print("\n".join(f"    {miss}" for miss in result.misses))
    print(line("all", total) + "\n")
    courses()


if __name__ == "__main__":
    main()
