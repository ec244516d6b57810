"""Statements of one datum put together; contradictory ones kept apart and marked.

An abstract, the text and a table state a value three times: that is one datum with three anchors.
Two statements are one datum if they say the same of the same concept at times that can be equal.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import combinations
from math import inf

from epicrisis.assembly.drafts import Draft
from epicrisis.model import Quantity, TimeElement

_SECTIONS = (
    "table",
    "case",
    "results",
    "caption",
    "conclusion",
    "discussion",
    "abstract",
    "keywords",
    "introduction",
    "title",
    "methods",
    "back",
)
_MOST_PLACES = 60  # statements of one datum that are kept as its anchors
_MOST_COMPARED = 200  # data of one value, the last ones, that a statement may repeat
_RANK = {section: rank for rank, section in enumerate(_SECTIONS)}


def merge(drafts: Iterable[Draft]) -> list[Draft]:
    """Merge repeated statements, kind by kind; the order of the text is kept."""
    groups: dict[tuple[object, ...], list[Draft]] = {}
    for draft in drafts:
        groups.setdefault(_key(draft), []).append(draft)
    kept: list[Draft] = []
    for group in groups.values():
        kept += _merge_group(sorted(group, key=_fullness))
    kept = _treatments(kept)
    _mark_conflicts(kept)
    return sorted(kept, key=lambda draft: draft.start)


def _name(draft: Draft) -> str:
    return draft.concept[1] if draft.concept else draft.text.lower()


def _key(draft: Draft) -> tuple[object, ...]:
    """What must be equal for two statements to be one datum, time aside."""
    fields = draft.fields
    base: tuple[object, ...] = (draft.patient, draft.kind, _name(draft))
    match draft.kind:
        case "measurement":
            value: Quantity | None = fields.get("quantity")
            if value is None:
                return (*base, fields.get("interpretation"))
            return (*base, value.value, value.high, value.comparator)
        case "treatment":
            dose: Quantity | None = fields.get("dose")
            amount = (dose.value, dose.high, dose.ucum) if dose else None
            return (*base, fields.get("status"), amount)
        case "phenotypic_feature" | "disease":
            return (draft.patient, "condition", _name(draft), fields.get("status"))
        case "procedure":
            return (*base, fields.get("status"))
        case "encounter":
            return (draft.patient, draft.kind, fields.get("encounter"))
        case "vital_status":
            return (draft.patient, draft.kind, fields.get("status"))
        case "outcome":
            return (*base[:2], fields.get("outcome"), str(fields.get("of", "")).lower())
        case _:
            return (*base, fields.get("finding"))


def _fullness(draft: Draft) -> tuple[bool, int, int, int]:
    """Fullest statement first: a table or the case before the abstract, then by fields."""
    filled = sum(value is not None for value in draft.fields.values())
    named = draft.kind == "phenotypic_feature"  # a diagnosis says more than a sign
    return (named, _RANK.get(draft.section, 99), -filled, draft.start)


def _merge_group(group: list[Draft]) -> list[Draft]:
    kept: list[Draft] = []
    for draft in group:
        home = _home(kept, draft)
        if home is None:
            kept.append(draft)
        else:
            _absorb(home, draft)
    return kept


def _home(kept: list[Draft], draft: Draft) -> Draft | None:
    """The datum a statement repeats: the one whose time fits best; table cells stay apart."""
    best, least = None, inf
    for other in kept[-_MOST_COMPARED:]:
        if draft.table and other.table and draft.table != other.table:
            continue
        if _compatible(draft, other) and (gap := _gap(draft, other)) < least:
            best, least = other, gap
            if gap == 0.0:
                break
    return best


def _compatible(draft: Draft, other: Draft) -> bool:
    if draft.kind in ("disease", "vital_status"):
        return True
    recurring = draft.kind in ("phenotypic_feature", "outcome", "encounter", "procedure")
    if recurring and draft.section == other.section and _own_words(draft, other):
        return False
    if _told_anew(draft, other):
        return False
    if draft.kind == "treatment" and not _same_treatment(draft, other):
        return False
    first, second = draft.fields.get("quantity"), other.fields.get("quantity")
    if first and second and first.ucum and second.ucum and first.ucum != second.ucum:
        return False
    return _overlap(draft.fields.get("time"), other.fields.get("time"))


def _told_anew(draft: Draft, other: Draft) -> bool:
    """A story tells of each improvement and each transfer once."""
    moved = draft.kind == "encounter" and draft.fields.get("encounter") == "transfer"
    if not (moved or draft.kind == "outcome") or draft.section not in ("case", "results"):
        return False
    return draft.section == other.section and draft.sentence != other.sentence


def _same_treatment(draft: Draft, other: Draft) -> bool:
    """Is one administration told twice? Not if it is said to be another, or dated apart."""
    if draft.again or other.again:
        return False
    if (draft.table is None) != (other.table is None):
        times = draft.fields.get("time"), other.fields.get("time")
        if not all(time is not None and time.known for time in times):
            return False
    if draft.section == other.section and draft.times and other.times:
        first, second = draft.times[0], other.times[0]
        if (first.start, first.end) != (second.start, second.end):
            return False
    return _same_regimen(draft, other)


def _same_regimen(draft: Draft, other: Draft) -> bool:
    """One dose once and a dose every third month are two statements, whatever else agrees."""
    schedules = [d.fields.get("schedule") for d in (draft, other)]
    intervals = [d.fields.get("interval_days") for d in (draft, other)]
    if all(schedules) and intervals.count(None) == 1:
        return False
    for name in ("interval_days", "duration_days", "route"):
        first, second = draft.fields.get(name), other.fields.get(name)
        if first is not None and second is not None and first != second:
            return False
    return True


def _bounds(time: TimeElement | None) -> tuple[float, float]:
    return time.bounds if time else (-inf, inf)


def _overlap(first: TimeElement | None, second: TimeElement | None) -> bool:
    if first is None or second is None:
        return True
    low, high = first.bounds, second.bounds
    return max(low[0], high[0]) <= min(low[1], high[1]) + 1.0


def _gap(draft: Draft, other: Draft) -> float:
    """How far two times are apart: 0 for equal ones, large where one is open."""
    first, second = _bounds(draft.fields.get("time")), _bounds(other.fields.get("time"))
    gap = 0.0
    for a, b in zip(first, second, strict=True):
        if a != b:
            gap += abs(a - b) if -inf < a < inf and -inf < b < inf else 1e6
    return gap


def _absorb(home: Draft, draft: Draft) -> None:
    """Let a datum take a further statement: its places, its missing fields, the tighter time."""
    if len(home.spans) < _MOST_PLACES:
        home.spans = list(dict.fromkeys([*home.spans, *draft.spans]))
    time = _joint_time(home, draft)
    for name, value in draft.fields.items():
        if home.fields.get(name) is None:
            home.fields[name] = value
    home.fields["time"] = time
    first, second = home.fields.get("quantity"), draft.fields.get("quantity")
    if first and second and first.unit is None and second.unit is not None:
        home.fields["quantity"] = first.model_copy(
            update={"unit": second.unit, "ucum": second.ucum}
        )
        home.notes.append("unit taken from another statement of the same value")
    home.notes += [note for note in draft.notes if note not in home.notes]
    home.confidence = max(home.confidence, draft.confidence)


def _own_words(first: Draft, second: Draft) -> bool:
    """Do both statements say when, in words of their own?"""
    return bool(first.times and second.times) and (
        (first.times[0].start, first.times[0].end) != (second.times[0].start, second.times[0].end)
    )


def _joint_time(home: Draft, draft: Draft) -> TimeElement | None:
    """Two statements narrow one another's time only where at most one of them is dated itself.

    Equal numbers are one measurement whatever words date it, so for those both sides count. What
    one section tells twice goes on: there the first says when, or of a treatment the dated one.
    """
    if not home.fields.get("quantity"):
        if _own_words(home, draft):
            return home.fields.get("time")
        told = home.sentence is not None and draft.sentence is not None
        if told and home.section == draft.section and home.fields.get("time"):
            given = home.kind == "treatment"
            first = min(home, draft, key=lambda d: (given and not d.times, d.start))
            return first.fields.get("time") or home.fields.get("time")
        if home.kind in _LASTING and _starts_later(home, draft):
            return home.fields.get("time")
    return _intersection(home.fields.get("time"), draft.fields.get("time"))


_LASTING = frozenset({"phenotypic_feature", "disease"})


def _starts_later(home: Draft, draft: Draft) -> bool:
    """A sign that is told again at a later day was there before: it is not moved to that day.

    Only a date of its own makes the days between which it must have been seen fewer.
    """
    first, second = home.fields.get("time"), draft.fields.get("time")
    if first is None or second is None or second.bounds[0] <= first.bounds[0] + 1.0:
        return False
    return not (draft.times and not home.times and first.known)


def _intersection(first: TimeElement | None, second: TimeElement | None) -> TimeElement | None:
    if first is None or second is None:
        return first or second
    low = max(first.bounds[0], second.bounds[0])
    high = min(first.bounds[1], second.bounds[1])
    if low > high:
        return first
    base = first if first.text else second
    return TimeElement.trusted(
        text=base.text,
        earliest=None if low == -inf else low,
        latest=None if high == inf else high,
        anchor=base.anchor,
    )


def _treatments(drafts: list[Draft]) -> list[Draft]:
    """A drug named again without dose, time or schedule of its own joins its fuller statement."""
    full: dict[tuple[object, ...], list[Draft]] = {}
    for draft in drafts:
        if draft.kind == "treatment" and _particular(draft):
            full.setdefault(_given(draft), []).append(draft)
    out = []
    for draft in drafts:
        if draft.kind == "treatment" and not _particular(draft):
            home = _fuller(full.get(_given(draft), []), draft)
            if home:
                home.spans += draft.spans
                for name in ("cycles", "reason", "route"):
                    if home.fields.get(name) is None and draft.fields.get(name) is not None:
                        home.fields[name] = draft.fields[name]
                continue
        out.append(draft)
    return out


def _fuller(homes: list[Draft], draft: Draft) -> Draft | None:
    """The first at whose time the drug may have been named; what a case gives earlier is more."""
    time = draft.fields.get("time")
    for home in homes[:_MOST_COMPARED]:
        if _overlap(home.fields.get("time"), time):
            return home
    apart = homes and draft.section in ("case", "results") and homes[0].section == draft.section
    return homes[0] if homes and not apart else None


def _particular(draft: Draft) -> bool:
    fields = draft.fields
    own_time = bool(draft.times)
    return bool(
        fields.get("dose")
        or fields.get("schedule")
        or fields.get("duration")
        or own_time
        or draft.again
    )


def _given(draft: Draft) -> tuple[object, ...]:
    return draft.patient, _name(draft), draft.fields.get("status")


def _mark_conflicts(drafts: list[Draft]) -> None:
    """Mark pairs that cannot both be right: a result both positive and negative at one time."""
    rules: tuple[tuple[str, Callable[[list[Draft]], Iterable[tuple[Draft, Draft]]]], ...] = (
        ("measurement", _opposed_results),
        ("vital_status", _lives_after_death),
    )
    for kind, opposed in rules:
        same: dict[tuple[str, str], list[Draft]] = {}
        for draft in drafts:
            if draft.kind == kind and not draft.cited and _may_conflict(draft):
                name = _name(draft) if kind == "measurement" else ""
                same.setdefault((draft.patient, name), []).append(draft)
        for group in same.values():
            for first, second in opposed(group):
                first.conflicts.append(second)
                second.conflicts.append(first)


def _may_conflict(draft: Draft) -> bool:
    return draft.kind != "measurement" or draft.fields.get("interpretation") is not None


def _lives_after_death(group: list[Draft]) -> list[tuple[Draft, Draft]]:
    """Somebody alive after a death; few states of one patient are left apart."""
    return [pair for pair in combinations(group, 2) if _alive_after_death(*pair)]


def _alive_after_death(first: Draft, second: Draft) -> bool:
    dead, alive = sorted((first, second), key=lambda d: d.fields["status"] != "dead")
    if {dead.fields["status"], alive.fields["status"]} != {"dead", "alive"}:
        return False
    return _bounds(alive.fields.get("time"))[0] > _bounds(dead.fields.get("time"))[1]


def _opposed_results(group: list[Draft]) -> list[tuple[Draft, Draft]]:
    """Two results of one examination at one known time that exclude each other, in order.

    Only those whose times begin before a result's time is over are held against it.
    """
    times = [(draft.fields.get("time"), place) for place, draft in enumerate(group)]
    dated = sorted((*time.bounds, place) for time, place in times if time and time.known)
    found = []
    for at, (_, high, place) in enumerate(dated):
        for _, _, other in dated[at + 1 : bisect_right(dated, (high + 1.0, inf, 0))]:
            said = {group[one].fields["interpretation"] for one in (place, other)}
            if said in ({"positive", "negative"}, {"high", "low"}):
                found.append((min(place, other), max(place, other)))
    return [(group[one], group[other]) for one, other in sorted(found)]
