"""Where the decisions that people have made stand in the versions that are current now."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from epicrisis.errors import InputError
from epicrisis.model import Course, Document, Finding
from epicrisis.store.attaching import attach
from epicrisis.store.connecting import Database
from epicrisis.store.deciding import PEOPLE, changed, rulings_on
from epicrisis.store.reading import documents_of, findings_of, is_current
from epicrisis.store.records import Attachment, Ruling
from epicrisis.store.rows import course_from
from epicrisis.store.tables import courses, decisions, versions


def standing(
    database: Database, as_of: int, among: Collection[int] | None = None
) -> dict[int, list[Attachment]]:
    """Give the decisions that concern current versions, or those among these, by their keys."""
    decided = select(decisions.c.report_pk).distinct()
    query = select(versions.c.pk, versions.c.report_pk, versions.c.number)
    query = query.where(is_current(as_of), versions.c.report_pk.in_(decided))
    if among is not None:
        query = query.where(versions.c.pk.in_(among))
    with database.reading() as connection:
        current = list(connection.execute(query))
        made = rulings_on(connection, [row.report_pk for row in current])
    return {
        row.pk: stand(database, made[row.report_pk], row.pk, row.number)
        for row in current
        if row.report_pk in made
    }


def stand(
    database: Database, made: Sequence[Ruling], version_pk: int, number: int
) -> list[Attachment]:
    """Find the places of decisions in one version of their report."""
    document = documents_of(database, [version_pk])[version_pk]
    people = courses_of(database, version_pk)
    findings = [finding for _, finding in findings_of(database, version_pk)]
    return [place(ruling, number, document, people, findings) for ruling in made]


def place(
    ruling: Ruling,
    number: int,
    document: Document,
    people: Sequence[Course],
    findings: Sequence[Finding],
) -> Attachment:
    """Find the place of one decision: where it was made, if this is the version it was made on."""
    if ruling.version == number:
        return Attachment(ruling=ruling, how="quote", case=ruling.case, id=ruling.id)
    held = attach(ruling, document, people, findings)
    if held.how == "lost" or ruling.decision.verdict != "changed" or ruling.target == "finding":
        return held
    (course,) = (course for course in people if course.id == held.case)
    noun = (
        getattr(course.individual, held.id)
        if held.id in PEOPLE
        else next(event for event in course.events if event.id == held.id)
    )
    try:
        changed(noun, ruling.decision)
    except InputError as error:
        return Attachment(ruling=ruling, how="lost", reason=str(error))
    return held


def courses_of(database: Database, version_pk: int) -> list[Course]:
    """Give all courses of a version as they were found."""
    query = select(courses.c.case_id, courses.c.body).where(courses.c.version_pk == version_pk)
    with database.reading() as connection:
        rows = list(connection.execute(query.order_by(courses.c.pk)))
    return [course_from(row.body, row.case_id, database.place) for row in rows]
