"""Figures as files: the size in millimetres, words as text, and a clear refusal of the rest."""

import struct
import sys

import pypdfium2
import pytest

from epicrisis.errors import MissingExtraError, UnknownNameError
from epicrisis.plots import rendered
from make_figures import EXAMPLES

MILLIMETRE = 72 / 25.4


@pytest.fixture
def typst():
    """Skip where the extra `figures` is not installed."""
    return pytest.importorskip("typst")


def test_svg_is_the_figure_itself(tmp_path):
    """The ending decides, and its case does not matter."""
    figure = EXAMPLES["forest"](85)
    figure.save(tmp_path / "figure.SVG")

    assert (tmp_path / "figure.SVG").read_text(encoding="utf-8") == figure
    assert figure._repr_svg_() == figure


@pytest.mark.parametrize("form", ["", "jpg", ".tiff"])
def test_other_forms_are_errors_that_list_the_known(form):
    """A slip costs no figure."""
    with pytest.raises(UnknownNameError, match="pdf, png, svg"):
        rendered(EXAMPLES["forest"](85), form)


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_without_the_extra_it_says_what_to_install(monkeypatch, form):
    """The message is the command."""
    monkeypatch.setitem(sys.modules, "typst", None)

    with pytest.raises(MissingExtraError, match=r"pip install 'epicrisis\[figures\]'"):
        rendered(EXAMPLES["forest"](85), form)


@pytest.mark.parametrize("width", [85, 175])
@pytest.mark.parametrize("name", EXAMPLES)
def test_pdf_is_as_wide_as_asked_and_its_words_are_text(typst, figure, name, width):
    """A journal's editor can search and change the words; the same content is the same file."""
    svg = EXAMPLES[name](width)
    content = rendered(svg, "pdf")
    page = pypdfium2.PdfDocument(content)[0]
    found = page.get_textpage().get_text_bounded()
    flat = "".join(found.split())

    assert page.get_width() == pytest.approx(width * MILLIMETRE, abs=0.2)
    assert all("".join(word.split()) in flat for word in figure(svg).words.split(" | ")[:3])
    assert rendered(svg, "pdf") == content


def test_png_has_the_dots_it_says(typst):
    """300 dots an inch over 85 mm are 1004 dots, and the file tells its resolution."""
    content = rendered(EXAMPLES["survival"](85), "png")
    width, _ = struct.unpack(">II", content[16:24])
    chunk = content.index(b"pHYs")
    a_metre, _, unit = struct.unpack(">IIB", content[chunk + 4 : chunk + 13])

    assert width == pytest.approx(1004, abs=1)
    assert (a_metre, unit) == (11811, 1)
