"""The sections of estimates: shares, times to an event, examinations over time, and regimens."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from epicrisis.plots import pathway_figures, trajectory_figures
from epicrisis.report.examinations import usual_examinations
from epicrisis.report.material import Material, ids, small, warnings
from epicrisis.report.parts import Block, Grid, Picture, Section, Words
from epicrisis.report.shares import shares
from epicrisis.report.times import times
from epicrisis.synthesis.flow import counted
from epicrisis.synthesis.moments import spoken
from epicrisis.synthesis.results import KINDS, CohortRegimens, CohortTrajectory
from epicrisis.synthesis.sheets import Sheet

_MOST_PATHWAYS = 30


def event(material: Material, name: str, number: int) -> Section:
    """Say of how many patients something is so, and when it happened.

    Raises:
        InputError: The condition cannot be read, or a name in it is not known.
    """
    said = spoken(name)
    plain = said == name or name.isidentifier()
    asked = [] if plain else [Words(f"Asked as: {name}.", "small")]
    blocks = [*asked, *shares(material, name, said), *times(material, name, said)]
    return Section(f"event-{number}", f"Event: {said}", tuple(blocks))


def over_time(material: Material) -> list[CohortTrajectory]:
    """Lay out the examinations that were asked for, or those that are best told.

    Raises:
        InputError: Nothing bears a name.
    """
    choices, cohort = material.choices, material.cohort
    if not choices.analytes:
        return usual_examinations(cohort, choices.align, together=choices.together)
    return [
        cohort.trajectory(name, choices.align, together=choices.together)
        for name in choices.analytes
    ]


def examinations(material: Material, found: Sequence[CohortTrajectory]) -> Section:
    """Draw the results of a few examinations over one another."""
    choices = material.choices
    title = "Examinations over time"
    if not found:
        words = f"No patient has numbers of an examination at two times from {choices.align} on."
        return Section("examinations", title, (Words(words),))
    blocks: list[Block] = []
    if not choices.analytes:
        blocks.append(Words("Shown are the examinations that most patients have at two times."))
    for result in found:
        blocks += _trajectory(result, material)
    notes = [(result.analyte, note) for result in found for note in result.notes]
    shared = Counter(note for _, note in notes)
    alone = [f"{name}: {note}" if shared[note] == 1 < len(found) else note for name, note in notes]
    blocks += warnings(alone, material.of_them_all())
    return Section("examinations", title, tuple(blocks))


def _trajectory(result: CohortTrajectory, material: Material) -> Iterator[Block]:
    name = result.analyte[:1].upper() + result.analyte[1:]
    figures = trajectory_figures(replace(result, missing=()))
    kinds = [KINDS[part.kind] for part in result.parts] if len(figures) > 1 else [""]
    for kind, figure in zip(kinds, figures, strict=True):
        yield Picture(
            figure,
            f"{name}{', ' if kind else ''}{kind}, days from {result.align}: each line is a "
            "patient; days and values known within bounds are drawn as wide as they are.",
        )
    drawn = [one.patient.id for part in result.parts for one in part.patients]
    yield small(ids("In it", drawn), material.missing(result.missing))


def treatment(material: Material) -> Section:
    """Give lines of therapy and the ways through them."""
    result = material.cohort.regimens(together=material.choices.together)
    held = tuple(p for p in result.parts if any(one.lines for one in p.patients))
    title = "Treatment"
    if not held:
        words = Words("No patient was given a drug on a known day, as far as the reports tell.")
        return Section("treatment", title, (words, small(material.missing(result.missing))))
    drawn = pathway_figures(replace(result, parts=held, missing=()))
    blocks: list[Block] = [Picture(figure, _lines(result)) for figure in drawn]
    rows = [
        (KINDS[part.kind], str(len(one.patients)), " → ".join(one.steps))
        for part in held
        for one in part.pathways
    ]
    if rows:
        blocks.append(Grid(_ways(rows)))
    told = [one for part in result.parts for one in part.patients]
    blocks.append(
        small(
            ids("In it", [one.patient.id for one in told if one.lines]),
            ids("Without a line of therapy", [one.patient.id for one in told if not one.lines]),
            material.missing(result.missing),
        )
    )
    blocks += warnings(result.notes, material.of_them_all())
    return Section("treatment", title, tuple(blocks))


def _lines(result: CohortRegimens) -> str:
    return (
        f"Lines of therapy in order: drugs begun within {result.within:g} days are one line; drugs "
        "without a day are in none."
    )


def _ways(rows: list[tuple[str, str, str]]) -> Sheet:
    more = len(rows) - _MOST_PATHWAYS
    notes = (f"And {counted(more, 'further way')}.",) if more > 0 else ()
    head = ("", "patients", "way")
    return Sheet("Ways through treatment", head, tuple(rows[:_MOST_PATHWAYS]), (1,), notes)
