"""Print how thousands of files are worked off: `python bench/batch.py`. Nothing is asserted.

Texts are read with one process and with two, in turn, each run a program of its own; the best of
the rounds counts. Then memory against the number of files, what a kill costs, and articles in XML
if there are any. `--page` writes the figures into the page on scale. On a machine that others use
too, times by the clock say little; processor time says more.
"""

import argparse
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import speed_texts as corpus
from epicrisis import __version__
from epicrisis.batch import Options, run
from scale_page import figures

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = ROOT.parent / "shared" / "papers" / "jats"
COPIES = 10  # of each article, so that there are enough


class Figures(NamedTuple):
    """One run: files, times in seconds, the most memory in bytes, and bytes written.

    `minder` and `reader` are the most memory of the process that minds, and of one that reads;
    `minding` is the processor time of the first, `busy` that of all together.
    """

    workers: int
    files: int
    documents: int
    seconds: float
    busy: float
    minding: float
    minder: int
    reader: int
    written: int


def write_texts(folder: Path, count: int) -> int:
    """Write so many case texts as files, a thousand a folder; give their size in bytes."""
    size = 0
    for number, text in enumerate(corpus.evenly(corpus.available().texts, count)):
        file = folder / f"{number // 1000:03}" / f"text-{number:06}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        size += file.write_bytes(text.encode())
    return size


def write_articles(folder: Path, copies: int) -> int:
    """Write published articles, each several times; give their size in bytes."""
    files = sorted(path for path in ARTICLES.rglob("*") if path.suffix in (".xml", ".nxml"))
    size = 0
    for copy in range(copies):
        for path in files:
            target = folder / f"{copy:02}" / f"{path.stem}-{copy}.xml"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
            size += path.stat().st_size
    return size


def measure(source: str, workers: int) -> Figures:
    """Run in this process and the processes it starts."""
    with TemporaryDirectory() as output:
        start = time.perf_counter()
        done = run(source, output, version=__version__, options=Options(workers=workers))
        seconds = time.perf_counter() - start
        written = sum(path.stat().st_size for path in Path(output).rglob("*.parquet"))
    own, others = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    minding = own.ru_utime + own.ru_stime
    busy = minding + others.ru_utime + others.ru_stime
    return Figures(
        workers, done.files, done.documents, seconds, busy, minding,
        own.ru_maxrss * 1024, done.peak, written,
    )  # fmt: skip


def apart(source: Path, workers: int) -> Figures:
    """Run in a program of its own."""
    command = [sys.executable, __file__, "--one", str(source), str(workers)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Figures(*json.loads(done.stdout.splitlines()[-1]))


def compare(source: Path, rounds: int) -> dict[int, Figures]:
    """One process and two, in turn; the fastest of each."""
    best: dict[int, Figures] = {}
    for _ in range(rounds):
        for workers in (1, 2):
            told = apart(source, workers)
            line(f"  {workers} process{'es' if workers > 1 else ''}", rate(told))
            if workers not in best or told.seconds < best[workers].seconds:
                best[workers] = told
    return best


def kill_and_go_on(source: Path, workers: int, after: float) -> dict[str, int]:
    """Kill a run when so great a share is finished; count shards finished, begun, and done anew."""
    with TemporaryDirectory() as output:
        command = [sys.executable, "-m", "epicrisis", "run", str(source), "-o", output]
        command += ["--workers", str(workers)]
        records = Path(output, "_shards")
        total = len(list(source.rglob("*.txt"))) // 100
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            while len(list(records.glob("*.json"))) < max(1, after * total):
                if process.poll() is not None:
                    break
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
        finished = len(list(records.glob("*.json")))
        begun = [p for r in Path(output, "_work").glob("run-*") for p in r.iterdir() if p.is_dir()]
        rest = run(str(source), output, version=__version__, options=Options(workers=workers))
    return {"finished": finished, "begun twice": len(begun), "afterwards": rest.shards}


def rate(told: Figures) -> str:
    return (
        f"{told.files / told.seconds:.0f} files/s by the clock, {told.files / told.busy:.0f} by "
        f"processor time ({told.minding / told.busy:.1%} of it for minding), "
        f"{told.reader / 1e6:.0f} MB a process that reads, {told.minder / 1e6:.0f} MB that minds"
    )


def line(name: str, value: str) -> None:
    print(f"{name:24}{value}", flush=True)


def everything(count: int, rounds: int) -> dict[str, Any]:
    """Measure all there is to measure."""
    found: dict[str, Any] = {"load": os.getloadavg()[0]}
    with TemporaryDirectory() as folder:
        texts, few, articles = (Path(folder, name) for name in ("texts", "few", "articles"))
        found["texts"], found["text bytes"] = count, write_texts(texts, count)
        print(f"{count} texts, {found['text bytes'] / 1e6:.1f} MB")
        found["runs"] = compare(texts, rounds)
        one, two = found["runs"][1], found["runs"][2]
        line("two against one", f"{one.seconds / two.seconds:.2f} times as fast")
        write_texts(few, max(1, count // 10))
        found["few"] = apart(few, 2)
        line("a tenth of the files", rate(found["few"]))
        found["kill"] = kill_and_go_on(texts, 2, 0.3)
        line("killed at a third", ", ".join(f"{v} {k}" for k, v in found["kill"].items()))
        if ARTICLES.is_dir():
            found["article bytes"] = write_articles(articles, COPIES)
            found["articles"] = apart(articles, 1)
            line("articles in XML", rate(found["articles"]))
            write_articles(Path(folder, "each"), copies=1)  # copies would be packed away
            found["each"] = apart(Path(folder, "each"), 1)
    return found


def write_page(page: Path, found: dict[str, Any]) -> None:
    """Put the figures between the two marks of the page."""
    start, end = "<!-- figures: written by `make bench-batch` -->", "<!-- end of figures -->"
    pattern = re.compile(re.escape(start) + ".*?" + re.escape(end), re.DOTALL)
    text = pattern.sub(lambda _: f"{start}\n{figures(found)}\n{end}", page.read_text("utf-8"))
    page.write_text(text, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--page", type=Path, help="page to write the figures into")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.one:
        print(json.dumps(measure(asked.one[0], int(asked.one[1]))))
        return
    found = everything(asked.texts, asked.rounds)
    if asked.page:
        write_page(asked.page, found)


if __name__ == "__main__":
    main()
