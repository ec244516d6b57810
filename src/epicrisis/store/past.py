"""The history of a case: its versions, what each changed, and the decisions made on it."""

from sqlalchemy import select

from epicrisis.model import Course
from epicrisis.store.changes import changes
from epicrisis.store.connecting import Database
from epicrisis.store.reading import newest, version_of_case
from epicrisis.store.records import History, Version
from epicrisis.store.rows import course_from, run_from
from epicrisis.store.standing import standing
from epicrisis.store.tables import courses, documents, runs, versions

_query = select(
    versions.c.pk,
    versions.c.number,
    versions.c.added_at,
    documents.c.id,
    runs.c.uid,
    runs.c.program,
    runs.c.engine,
    runs.c.settings,
    runs.c.started_at,
).select_from(versions.join(documents).join(runs))


def past(database: Database, case: str) -> History:
    """Tell a case's history.

    Raises:
        UnknownNameError: There is no such case.
    """
    as_of = newest(database)
    report = version_of_case(database, case, None, as_of).report_pk
    query = _query.where(versions.c.report_pk == report, versions.c.pk <= as_of)
    bodies = select(courses.c.version_pk, courses.c.body).where(courses.c.case_id == case)
    with database.reading() as connection:
        rows = list(connection.execute(query.order_by(versions.c.number)))
        held = {row.version_pk: row.body for row in connection.execute(bodies)}
    told: list[Version] = []
    before: Course | None = None
    for row in rows:
        body = held.get(row.pk)
        course = course_from(body, case, database.place) if body else None
        told.append(
            Version(
                number=row.number,
                added_at=row.added_at,
                document=row.id,
                run=run_from(row),
                present=course is not None,
                events=len(course.events) if course else 0,
                changes=changes(before, course) if told else (),
            )
        )
        before = course
    made = standing(database, as_of, [rows[-1].pk]).get(rows[-1].pk, [])
    decisions = tuple(held for held in made if case in (held.ruling.case, held.case))
    return History(case=case, versions=tuple(told), decisions=decisions)
