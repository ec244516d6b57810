"""Units that the print leaves out, where the rest of the report settles them.

The unit stays None, as printed; only its UCUM code is filled in, and a note says from where.
"""

from collections.abc import Iterable

from epicrisis.assembly.drafts import Draft
from epicrisis.assembly.values import fits, only_unit


def complete_units(drafts: Iterable[Draft]) -> None:
    """Code the unit of values printed without one.

    It is taken from a neighbour in the same row of a table, else from the other statements of the
    same examination if they all agree, else it is the only one in which the value is possible.
    """
    measured = [d for d in drafts if d.kind == "measurement" and d.fields.get("quantity")]
    rows: dict[tuple[object, ...], set[str]] = {}
    names: dict[tuple[object, ...], set[str]] = {}
    for draft in measured:
        found = draft.fields["quantity"]
        if found.unit and found.ucum:
            names.setdefault(_name(draft), set()).add(found.ucum)
            if draft.table:
                rows.setdefault((*_name(draft), draft.table[:2]), set()).add(found.ucum)
    for draft in measured:
        if draft.fields["quantity"].unit or draft.concept is None:
            continue
        for known, why in (
            (rows.get((*_name(draft), draft.table[:2] if draft.table else None)), "its row"),
            (names.get(_name(draft)), "other statements of the same examination"),
        ):
            if known and len(known) == 1 and fits(draft.concept[1], *known, ""):
                _fill(draft, next(iter(known)), f"no unit printed; taken from {why}")
                break
        else:
            unit = only_unit(draft.concept[1], draft.fields["quantity"].value)
            if unit:
                _fill(draft, unit, f"no unit printed; only {unit} makes the value possible")


def _name(draft: Draft) -> tuple[object, ...]:
    return draft.patient, draft.concept


def _fill(draft: Draft, ucum: str, note: str) -> None:
    draft.fields["quantity"] = draft.fields["quantity"].model_copy(update={"ucum": ucum})
    draft.notes.append(note)
