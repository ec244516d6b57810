"""Hostile input is normal input: bounded, linear, and never another exception."""

import time

import pytest

from epicrisis.errors import EpicrisisError, UnreadableDocumentError
from epicrisis.readers import read_document

MILLION = 1_000_000
FLOODS = {
    "letters": b"a",
    "hyphens": b"-\n",
    "broken words": b"ab-\nc",
    "angles": b"<",
    "tabs": b"\t",
    "rows": b"a\tb\n",
    "blank lines": b"a\n\n",
    "brackets": b"[a",
    "stars": b"**a ",
    "ampersands": b"&a",
    "pipes": b"a|b\n",
    "comments": b"<!-- ",
    "captions": b"Table 1. x\n",
    "page turns": b"\n x",
    "numbers": b"1. ",
}


@pytest.mark.slow
@pytest.mark.parametrize("format", ["text", "markdown"])
@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
def test_time_grows_with_length_alone(flood, format):
    """Eight times the text takes about eight times as long: a square would take sixty-four."""

    def seconds(size: int) -> float:
        data = flood * (size // len(flood))
        started = time.process_time()
        try:
            read_document(data + b"\nx", format=format)
        except EpicrisisError:
            pytest.fail("a flood of one sign is still a text")
        return time.process_time() - started

    seconds(1000)
    small = max(seconds(MILLION // 32), 0.002)

    assert seconds(MILLION // 4) < 30 * small + 0.1


@pytest.mark.slow
@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
def test_five_megabytes_are_read_in_seconds(flood):
    """No flood of five megabytes takes longer than a large book."""
    started = time.process_time()
    read_document(flood * (5 * MILLION // len(flood)) + b"\nx", format="markdown")

    assert time.process_time() - started < 20


DEEP = 100_000


@pytest.mark.parametrize(
    "data",
    [
        b"<article><body>" + b"<sec>" * DEEP + b"x",
        b"<article><body><p>" + b"<bold>" * DEEP + b"x",
        b"<html><body>" + b"<div>" * DEEP + b"x",
        b"<html><body>" + b"<b>" * DEEP + b"x",
    ],
    ids=["sections", "bold", "div", "b"],
)
def test_deep_nesting_ends_in_a_typed_error(data):
    """A hundred thousand levels are refused, quickly."""
    with pytest.raises(UnreadableDocumentError):
        read_document(data)


@pytest.mark.parametrize(
    "data",
    [
        b"<article><body>" + b"<sec>" * 240 + b"<p>x</p>" + b"</sec>" * 240 + b"</body></article>",
        b"<article><body><p>"
        + b"<bold>" * 240
        + b"x"
        + b"</bold>" * 240
        + b"</p></body></article>",
        b"<article><body>" + b"<list><list-item>" * 120 + b"<p>x</p>",
        b"<html><body>" + b"<div>" * 2900 + b"x",
    ],
    ids=["sections", "bold", "lists", "div"],
)
def test_nesting_that_parsers_allow_does_not_exhaust_the_stack(data):
    """As deep as the parsers go, the words come out."""
    assert read_document(data).text == "x"


def test_entity_bomb_is_refused():
    """A billion laughs are not expanded."""
    laughs = b"".join(
        b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 12)
    )
    bomb = b'<!DOCTYPE article [<!ENTITY l0 "lol">' + laughs + b"]><article><body>&l11;</body>"

    with pytest.raises(UnreadableDocumentError):
        read_document(bomb)


def test_external_entity_is_not_fetched(tmp_path):
    """A file named by an entity stays unread, and the warning says that something is missing."""
    secret = tmp_path / "secret"
    secret.write_text("password", encoding="utf-8")
    document = read_document(
        f'<!DOCTYPE article [<!ENTITY x SYSTEM "file://{secret}">]><article><body><p>&x; seen</p>'
        "</body></article>".encode()
    )

    assert document.text == "seen"
    assert "entities" in document.warnings[0]


@pytest.mark.slow
def test_table_of_too_many_cells_is_read_as_text():
    """Cells are bounded; the words are kept."""
    document = read_document(b"<html><body><table>" + b"<tr><td>a<td>b" * 60_000)

    assert document.tables == ()
    assert document.text.startswith("a")
    assert "too many cells" in document.warnings[0]


def test_spans_of_a_cell_are_bounded():
    """A cell that claims a million columns gets a few hundred."""
    document = read_document(
        b"<article><body><table-wrap><table><tr><td colspan='1000000' rowspan='999999'>a</td></tr>"
        b"<tr><td>b</td></tr></table></table-wrap></body></article>"
    )

    assert max(cell.colspan for cell in document.tables[0].cells) <= 200
