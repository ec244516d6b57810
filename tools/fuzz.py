"""Feed readers bytes that coverage leads: `python tools/fuzz.py jats --seconds 600`.

Whatever the bytes, a reader gives a document whose spans are sound, or an error of ours. Anything
else is a finding: the bytes are kept in a folder, shown, and belong, once the fault is mended, into
`tests/readers/regressions/`, where every test run reads them again. Needs atheris, which is for
Linux; each reader runs in a process of its own.
"""

import argparse
import io
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READERS = ("bioc", "docx", "html", "jats", "markdown", "pdf", "pubmed", "text", "many")
LONGEST = 32_768  # bytes of an input
SLOWEST = 60  # seconds that one input may take on a busy machine
MOST_MEMORY = 2048  # megabytes


def sound(document: object) -> None:
    """Raise AssertionError where a span of a document lies outside its text or on another."""
    size = len(document.text)  # type: ignore[attr-defined]
    for spans in (document.blocks, document.edits):  # type: ignore[attr-defined]
        assert all(0 <= span.start <= span.end <= size for span in spans)
        assert all(before.end <= behind.start for before, behind in pairwise(spans))
    for table in document.tables:  # type: ignore[attr-defined]
        assert 0 <= table.start <= table.end <= size
        assert all(table.start <= cell.start <= cell.end <= table.end for cell in table.cells)


def one(reader: str, data: bytes) -> None:
    """Read one input; nothing but an error of ours may come out."""
    from epicrisis.errors import EpicrisisError
    from epicrisis.readers import read_documents, reader_named

    if reader == "many":
        for found in read_documents(data):
            if found.document is not None:
                sound(found.document)
            elif "an error of ours" in str(found.error):
                raise AssertionError(str(found.error))
        return
    if reader == "docx" and not data.startswith(b"PK"):
        data = packed(data)
    try:
        sound(reader_named(reader).read(data, "fuzz"))
    except EpicrisisError:
        return


def packed(words: bytes) -> bytes:
    """Put bytes into a draft as its main part: no mutation survives the sums of a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", words)
        archive.writestr("word/footnotes.xml", words)
        archive.writestr("word/styles.xml", words)
    return out.getvalue()


def fuzz(reader: str, seconds: int, findings: Path) -> None:
    """Run libFuzzer in this process; it ends the process."""
    import atheris

    from fuzz_seeds import WORDS, seeds

    with atheris.instrument_imports(include=["epicrisis.readers"]):
        import epicrisis.readers
        import epicrisis.readers.pdf_document

        epicrisis.readers.readers()
    corpus = findings / "corpus" / reader
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(reader)):
        (corpus / f"seed-{number}").write_bytes(data)
    known = findings / "corpus" / "words.dict"
    known.write_text("\n".join(f'"{word}"' for word in WORDS) + "\n", encoding="ascii")
    words = [
        "fuzz",
        f"-dict={known}",
        str(corpus),
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST}",
        f"-timeout={SLOWEST}",
        f"-rss_limit_mb={MOST_MEMORY}",
        f"-artifact_prefix={findings}/{reader}-",
        "-print_final_stats=1",
        "-verbosity=0",
    ]
    atheris.Setup(words, lambda data: one(reader, data))
    atheris.Fuzz()


def main(words: Sequence[str] | None = None) -> int:
    """Fuzz one reader, or all of them in turn; 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("reader", choices=(*READERS, "all"))
    parser.add_argument("--seconds", type=int, default=600, help="in all, shared by the readers")
    parser.add_argument("--findings", type=Path, default=ROOT / "out" / "fuzz")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    told = parser.parse_args(words)
    if find_spec("atheris") is None:
        parser.error("atheris is not installed: pip install --group fuzz (Linux only)")
    told.findings.mkdir(parents=True, exist_ok=True)
    if told.here:
        fuzz(told.reader, told.seconds, told.findings)
    chosen = READERS if told.reader == "all" else (told.reader,)
    before = set(told.findings.glob("*-*"))
    failed = []
    for reader in chosen:
        share = max(1, told.seconds // len(chosen))
        command = [sys.executable, __file__, reader, "--here", "--seconds", str(share)]
        done = subprocess.run(
            [*command, "--findings", str(told.findings)],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        runs = [line.split()[-1] for line in done.stderr.splitlines() if "executed_units" in line]
        print(f"{reader}: {runs[0] if runs else '?'} inputs in {share} s", flush=True)
        if done.returncode:
            failed.append(reader)
            print(done.stdout[-3000:] + done.stderr[-3000:])
    for path in sorted(set(told.findings.glob("*-*")) - before):
        print(f"found {path}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
