"""A view maps every span back to the print."""

from hypothesis import given
from hypothesis import strategies as st

from epicrisis.model import Run, View

PRINT = "0123456789" * 6


@st.composite
def views(draw: st.DrawFn) -> View:
    """Views of copied and repaired pieces of `PRINT`, in any order of reading."""
    text, runs = "", []
    for _ in range(draw(st.integers(1, 6))):
        source = draw(st.integers(0, 50))
        length = draw(st.integers(1, 8))
        copied = draw(st.booleans())
        words = PRINT[source : source + length] if copied else "x" * draw(st.integers(1, 4))
        source_end = source + length
        if not copied and len(words) == length:
            source_end += 1
        runs.append(Run(len(text), len(words), source, source_end))
        text += words
    return View(text, tuple(runs))


@given(views(), st.data())
def test_span_maps_to_places_of_the_print(view, data):
    """Each piece lies in the print, is not empty, and no two follow one another closely."""
    start = data.draw(st.integers(0, len(view.text) - 1))
    end = data.draw(st.integers(start + 1, len(view.text)))
    spans = view.spans(start, end)

    assert spans
    assert all(0 <= low < high <= len(PRINT) for low, high in spans)


@given(views(), st.data())
def test_copied_characters_map_to_themselves(view, data):
    """One character of a copied run is that character in print."""
    copied = [run for run in view.runs if run.copied]
    if not copied:
        return
    run = data.draw(st.sampled_from(copied))
    at = data.draw(st.integers(run.start, run.start + run.length - 1))
    ((low, high),) = view.spans(at, at + 1)

    assert PRINT[low:high] == view.text[at]


@given(st.text(min_size=1), st.data())
def test_identity_changes_no_offset(text, data):
    """A text that needs no repair has its own offsets."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    view = View.identity(text)

    assert view.spans(start, end) == [(start, end)]
    assert view.position(start) == start


def test_repair_is_indivisible():
    """Half of a repaired word stands for the whole of what was printed."""
    view = View("ferritin rose", (Run(0, 8, 0, 10), Run(8, 5, 10, 15)))

    assert view.spans(2, 5) == [(0, 10)]
    assert view.spans(0, 13) == [(0, 15)]
    assert view.position(12) == 10


def test_jump_of_the_reading_order_gives_two_spans():
    """A sentence that goes on behind a figure is stated in two places."""
    view = View("abcdef", (Run(0, 3, 0, 3), Run(3, 3, 40, 43)))

    assert view.spans(0, 6) == [(0, 3), (40, 43)]


def test_omitted_print_has_no_place_in_the_view():
    """What the view leaves out is nowhere in it."""
    assert View("ab", (Run(0, 2, 5, 7),)).position(3) is None


def test_empty_text_has_an_empty_view():
    """Nothing maps to nothing."""
    assert View.identity("").runs == ()


@given(views(), st.integers(0, 60))
def test_a_place_in_print_is_where_the_view_first_says_it(view, source):
    """Of several runs that show a character the first one read is taken."""
    places = (
        run.start + (source - run.source if run.copied else 0)
        for run in view.runs
        if run.source <= source < run.source_end
    )

    assert view.position(source) == next(places, None)
