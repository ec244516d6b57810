"""Saved web pages: the article, and nothing of the page around it."""

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8">
<meta name="citation_title" content="The quiet bagpipe">
<meta name="citation_author" content="Ross, Iain">
<meta name="citation_publication_date" content="2021/03/04">
<meta name="citation_doi" content="10.1234/bag.9"><script>let x = "<p>no</p>";</script></head><body>
<nav><a href="/">Home</a></nav><div class="cookie-banner">We like cookies</div>
<div id="content"><h1>The quiet bagpipe: a case</h1>
<p>Iain Ross<sup>1</sup>, Moira Bell<sup>2</sup></p>
<h2>Abstract</h2><p onclick="bad()">The bag was silent; PaO<sub>2</sub> was
7&nbsp;kPa and leukocytes 12 × 10<sup>9</sup>/L.<sup>3,4</sup> &lt;script&gt; is text.</p>
<h2>Case report</h2><p>Table 1. Values.</p><table><tr><th>Test</th><th>Day 1</th></tr>
<tr><td>CRP<sup>a</sup></td><td>90</td></tr></table><p><sup>a</sup> C-reactive protein</p>
<ul><li>rest</li><li>tea</li></ul><div>Loose words<p>and a paragraph</p>behind them</div>
<h2>References</h2><ol><li>Kerr J. Pipes. Bag J. 2001;1:2.</li></ol>
<h3>Share</h3><p>Friends</p></div>
<footer>Nobody</footer></body></html>"""


def test_article_is_read_without_the_page(read):
    """Scripts, navigation, banners and footers are gone, and no markup is left."""
    page = read(PAGE)

    assert page.document.format == "html"
    for gone in ("Home", "cookies", "Nobody", "let x", "onclick"):
        assert gone not in page.document.text
    assert "7 kPa and leukocytes 12 × 10^9/L.[3,4] <script> is text." in page.document.text


def test_head_of_the_page_becomes_the_citation(read):
    """The tags that search engines read name the paper."""
    citation = read(PAGE).document.citation

    assert citation.title == "The quiet bagpipe"
    assert citation.authors == ("Iain Ross",)
    assert (citation.year, citation.doi) == (2021, "10.1234/bag.9")


def test_blocks_have_their_kinds(read):
    """Title, names, headings, lists, references and furniture are told apart."""
    page = read(PAGE)

    assert page.pieces("title") == ["The quiet bagpipe: a case"]
    assert page.pieces("front_matter") == ["Iain Ross[1], Moira Bell[2]"]
    assert page.pieces("heading") == ["Abstract", "Case report", "References"]
    assert page.pieces("list_item") == ["rest", "tea"]
    assert page.pieces("paragraph")[1:] == ["Loose words", "and a paragraph", "behind them"]
    assert page.pieces("boilerplate") == ["Share", "Friends"]
    assert page.document.references[0].first_author == "Kerr"


def test_table_has_caption_marks_and_notes(read):
    """The paragraph before a table may be its caption, the one behind it its note."""
    page = read(PAGE)

    assert page.document.tables[0].label == "Table 1"
    assert page.rows() == [["Test", "Day 1"], ["CRP", "90"]]
    assert page.notes() == [("a", "C-reactive protein")]


def test_layout_table_is_read_as_text(read):
    """A table that only lays the page out is no table."""
    page = read("<html><body><table><tr><td><p>All the words.</p></td></tr></table></body></html>")

    assert page.document.tables == ()
    assert page.pieces("paragraph") == ["All the words."]
