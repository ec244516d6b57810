"""PDF files that are broken, locked, endless or empty: a typed error or a bounded document."""

import base64
import random
import time
import zlib
from contextlib import suppress

import pytest

from epicrisis.errors import DocumentTooLargeError, EpicrisisError, UnreadableDocumentError
from epicrisis.readers import pdf_document, pdf_guard, pdf_scans, read_document
from epicrisis.readers.pdf_engine import opened
from epicrisis.readers.pdf_weight import weigh

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
HEAD = [
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    PAGE + b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>",
]
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
SHOW = b"BT /F 10 Tf 50 700 Td (A man of 40 years had fever.) Tj ET"


def file_of(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + head + table + tail


def stream(keys: bytes, body: bytes) -> bytes:
    return b"<<" + keys + b"/Length %d>>stream\n" % len(body) + body + b"\nendstream"


def simple(content: bytes = SHOW) -> bytes:
    form = stream(b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]", b"")
    return file_of([*HEAD, stream(b"", content), FONT, form])


def endless() -> bytes:
    keys = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
    form = stream(keys, b"/X Do /X Do")
    return file_of([*HEAD, stream(b"", SHOW + b" /X Do"), FONT, form])


def test_a_simple_file_is_read():
    """The hand-made file of these tests is a PDF."""
    assert read_document(simple()).text == "A man of 40 years had fever."


def test_a_file_that_was_cut_short_gives_its_text_or_an_error():
    """Wherever a download broke off, no other exception comes out."""
    whole = simple()
    for size in range(0, len(whole), 37):
        with suppress(EpicrisisError):
            assert read_document(whole[:size], format="pdf").text


def test_noise_in_a_file_is_no_trouble():
    """Bytes changed at random give a document or a typed error."""
    chance = random.Random(7)
    for _ in range(60):
        data = bytearray(simple())
        for _ in range(8):
            data[chance.randrange(9, len(data))] = chance.randrange(256)
        with suppress(EpicrisisError):
            assert read_document(bytes(data), format="pdf").text


def test_another_format_that_claims_to_be_pdf():
    """A file that only has the sign is refused with a word of what to do."""
    with pytest.raises(UnreadableDocumentError, match="Fetch it again"):
        read_document(b"%PDF-1.7\n" + b"not at all " * 50)


def test_a_locked_file_asks_for_its_password_to_be_removed():
    """Nothing is guessed; the message says what to do."""
    keys = b"/Filter/Standard/V 1/R 2/Length 40/P -4/O<" + b"ab" * 32 + b">/U<" + b"cd" * 32 + b">"
    lock = b"trailer<</ID[<0011><0011>]/Encrypt<<" + keys + b">>"
    locked = simple().replace(b"trailer<<", lock)

    with pytest.raises(UnreadableDocumentError, match="password"):
        read_document(locked)


@pytest.mark.slow
def test_forms_that_draw_themselves_end_in_an_error(monkeypatch):
    """pdfium would follow them for ever; the trial is ended."""
    monkeypatch.setattr(pdf_guard, "_SECONDS", 1.0)

    with pytest.raises(UnreadableDocumentError, match="themselves"):
        read_document(endless())


def test_ordinary_forms_need_no_trial():
    """A form or two is what every publisher prints."""
    assert not pdf_guard.is_risky(simple())
    assert pdf_guard.is_risky(endless())


def test_pages_are_bounded(monkeypatch):
    """Of too many pages the first are read, with a warning."""
    monkeypatch.setattr(pdf_document, "MOST_PAGES", 3)
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 17))
    page = PAGE.replace(b"4 0 R", b"3 0 R") + b"/Resources<</Font<</F 4 0 R>>>>>>"
    pages = b"<</Type/Pages/Kids[" + kids + b"]/Count 12>>"
    document = read_document(file_of([HEAD[0], pages, stream(b"", SHOW), FONT, *[page] * 12]))

    assert len(document.pages) == 3
    assert "12 pages: only the first 3 were read" in document.warnings


def test_text_is_bounded(monkeypatch):
    """A book is refused by the number of its characters."""
    monkeypatch.setattr(pdf_document, "MAX_CHARACTERS", 10)

    with pytest.raises(DocumentTooLargeError):
        read_document(simple())


def packed(raw: bytes, keys: bytes = b"/FlateDecode", times: int = 1) -> bytes:
    for _ in range(times):
        raw = zlib.compress(raw, 9)
    told = b"/Filter[" + b" ".join([keys] * times) + b"]"
    return b"<<" + told + b"/Length %d>>stream\n" % len(raw) + raw + b"\nendstream"


def drawn(contents: bytes) -> bytes:
    return file_of([*HEAD, contents, FONT, stream(b"/Type/XObject/Subtype/Form", b"")])


def test_a_stream_that_unpacks_without_end_is_refused():
    """Two hundred megabytes of blanks in two hundred kilobytes never reach pdfium."""
    started = time.process_time()
    with pytest.raises(DocumentTooLargeError, match="bomb"):
        read_document(drawn(packed(SHOW + b" " * 200_000_000)))

    assert time.process_time() - started < 5


def test_a_bomb_in_letters_is_refused_too():
    """The same, written in the letters of ASCII85 or in hexadecimal digits."""
    raw = zlib.compress(b" " * 100_000_000, 9)
    for name, letters in (
        (b"ASCII85Decode", base64.a85encode(raw) + b"~>"),
        (b"ASCIIHexDecode", raw.hex().encode() + b">"),
    ):
        keys = b"/Filter[/" + name + b" /FlateDecode]"
        with pytest.raises(DocumentTooLargeError, match="bomb"):
            read_document(drawn(stream(keys, letters)))


@pytest.mark.slow
def test_a_bomb_in_a_bomb_is_tried_elsewhere():
    """What is packed twice is opened in a process of little room first."""
    with pytest.raises(UnreadableDocumentError, match="grow beyond"):
        read_document(drawn(packed(SHOW + b" " * 800_000_000, times=2)))


def test_an_ordinary_packed_page_needs_no_trial():
    """Streams as publishers pack them weigh little."""
    data = drawn(packed(SHOW))
    weight = weigh(data, 1_000_000)

    assert weight == (len(SHOW), len(SHOW), False)
    assert read_document(data).text == "A man of 40 years had fever."


def test_words_a_mile_apart_take_no_time():
    """A table as wide as a county has no columns."""
    rows = b"".join(
        b"1 0 0 1 50 %d Tm (CRP) Tj 1 0 0 1 90000000 %d Tm (40) Tj " % (y, y)
        for y in range(700, 500, -20)
    )
    started = time.process_time()
    with suppress(EpicrisisError):
        read_document(simple(b"BT /F 10 Tf " + rows + b"ET"))

    assert time.process_time() - started < 3


def test_time_grows_with_the_page_alone():
    """A page full of single letters takes seconds at most."""
    letters = b"".join(
        b"1 0 0 1 %d %d Tm (x) Tj " % (20 + 9 * (i % 60), 780 - 9 * (i // 60)) for i in range(4800)
    )
    started = time.process_time()
    read_document(simple(b"BT /F 6 Tf " + letters + b"ET"))

    assert time.process_time() - started < 8


def test_a_file_is_closed_after_an_error():
    """The lock is free again, and another file can be read."""
    with pytest.raises(UnreadableDocumentError), opened(b"%PDF-", "x"):
        pass

    assert read_document(simple()).text


SCAN = [
    HEAD[0],
    HEAD[1],
    PAGE + b"/Resources<</XObject<</I 5 0 R>>>>>>",
    stream(b"", b"q 600 0 0 800 0 0 cm /I Do Q"),
    stream(
        b"/Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace/DeviceGray/BitsPerComponent 8",
        b"\xff\x00\x00\xff",
    ),
]


class Fake:
    """An engine that sees two lines."""

    name = "fake"

    def see(self, image):
        del image
        return [
            pdf_scans.Seen("A woman of 52 years", 100, 100, 500, 130),
            pdf_scans.Seen("was admitted with fever.", 100, 140, 560, 170),
        ]


def test_a_scan_without_an_engine_names_the_extra(monkeypatch):
    """No letters and a picture over the page: the message says what to install."""
    monkeypatch.setattr(pdf_document, "engine", lambda: None)

    with pytest.raises(UnreadableDocumentError, match=r"epicrisis\[ocr\]"):
        read_document(file_of(SCAN))


def test_a_scan_is_read_by_an_engine(monkeypatch):
    """What it sees becomes text, with a warning that letters may be wrong."""
    monkeypatch.setattr(pdf_document, "engine", Fake)
    document = read_document(file_of(SCAN))

    assert " ".join(document.text.split()) == "A woman of 52 years was admitted with fever."
    assert "by fake, letters may be wrong: 1" in document.warnings[0]
    assert document.place(0, 7)[0].page == 1


def test_the_table_of_tesseract_is_read():
    """Words with their boxes; lines without words are passed over."""
    head = "level\tpage\tblock\tpar\tline\tword\tleft\ttop\twidth\theight\tconf\ttext\n"
    table = (
        head + "5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t96\tfever\n4\t1\t1\t1\t1\t0\t1\t2\t3\t4\t-1\t\n"
    )

    assert pdf_scans.words_of_tsv(table) == [pdf_scans.Seen("fever", 10, 20, 40, 32)]


@pytest.mark.slow
def test_an_installed_engine_reads_a_drawn_page():
    """A page drawn and recognised gives its words again."""
    engine = pdf_scans.engine()
    if engine is None:
        pytest.skip("neither the extra [ocr] nor tesseract is installed")
    large = SHOW.replace(b"/F 10 Tf", b"/F 16 Tf")
    with opened(simple(large), "x") as file:
        seen = engine.see(file.image(0, pdf_scans.SCALE))

    assert "fever" in " ".join(words.words for words in seen)
