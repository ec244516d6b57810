"""Reference entries, in the styles that journals print."""

import pytest

from epicrisis.readers.references import entry_number, reference, surname


@pytest.mark.parametrize(
    ("entry", "number", "author", "year", "title"),
    [
        (
            "3. van der Berg AB, Kim J, et al. A harp in the lung. Thorax. 2011;66(2):1990-1999.",
            3,
            "van der Berg",
            2011,
            "A harp in the lung",
        ),
        ("[12] Lund C. Why? Because. J Doubt 2004;1:2.", 12, "Lund", 2004, "Why"),
        ("Holm, K., & Dahl, P. (2015). On boats. Sea, 3, 4-5.", 7, "Holm", 2015, "On boats"),
        ("- [2] Ek O, Ask B: Notes on tea. Leaf. 1999, 2:3-4.", 2, "Ek", 1999, "Notes on tea"),
    ],
)
def test_entry_is_taken_apart(entry, number, author, year, title):
    """Number, family name, year and title; pages are no years."""
    found = reference(entry, 0, len(entry), 7)

    assert (found.number, found.first_author, found.year, found.title) == (
        number,
        author,
        year,
        title,
    )


def test_identifiers_are_found():
    """DOI without the stop behind it, and the PubMed number."""
    entry = "Ek O. Tea. Leaf. 2001;1:2. doi: 10.1234/leaf.(5)7. PMID: 123456"
    found = reference(entry, 0, len(entry), 1)

    assert (found.doi, found.pmid) == ("10.1234/leaf.(5)7", "123456")


def test_doi_at_a_line_start_is_no_number():
    """`10.1234/...` opens no entry."""
    assert entry_number("10.1234/leaf") is None
    assert entry_number("10. Leaf") == 10
    assert entry_number("4.Leaf") == 4


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Kim JH", "Kim"),
        ("Kim, J. H.", "Kim"),
        ("de la Cruz M et al", "de la Cruz"),
        ("WHO", "WHO"),
    ],
)
def test_family_name_is_told_from_initials(name, family):
    """Initials and helpers behind it are left out."""
    assert surname(name) == family
