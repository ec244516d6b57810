"""Print how fast epicrisis reads: `make bench`. Nothing is asserted.

Reading time per document over the examples and over the published reports, plain text and JATS XML,
of a folder ../shared where one stands beside the repository. As a floor, the same texts are scanned
by the bare matching automaton with the names of all packaged drugs.
"""

import gzip
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

import ahocorasick_rs

import epicrisis
from epicrisis.model import Document
from epicrisis.vocab.tables import read_table

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
EXAMPLES = ROOT / "examples"
REPORT = EXAMPLES / "kawasaki.txt"
FORMATS = {".txt", ".md", ".html", ".xml"}
MOST = 1000  # documents of one collection


class Timing(NamedTuple):
    """One document: characters, and seconds to read, to extract and to scan."""

    characters: int
    read: float
    extract: float
    scan: float


def collections(folder: Path) -> Iterator[tuple[str, list[Path]]]:
    """Give the collections there are, as files."""
    yield (
        "examples",
        sorted(p for p in EXAMPLES.iterdir() if p.suffix in FORMATS and p.name != "README.md"),
    )
    corpus = SHARED / "corpus" / "case_texts.jsonl.gz"
    if corpus.is_file():
        yield "published, text", list(unpacked(corpus, folder))
    papers = SHARED / "papers" / "jats"
    if papers.is_dir():
        yield "published, JATS", sorted(papers.glob("*.xml"))[:MOST]


def unpacked(corpus: Path, folder: Path) -> Iterator[Path]:
    """Write the texts of a packed corpus as files, since files are what people have."""
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for number, line in zip(range(MOST), lines, strict=False):
            file = folder / f"{number:04}.txt"
            file.write_text(json.loads(line)["text"], encoding="utf-8")
            yield file


def seconds(work: Callable[[], object]) -> tuple[float, object]:
    """Time one call."""
    start = perf_counter()
    result = work()
    return perf_counter() - start, result


def timing(file: Path, automaton: ahocorasick_rs.AhoCorasick) -> Timing:
    """Time one document."""
    read, document = seconds(lambda: epicrisis.read_document(file))
    assert isinstance(document, Document)
    extract, _ = seconds(lambda: epicrisis.extract(document))
    text = document.text.lower()
    scan, _ = seconds(lambda: automaton.find_matches_as_indexes(text, overlapping=True))
    return Timing(len(document.text), read, extract, scan)


def report(name: str, timings: list[Timing]) -> None:
    """Print one line about a collection."""
    total = sum(t.read + t.extract for t in timings)
    slowest = max(t.read + t.extract for t in timings)
    print(
        f"{name:18} {len(timings):5} {sum(t.characters for t in timings) / 1e6:8.2f} "
        f"{1e3 * median(t.read for t in timings):8.1f} "
        f"{1e3 * median(t.extract for t in timings):8.1f} {1e3 * slowest:8.1f} "
        f"{sum(t.characters for t in timings) / 1e6 / total:8.2f} "
        f"{total / sum(t.scan for t in timings):8.0f}"
    )


def fresh(program: str) -> tuple[float, float]:
    """Run a program in a fresh process: best of three in milliseconds, and peak memory in MB.

    The peak is Linux's VmHWM, since `ru_maxrss` of a child begins with that of its parent.
    """
    peak = "\nprint(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0])"
    times, size = [], 0.0
    for _ in range(3):
        start = perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", program + peak], capture_output=True, check=True
        )
        times.append(perf_counter() - start)
        size = int(done.stdout.split()[-1]) / 1024
    return 1e3 * min(times), size


def starts() -> None:
    """Print what a start costs."""
    help_text = "import sys; sys.argv = ['epicrisis', '--help']\ntry:\n    from epicrisis.cli.main "
    help_text += "import main; main()\nexcept SystemExit: pass"
    programs: Iterable[tuple[str, str]] = (
        ("python alone", "pass"),
        ("import epicrisis", "import epicrisis"),
        ("epicrisis --help", help_text),
        ("first report", f"import epicrisis as e; e.extract(e.read_document({str(REPORT)!r}))"),
    )
    print(f"\n{'fresh process':18} {'ms':>8} {'peak MB':>8}")
    for name, program in programs:
        try:
            time, size = fresh(program)
        except subprocess.CalledProcessError as error:
            print(f"{name:18} failed: {error.stderr.decode().splitlines()[-1]}")
            continue
        print(f"{name:18} {time:8.0f} {size:8.0f}")


def main() -> None:
    """Time every collection, then the start of the program."""
    from tempfile import TemporaryDirectory

    names = [name for row in read_table("drugs.tsv.gz") for name in row["names"].lower().split("|")]
    automaton = ahocorasick_rs.AhoCorasick([n for n in names if n])
    epicrisis.extract(epicrisis.read_document(REPORT))  # load tables
    print("median ms a document; million characters a second; times the bare automaton's scan")
    print(
        f"{'collection':18} {'files':>5} {'Mchar':>8} {'read':>8} {'extract':>8} {'slowest':>8} "
        f"{'Mchar/s':>8} {'x scan':>8}"
    )
    with TemporaryDirectory() as folder:
        for name, files in collections(Path(folder)):
            report(name, [timing(file, automaton) for file in files])
    print(f"\npeak memory of this process: {peak_memory():.0f} MB")
    starts()


def peak_memory() -> float:
    """Give the largest resident size of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
