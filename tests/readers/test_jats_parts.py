"""JATS beyond the plain article: boxes, supplements, parts of parts, tables of every make."""

BOX = """<article><body><sec><title>Case</title><p>See <inline-supplementary-material>Table S1
</inline-supplementary-material> and <supplementary-material><label>Video 1</label><media><caption>
<p>How she walked.</p></caption></media></supplementary-material> now.</p>
<boxed-text><label>Box 1</label><caption><title>Key points</title><p>Harps strain.</p></caption>
<list list-type="bullet"><list-item><label>•</label><p>One</p><list><list-item><p>Inner</p>
</list-item></list></list-item></list><def-list><def-item><term>CRP</term><def><p>C-reactive
protein</p></def></def-item></def-list></boxed-text></sec></body></article>"""


def test_boxes_and_supplements_keep_their_words(read):
    """The title of a box is a heading, what names a supplement stands where it stood."""
    page = read(BOX)

    assert page.pieces("heading") == ["Case", "Key points"]
    assert page.pieces("paragraph") == ["See Table S1 and", "now.", "Harps strain."]
    assert page.pieces("caption") == ["Video 1. How she walked."]
    assert page.pieces("list_item") == ["• One", "Inner", "CRP: C-reactive protein"]


PARTS = """<article><body><p>Sore.</p></body>
<sub-article article-type="case-report"><front-stub><title-group><article-title>Case 1
</article-title></title-group><abstract><p>Told in short.</p></abstract></front-stub></sub-article>
<sub-article article-type="commentary"><front-stub><title-group><article-title>A comment
</article-title></title-group></front-stub><body><p>Was it?</p></body><response
response-type="reply"><body><p>It was.</p></body></response></sub-article></article>"""


def test_parts_of_an_article_follow_it(read):
    """Cases of a series, comments, and the answers to them."""
    page = read(PARTS)
    heads = [
        (page.document.text[b.start : b.end], b.level)
        for b in page.document.blocks
        if b.kind == "heading"
    ]

    assert heads == [("Case 1", 1), ("A comment", 1), ("Reply", 2)]
    assert page.pieces("paragraph") == ["Sore.", "Told in short.", "Was it?", "It was."]


def wrapped(inside: str) -> str:
    label = "<label>Table 1</label><caption><p>Values</p></caption>"
    return f"<article><body><table-wrap>{label}{inside}</table-wrap></body></article>"


OASIS = """<oasis:table xmlns:oasis="http://www.niso.org/standards/z39-96/ns/oasis-exchange/table">
<oasis:tgroup cols="3"><oasis:colspec colname="c1"/><oasis:colspec colname="c2"/><oasis:colspec
colname="c3"/><oasis:thead><oasis:row><oasis:entry morerows="1">Test</oasis:entry><oasis:entry
namest="c2" nameend="c3">Day</oasis:entry></oasis:row><oasis:row><oasis:entry>1</oasis:entry>
<oasis:entry>9</oasis:entry></oasis:row></oasis:thead><oasis:tbody><oasis:row><oasis:entry>CRP
</oasis:entry><oasis:entry>90</oasis:entry><oasis:entry>7</oasis:entry></oasis:row></oasis:tbody>
</oasis:tgroup></oasis:table>"""


def test_tables_of_the_exchange_model(read):
    """Spans told by the names of columns and by further rows."""
    page = read(wrapped(OASIS))
    (table,) = page.document.tables
    places = {page.document.text[c.start : c.end]: (c.row, c.column) for c in table.cells}

    assert page.rows() == [["Test", "Day"], ["1", "9"], ["CRP", "90", "7"]]
    assert table.header_rows == 2
    assert (places["1"], places["9"], places["7"]) == ((1, 1), (1, 2), (2, 2))


def test_a_table_in_two_pieces(read):
    """Both are read, with the caption and the notes of the whole."""
    head = "<table><tr><th>Drug</th><th>Dose</th></tr>"
    rows = head + "<tr><td>Tea<sup>a</sup></td><td>{}</td></tr></table>"
    foot = "<table-wrap-foot><fn><label>a</label><p>green</p></fn></table-wrap-foot>"
    page = read(wrapped(rows.format("5 mL") + rows.format("6 mL") + foot))

    assert [page.rows(n)[1] for n in (0, 1)] == [["Tea", "5 mL"], ["Tea", "6 mL"]]
    assert page.notes(0) == page.notes(1) == [("a", "green")]


def test_of_alternatives_one_is_read(read):
    """The table, not its picture, and not twice."""
    table = "<table><tr><th>Drug</th><th>Dose</th></tr><tr><td>Tea</td><td>5 mL</td></tr></table>"
    page = read(wrapped(f"<alternatives><graphic/>{table}{table}</alternatives>"))

    assert len(page.document.tables) == 1
    assert page.document.warnings == ()


def test_a_table_that_is_a_picture_is_named(read):
    """Its cells are missing, and the warning says which table it is."""
    page = read(wrapped("<graphic/>"))

    assert page.document.tables == ()
    assert page.document.warnings == ("Table 1 is a picture: its cells were not read",)


def test_a_table_in_a_cell_keeps_its_words(read):
    """They are words of the cell."""
    inner = "<table><tr><td>5</td><td>mL</td></tr><tr><td>daily</td></tr></table>"
    page = read(
        wrapped(
            f"<table><tr><th>Drug</th><th>Dose</th></tr><tr><td>Tea</td><td>{inner}</td></tr></table>"
        )
    )

    assert page.rows()[1] == ["Tea", "5 mL daily"]
