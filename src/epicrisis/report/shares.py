"""Of how many patients something is so: figure, table, ids, and what must be known of it."""

from collections.abc import Iterator
from dataclasses import replace

from epicrisis.plots import share_figure
from epicrisis.report.material import Material, ids, sentence, small
from epicrisis.report.parts import Block, Grid, Items, Picture, Words
from epicrisis.synthesis.results import KINDS, CohortShare, ShareGroup
from epicrisis.synthesis.results.share_sheets import share_sheets
from epicrisis.synthesis.sheets import Sheet, percent, percents

_IN_TABLE = ("yes ", "so of none", "so of all")  # notes that the table says already


def shares(material: Material, name: str, said: str) -> Iterator[Block]:
    """Give the share of patients of whom something is so, under what it is called.

    Raises:
        InputError: The condition cannot be read, or a name in it is not known.
    """
    from epicrisis.synthesis.estimates import Options

    options = Options(together=material.choices.together)
    result = replace(material.cohort.proportion(name, options=options), question=said)
    if not result.patients:
        yield Words("There is no patient with data of their own, and so no share.")
        yield small(material.missing(result.missing))
        return
    if any(group.pooled for group in result.groups):
        words = (
            f"Shares of patients, {said}. Squares are papers, lines their exact limits; what they "
            "come to stands below them."
        )
        yield Picture(share_figure(replace(result, missing=())), words)
    else:
        yield Words("No report says of any patient whether it is so: there is no share.")
    yield Grid(_table(result))
    yield small(*(_counted(group) for group in result.groups))
    lines = tuple(_lines(result))
    if lines:
        yield Items(lines, "warnings")


def _table(result: CohortShare) -> Sheet:
    head = ("patients", "yes", "no", "not reported", "share", "95% limits", "how")
    extremes = ("if so of none unreported", "if so of all")
    rows = [_row(group) for group in result.groups]
    if not any(group.unreported for group in result.groups):
        return Sheet("", head, tuple(row[:7] for row in rows), (1, 2, 3, 4, 5))
    return Sheet("", (*head, *extremes), tuple(rows), (1, 2, 3, 4, 5, 7, 8))


def _row(group: ShareGroup) -> tuple[str, ...]:
    counts = (str(len(group.yes)), str(len(group.no)), str(len(group.unreported)))
    pooled = group.pooled
    made = ("-", "-", "no report says")
    if pooled is not None:
        how = "exact" if pooled.method == "crude" else pooled.method
        made = (percent(pooled.estimate), percents(pooled.interval), how)
    edges = ["-", "-"]
    if group.unreported and group.if_none and group.if_all:
        edges = [percent(group.if_none.estimate), percent(group.if_all.estimate)]
    return (KINDS[group.kind], *counts, *made, *edges)


def _counted(group: ShareGroup) -> str:
    named = (
        ids("yes", group.yes),
        ids("no", group.no),
        ids("not reported", group.unreported),
    )
    return f"{KINDS[group.kind].capitalize()}: {' '.join(one for one in named if one)}"


def _lines(result: CohortShare) -> Iterator[str]:
    """Give what the sheets of the groups note, each with whom it concerns."""
    for group, sheet in zip(result.groups, share_sheets(result), strict=False):
        said = [
            note.removeprefix("note: ") for note in sheet.notes if not note.startswith(_IN_TABLE)
        ]
        if said:
            kind = KINDS[group.kind].capitalize()
            yield f"{kind}: {' '.join(sentence(note) for note in said)}"
