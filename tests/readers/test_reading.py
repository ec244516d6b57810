"""The way in: paths, bounds, encodings, formats, and errors that say what to do."""

import os
from hashlib import sha256

import pytest

from epicrisis.errors import (
    DocumentTooLargeError,
    EpicrisisError,
    InputError,
    UnknownNameError,
    UnreadableDocumentError,
)
from epicrisis.readers import read_document

WORDS = "A fever of 38 °C in a naïve baker – Sjögren was asked."


def test_path_gives_name_and_content(tmp_path):
    """A string is a path; the document is called like the file, without its ending."""
    path = tmp_path / "baker.notes.txt"
    path.write_text(WORDS, encoding="utf-8")
    document = read_document(str(path))

    assert document.name == "baker.notes"
    assert document.text == WORDS
    assert document.id == "sha256:" + sha256(WORDS.encode()).hexdigest()
    assert read_document(path, name="other").name == "other"


def test_format_follows_the_content_and_not_the_name(tmp_path):
    """A JATS file called `.txt` is read as JATS, unless a format is named."""
    path = tmp_path / "article.txt"
    path.write_text("<article><body><p>Sore.</p></body></article>", encoding="utf-8")

    assert read_document(path).format == "jats"
    assert read_document(path, format="text").format == "text"


@pytest.mark.parametrize(
    ("content", "format"),
    [
        ("Just a note.", "text"),
        ("# Head\n\nA note.", "markdown"),
        ("A **bold** note and a **bolder** one.", "markdown"),
        ("|a|b|\n|---|---|\n|1|2|", "markdown"),
        ("<!DOCTYPE html><html><body><p>x</p></body></html>", "html"),
        ("<p>A fragment.</p>", "html"),
        ("<!-- note --><article article-type='x'><body>x</body></article>", "jats"),
        ("p < 0.05 and 3 > 2", "text"),
    ],
)
def test_format_is_recognised(content, format):
    """Each format by its own signs."""
    assert read_document(content.encode()).format == format


def test_unknown_format_lists_the_known_ones():
    """A wrong name is answered with the right ones."""
    with pytest.raises(UnknownNameError, match="Did you mean jats"):
        read_document(b"x", format="jast")


@pytest.mark.parametrize(
    ("encoding", "warning"),
    [
        ("utf-8", ""),
        ("utf-8-sig", "byte order mark"),
        ("cp1252", "cp1252, a guess"),
        ("utf-16", "byte order mark"),
        ("utf-16-le", "utf-16-le, a guess"),
        ("utf-16-be", "utf-16-be, a guess"),
    ],
)
def test_encodings_of_western_files_are_read(encoding, warning):
    """The words come out right, and every guess is told."""
    document = read_document(WORDS.encode(encoding))

    assert document.text == WORDS
    assert warning in " ".join(document.warnings)
    assert bool(document.warnings) == bool(warning)


def test_latin_1_that_is_not_cp1252_is_read():
    """Bytes that cp1252 leaves undefined."""
    assert read_document(b"In the caf\xe9 \x81 of the note").text == "In the café \x81 of the note"


def test_missing_files_and_directories_are_named(tmp_path):
    """One line: the path, what was expected, what to do."""
    with pytest.raises(InputError, match=r"nowhere\.txt: expected a file, found nothing there"):
        read_document(tmp_path / "nowhere.txt")
    with pytest.raises(InputError, match="found a directory"):
        read_document(tmp_path)
    with pytest.raises(InputError, match="null byte"):
        read_document("a\0b")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_forbidden_files_are_named(tmp_path):
    """A file that may not be read says so."""
    path = tmp_path / "secret.txt"
    path.write_text("x", encoding="utf-8")
    path.chmod(0)

    with pytest.raises(InputError, match="access is denied"):
        read_document(path)


def test_large_content_is_refused_with_its_bound(tmp_path):
    """Files and bytes beyond the bound are not read."""
    path = tmp_path / "large.txt"
    path.write_bytes(b"a" * 101)

    for source in (path, b"a" * 101):
        with pytest.raises(DocumentTooLargeError, match="at most 100 bytes"):
            read_document(source, max_bytes=100)
    assert read_document(path, max_bytes=101).text == "a" * 101


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty file"),
        (b" \n\t\r\n ", "empty file"),
        (b"\xc2\xa0\xe2\x80\x83", "no text"),
        (bytes(range(256)), "binary data"),
        (b"words \x00 words", "binary data"),
        (b"%PDF-1.7 ...", "cut short or broken"),
        (b"PK\x03\x04....", "DOCX"),
        (b"\xd0\xcf\x11\xe0....", "old Word"),
        (b"<?xml version='1.0'?>", "expected JATS XML"),
        (b"<html><body><script>x</script></body></html>", "no text"),
    ],
)
def test_what_is_no_document_is_refused(content, message):
    """Each kind of wrong file has its own message."""
    with pytest.raises(UnreadableDocumentError, match=message):
        read_document(content)


def test_binary_behind_the_head_is_refused():
    """NULs are found wherever they stand."""
    with pytest.raises(UnreadableDocumentError, match="NUL"):
        read_document(b"word " * 20_000 + b"\x00")


def test_wrongly_declared_xml_is_read_with_a_warning():
    """An article that claims UTF-8 and is Latin-1."""
    data = '<?xml version="1.0" encoding="utf-8"?><article><body><p>Sjögren</p></body></article>'
    document = read_document(data.encode("latin-1"))

    assert document.text == "Sjögren"
    assert document.warnings


def test_every_error_is_one_line():
    """Messages are for a terminal."""
    for content in (b"", b"\x00", b"%PDF", b"<?xml?><a/>"):
        with pytest.raises(EpicrisisError) as caught:
            read_document(content)
        assert "\n" not in str(caught.value)
