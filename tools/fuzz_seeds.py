"""Small whole files of every format for the fuzzer to begin with, made of the example reports."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import epicrisis
from dresses import as_bioc_json, as_bioc_xml, as_docx, as_pubmed
from press import Layout, printed

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
OWN = {
    "jats": "weil-disease.xml",
    "html": "myocarditis-page.html",
    "markdown": "lgi1-series.md",
    "text": "hlh-scan.txt",
}
TAGS = (
    "article front body back sec p title table-wrap table thead tbody tr td th label caption fn "
    "table-wrap-foot sup sub xref list list-item ref-list ref mixed-citation name boxed-text fig "
    "sub-article alternatives math mfrac tgroup row entry html div span ul li h1 dl dt passage "
    "infon text document collection PubmedArticle AbstractText w:p w:r w:t w:tbl w:tr w:tc"
)
WORDS = (
    *(f"<{tag}>" for tag in TAGS.split()),
    *(f"</{tag}>" for tag in TAGS.split()),
    *("<!--", "-->", "<![CDATA[", "]]>", "&amp;", "&#xD800;", "&nbsp;", "<!DOCTYPE a [<!ENTITY b"),
    *(
        "Table 1. ",
        "References",
        "**",
        "|--|",
        "\\x00",
        "\\xff\\xfe",
        "\\xc2\\xad",
        "-\\x0a",
        "10^9",
    ),
)


def seeds(reader: str) -> Iterator[bytes]:
    """Give files that a reader should know."""
    if reader in OWN:
        yield (EXAMPLES / OWN[reader]).read_bytes()
    small = epicrisis.read_document(EXAMPLES / "first-case.txt")
    large = epicrisis.read_document(EXAMPLES / OWN["jats"])
    for document in (small, large):
        if reader == "bioc":
            yield as_bioc_json(document)
            yield as_bioc_xml(document)
        elif reader == "docx":
            data = as_docx(document)
            yield data
            yield zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
        elif reader == "pubmed":
            yield as_pubmed(document)
        elif reader == "pdf":
            yield printed(document, Layout())
    if reader == "many":
        yield from packages(small)


def packages(document: epicrisis.Document) -> Iterator[bytes]:
    """Give archives and bulk files of one small article."""
    article = b"<article><front/><body><p>" + document.text.encode() + b"</p></body></article>"
    yield b"<articles>" + article + article + b"</articles>"
    yield gzip.compress(article)
    files = {"a/one.nxml": article, "a/one.pdf": b"%PDF-1.4", "b/two.txt": document.text.encode()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    yield out.getvalue()
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    yield out.getvalue()
    yield gzip.compress(out.getvalue())
    yield as_bioc_json(document)[:-1] + b',"x":[]}'
