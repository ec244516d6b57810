"""The tables of a library, for SQLite and PostgreSQL alike.

Rows are only ever added. A report is one publication (or file); a document is one text of it, by
the hash of its characters; a version is what one extraction of it gave, with its courses and
findings. The version with the highest number is the current one. Statements, events, persons and
patients are an index of the courses for queries, and can be made anew from them.
Decisions belong to a case, whatever its version. `docs/reference/library.md` describes every table.

What is made here is what the newest migration leaves; a test compares the two.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
_KEY = BigInteger().with_variant(Integer, "sqlite")


def _key(*, given: bool = True) -> Column[int]:
    """A primary key: given by the writer, who holds the lock, or counted by the database."""
    return Column("pk", _KEY, primary_key=True, autoincrement=not given)


def _of(table: str, name: str, *, key: bool = False) -> Column[int]:
    return Column(name, _KEY, ForeignKey(f"{table}.pk"), nullable=False, primary_key=key)


def _words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


info: Final = Table("library", metadata, Column("name", Text, primary_key=True), _words("value"))

runs: Final = Table(
    "runs",
    metadata,
    _key(),
    Column("uid", Text, nullable=False, unique=True),
    _words("program"),
    _words("engine"),
    _words("settings"),
    _words("started_at"),
    Column("finished_at", Text),
    Column("counts", Text),
)

reports: Final = Table(
    "reports",
    metadata,
    _key(),
    Column("key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, index=True),
)

documents: Final = Table(
    "documents",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    _of("reports", "report_pk"),
    _words("title"),
    _words("text"),
    _words("added_at"),
    Index("ix_documents_report_pk", "report_pk"),
)

versions: Final = Table(
    "versions",
    metadata,
    _key(),
    _of("reports", "report_pk"),
    Column("number", Integer, nullable=False),
    _of("documents", "document_pk"),
    _of("runs", "run_pk"),
    _words("digest"),
    _words("layout"),
    _words("added_at"),
    UniqueConstraint("report_pk", "number"),
    Index("ix_versions_document_pk", "document_pk"),
)

courses: Final = Table(
    "courses",
    metadata,
    _key(),
    _of("versions", "version_pk"),
    _words("case_id"),
    _words("patient"),
    Column("cited", Boolean, nullable=False),
    Column("age_years", Float),
    Column("sex", Text),
    _words("diagnosis"),
    Column("event_count", Integer, nullable=False),
    _words("body"),
    UniqueConstraint("version_pk", "patient"),
    Index("ix_courses_case_id", "case_id"),
)

statements: Final = Table(
    "statements",
    metadata,
    _key(),
    Column("digest", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False, index=True),
    _words("text"),
    Column("code", Text, index=True),
    Column("label", Text),
    Column("subject", Text),
    Column("status", Text),
    Column("comparator", Text),
    Column("ucum", Text),
)

events: Final = Table(
    "events",
    metadata,
    _of("statements", "statement_pk", key=True),
    _of("courses", "course_pk", key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("value", Float),
    Column("high", Float),
    Column("limit", Float),
    Column("day_earliest", Float),
    Column("day_latest", Float),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    sqlite_with_rowid=False,
)

persons: Final = Table(
    "persons",
    metadata,
    _key(),
    Column("digest", Text, nullable=False, unique=True),
    _words("body"),
)

patients: Final = Table(
    "patients",
    metadata,
    Column("course_pk", _KEY, ForeignKey("courses.pk"), primary_key=True, autoincrement=False),
    _of("versions", "version_pk"),
    _of("persons", "person_pk"),
    _words("case_id"),
    _words("patient"),
    _words("document_name"),
)

findings: Final = Table(
    "findings",
    metadata,
    _of("versions", "version_pk", key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _words("code"),
    _words("severity"),
    _words("case_id"),
    _words("body"),
    Index("ix_findings_code", "code"),
    sqlite_with_rowid=False,
)

decisions: Final = Table(
    "decisions",
    metadata,
    _key(given=False),
    _of("reports", "report_pk"),
    _of("versions", "version_pk"),
    _words("case_id"),
    _words("target"),
    _words("kind"),
    _words("id"),
    _words("datum"),
    _words("verdict"),
    _words("decided_by"),
    _words("decided_at"),
    _words("body"),
    Index("ix_decisions_report_pk", "report_pk"),
    Index("ix_decisions_case_id", "case_id"),
)
