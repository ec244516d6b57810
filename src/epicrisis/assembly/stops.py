"""When a treatment ended, where the report says so."""

from collections.abc import Sequence

from epicrisis.assembly.drafts import Draft
from epicrisis.model import TimeElement


def note_stops(drafts: Sequence[Draft]) -> None:
    """Give the given courses of a drug the day on which the drug is told to have been stopped.

    The stop ends the latest course that can have begun before it; a stop without any time, or with
    no course before it, ends nothing that could be dated.
    """
    given: dict[tuple[object, ...], list[Draft]] = {}
    for draft in drafts:
        if draft.kind == "treatment" and draft.fields.get("status") == "given":
            given.setdefault((draft.patient, draft.concept), []).append(draft)
    for draft in drafts:
        time: TimeElement | None = draft.fields.get("time")
        stopped = draft.kind == "treatment" and draft.fields.get("status") == "stopped"
        if not stopped or time is None or time.latest is None:
            continue
        before = [
            home
            for home in given.get((draft.patient, draft.concept), ())
            if _start(home) <= time.latest and "stop" not in home.fields
        ]
        if before:
            max(before, key=_start).fields["stop"] = time


def _start(draft: Draft) -> float:
    time: TimeElement | None = draft.fields.get("time")
    return time.bounds[0] if time else float("-inf")
