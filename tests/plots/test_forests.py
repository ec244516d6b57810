"""A forest figure shows every paper, and pools in the picture only what was pooled."""

from xml.etree import ElementTree

from epicrisis.plots import forest
from epicrisis.synthesis.estimates import Options, pool

SVG = "{http://www.w3.org/2000/svg}"


def titles(svg: str) -> list[str]:
    return [title.text for title in ElementTree.fromstring(svg).iter(f"{SVG}title")]


def diamonds(svg: str) -> int:
    return sum(
        " (" in title and title.startswith(("Pooled", "All patients")) for title in titles(svg)
    )


def test_papers_of_one_patient_are_one_row_that_names_them(figure):
    """Twelve reports of one patient do not fill the page with lines from 0 to 100 %."""
    names = [f"Solo {n}" for n in range(12)]
    svg = forest(pool(names, [1, 0] * 6, [1] * 12, ["case"] * 12), width=85)
    [row] = [title for title in titles(svg) if "Solo 3 (0/1)" in title]

    assert "12 papers of one patient" in figure(svg).words
    assert all(name in row for name in names)
    assert "6/12" in row


def test_one_paper_is_not_pooled(figure):
    """There is no diamond, and the figure says why."""
    svg = forest(pool(["Arden", "Berit"], [3, 9], [8, 60], ["series", "cohort"]), width=85)
    words = figure(svg).words

    assert words.count("Not pooled: one paper") == 2
    assert "The parts are not pooled together." in words
    assert diamonds(svg) == 0


def test_pooled_papers_have_a_diamond_and_where_a_further_study_would_lie(figure):
    """The printed limits are those of the result."""
    pooling = pool(["A", "B", "C", "D"], [9, 30, 5, 20], [20, 60, 40, 33])
    [group] = pooling.groups
    svg = forest(pooling, width=175)
    words = figure(svg).words
    low, high = f"{100 * group.prediction.low:.1f}", f"{100 * group.prediction.high:.0f}"

    assert diamonds(svg) == 1
    assert f"A further study | ({low}–{high})" in words
    assert "variance between papers" in words


def test_rare_shares_have_an_axis_of_their_own(figure):
    """The axis ends at a round share above all limits, and rare shares keep a decimal."""
    words = figure(forest(pool(["A", "B"], [3, 9], [300, 400]), width=85)).words

    assert "1.0 (" in words
    assert "| 100 |" not in words


def test_crude_pooling_is_called_what_it_is(figure):
    """The diamond of all patients together says that it is exact and no model."""
    pooling = pool(["A", "B"], [1, 3], [4, 9], options=Options(method="crude"))

    assert "All patients, exact | 4/13" in figure(forest(pooling)).words


def test_silent_papers_are_named(figure):
    """A paper that does not tell its count stands below the figure."""
    pooling = pool(["A", "B", "C"], [1, 3, None], [4, 9, 7])

    assert "Missing: C (number of events not reported)." in figure(forest(pooling)).told
