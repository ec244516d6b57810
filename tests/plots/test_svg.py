"""Mark-up is built from escaped words, and is well formed whatever the words are."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from epicrisis.plots.svg import Markup, escaped, number, tag

ANY = st.text(st.characters())


@given(ANY, ANY)
def test_any_words_make_well_formed_elements(words, attribute):
    """Control characters, surrogates, quotation marks and tags are all data."""
    element = ElementTree.fromstring(tag("text", words, title=attribute))

    assert element.tag == "text"
    assert len(element) == 0


def test_mark_up_is_not_escaped_twice():
    """Only text is escaped."""
    assert tag("g", tag("b", "<"), Markup("<i/>")) == "<g><b>&lt;</b><i/></g>"
    assert escaped("\"'") == "&quot;&#39;"


def test_names_of_attributes_are_translated():
    """Underscores stand for hyphens, a last one is dropped, and None leaves an attribute out."""
    assert tag("g", class_="a", data_event="b", id=None, x=1.50) == (
        '<g class="a" data-event="b" x="1.5"/>'
    )


@given(st.floats(-1e5, 1e5))
def test_numbers_are_short_and_right(value):
    """Two decimals at most, and never a minus zero."""
    assert abs(float(number(value)) - value) <= 0.0051
    assert number(value) != "-0"
