"""Print how fast PDF pages and XML articles are read, in processor time: `bench/readers.py`.

Without files it prints the example reports and, where they lie beside the repository, published
articles. Beside a page of epicrisis stands pdfplumber's plain text of the same page, where it is
installed in this environment; beside an article lxml's parsing of it. Nothing is asserted.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
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


def best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The least processor time of several runs, in milliseconds."""
    least = float("inf")
    for _ in range(rounds):
        started = process_time()
        work()
        least = min(least, process_time() - started)
    return 1000 * least


def pdf_times(path: Path) -> tuple[float, float | None]:
    """Milliseconds a page: ours, and pdfplumber's."""
    data = path.read_bytes()
    pages = max(1, len(epicrisis.read_document(data).pages))
    ours = best(lambda: epicrisis.read_document(data)) / pages
    return ours, best(lambda: plain_text(data), 2) / pages if find_spec("pdfplumber") else None


def plain_text(data: bytes) -> str:
    """The text as pdfplumber gives it."""
    import pdfplumber

    with pdfplumber.open(BytesIO(data)) as file:
        return "\n".join(page.extract_text() or "" for page in file.pages)


def xml_times(path: Path) -> tuple[float, float]:
    """Milliseconds an article: ours, and lxml's for parsing alone."""
    data = path.read_bytes()
    parser = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False)
    return (
        best(lambda: epicrisis.read_document(data)),
        best(lambda: etree.fromstring(data, parser)),
    )


def main(words: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("files", nargs="*", type=Path, help="PDF and XML files")
    given: list[Path] = parser.parse_args(words).files
    found = given or [*sorted(PAPERS.glob("*/*")), *sorted((ROOT / "examples").glob("*.xml"))]
    pdf = [pdf_times(path) for path in found if path.suffix == ".pdf"]
    xml = [xml_times(path) for path in found if path.suffix == ".xml"]
    if pdf:
        others = [other for _, other in pdf if other is not None]
        beside = f"pdfplumber {median(others):.1f}" if others else "pdfplumber is not installed"
        ours = median(time for time, _ in pdf)
        print(f"PDF, {len(pdf)} files: {ours:.1f} ms a page (aim {MOST_PDF:.0f}); {beside}")
    if xml:
        ours, parsed = (median(times) for times in zip(*xml, strict=True))
        print(f"XML, {len(xml)} articles: {ours:.1f} ms (aim {MOST_XML:.0f}); lxml {parsed:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
