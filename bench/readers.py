"""Print how fast each format is read, in processor time: `bench/readers.py`.

Without files it takes the example reports and, where they lie beside the repository, published
articles, these also in other dresses (BioC, DOCX, PubMed). Beside a page
of epicrisis stands pdfplumber's plain text of the same page, where it is installed in this
environment; beside an article lxml's parsing of it. The second table says which share of the whole
way, from bytes to courses, the reader takes. Nothing is asserted.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from statistics import median
from time import process_time

from lxml import etree

import epicrisis

ROOT = Path(__file__).resolve().parent.parent
PAPERS = ROOT.parent / "shared" / "papers"
ROUNDS = 5
MOST_PDF, MOST_XML = 15.0, 10.0  # milliseconds that a page and an article may take
MOST_DRESSED = 12  # articles that are put into other dresses
ENDINGS = (".pdf", ".xml", ".html", ".md", ".txt", ".docx", ".json")


@dataclass
class Times:
    """Milliseconds of one document: a page of a PDF, else the whole."""

    format: str
    read: float
    extract: float
    pages: int = 1
    other: float | None = None


@dataclass
class Column:
    """The times of one format."""

    times: list[Times] = field(default_factory=list)

    def share(self) -> float:
        read = sum(time.read for time in self.times)
        return 100 * read / max(1e-9, read + sum(time.extract for time in self.times))


def best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The least processor time of several runs, in milliseconds."""
    least = float("inf")
    for _ in range(rounds):
        started = process_time()
        work()
        least = min(least, process_time() - started)
    return 1000 * least


def plain_text(data: bytes) -> str:
    """The text as pdfplumber gives it."""
    import pdfplumber

    with pdfplumber.open(BytesIO(data)) as file:
        return "\n".join(page.extract_text() or "" for page in file.pages)


def parsed(data: bytes) -> object:
    """The tree as lxml gives it."""
    parser = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False)
    return etree.fromstring(data, parser)


def measured(data: bytes, *, rivals: bool) -> Times:
    """Read a document, extract it, and let the other program do what it does of that."""
    document = epicrisis.read_document(data)
    read = best(lambda: epicrisis.read_document(data))
    extract = best(lambda: epicrisis.extract(document), 2)
    times = Times(document.format, read, extract, max(1, len(document.pages)))
    if rivals and document.format == "pdf" and find_spec("pdfplumber"):
        times.other = best(lambda: plain_text(data), 2)
    elif rivals and document.format in ("jats", "pubmed"):
        times.other = best(lambda: parsed(data))
    return times


def dressed(paths: Sequence[Path]) -> Iterator[bytes]:
    """Articles in the formats that few of them come in."""
    sys.path.insert(0, str(ROOT / "tools"))
    from dresses import as_bioc_json, as_bioc_xml, as_docx, as_pubmed

    for path in [path for path in paths if path.suffix == ".xml"][:MOST_DRESSED]:
        document = epicrisis.read_document(path)
        for dress in (as_bioc_json, as_bioc_xml, as_docx, as_pubmed):
            yield dress(document)


def lines(columns: dict[str, Column]) -> Iterator[str]:
    """The two tables."""
    if "pdf" in columns:
        found = columns["pdf"].times
        others = [time.other / time.pages for time in found if time.other is not None]
        beside = f"pdfplumber {median(others):.1f}" if others else "pdfplumber is not installed"
        ours = median(time.read / time.pages for time in found)
        yield f"PDF, {len(found)} files: {ours:.1f} ms a page (aim {MOST_PDF:.0f}); {beside}"
    if "jats" in columns:
        found = columns["jats"].times
        ours = median(time.read for time in found)
        lxml = median(time.other or 0.0 for time in found)
        yield f"XML, {len(found)} articles: {ours:.1f} ms (aim {MOST_XML:.0f}); lxml {lxml:.1f}"
    yield ""
    yield f"{'format':<10}{'documents':>10}{'read, ms':>10}{'extract, ms':>13}{'reader, %':>11}"
    for name, column in sorted(columns.items()):
        read = median(time.read for time in column.times)
        extract = median(time.extract for time in column.times)
        count = len(column.times)
        yield f"{name:<10}{count:>10}{read:>10.1f}{extract:>13.1f}{column.share():>11.0f}"


def main(words: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("files", nargs="*", type=Path, help="files of any format")
    given: list[Path] = parser.parse_args(words).files
    found = given or [*sorted(PAPERS.glob("*/*")), *sorted((ROOT / "examples").glob("*"))]
    found = [path for path in found if path.suffix in ENDINGS and path.name != "README.md"]
    columns: dict[str, Column] = {}
    for path in found:
        times = measured(path.read_bytes(), rivals=True)
        columns.setdefault(times.format, Column()).times.append(times)
    for data in () if given else dressed(found):
        times = measured(data, rivals=False)
        columns.setdefault(times.format, Column()).times.append(times)
    print("\n".join(lines(columns)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
