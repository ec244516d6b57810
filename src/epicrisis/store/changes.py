"""What is different between two versions of a case, datum by datum, in words for a person."""

from collections.abc import Callable, Hashable

from epicrisis.model import Course, SummaryRow, summary
from epicrisis.store.records import Change

# Two rows are the same datum if they agree in these, the surest first.
_ALIKE: tuple[Callable[[SummaryRow], Hashable], ...] = (
    lambda row: row,
    lambda row: row[:4],
    lambda row: (row.what, row.evidence, row.when),
    lambda row: (row.what, row.evidence),
    lambda row: (row.what, row.value),
    lambda row: (row.what, row.when),
    lambda row: (row.evidence,),
)


def changes(before: Course | None, after: Course | None) -> tuple[Change, ...]:
    """List what was changed, then what is new, then what is gone."""
    old = list(summary(before)) if before else []
    new = list(summary(after)) if after else []
    pairs: list[tuple[SummaryRow, SummaryRow]] = []
    for alike in _ALIKE:
        old, new = _paired(old, new, alike, pairs)
    changed = [
        Change(what=after.what, before=_said(before), after=_said(after))
        for before, after in pairs
        if (before.what, _said(before)) != (after.what, _said(after))
    ]
    return (
        *changed,
        *(Change(what=row.what, after=_said(row)) for row in new),
        *(Change(what=row.what, before=_said(row)) for row in old),
    )


def _paired(
    old: list[SummaryRow],
    new: list[SummaryRow],
    alike: Callable[[SummaryRow], Hashable],
    pairs: list[tuple[SummaryRow, SummaryRow]],
) -> tuple[list[SummaryRow], list[SummaryRow]]:
    """Move rows that are alike into pairs; give those that are left."""
    waiting: dict[Hashable, list[SummaryRow]] = {}
    for row in old:
        waiting.setdefault(alike(row), []).append(row)
    left = []
    for row in new:
        same = waiting.get(alike(row))
        if same:
            pairs.append((same.pop(0), row))
        else:
            left.append(row)
    kept = {id(row) for rows in waiting.values() for row in rows}
    return [row for row in old if id(row) in kept], left


def _said(row: SummaryRow) -> str:
    said = ", ".join(part for part in (row.value, row.when) if part)
    return said or "stated"
