"""A share as tables, and as one row a patient."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from epicrisis.synthesis.estimates.sheets import pooled_sheet, tipping_words
from epicrisis.synthesis.results.lists import last_sheet
from epicrisis.synthesis.results.people import KINDS
from epicrisis.synthesis.results.shares import CohortShare, ShareComparison, ShareGroup
from epicrisis.synthesis.sheets import Sheet, number, p_value, percent, percents, span

if TYPE_CHECKING:
    from epicrisis.synthesis.estimates import Tipping


def share_sheets(result: CohortShare) -> Iterator[Sheet]:
    """Give a table for each group, the tests between answers, and what is missing."""
    for group in result.groups:
        yield _group(result, group)
    for one in result.comparisons:
        yield Sheet("", notes=_comparison(result, one))
    yield last_sheet(result.missing, result.notes)


def _comparison(result: CohortShare, one: ShareComparison) -> tuple[str, ...]:
    ratio = f"{number(one.test.odds_ratio)} ({span(one.test.interval)})"
    words = f"{KINDS[one.kind]}, {result.by}: {one.answers[0]} against {one.answers[1]}"
    test = f"odds ratio {ratio}, Fisher's exact test {p_value(one.test.fisher)}"
    tipping = (tipping_words(one.tipping),) if one.tipping.holds else ()
    return (f"{words}: {test}", *tipping)


def _group(result: CohortShare, group: ShareGroup) -> Sheet:
    answer = f", {result.by}: {group.answer}" if result.by else ""
    title = f"{result.question}{answer}, {KINDS[group.kind]}"
    every = len(group.yes) + len(group.no) + len(group.unreported)
    counts = f"yes {len(group.yes)}, no {len(group.no)}, not reported {len(group.unreported)}"
    if group.pooled is None:
        return Sheet(title, notes=(f"{counts} of {every}: no share",))
    table = pooled_sheet(group.pooled)
    notes = [f"{counts} of {every}", *table.notes]
    if group.unreported and group.if_none and group.if_all:
        notes += [
            f"so of {words} of the unreported: {percent(share.estimate)} "
            f"({percents(share.interval)})"
            for words, share in (("none", group.if_none), ("all", group.if_all))
        ]
    if group.tipping:
        notes.append(_tipping(group.tipping))
    return Sheet(title, table.head, table.rows, table.right, tuple(notes))


def _tipping(tipping: "Tipping") -> str:
    """Say what would overturn the finding, if there is one."""
    if not tipping.holds:
        return f"no finding to be overturned: it is not so that {tipping.statement}"
    so = "" if tipping.statement.startswith("the upper") else "not "
    return tipping_words(tipping, f"unpublished patients of whom it is {so}so")


def share_records(result: CohortShare) -> list[dict[str, Any]]:
    """Give one row a patient."""
    told = {
        id: (answer, group.answer)
        for group in result.groups
        for answer, ids in (
            ("yes", group.yes),
            ("no", group.no),
            (None, group.unreported),
        )
        for id in ids
    }
    return [
        {
            "patient": patient.id,
            "study": patient.study,
            "kind": patient.kind,
            "answer": told[patient.id][0],
            "by": told[patient.id][1] or None,
        }
        for patient in result.patients
    ]
