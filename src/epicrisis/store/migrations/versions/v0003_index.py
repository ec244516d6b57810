"""The index of courses: words once for all events that say the same, and who the patients are.

Nothing in `events` is a source: the rows are left out here, and made anew from the courses when all
migrations are done. On PostgreSQL texts are searched in stretches, so that all of a long text is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_STRETCH = 30_000  # characters: never more words than a vector has positions for, 16 383
_SHARED = 1_000  # characters that a stretch shares with the next, so that phrases are whole

_POSTGRES = (
    "DROP INDEX ix_documents_words",
    "ALTER TABLE documents DROP COLUMN words",
    """CREATE TABLE stretches (
        document_pk bigint NOT NULL REFERENCES documents (pk), number integer NOT NULL,
        start integer NOT NULL, alone boolean NOT NULL, words tsvector NOT NULL,
        PRIMARY KEY (document_pk, number))""",
    f"""CREATE FUNCTION stretches_of(pk bigint, title text, body text) RETURNS SETOF stretches
        LANGUAGE sql IMMUTABLE AS $$
        SELECT pk, number, start, last = 0,
            CASE number WHEN 0 THEN setweight(to_tsvector('english'::regconfig, title), 'A')
                ELSE ''::tsvector END
            || to_tsvector('english'::regconfig, CASE WHEN last = 0 THEN body ELSE
                regexp_replace(regexp_replace(
                    substr(body, start + 1, {_STRETCH}),
                    CASE number WHEN 0 THEN '^$' ELSE '^\\S+' END, ''),
                    CASE number WHEN last THEN '^$' ELSE '\\S+$' END, '') END)
        FROM (SELECT greatest(0, (length(body) - {_SHARED} - 1) / {_STRETCH - _SHARED}) AS last)
            AS counted,
            LATERAL (SELECT number, number * {_STRETCH - _SHARED} AS start
                FROM generate_series(0, last) AS number) AS placed $$""",
    """CREATE FUNCTION search_documents() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO stretches SELECT found.* FROM added,
            LATERAL stretches_of(added.pk, added.title, added.text) AS found;
        RETURN NULL; END $$""",
    """INSERT INTO stretches SELECT found.* FROM documents,
        LATERAL stretches_of(documents.pk, documents.title, documents.text) AS found""",
    "CREATE INDEX ix_stretches_words ON stretches USING gin (words)",
    "CREATE INDEX ix_stretches_several ON stretches (document_pk) WHERE NOT alone",
    """CREATE TRIGGER documents_are_searched AFTER INSERT ON documents
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION search_documents()""",
)


def upgrade() -> None:
    """Make the tables of the index, empty."""
    op.drop_table("events")
    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    for name in ("courses", "versions"):
        sa.Table(name, metadata, sa.Column("pk", _KEY, primary_key=True))
    made = [
        sa.Table("statements", metadata, _key(), _digest(), *_said()),
        sa.Table("events", metadata, *_placed(), sqlite_with_rowid=False),
        sa.Table("persons", metadata, _key(), _digest(), _words("body")),
        sa.Table("patients", metadata, *_who()),
    ]
    metadata.create_all(op.get_bind(), tables=made, checkfirst=False)
    for statement in () if op.get_bind().dialect.name == "sqlite" else _POSTGRES:
        op.get_bind().exec_driver_sql(statement)


def _key() -> sa.Column[int]:
    return sa.Column("pk", _KEY, primary_key=True, autoincrement=False)


def _digest() -> sa.Column[str]:
    return sa.Column("digest", sa.Text, nullable=False, unique=True)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _of(table: str, name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(
        name,
        _KEY,
        sa.ForeignKey(f"{table}.pk"),
        nullable=False,
        primary_key=key,
        autoincrement=False,
    )


def _said() -> list[sa.Column[str]]:
    return [
        sa.Column("kind", sa.Text, nullable=False, index=True),
        _words("text"),
        sa.Column("code", sa.Text, index=True),
        *(sa.Column(n, sa.Text) for n in ("label", "subject", "status", "comparator", "ucum")),
    ]


def _placed() -> list[sa.Column[float] | sa.Column[int]]:
    numbers = ("value", "high", "limit", "day_earliest", "day_latest")
    return [
        _of("statements", "statement_pk", key=True),
        _of("courses", "course_pk", key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Float) for name in numbers),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("start", "end")),
    ]


def _who() -> list[sa.Column[int] | sa.Column[str]]:
    return [
        _of("courses", "course_pk", key=True),
        _of("versions", "version_pk"),
        _of("persons", "person_pk"),
        *(_words(name) for name in ("case_id", "patient", "document_name")),
    ]
