"""Words and concepts find the cases that have them, and the passages are true quotations."""

from contextlib import suppress

import pytest

from epicrisis.errors import InputError
from epicrisis.store import open_library
from epicrisis.store.queries import full_text
from epicrisis.synthesis.concepts import concept_codes
from epicrisis.testing import DocumentBuilder, example_course, example_document


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request, new_place, run, case, quay):
    """A library of a few invented cases, to be read only."""
    with open_library(new_place(request.param), create=True) as library:
        yield fill(library, run, case, quay)


def fill(library, run, case, quay):
    document = example_document()
    library.add(document, [example_course(document)], [], run)
    for number in range(8):
        extraction = case(number)
        library.add(extraction.document, extraction.courses, (), run)
    extraction = quay()
    library.add(extraction.document, extraction.courses, (), run)
    return library


def reports(hits):
    return [hit.report for hit in hits]


def test_words_find_their_report_and_quote_it(filled):
    """Passages are stretches of the text, with the matching words marked in them."""
    (hit,) = filled.search("walking without oxygen")
    document = filled.document("harbour-case/1")

    assert (hit.report, hit.cases) == ("harbour-case", ("harbour-case/1",))
    for quotation in hit.quotations:
        assert document.text[quotation.start : quotation.end] == quotation.text
    words = {document.text[a:b].lower() for q in hit.quotations for a, b in q.marks}
    assert {"walking", "oxygen"} <= words


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("quays coughing", True),
        ('"admitted with cough"', True),
        ('"cough with admitted"', False),
        ("cough -ferritin", False),
        ("zebra OR cough", True),
        ("40 mg/day", True),
        ("FERRITIN", True),
        ("zebra", False),
    ],
)
def test_query_means_what_people_mean(filled, query, found):
    """All words, phrases, left-out words and alternatives; inflected forms of a word are one."""
    assert ("quay" in reports(filled.search(query))) is found


@pytest.mark.parametrize(
    "query", ['"', '"anti-MDA5', "a:b", "NEAR(", "* OR (", "x^2", "'; --", "{"]
)
def test_no_character_of_a_query_is_syntax(filled, query):
    """Whatever is typed is looked for or refused in our own words."""
    with suppress(InputError):
        filled.search(query)


def test_nothing_to_look_for_is_refused(filled):
    """Neither words nor concepts."""
    with pytest.raises(InputError, match="nothing to look for"):
        filled.search("  ")


def test_concept_finds_narrower_ones(filled, case):
    """Who asks for interstitial lung disease gets organizing pneumonia."""
    organizing = {
        f"invented-0-{number}"
        for number in range(8)
        if "organizing pneumonia" in case(number).document.text
    }
    hits = filled.search(concepts=[concept_codes("interstitial lung disease")])

    assert organizing
    assert organizing <= set(reports(hits))
    quoted = {
        q.text[a - q.start : b - q.start] for h in hits for q in h.quotations for a, b in q.marks
    }
    assert any("organizing pneumonia" in words for words in quoted)


def test_stated_absent_is_not_found(filled, case):
    """A finding that a report denies does not make a hit."""
    fever = concept_codes("fever")
    hits = set(reports(filled.search(concepts=[fever], limit=50)))
    for number in range(8):
        (course,) = case(number).courses
        said = [e.status for e in course.of_kind("phenotypic_feature") if e.text == "fever"]
        assert (f"invented-0-{number}" in hits) is (said == ["present"])


def test_words_and_concepts_must_both_hold(filled):
    """A filter by concept narrows what the words find."""
    both = reports(filled.search("improved", concepts=[concept_codes("fever")], limit=50))

    assert set(both) <= set(reports(filled.search("improved", limit=50)))
    assert "quay" not in both


def test_only_the_current_text_is_found(library, run, quay):
    """What a corrected text no longer says is not found any more."""
    first, second = quay(), quay(quay().document.text.split("\n\n")[1].replace("cough", "hiccups"))
    library.add(first.document, first.courses, (), run)
    added = library.add(second.document, second.courses, (), run)

    assert added.status == "new version"
    assert reports(library.search("cough")) == []
    assert reports(library.search("hiccups")) == ["quay"]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def long(request, new_place, run):
    """A library with a report of many pages, in which some words stand far behind."""
    filler = " ".join(f"Day {day} brought nothing new." for day in range(12_000))
    text = f"A zebra was seen. {filler[:29_970]} The crimson lantern glowed. {filler} "
    text += "An okapi was admitted to the harbour ward at last."
    document = DocumentBuilder("long").title("Told at length").paragraph(text).build()
    with open_library(new_place(request.param), create=True) as library:
        library.add(document, [], [], run)
        short = DocumentBuilder("short").paragraph("A zebra came with an okapi.").build()
        library.add(short, [], [], run)
        yield library


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("okapi", ["long", "short"]),
        ("harbour", ["long"]),
        ("zebra harbour", ["long"]),
        ("zebra -harbour", ["short"]),
        ("zebra -brought", ["short"]),
        ('"crimson lantern glowed"', ["long"]),
        ('"okapi was admitted"', ["long"]),
        ('"zebra okapi"', []),
        ("lantern OR came", ["long", "short"]),
        ("length harbour", ["long"]),
        ("zebra unicorn", []),
    ],
)
def test_all_of_a_long_text_is_searched(long, query, found):
    """Words may stand pages apart, a phrase anywhere; both databases find the same."""
    assert sorted(reports(long.search(query))) == found


def test_passages_of_a_long_text_are_quoted_where_they_stand(long):
    """However far behind; a place that two stretches share is marked once."""
    document = next(d for d in long.documents() if d.name == "long")
    (hit,) = long.search("crimson ward zebra")
    words = [document.text[a:b] for q in hit.quotations for a, b in q.marks]

    assert words == ["zebra", "crimson", "ward"]
    assert document.text.index("ward") > 200_000


def test_query_is_told_to_sqlite_word_by_word():
    """Every word is quoted; OR and - keep their meaning."""
    assert full_text('anti-MDA5 "lung disease" -rash OR fever') == (
        '(("anti-MDA5" AND "lung disease") NOT "rash") OR ("fever")'
    )
