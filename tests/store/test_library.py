"""What goes into a library comes out of it, once and whole."""

from epicrisis.testing import example_course, example_document, example_findings


def test_what_goes_in_comes_out(library, run):
    """Document, course and findings are read back equal to what was added."""
    document = example_document()
    added = library.add(document, [example_course(document)], example_findings(document), run)

    assert added.status == "added"
    assert added.cases == ("harbour-case/1",)
    assert list(library.documents()) == [document]
    assert list(library.courses()) == [example_course(document)]
    assert list(library.pairs()) == [(document, example_course(document))]
    assert library.course("harbour-case/1") == example_course(document)
    assert library.document("harbour-case/1") == document
    assert library.findings("harbour-case/1") == list(example_findings(document))
