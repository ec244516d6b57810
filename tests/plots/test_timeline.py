"""The timeline shows every datum once, hides nothing under anything, and invents no certainty."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epicrisis.model import Course, DayZero, Encounter, Outcome, PhenotypicFeature, VitalStatus
from epicrisis.plots import timeline
from epicrisis.plots.frame import text_box
from epicrisis.plots.layout import Box
from epicrisis.plots.lettering import SMALL, width
from epicrisis.testing import (
    CourseBuilder,
    DocumentBuilder,
    example_course,
    example_document,
    example_findings,
)
from epicrisis.testing.examples import example_cited_course
from epicrisis.testing.strategies import courses

SVG = "{http://www.w3.org/2000/svg}"
WORDS = "one two three four five six seven eight nine ten"


def builder() -> CourseBuilder:
    zero = DayZero(event="admission", number=1)
    return CourseBuilder(DocumentBuilder("note").paragraph(WORDS).build(), day_zero=zero)


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def words(svg: str) -> str:
    return " ".join("".join(text.itertext()) for text in parsed(svg).iter(f"{SVG}text"))


def shapes(svg: str, event: str) -> list[ElementTree.Element]:
    groups = [g for g in parsed(svg).iter(f"{SVG}g") if g.get("data-event") == event]
    return [e for g in groups for e in g.iter() if e.tag not in (f"{SVG}g", f"{SVG}title")]


def boxes(svg: str) -> list[tuple[str, Box]]:
    """Every line of text with the room it takes."""
    found = []
    for text in parsed(svg).iter(f"{SVG}text"):
        said, size = "".join(text.itertext()), float(text.get("font-size"))
        wide = width(said, size, bold=text.get("font-weight") is not None)
        shift = {"middle": wide / 2, "end": wide}.get(text.get("text-anchor"), 0.0)
        found.append(
            (said, text_box(float(text.get("x")) - shift, float(text.get("y")), wide, size))
        )
    return found


def collisions(svg: str) -> list[tuple[str, str]]:
    placed = boxes(svg)
    return [
        (one, two)
        for number, (one, box) in enumerate(placed)
        for two, other in placed[number + 1 :]
        if Box(box.left, box.top + 0.6, box.right, box.bottom - 0.6).touches(other)
    ]


@pytest.mark.parametrize("size", [480, 620, 700, 1000])
def test_no_text_lies_on_other_text(size):
    """Labels find room or are left to the tooltip, at any width."""
    svg = timeline(example_course(), findings=example_findings(), width=size)

    assert collisions(svg) == []


@given(courses())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_course_can_be_drawn(course):
    """The figure is well formed, deterministic, without collisions, and never fails."""
    svg = timeline(course)

    assert svg == timeline(course)
    assert collisions(svg) == []


@given(courses())
@settings(max_examples=60, deadline=None)
def test_every_event_is_shown_or_counted(course):
    """Nothing is dropped in silence: an event is drawn, listed, or counted as one more."""
    svg = timeline(course)
    shown = {id for e in parsed(svg).iter() for id in e.get("data-event", "").split()}
    more = sum(int(n) for n in re.findall(r"\+(\d+) more", words(svg)))

    assert len({event.id for event in course.events} - shown) <= more


def test_text_is_large_enough_to_print():
    """Seven points or more where the figure is 175 mm wide."""
    svg = timeline(example_course())
    sizes = {float(text.get("font-size")) for text in parsed(svg).iter(f"{SVG}text")}

    assert min(sizes) == SMALL
    assert min(sizes) * 175 / 700 / 25.4 * 72 >= 7
    assert parsed(svg).get("width") == "175mm"


def test_data_carry_their_event_value_and_quote():
    """Every datum can be linked, and says what it is and where it comes from."""
    svg = timeline(example_course(), prefix="p2-")
    group = next(g for g in parsed(svg).iter(f"{SVG}g") if g.get("data-event") == "p2-t1")
    tip = group.find(f"{SVG}title").text

    assert tip.startswith("methylprednisolone: 1 g/day IV 3 days · day 2 · “Methylprednisolone")


def test_uncertain_days_are_drawn_as_spans():
    """A result of "days 80 to 105" is a line of that length; no point is invented inside it."""
    made = builder().lab("VC", "one", 50, "%", day=(80, 105)).lab("VC", "two", 60, "%", day=300)
    svg = timeline(made.build())
    drawn = [shape.tag.removeprefix(SVG) for shape in shapes(svg, "m1")]

    assert "circle" not in drawn
    assert drawn.count("line") == 3
    assert "circle" in [shape.tag.removeprefix(SVG) for shape in shapes(svg, "m2")]


def test_results_of_overlapping_days_are_not_joined():
    """Where the order is not known there is no curve."""
    made = builder().lab("VC", "one", 50, "%", day=(1, 30)).lab("VC", "two", 60, "%", day=(20, 50))

    assert "stroke-opacity=" not in timeline(made.build()).split("</defs>")[1].split("m1")[0]


def test_bounds_are_drawn_hollow():
    """`<8` is no value: its mark is open."""
    made = builder().lab("CRP", "one", 40, day=1).lab("CRP", "two", 8, day=9, comparator="<")
    svg = timeline(made.build())

    assert shapes(svg, "m2")[0].get("fill") == "#ffffff"
    assert "<8" in words(svg)


@pytest.mark.parametrize("status", ["planned", "considered", "not_given"])
def test_what_was_not_given_is_never_a_bar(status):
    """Plans and thoughts are dashed outlines, and say so in words."""
    made = builder().drug("x", "one", 1, "g", day=5, status=status, schedule="daily")
    svg = timeline(made.lab("CRP", "two", 1, day=1).build())
    drawn = shapes(svg, "t1")

    assert all(shape.tag != f"{SVG}rect" for shape in drawn)
    assert any(shape.get("stroke-dasharray") for shape in drawn)
    assert status.replace("_", " ") in words(svg)


def test_unknown_ends_fade_out():
    """A daily drug without a stop has no drawn end."""
    made = builder().drug("x", "one", 1, "g", day=5, schedule="daily").lab("CRP", "two", 1, day=90)
    fills = [shape.get("fill") for shape in shapes(timeline(made.build()), "t1")]

    assert any("-out-" in fill for fill in fills if fill)


def test_stated_stops_end_the_bar_before_them():
    """ "Started on day 5, stopped on day 40" is one bar from 5 to 40."""
    made = builder().drug("x", "one", 1, "g", day=5, schedule="daily")
    made.drug("x", "two", day=40, status="stopped").lab("CRP", "three", 1, day=90)
    svg = timeline(made.build())

    assert all("url" not in (shape.get("fill") or "") for shape in shapes(svg, "t1"))
    assert "stopped" in words(svg)


def test_repeated_infusions_are_ticks():
    """Every four weeks for half a year is seven ticks, and dated infusions are one each."""
    made = builder().drug("x", "one", 30, "g", day=0, duration_days=168.0, interval_days=28.0)
    made.drug("y", "two", 30, "g", day=10).drug("y", "three", 30, "g", day=60)
    svg = timeline(made.build())
    ticks = [s for s in shapes(svg, "t1") if s.tag == f"{SVG}rect" and s.get("rx") == "1"]

    assert len(ticks) == 7
    assert len([s for s in shapes(svg, "t3") if s.get("rx") == "1"]) == 1
    assert words(svg).count("30 g") == 2


@pytest.mark.parametrize("schedule", ["once", "as a single dose", "single infusion"])
def test_single_doses_are_ticks(schedule):
    """What was given once has no duration and no unknown end."""
    made = (
        builder().drug("x", "one", 30, "g", day=5, schedule=schedule).lab("CRP", "two", 1, day=90)
    )
    svg = timeline(made.build())

    assert [shape.get("rx") for shape in shapes(svg, "t1")] == ["1", None]


def test_stated_absence_is_said():
    """Absent findings are hollow, slanted, and read "no ..."."""
    made = builder().add(PhenotypicFeature, "fever", "one", day=3, status="absent")
    svg = timeline(made.lab("CRP", "two", 1, day=9).build())

    assert "no fever" in words(svg)
    assert shapes(svg, "f1")[0].get("fill") == "#ffffff"


def test_days_then_years_break_the_axis():
    """A stay of days stays readable though follow-up takes years; the break is marked."""
    svg = timeline(example_course())

    assert "The scale of the axis changes here" in svg
    assert "24 mo" in words(svg)
    assert "Days (day 1 = admission); mo: months from admission" in words(svg)


def test_short_courses_have_one_scale():
    """No break where none is needed."""
    made = builder()
    for day, quote in zip((1, 15, 40, 60, 92), WORDS.split(), strict=False):
        made.lab("CRP", quote, day, day=day)

    assert "scale of the axis changes" not in timeline(made.build())


def test_unknown_origin_is_said():
    """Where the report does not say what days are counted from, neither does the figure."""
    course = builder().lab("CRP", "one", 1, day=1).lab("CRP", "two", 2, day=9).build()
    svg = timeline(course.model_copy(update={"day_zero": None}))
    assumed = DayZero(event="onset", stated=False)

    assert "does not say from when" in words(svg)
    assert "day 0 = onset, assumed" in words(
        timeline(course.model_copy(update={"day_zero": assumed}))
    )


def test_undated_courses_are_listed_in_order():
    """Without a day there is no axis, and the figure says so."""
    svg = timeline(example_cited_course())

    assert "The report dates no event" in words(svg)
    assert words(svg).index("anti-PL-7") < words(svg).index("recovered")


def test_empty_courses_say_so():
    """A course without events is a figure all the same."""
    assert "states no event" in timeline(Course(id="x/1", document="x"))


def test_doubted_data_are_marked_with_a_footnote():
    """The dose stands as printed; the doubt is below."""
    document = example_document()
    svg = timeline(example_course(document), document, example_findings(document))

    assert "0.4 mg/kg/day IV 5 days†" in words(svg)
    assert "† DOS001" in words(svg)


def test_hostile_words_stay_words():
    """Mark-up in a name or a quote is printed, not obeyed."""
    hostile = '<script>alert("x")</script>&\x08'
    document = DocumentBuilder("</svg>").paragraph(hostile).build()
    made = CourseBuilder(document).add(Outcome, "x", hostile, day=3, outcome="relapse", of=hostile)
    svg = timeline(made.add(PhenotypicFeature, hostile, hostile).build())

    assert "<script" not in svg
    assert svg.count("</svg>") == 1
    assert parsed(svg) is not None


def test_figures_are_named_for_those_who_do_not_see_them():
    """Title and description are there, and referred to."""
    svg = parsed(timeline(example_course()))
    named = {e.get("id") for e in svg if e.tag in (f"{SVG}title", f"{SVG}desc")}

    assert set(svg.get("aria-labelledby").split()) == named


def test_units_are_never_mixed_in_a_panel():
    """Nothing is converted for a picture: two units are two curves."""
    made = builder()
    for number, quote in enumerate(WORDS.split()[:4]):
        made.lab("CRP", quote, 5, "mg/L" if number % 2 else "mg/dL", day=number)
    panels = [w for w, _ in boxes(timeline(made.build())) if w in ("mg/L", "mg/dL")]

    assert sorted(panels) == ["mg/L", "mg/dL"] or sorted(panels) == ["mg/dL", "mg/L"]


@given(st.text(max_size=60), st.floats(20, 300))
def test_text_fits_the_room_it_is_given(text, room):
    """A shortened text is never wider than its room, unless the room holds no ellipsis."""
    from epicrisis.plots.lettering import fitted

    assert width(fitted(text, room)) <= room + 1e-6


def test_uncertain_beginnings_are_lines_and_not_bars():
    """ "Begun at some time in the stay" must not look as if it was given throughout."""
    made = builder().drug("x", "one", 1, "g", day=(1, 300), schedule="daily", duration_days=5.0)
    made.drug("y", "two", 1, "g", day=(1, 60), schedule="daily", duration_days=200.0)
    svg = timeline(made.lab("CRP", "three", 1, day=1).lab("CRP", "four", 1, day=300).build())
    short = [s for s in shapes(svg, "t1") if s.tag == f"{SVG}rect"]
    core, end = (s for s in shapes(svg, "t2") if s.tag == f"{SVG}rect")

    assert short == []
    assert core.get("fill-opacity") is None
    assert end.get("fill-opacity") == "0.25"
    lines = [s for s in shapes(svg, "t2") if s.tag == f"{SVG}line"]
    assert max(float(line.get("x2")) for line in lines) <= float(core.get("x"))


def test_no_treatment_outlasts_a_death():
    """Four years of treatment that end with a death at five were begun in the first."""
    made = builder().drug("x", "one", 1, "g", day=(1, 1800), schedule="daily", duration_days=1400.0)
    made.add(VitalStatus, "died", "two", status="dead", day=1800)
    svg = timeline(made.lab("CRP", "three", 1, day=1).build())
    core, end = (s for s in shapes(svg, "t1") if s.tag == f"{SVG}rect")

    assert float(core.get("width")) > 2 * float(end.get("width"))


def test_bare_mentions_of_a_drug_join_the_fuller_statement():
    """ "IVIG" without a dose says nothing beside the dosed infusion of the same days."""
    made = builder().drug("x", "one", 30, "g", day=5, route="intravenous")
    made.drug("x", "two", day=(1, 40), route="intravenous").lab("CRP", "three", 1, day=90)
    svg = timeline(made.build())

    assert any(g.get("data-event") == "t1 t2" for g in parsed(svg).iter(f"{SVG}g"))
    assert "intravenous" not in words(svg)


def test_discharges_end_a_stay_from_day_zero():
    """Where day 0 is the admission and only the discharge is told, the stay is drawn."""
    made = builder().add(Encounter, "home", "one", encounter="discharge", day=20)
    made.add(Encounter, "came", "two", encounter="visit", day=(0, None))
    svg = timeline(made.lab("CRP", "three", 1, day=1).build())

    assert "Hospital" in words(svg)
    assert "visit" not in words(svg)


def test_marks_of_one_day_stand_beside_each_other():
    """A recovery, a relapse and life on the same day are three signs, none under another."""
    made = builder().add(Outcome, "a", "one", outcome="recovered", day=9)
    made.add(Outcome, "b", "two", outcome="relapse", day=9)
    made.add(VitalStatus, "c", "three", status="alive", day=9).lab("CRP", "four", 1, day=1)
    svg = timeline(made.build())
    drawn = {s.get("d") or s.get("x") for e in ("o1", "o2", "v1") for s in shapes(svg, e)}

    assert len(drawn) == 3


@pytest.mark.parametrize("last", [20, 60, 100])
def test_words_stand_beside_their_mark(last):
    """Where neither side has room for one long line, they are wrapped on the wider side."""
    made = builder()
    for number, word in enumerate(WORDS.split()[:8]):
        name = f"{word} sign of a long name"
        made.add(PhenotypicFeature, name, word, day=50, id=f"p{number}")
    made.add(PhenotypicFeature, "nine", "nine", day=-100)
    made.add(PhenotypicFeature, "ten", "ten", day=50 + last)
    svg = timeline(made.build(), width=520)
    (mark,) = {float(dot.get("cx")) for dot in shapes(svg, "p0") if dot.tag == f"{SVG}circle"}
    beside = [box for said, box in boxes(svg) if "sign of a long name" in said]

    assert beside
    assert all(box.right <= mark or box.left >= mark for box in beside)
