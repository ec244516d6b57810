"""Markdown with HTML inside, as converters of PDF files write it."""

REPORT = """## Whistling in the left ear of an organ tuner

Ida Brandt<sup>a</sup> and Olof Ek <sup>b</sup>

### ABSTRACT

An organ tuner of 58 years heard a whistle in one ear only, and lost it again with the organ.

## Case report

The oxygen (PaO <sub>2</sub>) was low and leukocytes were 14 x 10 <sup>9</sup> /L.<sup>4,5</sup>
He was treated with

**Table 1.** A: C-reactive protein, b: vital capacity. x indicates a day at the organ

Test\tDay 1\tDay 8\tDay 30
CRP <sup>a</sup>\t80 mg/L\t\t3,5 mg/L
VC <sup>b</sup>\t\t2.9\t
Organ\tx\t\tx

*betahistine* 8 mg, see [the list](http://example.org/a_b) &amp; **note**.

| Drug | Dose |
|------|-----:|
| tea  | 2 \\| 3 cups |

<sup>c</sup>Given by mouth.

a: at home

## References

- [1] Berg A, Lund C. Organs and ears. *Invent J Music Med.* 2012;3(1):4-9.
- [2] Ek O. A whistle. *Invent Ann.* 2015;1:2. doi:10.1234/ab.5
"""


def test_headings_and_title_come_from_the_signs(read):
    """The first heading that names no section is the title."""
    page = read(REPORT)

    assert page.document.format == "markdown"
    assert page.pieces("title") == ["Whistling in the left ear of an organ tuner"]
    assert page.pieces("heading") == ["ABSTRACT", "Case report", "References"]
    assert [b.level for b in page.document.blocks if b.kind == "heading"] == [3, 2, 2]
    assert page.document.citation.authors == ("Ida Brandt", "Olof Ek")


def test_markup_is_laid_aside_by_edits(read):
    """The text keeps its markup; what is read has none."""
    page = read(REPORT)

    assert page.document.text == REPORT
    assert "(PaO2) was low and leukocytes were 14 x 10^9/L.[4,5]\nHe was" in page.reading
    assert "betahistine 8 mg, see the list & note." in page.reading
    assert "Table 1. A: C-reactive" in page.reading
    assert "CRP\t80" in page.reading


def test_tab_table_keeps_its_empty_cells(read):
    """Cells are where the tabs are, and marks are no part of the words."""
    page = read(REPORT)

    assert page.rows() == [
        ["Test", "Day 1", "Day 8", "Day 30"],
        ["CRP", "80 mg/L", "", "3,5 mg/L"],
        ["VC", "", "2.9", ""],
        ["Organ", "x", "", "x"],
    ]
    assert [c.marks for c in page.document.tables[0].cells if c.marks] == [("a",), ("b",)]


def test_letters_explained_in_the_caption_are_notes(read):
    """`A:`, `b:` and the meaning of a sign."""
    assert read(REPORT).notes() == [
        ("a", "C-reactive protein"),
        ("b", "vital capacity. x indicates a day at the organ"),
        ("x", "a day at the organ"),
    ]


def test_paragraph_goes_on_behind_a_table(read):
    """The sentence before the table is finished behind it."""
    page = read(REPORT)
    going_on = [page.document.text[b.start : b.end] for b in page.document.blocks if b.continues]

    assert len(going_on) == 1
    assert going_on[0].startswith("*betahistine*")


def test_pipe_table_is_read_with_its_notes(read):
    """Pipes may be escaped, and notes stand below."""
    page = read(REPORT)

    assert page.rows(1) == [["Drug", "Dose"], ["tea", "2 \\| 3 cups"]]
    assert page.notes(1) == [("c", "Given by mouth"), ("a", "at home")]


def test_references_of_a_list_are_entries(read):
    """Bracketed numbers, italics, a DOI."""
    first, second = read(REPORT).document.references

    assert (first.number, first.first_author, first.year) == (1, "Berg", 2012)
    assert second.doi == "10.1234/ab.5"


def test_lone_signs_stay(read):
    """What nothing closes is no markup."""
    page = read(
        "# Note\n\nA dose of 5 * 3 mg, p < 0.05 *, snake_case_word and 2 < 3 > 1.", "markdown"
    )

    assert page.document.edits == ()


def test_first_row_of_data_is_no_header(read):
    """A table without header has none."""
    page = read("# T\n\nNa\t140 mmol/L\nK\t4.1 mmol/L\n", "markdown")

    assert page.document.tables[0].header_rows == 0


def test_caption_may_follow_its_table(read):
    """Some print it below."""
    page = read("# T\n\nTest\tA\nNa\t1\n\nTable 4. Salts.\n\nMore words.\n", "markdown")

    assert page.document.tables[0].label == "Table 4"
    assert page.pieces("paragraph") == ["More words."]
