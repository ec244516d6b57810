"""Search: FTS5 beside the documents on SQLite, a text-search vector on PostgreSQL.

The index of the events' codes gets all that a search by concept reads, so that it stays in it; that
of their names goes, for nothing asks by name.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

_SQLITE = (
    """CREATE VIRTUAL TABLE texts USING fts5(
        title, text, content='documents', content_rowid='pk',
        tokenize='porter unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER documents_are_searched AFTER INSERT ON documents BEGIN
        INSERT INTO texts(rowid, title, text) VALUES (new.pk, new.title, new.text);
    END""",
    "INSERT INTO texts(texts) VALUES ('rebuild')",
)
# The server takes no vector above 1 MB: what stands behind the first 200 000 characters of a text
# is stored but not searched.
_POSTGRES = (
    """ALTER TABLE documents ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english'::regconfig, title), 'A')
        || to_tsvector('english'::regconfig, left(text, 200000))) STORED""",
    "CREATE INDEX ix_documents_words ON documents USING gin (words)",
)


def upgrade() -> None:
    """Index what is there, and from now on what comes."""
    op.drop_index("ix_events_code", "events")
    op.drop_index("ix_events_concept", "events")
    columns = ["code", "status", "course_pk"]
    op.create_index("ix_events_code_status_course_pk", "events", columns)
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRES:
        op.execute(statement)
