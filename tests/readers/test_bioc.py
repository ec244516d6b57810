"""BioC, XML and JSON: passages in their order, tables with their cells, references."""

import json
from xml.sax.saxutils import escape

import pytest

from epicrisis.errors import DocumentTooLargeError, UnreadableDocumentError
from epicrisis.readers import passages, read_document, read_documents

TABLE = (
    '<?xml version="1.0"?><table><thead><tr><th rowspan="2">Test</th><th colspan="2">Day</th></tr>'
    "<tr><th>1</th><th>9</th></tr></thead><tbody><tr><td>CRP<sup>a</sup></td><td>90</td><td>7</td>"
    "</tr></tbody></table>"
)
PASSAGES = [
    (
        "The harp player's elbow",
        {
            "section_type": "TITLE",
            "type": "front",
            "article-id_pmc": "123",
            "article-id_doi": "10.1234/aim.7",
            "article-id_pmid": "99",
            "name_0": "surname:Lind;given-names:Eva M.",
            "year": "2020",
            "license": "CC BY",
        },
    ),
    ("An elbow was sore.", {"section_type": "ABSTRACT", "type": "abstract"}),
    ("Case", {"section_type": "CASE", "type": "title_1"}),
    ("She was 40 years old.", {"section_type": "CASE", "type": "paragraph"}),
    ("Tests", {"section_type": "CASE", "type": "title_2"}),
    ("Leukocytes were 12 x 10^9/L.", {"section_type": "CASE", "type": "paragraph"}),
    ("Values", {"section_type": "TABLE", "type": "table_caption", "label": "Table 1"}),
    ("Test Day 1 9 CRP 90 7", {"section_type": "TABLE", "type": "table", "xml": TABLE}),
    ("a: C-reactive protein", {"section_type": "TABLE", "type": "table_footnote"}),
    ("Table 2. Drugs", {"section_type": "TABLE", "type": "table_caption"}),
    ("Drug\tDose\t\nTea\t5 mL\t\nRest\t8 h\t\n", {"section_type": "TABLE", "type": "table"}),
    ("Fig. 1. The elbow.", {"section_type": "FIG", "type": "fig_caption"}),
    (
        "Strings",
        {
            "section_type": "REF",
            "type": "ref",
            "name_0": "surname:Berg;given-names:Anna B",
            "source": "Harp J",
            "year": "2001",
            "volume": "3",
            "fpage": "4",
            "lpage": "9",
            "pub-id_pmid": "77",
        },
    ),
]


def as_json(listed=PASSAGES, **more) -> dict:
    found = [{"offset": 0, "infons": infons, "text": text} for text, infons in listed]
    document = {"id": "123", "infons": {}, "passages": found, **more}
    return {"source": "PMC", "documents": [document]}


def as_xml(listed=PASSAGES) -> str:
    parts = []
    for text, infons in listed:
        told = "".join(f'<infon key="{k}">{escape(v)}</infon>' for k, v in infons.items())
        parts.append(f"<passage>{told}<offset>0</offset><text>{escape(text)}</text></passage>")
    document = f"<document><id>123</id>{''.join(parts)}</document>"
    return (
        "<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE collection SYSTEM 'BioC.dtd'>"
        f"<collection><source>PMC</source><date>1</date><key>k</key>{document}</collection>"
    )


DRESSES = {
    "collection": json.dumps(as_json()),
    "list": json.dumps([as_json()]),
    "document": json.dumps(as_json()["documents"][0]),
    "xml": as_xml(),
}


@pytest.mark.parametrize("data", DRESSES.values(), ids=DRESSES)
def test_both_dresses_give_the_same_document(read, data):
    """Headings, paragraphs and captions where they stand, in XML as in JSON."""
    page = read(data)

    assert page.document.format == "bioc"
    assert page.pieces("title") == ["The harp player's elbow"]
    assert page.pieces("heading") == ["Abstract", "Case", "Tests", "References"]
    assert [b.level for b in page.document.blocks if b.kind == "heading"] == [1, 1, 2, 1]
    assert page.pieces("paragraph")[-1] == "Leukocytes were 12 x 10^9/L."
    assert page.pieces("caption") == ["Table 1. Values", "Table 2. Drugs", "Fig. 1. The elbow."]


def test_the_front_passage_gives_the_citation(read):
    """Names, numbers, year and licence stand in its infons."""
    citation = read(DRESSES["xml"]).document.citation

    assert citation.authors == ("Eva M. Lind",)
    assert (citation.pmcid, citation.doi, citation.pmid) == ("PMC123", "10.1234/aim.7", "99")
    assert (citation.year, citation.licence) == (2020, "CC BY")


def test_tables_have_cells(read):
    """By their own markup where it is there, else by tabs; notes go to the table above."""
    page = read(DRESSES["collection"])
    first, second = page.document.tables

    assert page.rows(0) == [["Test", "Day"], ["1", "9"], ["CRP", "90", "7"]]
    assert (first.label, first.header_rows, first.flattened) == ("Table 1", 2, False)
    assert page.notes(0) == [("a", "C-reactive protein")]
    assert page.rows(1) == [["Drug", "Dose"], ["Tea", "5 mL"], ["Rest", "8 h"]]
    assert (second.label, second.header_rows, second.flattened) == ("Table 2", 1, True)


def test_references_are_written_out(read):
    """The parts of an entry stand in its infons."""
    page = read(DRESSES["xml"])
    (entry,) = page.document.references

    assert page.pieces("reference") == ["1. Berg AB. Strings. Harp J. 2001;3:4–9."]
    assert (entry.first_author, entry.year, entry.pmid, entry.title) == (
        "Berg",
        2001,
        "77",
        "Strings",
    )


def test_parts_of_an_abstract_stand_below_it(read):
    """Its labels are headings of the second level, whether the abstract has a title or not."""
    parts = [
        ("Harps", {"section_type": "TITLE", "type": "front"}),
        ("Background", {"section_type": "ABSTRACT", "type": "abstract_title_1"}),
        ("Harps strain.", {"section_type": "ABSTRACT", "type": "abstract"}),
        ("Case", {"section_type": "CASE", "type": "title_1"}),
    ]
    titled = [parts[0], ("Abstract", parts[1][1]), *parts[1:]]
    for listed in (parts, titled):
        document = read(json.dumps(as_json(listed))).document
        heads = [
            (document.text[b.start : b.end], b.level)
            for b in document.blocks
            if b.kind == "heading"
        ]
        assert heads == [("Abstract", 1), ("Background", 2), ("Case", 1)]


def test_pubtator_documents_are_read(read):
    """Title and abstract, the citation beside the passages."""
    listed = [
        ("A harp elbow.", {"type": "title", "authors": "Lind E, Berg A"}),
        ("An elbow was sore.", {"type": "abstract"}),
    ]
    data = {"PubTator3": as_json(listed, pmid=99, journal="Harp J;3(1)")["documents"]}
    document = read(json.dumps(data)).document

    assert document.text == "A harp elbow.\n\nLind E, Berg A\n\nAbstract\n\nAn elbow was sore."
    assert (document.citation.pmid, document.citation.journal) == ("99", "Harp J")


@pytest.mark.parametrize("dress", ["json", "xml"])
def test_collections_of_several_give_each(dress):
    """One that has no words is an error in its place."""
    one, none = as_json()["documents"][0], {"id": "0", "passages": []}
    if dress == "json":
        data = json.dumps({"documents": [one, none, one]})
    else:
        whole = as_xml()
        start, end = whole.index("<document>"), whole.index("</collection>")
        piece = whole[start:end]
        data = whole[:end] + "<document><id>0</id></document>" + piece + whole[end:]
    found = list(read_documents(data.encode(), name="set"))

    assert [one.place for one in found] == ["#1", "#2", "#3"]
    assert isinstance(found[1].error, UnreadableDocumentError)
    assert "set#2" in str(found[1].error)
    assert [one.document.name for one in found if one.document] == ["PMC123", "PMC123"]


HOSTILE = {
    "cut": '{"documents": [{"passages": [{"text": "Sore',
    "no passages": '{"documents": [{"id": 3}], "infons": 5}',
    "deep": '{"documents": ' + "[" * 200_000,
    "numbers": '{"passages": [{"text": ' + "9" * 6000 + "}]}",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_broken_json_ends_in_a_typed_error(data):
    """Whatever is wrong with it."""
    with pytest.raises(UnreadableDocumentError, match=r"BioC|no text"):
        read_document(data.encode(), format="bioc")


def test_json_of_wrong_kinds_keeps_its_words(read):
    """What could be a word is one; the rest is passed over."""
    data = '{"documents": {"passages": 7}, "passages": [3, {"text": 4, "infons": []}, {}]}'

    assert read(data, "bioc").document.text == "4"


def test_a_lone_surrogate_is_replaced(read):
    """JSON can spell half a character; no text can hold it."""
    assert read('{"passages": [{"text": "so \\ud800 re"}]}').document.text == "so ? re"


def test_large_json_is_refused(monkeypatch):
    """What JSON holds takes many times its room in memory."""
    monkeypatch.setattr(passages, "MOST_JSON", 100)

    with pytest.raises(DocumentTooLargeError, match="get it as XML"):
        read_document(DRESSES["collection"].encode())
