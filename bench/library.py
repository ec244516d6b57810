"""Print how fast a large case library is: `python bench/library.py [URL ...]`. Nothing is asserted.

100 000 invented courses are added and then asked for, on SQLite in a temporary folder and on each
PostgreSQL URL given (a database or schema that is empty). `--courses` sets another number. Making
the invented courses is not counted. Times are the best of five, by the clock and, where the machine
is shared, by the processor time of this program. Memory is that of the whole process at its
highest. What has a goal is printed with it.
"""

import argparse
import resource
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from epicrisis.exports import export_table
from epicrisis.segmentation import segment
from epicrisis.store import Extraction, Library, RunRecord, open_library
from epicrisis.store.library import BATCH
from epicrisis.synthesis import cohort, evidence_table
from epicrisis.synthesis.concepts import concept_codes
from epicrisis.testing import synthetic_cases

QUESTIONS = (
    ("a rare phrase", {"query": '"was 4321"'}),
    ("three words", {"query": "sarcoidosis rituximab seizure"}),
    ("a word in half of the reports", {"query": "ferritin"}),
    ("a word in all reports", {"query": "admitted"}),
    ("a concept with all narrower ones", {"concepts": ["interstitial lung disease"]}),
    ("two concepts", {"concepts": ["fever", "dermatomyositis"]}),
    ("words and a concept", {"query": "cyclophosphamide", "concepts": ["sarcoidosis"]}),
)


COHORTS = (
    "age >= 18",
    'diagnosed("dermatomyositis") and treated("immunoglobulin") and age >= 18',
    'has("interstitial lung disease") and not treated("rituximab")',
    'measured("ferritin") > 1000 ng/mL',
    'measured("ferritin", at="first") > 1000 ng/mL or died',
    'started("prednisolone") <= 10',
)
PATIENTS = 200  # rows of the evidence table


def batches(count: int) -> Iterator[list[Extraction]]:
    cases = (Extraction(document, (course,)) for document, course in synthetic_cases(count))
    while batch := list(islice(cases, BATCH)):
        yield batch


def fill(library: Library, count: int) -> None:
    """Add the courses; print the rate by the clock and by this process's own processor time."""
    run = RunRecord(program="bench", started_at="2026-01-01T00:00:00Z")
    times = []
    for batch in batches(count):
        start, busy = perf_counter(), process_time()
        for _ in library.add_all(batch, run):
            pass
        times.append((len(batch), perf_counter() - start, process_time() - busy))
    for name, part in (("add", times), ("  the last tenth", times[-max(1, len(times) // 10) :])):
        number = sum(batch[0] for batch in part)
        clock, busy = (number / sum(batch[n] for batch in part) for n in (1, 2))
        line(
            name,
            f"{clock:.0f} courses/s by the clock, {busy:.0f} by processor time",
            "at least 500",
        )


def ask(library: Library) -> None:
    """Time each question: the best of five."""
    for name, asked in QUESTIONS:
        groups = [concept_codes(concept) for concept in asked.get("concepts", ())]
        query = str(asked.get("query", ""))
        best, hits = timed(lambda q=query, g=groups: library.search(q, concepts=g))
        line(name, f"{told(best)}; {len(hits)} hits")
    case = "invented-0-77/1"
    line("one course", f"{timed(lambda: library.course(case))[0][0] * 1000:.1f} ms")
    line("its history", f"{timed(lambda: library.history(case))[0][0] * 1000:.1f} ms")
    line("counts", f"{timed(library.counts)[0][0] * 1000:.0f} ms")
    start = perf_counter()
    number = sum(1 for _ in library.cases())
    line("list of all cases", f"{perf_counter() - start:.1f} s, {number} cases")
    start = perf_counter()
    number = sum(1 for _ in library.courses())
    line("stream of all courses", f"{number / (perf_counter() - start):.0f} courses/s")


def select(library: Library) -> None:
    """Time conditions, each from a new index, and the evidence table of some patients."""
    for text in COHORTS:
        best, found = timed(lambda t=text: cohort(library.index()).where(t))
        line(text, f"\n    {told(best)}; {found.steps[0].tally}", "below 1 s")
    best, table = timed(lambda: evidence(library))
    line(f"evidence table of {len(table.rows)}", told(best), "below 1 s")


def evidence(library: Library):
    """The evidence table of patients chosen by a condition."""
    index = library.index()
    found = cohort(index).where('treated("immunoglobulin") and age >= 18')
    keys = set(chain.from_iterable(found.cases[:PATIENTS]))
    pairs = list(index.pairs(keys))
    documents = [document for document, _ in pairs]
    table = evidence_table(
        [course for _, course in pairs],
        [finding for _, finding in index.findings(keys)],
        documents=documents,
        abbreviations={document.id: segment(document).abbreviations for document in documents},
    )
    export_table(table, "md")
    return table


def timed(call):
    """The best of five, by the clock and by processor time, with the answer."""
    best, answer = (float("inf"), float("inf")), None
    for _ in range(5):
        start, busy = perf_counter(), process_time()
        answer = call()
        best = min(best[0], perf_counter() - start), min(best[1], process_time() - busy)
    return best, answer


def told(best: tuple[float, float]) -> str:
    clock, busy = best
    return f"{clock * 1000:.0f} ms, {busy * 1000:.0f} by processor time"


def line(name: str, value: str, goal: str = "") -> None:
    print(f"  {name:34} {value}{f'  (goal: {goal})' if goal else ''}", flush=True)


def measure(place: str, count: int) -> None:
    """Fill and ask one library in this process."""
    with open_library(place, create=True) as library:
        print(f"{place.partition(':')[0] if '://' in place else 'SQLite'}, {count} courses")
        fill(library, count)
        select(library)
        ask(library)
    if "://" not in place:
        line("file", f"{Path(place).stat().st_size / 1e6:.0f} MB")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line("memory", f"{peak:.0f} MB at its highest", "below 500 MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("places", nargs="*", help="PostgreSQL URLs beside SQLite")
    parser.add_argument("--courses", type=int, default=100_000)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        measure(asked.places[0], asked.courses)
        return
    with TemporaryDirectory() as folder:
        for place in (f"{folder}/library", *asked.places):  # each in a process of its own
            command = [sys.executable, __file__, "--one", "--courses", str(asked.courses), place]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
