"""Decisions of people: written down once, never changed, laid over courses when these are read."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError
from sqlalchemy import Connection, select

from epicrisis.errors import InputError, UnknownNameError
from epicrisis.model import Anchor, Course, Decision, Finding, Noun
from epicrisis.store.records import Attachment, Ruling, Target
from epicrisis.store.tables import decisions, versions

N = TypeVar("N", bound=Noun)
_MANY = 500  # reports in one list of a query
PEOPLE = ("age", "sex", "ethnicity")
_columns = (*decisions.c, versions.c.number.label("version"))


def target_of(
    course: Course, findings: Sequence[Finding], target: str
) -> tuple[Target, str, str, Noun, Anchor]:
    """Find what a decision is on: target, kind, id, the datum itself and where it is stated.

    Raises:
        UnknownNameError: The course has no such datum and its report no such finding.
    """
    for event in course.events:
        if event.id == target:
            return "event", event.kind, event.id, event, event.anchors[0]
    if target in PEOPLE:
        held = getattr(course.individual, target)
        if held is not None:
            return "individual", target, target, held, held.anchors[0]
    named = numbered(findings)
    finding = named.get(target) or named.get(f"{target}#1")
    if finding is not None:
        name = target if target in named else f"{target}#1"
        return "finding", finding.code, name, finding, finding.anchors[0]
    known = [event.id for event in course.events]
    known += [name for name in PEOPLE if getattr(course.individual, name)]
    raise UnknownNameError(f"datum or finding of {course.id}", target, [*known, *named])


def numbered(findings: Iterable[Finding]) -> dict[str, Finding]:
    """Name a version's findings: `DOS001#1` is the first of its code, `DOS001#2` the second."""
    count: dict[str, int] = {}
    named = {}
    for finding in findings:
        count[finding.code] = count.get(finding.code, 0) + 1
        named[f"{finding.code}#{count[finding.code]}"] = finding
    return named


def insert(connection: Connection, ruling: Ruling, report_pk: int, version_pk: int) -> int:
    """Write a decision down; give its number."""
    row = {
        "report_pk": report_pk,
        "version_pk": version_pk,
        "case_id": ruling.case,
        "target": ruling.target,
        "kind": ruling.kind,
        "id": ruling.id,
        "datum": ruling.datum,
        "verdict": ruling.decision.verdict,
        "decided_by": ruling.decision.decided_by,
        "decided_at": ruling.decision.decided_at,
        "body": ruling.decision.model_dump_json(),
    }
    result = connection.execute(decisions.insert().returning(decisions.c.pk), row)
    return int(result.scalar_one())


def _ruling(row: Any) -> Ruling:
    return Ruling(
        number=row.pk,
        case=row.case_id,
        version=row.version,
        target=row.target,
        kind=row.kind,
        id=row.id,
        datum=row.datum,
        decision=Decision.model_validate_json(row.body),
    )


def rulings_on(connection: Connection, report_pks: Iterable[int]) -> dict[int, list[Ruling]]:
    """Read the decisions on these reports, in the order in which they were made."""
    found: dict[int, list[Ruling]] = {}
    wanted = sorted(set(report_pks))
    for start in range(0, len(wanted), _MANY):
        query = select(*_columns).join_from(decisions, versions).order_by(decisions.c.pk)
        part = query.where(decisions.c.report_pk.in_(wanted[start : start + _MANY]))
        for row in connection.execute(part):
            found.setdefault(row.report_pk, []).append(_ruling(row))
    return found


def reviewed(course: Course, attachments: Iterable[Attachment]) -> Course:
    """Lay people's decisions over a course: what was rejected is gone, what was changed is changed.

    Where decisions on one datum differ, the later one counts.
    """
    made: dict[str, list[Decision]] = {}
    for held in sorted(attachments, key=lambda attachment: attachment.ruling.number):
        if held.how != "lost" and held.case == course.id and held.ruling.target != "finding":
            made.setdefault(held.id, []).append(held.ruling.decision)
    if not made:
        return course
    who = {
        name: _decided(getattr(course.individual, name), made[name])
        for name in PEOPLE
        if name in made and getattr(course.individual, name)
    }
    events = (_decided(event, made.get(event.id, ())) for event in course.events)
    return course.model_copy(
        update={
            "individual": course.individual.model_copy(update=who),
            "events": tuple(event for event in events if event is not None),
        }
    )


def _decided(noun: N, made: Sequence[Decision]) -> N | None:
    """What a datum is after the decisions on it, in their order; None if it was rejected."""
    if made and made[-1].verdict == "rejected":
        return None
    for decision in made:
        if decision.verdict == "changed":
            noun = changed(noun, decision)
    return noun


def judged(finding: Finding, attachments: Iterable[Attachment]) -> Finding:
    """Give a finding the status that people's decisions give it."""
    status = {"confirmed": "accepted", "rejected": "dismissed", "changed": "accepted"}
    for held in sorted(attachments, key=lambda attachment: attachment.ruling.number):
        decision = held.ruling.decision
        finding = finding.model_copy(
            update={"status": status[decision.verdict], "decided_by": decision.decided_by}
        )
    return finding


def changed(noun: N, decision: Decision) -> N:
    """Give a datum with one of its fields changed, as a person decided.

    Raises:
        InputError: It has no such field, or the field takes no such value.
    """
    data = noun.model_dump()
    known = ", ".join(data)
    at: Any = data
    *path, last = decision.field.split(".")
    for step in path:
        if step in at and at[step] is None:
            at[step] = {}
        at = at.get(step)
        if not isinstance(at, dict):
            raise InputError(f"no field {decision.field!r}; there are {known}")
    if at is data and last not in data:
        raise InputError(f"no field {decision.field!r}; there are {known}")
    data["origin"] = f"person/{decision.decided_by}"
    trouble = ""
    for value in _readings(decision.value):
        at[last] = value
        try:
            return type(noun).model_validate(data)
        except ValidationError as error:
            first = error.errors()[0]
            trouble = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    raise InputError(
        f"{decision.field} = {decision.value!r} is not possible ({trouble}). Fields are "
        f"{known}; parts are named with a dot, as in quantity.value."
    )


def _readings(value: str | None) -> list[Any]:
    """What a value may mean: the text as it stands, or the number or truth that it spells."""
    if value is None:
        return [None]
    try:
        found = json.loads(value)
    except ValueError:
        return [value]
    return [found, value] if isinstance(found, int | float | bool) else [value]
