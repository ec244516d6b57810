"""A pathway figure leads every patient from line to line and loses none."""

from xml.etree import ElementTree

import pytest

from epicrisis.errors import InputError
from epicrisis.plots import Lines, pathway

SVG = "{http://www.w3.org/2000/svg}"


def strand(svg: str, patient: str) -> ElementTree.Element:
    groups = ElementTree.fromstring(svg).iter(f"{SVG}g")
    [found] = [g for g in groups if (g.findtext(f"{SVG}title") or "").startswith(f"{patient}: ")]
    return found


def test_every_patient_has_a_strand():
    """Three lines are two pieces and an end."""
    svg = pathway([Lines("Arden", ("a", "b", "c")), Lines("Berit", ("a",))], width=85)

    assert strand(svg, "Arden").findtext(f"{SVG}title") == "Arden: a → b → c"
    assert len(strand(svg, "Arden").findall(f"{SVG}path")) == 3
    assert len(strand(svg, "Berit").findall(f"{SVG}path")) == 1


def test_a_death_is_no_mere_end(figure):
    """Who died has a cross where others have a stroke."""
    svg = pathway([Lines("Arden", ("a",), died=True), Lines("Berit", ("a",))], width=85)

    assert strand(svg, "Arden").find(f"{SVG}g") is not None
    assert strand(svg, "Berit").find(f"{SVG}g") is None
    assert "died" in figure(svg).words


def test_names_that_do_not_fit_are_letters_with_a_key(figure):
    """Four columns within 85 mm have no room for names, and none is cut."""
    name = "mycophenolate mofetil + tacrolimus"
    narrow = figure(pathway([Lines("Arden", (name, "b", "c", "d"))], width=85)).words
    wide = figure(pathway([Lines("Arden", ("tacrolimus", "b"))], width=175)).words

    assert f"A: {name}" in narrow or f"B: {name}" in narrow or f"D: {name}" in narrow
    assert "A: " not in wide


def test_rare_regimens_and_late_lines_are_counted(figure):
    """What has no box of its own is in one called other; later lines are told of."""
    patients = [Lines(f"P{n}", ("a", f"rare {n}")) for n in range(9)]
    patients.append(Lines("Long", ("a", "b", "c", "d", "e")))
    words = figure(pathway(patients, regimens=4, width=175)).words

    assert "other" in words
    assert "1 patient had further lines." in words


@pytest.mark.parametrize("wrong", [{"most": 0}, {"most": 7}, {"regimens": 1}])
def test_impossible_columns_are_refused(wrong):
    """The message says what can be drawn."""
    with pytest.raises(InputError, match="1 to 6 lines"):
        pathway([Lines("Arden", ("a",))], **wrong)


def test_patients_without_a_line_are_named(figure):
    """They are counted in no column."""
    drawn = figure(pathway([Lines("Arden", ("a",)), Lines("Berit", ())], width=85))

    assert "n = 1 patient" in drawn.words
    assert "Missing: Berit (no line of therapy is told)." in drawn.words


def test_many_patients_are_bands_that_say_how_many():
    """Nobody is lost: the bands and ends behind each box add up to its patients."""
    patients = [
        Lines(f"P{n}", ("a", "b" if n % 3 else "c")[: 1 + n % 2], n == 6) for n in range(90)
    ]
    svg = pathway(patients, width=175)
    told = [t.text for t in ElementTree.fromstring(svg).iter(f"{SVG}title")]

    assert "a → b: 30 patients" in told
    assert "a → c: 15 patients" in told
    assert "a: 44 patients with no further line reported" in told
    assert "a: 1 patient died" in told
