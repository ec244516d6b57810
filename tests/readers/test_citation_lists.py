"""Lists of citations, and the documents their entries belong to."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epicrisis.errors import EpicrisisError, InputError, UnreadableDocumentError
from epicrisis.model import Citation
from epicrisis.readers import read_citations, read_document
from epicrisis.readers.bibtex import plain_tex

RIS = """TY  - JOUR
AU  - Lind, Eva M.
AU  - Berg, Anna
TI  - The harp player's elbow: a case of
      quiet strain
JO  - Annals of Invented Medicine
PY  - 2020/03/01
DO  - https://doi.org/10.1234/AIM.7
UR  - https://pubmed.ncbi.nlm.nih.gov/990011/
KW  - harp
KW  - elbow
ER  -

TY  - JOUR
T1  - A second tale of strings and sinews
DB  - PubMed
AN  - 555444
C2  - PMC77001
Y1  - 2011
ER  -
"""
NBIB = """
PMID- 990011
OWN - NLM
STAT- MEDLINE
DP  - 2020 Mar
TI  - The harp player's elbow: a case of
      quiet strain.
LID - S0001-1 [pii]
AID - 10.1234/aim.7 [doi]
FAU - Lind, Eva M
AU  - Lind EM
FAU - Berg, Anna
JT  - Annals of Invented Medicine
PT  - Case Reports
PT  - Journal Article
PMC - PMC77002
OT  - *harp

PMID- 555444
TI  - A second tale of strings and sinews
DP  - 2011
"""
BIBTEX = r"""% a comment with @nothing
@string{aim = "Annals of Invented " # "Medicine"}
@comment{ignored, title = {No}}
@Article{lind2020,
  title = {The {Harp} Player's Elbow: a {case} of quiet strain},
  author = {Lind, Eva M. and M{\"u}ller, J{\o}rgen and {\'E}tienne Dup\^{o}nt},
  journal = aim, year = 2020, doi = {10.1234/aim\_7},
  url = "https://pubmed.ncbi.nlm.nih.gov/990011",
  keywords = {harp, elbow},
}
@misc(tale, title = "A second tale of {"}strings{"} and sinews" , date = {2011-05})
"""


@pytest.mark.parametrize("text", [RIS, NBIB], ids=["RIS", "nbib"])
def test_tagged_lists(text):
    """Names as they are spoken, years out of dates, numbers out of addresses."""
    first, second = read_citations(text.encode()).entries

    assert first.title.rstrip(".") == "The harp player's elbow: a case of quiet strain"
    assert [name.replace(".", "") for name in first.authors] == ["Eva M Lind", "Anna Berg"]
    assert (first.journal, first.year, first.pmid) == (
        "Annals of Invented Medicine",
        2020,
        "990011",
    )
    assert first.doi.lower() == "10.1234/aim.7"
    assert (second.title[:13], second.year, second.pmid) == ("A second tale", 2011, "555444")


def test_nbib_knows_case_reports():
    """The type of publication is among its fields."""
    first = read_citations(NBIB.encode()).entries[0]

    assert (first.article_type, first.pmcid, first.keywords) == (
        "case-report",
        "PMC77002",
        ("harp",),
    )


def test_bibtex():
    """Braces and accents are read, abbreviations put in, comments passed over."""
    first, second = read_citations(BIBTEX.encode()).entries

    assert first.title == "The Harp Player's Elbow: a case of quiet strain"
    assert first.authors == ("Eva M. Lind", "Jørgen Müller", "Étienne Dupônt")
    assert (first.journal, first.year) == ("Annals of Invented Medicine", 2020)
    assert (first.doi, first.pmid, first.keywords) == ("10.1234/aim_7", "990011", ("harp", "elbow"))
    assert (second.title, second.year) == ('A second tale of "strings" and sinews', 2011)


def test_tex_is_read_as_it_is_printed():
    """Accents, letters, dashes, commands."""
    assert plain_tex(r"na\"{\i}ve \'a \c{c} stra{\ss}e \AA{}ngstr\"om 3--4 \emph{x} 5\,\%") == (
        "naïve á ç straße Ångström 3–4 x 5,%"
    )


ARTICLE = (
    '<article><front><article-meta><article-id pub-id-type="{kind}">{value}</article-id>'
    "<title-group><article-title>{title}</article-title></title-group></article-meta></front>"
    "<body><p>Sore.</p></body></article>"
)


@pytest.mark.parametrize(
    ("kind", "value", "title"),
    [
        ("doi", "10.1234/AIM.7", "Another title"),
        ("pmid", "990011", "Another title"),
        ("other", "x", "The Harp Player’s Elbow. A case of quiet strain"),
    ],
    ids=["DOI", "PMID", "title"],
)
def test_an_entry_finds_its_document(kind, value, title):
    """By DOI in any case, PMID, or the letters of the title; own fields stay, empty are filled."""
    references = read_citations(RIS.encode())
    source = read_document(ARTICLE.format(kind=kind, value=value, title=title).encode())
    document = references.cite(source)

    assert document.citation.title == title
    assert document.citation.authors == ("Eva M. Lind", "Anna Berg")
    assert (document.id, document.text) == (source.id, source.text)
    assert [entry.pmid for entry in references.unused()] == ["555444"]


def test_a_title_at_the_head_of_a_text_is_found():
    """From print the title is guessed, so the entry is believed."""
    references = read_citations(RIS.encode())
    page = "CASE REPORT\nA second tale of\nstrings and sinews\n\nA man of 40 was admitted.\n"
    document = references.cite(read_document(page.encode()))

    assert document.citation.title == "A second tale of strings and sinews"
    assert document.citation.pmcid == "PMC77001"
    assert references.find(read_document(b"A man was admitted with fever.")) is None


def test_a_short_title_is_that_of_the_document_called_so():
    """Among other words it says too little."""
    listed = read_citations(b"TY  - JOUR\nTI  - Quiet fever at sea\nAU  - Lind, Eva\nER  - \n")
    called = read_document(b"Quiet fever at sea\n\nA man of 40 years was admitted.")
    other = read_document(b"Letters\n\nOn quiet fever at sea we wrote before. A man was admitted.")

    assert listed.cite(called).citation.authors == ("Eva Lind",)
    assert listed.find(other) is None


def test_two_entries_of_one_title_are_none():
    """It is not guessed which."""
    again = RIS.replace("555444", "555445").replace("PMC77001", "")
    references = read_citations((RIS + again).encode())
    page = b"A second tale of strings and sinews\n\nA man of 40 was admitted."

    assert references.find(read_document(page)) is None
    assert len(references.unused()) == 4


def test_what_is_no_list_is_refused(tmp_path):
    """With a word of what was expected."""
    with pytest.raises(UnreadableDocumentError, match="BibTeX, RIS or nbib"):
        read_citations(b"A note on harps.")
    with pytest.raises(UnreadableDocumentError, match="no entry"):
        read_citations(b"TY  - JOUR\nER  - \n")
    with pytest.raises(InputError, match="nothing there"):
        read_citations(tmp_path / "none.bib")


PIECES = st.sampled_from(
    [
        "@article{a,", "title = ", "{", "}", '"', "\\", "\\'{e}", "#", ",", "\n", "TY  - JOUR\n",
        "TI  - x\n", "ER  - \n", "PMID- 1\n", "@string{", "(", ")", "and ", "10.1/x", "=", " ",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=40).map("".join))
def test_any_list_is_read_or_refused(text):
    """No input raises anything but an error of ours."""
    try:
        found = read_citations(text.encode("utf-8", "replace"))
    except EpicrisisError:
        return
    assert all(isinstance(entry, Citation) for entry in found.entries)


def test_a_flood_of_braces_is_linear():
    """Half a million openings end soon."""
    for flood in ("@article{a, title = {", "@article{", "{" * 20, '@a{x, t = "'):
        try:
            read_citations(("@article{a, title={x}}" + flood * 20_000).encode())
        except EpicrisisError:
            continue
