"""The first library: reports, documents, versions, courses, events, findings, decisions, runs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _key(*, counted: bool = False) -> sa.Column[int]:
    return sa.Column("pk", _KEY, primary_key=True, autoincrement=counted)


def _of(table: str, name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, _KEY, sa.ForeignKey(f"{table}.pk"), nullable=False, primary_key=key)


def _number() -> sa.Column[int]:
    return sa.Column("number", sa.Integer, primary_key=True, autoincrement=False)


def _words(*names: str, unique: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False, unique=unique) for name in names]


def _maybe(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text) for name in names]


def _numbers(*names: str) -> list[sa.Column[float]]:
    return [sa.Column(name, sa.Float) for name in names]


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def upgrade() -> None:
    """Make all tables."""
    naming = {
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
    metadata = sa.MetaData(naming_convention=naming)
    _reports(metadata)
    _cases(metadata)
    _people(metadata)
    metadata.create_all(op.get_bind(), checkfirst=False)


def _reports(metadata: sa.MetaData) -> None:
    name = sa.Column("name", sa.Text, primary_key=True)
    sa.Table("library", metadata, name, *_words("value"))
    sa.Table(
        "runs",
        metadata,
        _key(),
        *_words("uid", unique=True),
        *_words("program", "engine", "settings", "started_at"),
        *_maybe("finished_at", "counts"),
    )
    sa.Table(
        "reports",
        metadata,
        _key(),
        *_words("key", unique=True),
        *_words("name"),
        sa.Index("ix_reports_name", "name"),
    )
    sa.Table(
        "documents",
        metadata,
        _key(),
        *_words("id", unique=True),
        _of("reports", "report_pk"),
        *_words("title", "text", "added_at"),
        sa.Index("ix_documents_report_pk", "report_pk"),
    )
    sa.Table(
        "versions",
        metadata,
        _key(),
        _of("reports", "report_pk"),
        _count("number"),
        _of("documents", "document_pk"),
        _of("runs", "run_pk"),
        *_words("digest", "layout", "added_at"),
        sa.UniqueConstraint("report_pk", "number"),
        sa.Index("ix_versions_document_pk", "document_pk"),
    )


def _cases(metadata: sa.MetaData) -> None:
    sa.Table(
        "courses",
        metadata,
        _key(),
        _of("versions", "version_pk"),
        *_words("case_id", "patient"),
        sa.Column("cited", sa.Boolean, nullable=False),
        *_numbers("age_years"),
        *_maybe("sex"),
        *_words("diagnosis"),
        _count("event_count"),
        *_words("body"),
        sa.UniqueConstraint("version_pk", "patient"),
        sa.Index("ix_courses_case_id", "case_id"),
    )
    sa.Table(
        "events",
        metadata,
        _of("courses", "course_pk", key=True),
        _number(),
        *_words("id", "kind"),
        *_maybe("code"),
        *_words("concept"),
        *_maybe("status"),
        *_numbers("value"),
        *_maybe("unit"),
        *_numbers("day_earliest", "day_latest"),
        _count("start"),
        _count("end"),
        sa.Index("ix_events_code", "code"),
        sa.Index("ix_events_concept", "concept"),
        sqlite_with_rowid=False,
    )


def _people(metadata: sa.MetaData) -> None:
    sa.Table(
        "findings",
        metadata,
        _of("versions", "version_pk", key=True),
        _number(),
        *_words("code", "severity", "case_id", "body"),
        sa.Index("ix_findings_code", "code"),
        sqlite_with_rowid=False,
    )
    sa.Table(
        "decisions",
        metadata,
        _key(counted=True),
        _of("reports", "report_pk"),
        _of("versions", "version_pk"),
        *_words("case_id", "target", "kind", "id", "datum", "verdict"),
        *_words("decided_by", "decided_at", "body"),
        sa.Index("ix_decisions_report_pk", "report_pk"),
        sa.Index("ix_decisions_case_id", "case_id"),
    )
