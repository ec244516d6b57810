"""Reading courses and documents back, page by page.

As rows are only ever added, the library as it was at a version's key stays readable: a long read
holds no lock and still sees one state. Every query here is bounded by such a key (`as_of`).
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, select

from epicrisis.errors import UnknownNameError
from epicrisis.model import Course, Document, Finding
from epicrisis.store.connecting import Database
from epicrisis.store.records import CaseRow
from epicrisis.store.rows import course_from, document_from, finding_from
from epicrisis.store.tables import courses, decisions, documents, findings, reports, versions

PAGE: Final = 200  # courses fetched at a time
LINES: Final = 5000  # lines of a list fetched at a time
_MANY: Final = 500  # names in one list of a query

_later = versions.alias("later")
_course_columns = (courses.c.pk, courses.c.case_id, courses.c.body)


def newest(database: Database) -> int:
    """Give the key of the version added last: the state of the library now."""
    with database.reading() as connection:
        return connection.execute(select(func.max(versions.c.pk))).scalar() or 0


def is_current(as_of: int) -> ColumnElement[bool]:
    """Say of a row of `versions` that at this state no later one of its report was there."""
    last = (
        select(func.max(_later.c.number))
        .where(_later.c.report_pk == versions.c.report_pk, _later.c.pk <= as_of)
        .scalar_subquery()
    )
    return and_(versions.c.pk <= as_of, versions.c.number == last)


def course_pages(
    database: Database, as_of: int, cases: Iterable[str] | None, *, own: bool
) -> Iterator[list[tuple[int, Course]]]:
    """Give the current courses, a page at a time, each with the key of its version."""
    base = select(*_course_columns, courses.c.version_pk).join_from(courses, versions)
    base = base.where(is_current(as_of))
    if own:
        base = base.where(~courses.c.cited)
    for query in _parts(base, cases):
        for rows in pages(database, query):
            yield [(r.version_pk, course_from(r.body, r.case_id, database.place)) for r in rows]


def courses_by_key(
    database: Database, keys: Collection[int]
) -> Iterator[list[tuple[int, int, Course]]]:
    """Give courses in the order of their keys, a page at a time: version, key and course."""
    listed = sorted(keys)
    query = select(*_course_columns, courses.c.version_pk).order_by(courses.c.pk)
    for start in range(0, len(listed), PAGE):
        part = query.where(courses.c.pk.in_(listed[start : start + PAGE]))
        with database.reading() as connection:
            rows = list(connection.execute(part))
        yield [(r.version_pk, r.pk, course_from(r.body, r.case_id, database.place)) for r in rows]


def pages(database: Database, query: Select[Any], size: int = PAGE) -> Iterator[list[Row[Any]]]:
    """Run a query over courses in the order of their keys, `size` rows at a time."""
    last = -1
    while True:
        page = query.where(courses.c.pk > last).order_by(courses.c.pk).limit(size)
        with database.reading() as connection:
            rows = list(connection.execute(page))
        if not rows:
            return
        last = rows[-1].pk
        yield rows


def _parts(query: Select[Any], cases: Iterable[str] | None) -> Iterator[Select[Any]]:
    if cases is None:
        yield query
        return
    wanted = list(dict.fromkeys(cases))
    for start in range(0, len(wanted), _MANY):
        yield query.where(courses.c.case_id.in_(wanted[start : start + _MANY]))


def current_documents(database: Database, as_of: int, *, bare: bool) -> Iterator[Document]:
    """Give the text that each report now has, in the order in which reports were added.

    With `bare`, only of those that have no course.
    """
    query = (
        select(versions.c.pk, versions.c.report_pk, versions.c.layout, documents.c.text)
        .join_from(versions, documents)
        .where(is_current(as_of))
    )
    if bare:
        query = query.where(~exists().where(courses.c.version_pk == versions.c.pk))
    last = -1
    while True:
        page = query.where(versions.c.report_pk > last).order_by(versions.c.report_pk)
        with database.reading() as connection:
            rows = list(connection.execute(page.limit(PAGE)))
        if not rows:
            return
        last = rows[-1].report_pk
        for row in rows:
            yield document_from(row.text, row.layout, database.place)


def documents_of(database: Database, version_pks: Iterable[int]) -> dict[int, Document]:
    """Give the documents of these versions by the versions' keys."""
    query = select(versions.c.pk, versions.c.layout, documents.c.text)
    query = query.join_from(versions, documents).where(versions.c.pk.in_(set(version_pks)))
    with database.reading() as connection:
        rows = list(connection.execute(query))
    return {row.pk: document_from(row.text, row.layout, database.place) for row in rows}


def findings_of(database: Database, version_pk: int) -> list[tuple[str, Finding]]:
    """Give the findings of a version, each with the case it is on, or "" for the document."""
    query = select(findings.c.case_id, findings.c.body).where(findings.c.version_pk == version_pk)
    with database.reading() as connection:
        rows = list(connection.execute(query.order_by(findings.c.number)))
    return [(row.case_id, finding_from(row.body, database.place)) for row in rows]


def findings_by_version(
    database: Database, version_pks: Collection[int]
) -> dict[int, tuple[str, list[Finding]]]:
    """Give for each version the id of its document and its findings; for those that have any."""
    found: dict[int, tuple[str, list[Finding]]] = {}
    query = select(findings.c.version_pk, findings.c.body, documents.c.id)
    query = query.select_from(findings.join(versions).join(documents))
    query = query.order_by(findings.c.version_pk, findings.c.number)
    listed = sorted(version_pks)
    for start in range(0, len(listed), _MANY):
        part = query.where(findings.c.version_pk.in_(listed[start : start + _MANY]))
        with database.reading() as connection:
            for row in connection.execute(part):
                _, told = found.setdefault(row.version_pk, (row.id, []))
                told.append(finding_from(row.body, database.place))
    return found


def version_of_case(database: Database, case: str, number: int | None, as_of: int) -> Any:
    """Find a version that holds a case: the current one, or the one of that number.

    Raises:
        UnknownNameError: No version holds it, or not that one.
    """
    query = (
        select(
            versions.c.pk,
            versions.c.report_pk,
            versions.c.number,
            versions.c.added_at,
            courses.c.case_id,
            courses.c.body,
        )
        .join_from(versions, courses)
        .where(courses.c.case_id == case, versions.c.pk <= as_of)
    )
    query = query.order_by(versions.c.number.desc())
    with database.reading() as connection:
        found = list(connection.execute(query))
        if not found:
            raise UnknownNameError("case of this library", case, _near(connection, case))
    if number is None:
        return found[0]
    for row in found:
        if row.number == number:
            return row
    raise UnknownNameError(f"version of {case}", str(number), [str(row.number) for row in found])


def _near(connection: Any, case: str) -> list[str]:
    """Some ids that a person may have meant."""
    start = case.partition("/")[0][:4]
    query = select(courses.c.case_id).distinct()
    alike = query.where(courses.c.case_id.startswith(start, autoescape=True)).limit(20)
    found = list(connection.execute(alike).scalars())
    return found or list(connection.execute(query.order_by(courses.c.case_id).limit(5)).scalars())


def case_rows(database: Database, as_of: int, *, own: bool) -> Iterator[CaseRow]:
    """Give a line for each current case."""
    made = (
        select(func.count())
        .where(decisions.c.case_id == courses.c.case_id)
        .scalar_subquery()
        .label("made")
    )
    query = (
        select(
            courses.c.pk,
            courses.c.case_id,
            versions.c.number,
            documents.c.title,
            courses.c.age_years,
            courses.c.sex,
            courses.c.diagnosis,
            courses.c.cited,
            courses.c.event_count,
            made,
        )
        .select_from(courses.join(versions).join(documents))
        .where(is_current(as_of))
    )
    if own:
        query = query.where(~courses.c.cited)
    for rows in pages(database, query, LINES):
        for row in rows:
            yield CaseRow(
                case=row.case_id,
                version=row.number,
                title=row.title,
                age_years=row.age_years,
                sex=row.sex,
                diagnosis=row.diagnosis,
                cited=row.cited,
                events=row.event_count,
                decisions=row.made,
            )


def counts(database: Database, as_of: int) -> dict[str, int]:
    """Count what the library holds."""
    cases = select(func.count()).select_from(courses.join(versions)).where(is_current(as_of))
    with database.reading() as connection:
        number = {
            "reports": connection.execute(select(func.count()).select_from(reports)).scalar(),
            "cases": connection.execute(cases).scalar(),
            "versions": connection.execute(select(func.count()).select_from(versions)).scalar(),
            "decisions": connection.execute(select(func.count()).select_from(decisions)).scalar(),
        }
    return {name: value or 0 for name, value in number.items()}
