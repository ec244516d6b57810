"""A path leads to one document or to many: bulk files, archives, folders."""

import gzip
import io
import tarfile
import zipfile

import pytest

from epicrisis.errors import DocumentTooLargeError, InputError, UnreadableDocumentError
from epicrisis.readers import read_documents


def article(number: int, words: str = "Sore.") -> bytes:
    return (
        '<article article-type="case-report"><front><article-meta>'
        f'<article-id pub-id-type="pmc">{number}</article-id></article-meta></front>'
        f"<body><p>{words}</p></body></article>"
    ).encode()


def tarred(files: dict[str, bytes], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def texts(source, **options) -> dict[str, str]:
    return {
        found.place: found.document.text if found.document else f"! {found.error}"
        for found in read_documents(source, **options)
    }


def names(source) -> list[str]:
    return [found.document.name for found in read_documents(source) if found.document]


BULK = {
    "set": b"<pmc-articleset>" + article(1) + article(2) + b"</pmc-articleset>",
    "one behind the other": b'<?xml version="1.0"?>' + article(1) + b"\n" + article(2),
    "envelopes": b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record>'
    b"<metadata>" + article(1) + b"</metadata></record><record><header status='deleted'/></record>"
    b"<record><metadata>" + article(2) + b"</metadata></record></ListRecords></OAI-PMH>",
    "comments": b"<articles><!-- <article> -->" + article(1) + b"<!-- </article> -->" + article(2),
}


@pytest.mark.parametrize("data", BULK.values(), ids=BULK)
def test_bulk_files_give_every_article(data):
    """Whatever stands around the articles, each comes out, called by its number in PMC."""
    assert texts(data) == {"#1": "Sore.", "#2": "Sore."}
    assert names(data) == ["PMC1", "PMC2"]


def test_one_bad_article_is_named_and_the_rest_goes_on():
    """An article without words, one that is broken, and a whole one behind them."""
    data = b"<articles>" + article(1, "") + article(2, "</b>Half.") + article(3) + b"</articles>"
    first, second, third = read_documents(data, name="bulk")

    assert isinstance(first.error, UnreadableDocumentError)
    assert str(first.error).startswith("bulk#1: ")
    assert second.document is not None
    assert second.document.warnings[0].startswith("broken XML")
    assert third.document is not None
    assert third.document.text == "Sore."


def test_an_unclosed_article_spoils_only_itself():
    """The next opening tag ends it."""
    data = b"<articles>" + article(1)[: -len(b"</article>")] + article(2) + b"</articles>"

    assert list(texts(data).values()) == ["Sore.", "Sore."]


def test_prefixes_of_the_envelope_hold_inside():
    """Names declared around the articles are known in each."""
    one = b'<article><body><p>Sore <ext-link x:href="y">here</ext-link>.</p></body></article>'
    data = b'<articles xmlns:x="http://www.w3.org/1999/xlink">' + one + one + b"</articles>"

    found = [found.document for found in read_documents(data)]
    assert [(d.text, d.warnings) for d in found if d] == [("Sore here.", ())] * 2


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_bulk_files_keep_their_encoding(encoding):
    """The declared encoding holds for each article."""
    text = f'<?xml version="1.0" encoding="{encoding}"?><articles>'
    text += article(1, "Müde.").decode() + article(2, "Größer.").decode() + "</articles>"

    assert list(texts(text.encode(encoding)).values()) == ["Müde.", "Größer."]


def test_a_bulk_file_may_be_larger_than_one_document(tmp_path):
    """The bound is that of one article; one beyond it is named, the others are read."""
    path = tmp_path / "bulk.xml.gz"
    large = article(2, "x" * 5000)
    path.write_bytes(gzip.compress(b"<articles>" + article(1) + large + article(3) * 40))
    found = list(read_documents(path, max_bytes=2000))

    assert len(found) == 42
    assert isinstance(found[1].error, DocumentTooLargeError)
    assert all(one.document for one in (found[0], *found[2:]))


PACKAGE = {
    "PMC7/main.pdf": b"%PDF-1.4 never opened",
    "PMC7/main.nxml": article(7),
    "PMC7/supplement.docx": b"never opened",
    "PMC7/figure.jpg": b"\xff\xd8\xff",
    "PMC8/notes.txt": b"She was well.",
}


@pytest.mark.parametrize(
    "data", [tarred(PACKAGE), tarred(PACKAGE, "w"), zipped(PACKAGE)], ids=["tgz", "tar", "zip"]
)
def test_of_a_package_the_xml_is_read(data):
    """PDF, pictures and supplements beside it are left; a file without XML beside it is read."""
    assert texts(data) == {"PMC7/main.nxml": "Sore.", "PMC8/notes.txt": "She was well."}
    assert names(data) == ["PMC7", "notes"]


def test_a_folder_gives_its_files_in_order(tmp_path):
    """Folders in it too; hidden files and other endings are passed over."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "one.txt").write_text("She was ill.")
    (tmp_path / "a.tar.gz").write_bytes(tarred({"x.xml": article(1)}))
    (tmp_path / "c.xml").write_bytes(BULK["set"])
    (tmp_path / ".hidden.txt").write_text("No.")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")

    assert list(texts(tmp_path)) == ["a.tar.gz/x.xml", "b/one.txt", "c.xml#1", "c.xml#2"]


def test_a_single_file_is_one_document(tmp_path):
    """It is called as `read_document` calls it."""
    path = tmp_path / "first.case.txt"
    path.write_text("She was ill.")

    assert texts(path) == {"": "She was ill."}
    assert names(path) == ["first.case"]
    assert names(gzip.compress(b"She was ill.")) == ["document"]


def test_what_is_not_there_is_an_error_in_its_place(tmp_path):
    """So that a list of sources never stops at one."""
    (found,) = read_documents(tmp_path / "none.txt")

    assert isinstance(found.error, InputError)
    assert "none.txt" in str(found.error)


def test_a_cut_archive_gives_what_came_before_the_cut():
    """Then an error that says so."""
    chaff = {f"{n}.xml": article(n, "Sore. " * 50 + str(n**7)) for n in range(400)}
    whole = tarred(chaff)
    found = list(read_documents(whole[: len(whole) // 2], name="cut"))

    assert 50 < sum(one.document is not None for one in found) < 350
    assert "cut" in str(found[-1].error)
    assert "broken" in str(found[-1].error)


def test_archives_in_archives_end_somewhere():
    """Three within one another are opened, a fourth is not."""
    data = article(1)
    for _ in range(3):
        data = zipped({"in.zip" if data[:2] == b"PK" else "in.xml": data})
    assert list(texts(data).values()) == ["Sore."]

    (found,) = read_documents(zipped({"in.zip": data}))
    assert "nested" in str(found.error)
