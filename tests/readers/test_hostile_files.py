"""Files that are cut, noisy, misnamed, or made to exhaust a machine: our error, or bounds."""

import gzip
import io
import json
import random
import struct
import time
import tracemalloc
import zipfile
import zlib

import pytest

from epicrisis.errors import DocumentTooLargeError, EpicrisisError, UnreadableDocumentError
from epicrisis.model import Document
from epicrisis.readers import archives, read_document, read_documents, reader_named, sources
from epicrisis.readers.base import MAX_CELLS, MAX_CHARACTERS
from fuzz_seeds import seeds

FORMATS = ("bioc", "docx", "html", "jats", "markdown", "pdf", "pubmed", "text")
MILLION = 1_000_000


def attempt(format: str, data: bytes) -> Document | None:
    """Read; nothing but a typed error may come out, and it says something."""
    try:
        return reader_named(format).read(data, "hostile")
    except EpicrisisError as error:
        said = str(error)
    assert said.startswith("hostile")
    assert len(said) > 40
    return None


def all_of(data: bytes, **options) -> list[Document | EpicrisisError]:
    found = list(read_documents(data, name="hostile", **options))
    assert all(one.error is None or "error of ours" not in str(one.error) for one in found)
    return [one.document or one.error for one in found if one.document or one.error]


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


# ---- broken bytes


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_cut_anywhere(format, keeps_rules):
    """Wherever a download broke off."""
    for whole in seeds(format):
        for size in range(1, len(whole), max(1, len(whole) // 12)):
            document = attempt(format, whole[:size])
            if document is not None:
                keeps_rules(document)


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_with_noise(format, keeps_rules):
    """Bytes changed, doubled and lost, each time in other places."""
    chance = random.Random(format)
    whole = next(seeds(format))
    for _ in range(12):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 30)):
            place = chance.randrange(len(data))
            kind = chance.randrange(3)
            if kind == 0:
                data[place] = chance.randrange(256)
            elif kind == 1:
                data[place:place] = data[place : place + chance.randrange(200)]
            else:
                del data[place : place + chance.randrange(50)]
        document = attempt(format, bytes(data))
        if document is not None:
            keeps_rules(document)


def test_archives_cut_anywhere():
    """What came before the cut, and one word about it."""
    for whole in seeds("many"):
        for size in range(1, len(whole), max(1, len(whole) // 25)):
            all_of(whole[:size])


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_read_as_every_other(format):
    """A wrong `format` is a typed error, or what that reader makes of the bytes."""
    for other in FORMATS:
        attempt(format, next(seeds(other)))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("ending", [".pdf", ".xml", ".docx", ".json", ".zip", ".tar.gz", ".txt"])
def test_the_ending_of_a_name_plays_no_part(tmp_path, format, ending):
    """A file is what it holds."""
    path = tmp_path / f"x{ending}"
    path.write_bytes(next(seeds(format)))

    (found,) = read_documents(path)
    assert found.document is not None
    assert found.document.format == format


# ---- letters


LETTERS = {
    "spelled surrogates": "a&#xD800;b&#56320;c&#xDFFF;d",
    "nulls": "a&#0;b\x00c",
    "right to left": "\u202eneddih\u202c \u0645\u0631\u064a\u0636 40 \u05d7\u05d5\u05dc\u05d4",
    "invisible": "a\u200bb\u2066c\u2069d\ufeffe",
    "combining": "e" + "\u0301" * 2000,
    "controls": "a\x01\x08\x1b[31mb\x7f\x85c",
    "astral": "\U0001f637 \U000e0041 \U0010fffe",
}
SHELLS = {
    "jats": "<article><body><p>{}</p></body></article>",
    "html": "<html><body><p>{}</p></body></html>",
    "pubmed": "<PubmedArticleSet><PubmedArticle><ArticleTitle>{}</ArticleTitle></PubmedArticle>"
    "</PubmedArticleSet>",
    "bioc": "<collection><document><passage><text>{}</text></passage></document></collection>",
    "markdown": "# Head\n\n{}",
    "text": "{}",
}


@pytest.mark.parametrize("letters", LETTERS.values(), ids=LETTERS)
@pytest.mark.parametrize("format", SHELLS)
def test_letters_of_every_kind(format, letters, keeps_rules):
    """The text can be stored: no half characters, and spans that hold."""
    document = attempt(format, SHELLS[format].format(letters).encode())
    if document is not None:
        keeps_rules(document)
        assert json.loads(document.model_dump_json())["text"] == document.text


@pytest.mark.parametrize("format", SHELLS)
@pytest.mark.parametrize(
    "bad",
    [b"\xed\xa0\x80", b"\xff\xfe\xfd", b"caf\xe9 \xc3\xa9", b"\xc0\x80", b"\x81\x8d\x9d"],
    ids=["surrogates", "no UTF-8", "mixed", "overlong", "holes"],
)
def test_mixed_encodings(format, bad, keeps_rules):
    """Bytes of another encoding in the midst of UTF-8."""
    shell = SHELLS[format].format("Sore XX and müde. " * 20).encode()
    document = attempt(format, shell.replace(b"XX", bad, 3))
    if document is not None:
        keeps_rules(document)
        document.model_dump_json()


# ---- bombs


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY l0 "lol">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)
SQUARE = f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]>'


@pytest.mark.parametrize("format", ["jats", "pubmed", "bioc"])
@pytest.mark.parametrize(
    "bomb", [LAUGHS + "&l11;", SQUARE + "&a;" * 50_000], ids=["laughs", "square"]
)
def test_entities_are_not_expanded(format, bomb):
    """Neither one within another nor one told a thousand times."""
    prolog, _, told = bomb.rpartition("]>")
    data = (prolog + "]>" + SHELLS[format].format(told + " Sore.")).encode()
    started = time.process_time()
    document = attempt(format, data)

    assert time.process_time() - started < 5
    assert document is None or len(document.text) < 1000


def test_entities_in_a_draft_are_not_expanded():
    """The parts of an office file are XML like any other."""
    main = (
        SQUARE
        + "<document><body><p><r><t>"
        + "&a;" * 50_000
        + "Sore.</t></r></p></body></document>"
    )
    document = attempt("docx", zipped({"word/document.xml": main.encode()}))

    assert document is None or len(document.text) < 1000


def nested_gzip(depth: int, size: int) -> bytes:
    data = b"x" * size
    for _ in range(depth):
        data = gzip.compress(data)
    return data


BOMBS = {
    "gzip": gzip.compress(b"a" * 200 * MILLION, 1),
    "gzip in gzip": nested_gzip(2, 100 * MILLION),
    "gzip without end": nested_gzip(6, 1000),
    "members": zipped({f"{n}.txt": b"a" * 70 * MILLION for n in range(3)}),
}


@pytest.mark.slow
@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_compressed_bombs_end_in_an_error(bomb):
    """What comes out is bounded, in bytes and in memory."""
    tracemalloc.start()
    results = all_of(bomb, max_bytes=20 * MILLION)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert all(isinstance(one, EpicrisisError) for one in results)
    assert most < 100 * MILLION


def overlapping(members: int, size: int) -> bytes:
    """A ZIP whose members are all the same packed bytes, as in Fifield's bomb of 2019."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    plain = b"a" * size
    packed = packer.compress(plain) + packer.flush()
    told = (20, 0, 8, 0, 0, zlib.crc32(plain), len(packed), size)
    head = struct.pack("<4s5H3L2H", b"PK\x03\x04", *told, 5, 0) + b"a.txt"
    body = head + packed
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, *told, 5, 0, 0, 0, 0, 0, 0) + b"a.txt"
    index = entry * members
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, members, members, len(index), len(body), 0)
    return body + index + end


@pytest.mark.slow
def test_members_that_share_their_bytes_are_a_bomb():
    """Sixty gigabytes in sixty kilobytes: the archive is left when it has grown too much."""
    started = time.process_time()
    results = all_of(overlapping(2000, 30 * MILLION), max_bytes=40 * MILLION)

    assert time.process_time() - started < 30
    assert "bomb" in str(results[-1])
    assert len(results) < 20


def test_a_list_of_members_without_end_is_refused(monkeypatch):
    """What a ZIP says of its members is not read beyond its bound."""
    monkeypatch.setattr(archives, "MOST_INDEX", 100)
    (only,) = all_of(zipped({f"{n}.txt": b"Sore." for n in range(9)}))

    assert isinstance(only, DocumentTooLargeError)
    assert "half a million" in str(only)


def test_a_tar_that_lies_about_its_sizes():
    """A header that claims an exabyte of a name, or of a file."""
    for kind in (b"x", b"L", b"0", b"S"):
        head = bytearray(512)
        head[0:5] = b"a.txt"
        head[100:108] = b"0000644\x00"
        head[124:136] = b"77777777777\x00"
        head[156:157] = kind
        head[257:265] = b"ustar\x0000"
        head[148:156] = b" " * 8
        head[148:156] = b"%06o\x00 " % sum(head)
        results = all_of(gzip.compress(bytes(head) + b"Sore." + bytes(2000)))
        assert len(results) == 1


def test_a_member_with_a_password_is_named():
    """The others are read."""
    data = bytearray(zipped({"a.txt": b"Sore.", "b.txt": b"Sore."}))
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1
    first, second = read_documents(bytes(data), name="locked")

    assert "locked/a.txt" in str(first.error)
    assert "password" in str(first.error)
    assert second.document is not None


# ---- size


def cells(format: str, rows: int, columns: int) -> bytes:
    row = {"jats": "<td>a</td>", "html": "<td>a</td>", "docx": "<tc><p><r><t>a</t></r></p></tc>"}
    if format == "markdown":
        line = "|" + "a|" * columns + "\n"
        return (line + "|" + "-|" * columns + "\n" + line * rows).encode()
    if format == "bioc":
        line = "\t".join(["a"] * columns) + "\n"
        passage = {"infons": {"type": "table"}, "text": line * rows}
        return json.dumps({"passages": [passage]}).encode()
    body = (f"<tr>{row[format] * columns}</tr>") * rows
    if format == "docx":
        main = f"<document><body><tbl>{body}</tbl></body></document>"
        return zipped({"word/document.xml": main.encode()})
    shell = SHELLS[format] if format == "html" else "<article><body>{}</body></article>"
    table = f"<table>{body}</table>"
    return shell.format(table if format == "html" else f"<table-wrap>{table}</table-wrap>").encode()


@pytest.mark.slow
@pytest.mark.parametrize("format", ["jats", "html", "docx", "bioc", "markdown"])
@pytest.mark.parametrize(("rows", "columns"), [(1000, 1000), (250_000, 4)])
def test_a_table_of_a_million_cells(format, rows, columns):
    """Its cells are bounded; its words are kept, or the file is refused."""
    started = time.process_time()
    document = attempt(format, cells(format, rows, columns))

    assert time.process_time() - started < 120
    assert document is None or sum(len(table.cells) for table in document.tables) <= MAX_CELLS


@pytest.mark.parametrize("format", ["jats", "html", "docx"])
def test_a_flood_of_empty_elements_is_refused_before_it_is_a_tree(format):
    """Six million of them in a few kilobytes of a draft would take gigabytes."""
    flood = "<p/>" * 6_000_000
    if format == "docx":
        main = f"<document><body>{flood}</body></document>"
        data = zipped({"word/document.xml": main.encode()})
    else:
        data = SHELLS[format].format(flood).encode()

    with pytest.raises(DocumentTooLargeError, match="5000000 tags"):
        reader_named(format).read(data, "hostile")


@pytest.mark.slow
def test_a_hundred_megabytes_of_one_line(tmp_path):
    """Refused by its size, however it is dressed, before it is all in memory."""
    line = b"She was well then. " * (100 * MILLION // 19)
    path = tmp_path / "line.txt"
    path.write_bytes(line)
    (tmp_path / "line.txt.gz").write_bytes(gzip.compress(line, 1))
    tracemalloc.start()
    found = list(read_documents(tmp_path))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [type(one.error) for one in found] == [DocumentTooLargeError] * 2
    assert most < 200 * MILLION
    with pytest.raises(DocumentTooLargeError, match="at most 16000000 characters"):
        read_document(line, max_bytes=len(line))


@pytest.mark.slow
@pytest.mark.parametrize("format", SHELLS)
def test_the_longest_line_that_is_taken(format):
    """Sixty megabytes in one element end in an error or in a bounded text, in a minute."""
    data = SHELLS[format].format("She was well then. " * 3_200_000).encode()
    started = time.process_time()
    document = attempt(format, data)

    assert time.process_time() - started < 60
    assert document is None or len(document.text) <= MAX_CHARACTERS


DEEP = 100_000
NESTS = {
    "jats": b"<article><body>" + b"<list><list-item>" * DEEP,
    "pubmed": b"<PubmedArticleSet><PubmedArticle><ArticleTitle>" + b"<i>" * DEEP,
    "bioc": b'{"passages": [' + b'{"sentences": [' * DEEP,
    "docx": zipped({"word/document.xml": b"<document><body>" + b"<tbl><tr><tc>" * DEEP}),
    "markdown": b"> " * DEEP + b"x",
    "text": b"(" * DEEP,
}


@pytest.mark.parametrize("format", NESTS)
def test_deep_nesting(format):
    """A hundred thousand levels."""
    started = time.process_time()
    attempt(format, NESTS[format])

    assert time.process_time() - started < 10


def test_nested_tables_of_a_draft_do_not_exhaust_the_stack():
    """As deep as the parser goes."""
    inner = b"<p><r><t>Sore.</t></r></p>"
    for _ in range(60):
        inner = b"<tbl><tr><tc>" + inner + b"</tc></tr></tbl>"
    main = b"<document><body>" + inner + b"</body></document>"
    document = attempt("docx", zipped({"word/document.xml": main}))

    assert document is None or "Sore." in document.text


def test_an_archive_of_many_small_files_is_read_in_flat_memory():
    """What was read of one file is let go before the next."""
    shell = SHELLS["jats"]
    data = zipped({f"{n}.xml": shell.format(f"{n} " * 2000).encode() for n in range(300)})
    tracemalloc.start()
    peaks = []
    for number, found in enumerate(read_documents(data)):
        assert found.document is not None
        if number in (50, 299):
            peaks.append(tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()

    assert peaks[1] < 1.5 * peaks[0]


def test_a_fault_of_ours_does_not_lose_the_rest(monkeypatch):
    """Whatever a reader raises, it is named, and the next document is read."""

    def faulty(data: bytes, **options):
        if b"boom" in data:
            raise ZeroDivisionError("boom")
        return read_document(data, **options)

    monkeypatch.setattr(sources, "read_document", faulty)
    first, second = read_documents(zipped({"a.txt": b"boom", "b.txt": b"Sore."}))

    assert isinstance(first.error, UnreadableDocumentError)
    assert "report it: ZeroDivisionError" in str(first.error)
    assert second.document is not None
