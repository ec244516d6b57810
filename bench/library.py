"""Print how fast a large case library is: `python bench/library.py [URL ...]`. Nothing is asserted.

100 000 invented courses are added and then asked for, on SQLite in a temporary folder and on each
PostgreSQL URL given (a database or schema that is empty). `--courses` sets another number. Making
the invented courses is not counted. Memory is that of the whole process at its highest.
"""

import argparse
import resource
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from epicrisis.store import Extraction, Library, RunRecord, open_library
from epicrisis.store.library import BATCH
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
        line(name, f"{clock:.0f} courses/s by the clock, {busy:.0f} by processor time")


def ask(library: Library) -> None:
    """Time each question: the best of five."""
    for name, asked in QUESTIONS:
        groups = [concept_codes(concept) for concept in asked.get("concepts", ())]
        query = str(asked.get("query", ""))
        best, hits = timed(lambda q=query, g=groups: library.search(q, concepts=g))
        line(name, f"{best * 1000:.0f} ms, {len(hits)} hits")
    case = "invented-0-77/1"
    line("one course", f"{timed(lambda: library.course(case))[0] * 1000:.1f} ms")
    line("its history", f"{timed(lambda: library.history(case))[0] * 1000:.1f} ms")
    line("counts", f"{timed(library.counts)[0] * 1000:.0f} ms")
    start = perf_counter()
    number = sum(1 for _ in library.cases())
    line("list of all cases", f"{perf_counter() - start:.1f} s, {number} cases")
    start = perf_counter()
    number = sum(1 for _ in library.courses())
    line("stream of all courses", f"{number / (perf_counter() - start):.0f} courses/s")


def timed(call):
    """The best of five."""
    best, answer = float("inf"), None
    for _ in range(5):
        start = perf_counter()
        answer = call()
        best = min(best, perf_counter() - start)
    return best, answer


def line(name: str, value: str) -> None:
    print(f"  {name:34}{value}", flush=True)


def measure(place: str, count: int) -> None:
    """Fill and ask one library in this process."""
    with open_library(place, create=True) as library:
        print(f"{place.partition(':')[0] if '://' in place else 'SQLite'}, {count} courses")
        fill(library, count)
        ask(library)
    if "://" not in place:
        line("file", f"{Path(place).stat().st_size / 1e6:.0f} MB")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line("memory", f"{peak:.0f} MB at its highest")


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
