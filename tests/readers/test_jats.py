"""JATS: what a publisher marked up comes out as text with spans."""

import pytest

from epicrisis.errors import UnreadableDocumentError
from epicrisis.readers import read_document

ARTICLE = """<?xml version="1.0"?>
<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="case-report">
<front><journal-meta><journal-title-group><journal-title>Annals of Invented Medicine
</journal-title></journal-title-group></journal-meta><article-meta>
<article-id pub-id-type="pmc">123</article-id>
<article-id pub-id-type="doi">10.1234/aim.7</article-id>
<title-group><article-title>The <italic>harp</italic> player's elbow</article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Lind</surname>
<given-names>Eva M.</given-names></name><xref ref-type="aff"><sup>1</sup></xref></contrib>
<contrib contrib-type="author"><collab>Harp Group</collab></contrib></contrib-group>
<pub-date pub-type="epub"><year>2019</year></pub-date>
<pub-date pub-type="ppub"><year>2020</year></pub-date>
<permissions>
<license xlink:href="https://creativecommons.org/licenses/by-nc/4.0/"/></permissions>
<abstract><p>An elbow was sore.</p></abstract>
<abstract abstract-type="graphical"><p>Not this one.</p></abstract>
<kwd-group><kwd>harp</kwd><kwd>elbow</kwd></kwd-group></article-meta></front>
<body><sec><title>Case</title><p>Leukocytes were 12&#x2009;&#xd7;&#x2009;10<sup>9</sup>/L,
PaO<sub>2</sub> 7 kPa, as others saw<sup><xref ref-type="bibr">1</xref>,
<xref ref-type="bibr">2</xref></sup> and said (<xref ref-type="bibr">2</xref>), 22 kg/m<sup>2</sup>,
CD4<sup>+</sup> cells.</p>
<p>She took<list><list-item><p>tea</p></list-item><list-item><p>rest</p></list-item></list>and
was better.</p>
<sec><title>Tests</title>
<table-wrap><label>Table 1</label><caption><title>Values</title><p>On two days.</p></caption>
<table><thead><tr><th rowspan="2">Test</th><th colspan="2">Day</th></tr>
<tr><th>1</th><th>9</th></tr>
</thead><tbody><tr><td>CRP<sup>a</sup></td><td>90<xref ref-type="table-fn"><sup>*</sup></xref></td>
<td/></tr><tr><td>WBC (10<sup>9</sup>/L)</td><td>12</td><td>6</td></tr></tbody></table>
<table-wrap-foot><fn><label>a</label><p>C-reactive protein</p></fn><p><sup>*</sup>before tea;
<sup>&#x2020;</sup>after tea</p></table-wrap-foot></table-wrap>
<fig><label>Fig. 1</label><caption><p>The elbow.</p></caption></fig></sec></sec></body>
<back><ack><p>We thank the harp.</p></ack><ref-list>
<ref><label>1.</label><element-citation><person-group><name><surname>Berg</surname>
<given-names>Anna B</given-names></name><etal/></person-group><article-title>Strings</article-title>
<source>Harp J</source><year>2001</year><volume>3</volume><fpage>4</fpage><lpage>9</lpage>
<pub-id pub-id-type="pmid">99</pub-id></element-citation></ref>
<ref><mixed-citation>Holm K. Elbows at large. Joint Notes. 1999;1:2.</mixed-citation></ref>
</ref-list></back>
<sub-article article-type="translation"><body><p>Noch einmal.</p></body></sub-article></article>"""


def test_front_matter_becomes_the_citation(read):
    """Title, authors, journal, year of the issue, identifiers, licence, keywords."""
    citation = read(ARTICLE).document.citation

    assert citation.title == "The harp player's elbow"
    assert citation.authors == ("Eva M. Lind", "Harp Group")
    assert citation.journal == "Annals of Invented Medicine"
    assert (citation.year, citation.doi, citation.pmcid) == (2020, "10.1234/aim.7", "PMC123")
    assert citation.licence == "CC BY-NC 4.0"
    assert citation.article_type == "case-report"
    assert citation.keywords == ("harp", "elbow")


def test_raised_and_lowered_characters_are_read(read):
    """Powers, formulas, citations and charges each in their plain form."""
    words = read(ARTICLE).pieces("paragraph")[1]

    assert "12 × 10^9/L, PaO2 7 kPa" in words
    assert "others saw[1, 2] and said (2)" in words
    assert "22 kg/m2, CD4+ cells" in words


def test_sections_lists_and_back_matter_keep_their_place(read):
    """Headings have their depth; a paragraph goes on behind a list inside it."""
    page = read(ARTICLE)
    headings = [
        (page.document.text[b.start : b.end], b.level)
        for b in page.document.blocks
        if b.kind == "heading"
    ]

    assert headings == [
        ("Abstract", 1),
        ("Case", 1),
        ("Tests", 2),
        ("Acknowledgements", 1),
        ("References", 1),
    ]
    assert page.pieces("list_item") == ["tea", "rest"]
    going_on = [page.document.text[b.start : b.end] for b in page.document.blocks if b.continues]
    assert going_on == ["and was better."]
    assert "Not this one" not in page.document.text
    assert "a translation of the article was left out" in page.document.warnings


def test_table_keeps_spans_marks_and_notes(read):
    """Cells that span are placed, marks are apart from the words, notes have their marks."""
    page = read(ARTICLE)
    table = page.document.tables[0]
    places = {page.document.text[c.start : c.end]: (c.row, c.column) for c in table.cells}

    assert page.rows() == [
        ["Test", "Day"],
        ["1", "9"],
        ["CRP", "90", ""],
        ["WBC (10^9/L)", "12", "6"],
    ]
    assert (places["1"], places["9"]) == ((1, 1), (1, 2))
    assert table.header_rows == 2
    assert [c.marks for c in table.cells if c.marks] == [("a",), ("*",)]
    assert page.notes() == [
        ("a", "C-reactive protein"),
        ("*", "before tea;"),
        ("†", "after tea"),
    ]
    assert page.pieces("caption") == ["Table 1. Values. On two days.", "Fig. 1. The elbow."]


def test_references_are_written_out(read):
    """Parts without punctuation are put together; those with it stay as printed."""
    page = read(ARTICLE)
    first, second = page.document.references

    assert page.pieces("reference") == [
        "1. Berg AB, et al. Strings. Harp J. 2001;3:4–9.",
        "2. Holm K. Elbows at large. Joint Notes. 1999;1:2.",
    ]
    assert (first.first_author, first.year, first.pmid) == ("Berg", 2001, "99")
    assert (second.first_author, second.year) == ("Holm", 1999)


SPACE = "https://jats.nlm.nih.gov/ns/archiving/1.3/"
WRAPPED = {
    "prefix": f'<j:article xmlns:j="{SPACE}"><j:body><j:p>Sore.</j:p></j:body></j:article>',
    "envelope": f"""<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><GetRecord><record>
<metadata><article xmlns="{SPACE}"><body><p>Sore.</p></body></article></metadata></record>
</GetRecord></OAI-PMH>""",
    "set": "<pmc-articleset><article><body><p>Sore.</p></body></article></pmc-articleset>",
}


@pytest.mark.parametrize("wrapped", WRAPPED.values(), ids=WRAPPED)
def test_namespaces_and_wrappers_are_seen_through(read, wrapped):
    """The same article comes with prefixes, with a default namespace, inside an envelope."""
    page = read(wrapped)

    assert page.document.format == "jats"
    assert page.document.text == "Sore."


def test_formulas_are_read_from_mathml(read):
    """Fractions and scripts keep their meaning on one line."""
    page = read(
        "<article><body><p>The value <inline-formula><math><mfrac><mi>a</mi><msup><mi>b</mi>"
        "<mn>2</mn></msup></mfrac></math></inline-formula> fell, and "
        "<inline-formula><tex-math>\\documentclass{x}\\begin{document}$$\\ge 5\\times 10^{3}$$"
        "\\end{document}</tex-math></inline-formula> rose.</p></body></article>"
    )

    assert page.document.text == "The value (a)/(b^2) fell, and ≥5×10^3 rose."


def test_named_characters_need_no_dtd(read):
    """Entities that a DTD would declare are known by their HTML names."""
    page = read(
        "<!DOCTYPE article><article><body><p>&beta;-blocker, 5&nbsp;mg</p></body></article>"
    )

    assert page.document.text == "β-blocker, 5 mg"


def test_broken_xml_is_read_as_far_as_it_goes(read):
    """What stands before the break is kept, and the warning says where the break is."""
    page = read("<article><body><p>The first day.</p><p>The second")

    assert page.document.text.startswith("The first day.")
    assert page.document.warnings[0].startswith("broken XML: line 1")


def test_other_xml_is_refused_by_name():
    """XML that is no article is not read as one."""
    with pytest.raises(UnreadableDocumentError, match="root is <TEI>"):
        read_document(b"<?xml version='1.0'?><TEI><text>a</text></TEI>")
