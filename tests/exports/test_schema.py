"""The published schema is the one that courses meet."""

import json

from epicrisis.exports import course_schema
from epicrisis.exports.schema import schema_text


def test_published_schema_is_current(root):
    """Rewrite: `python -m epicrisis.exports > docs/reference/course-1.schema.json`."""
    published = (root / "docs" / "reference" / "course-1.schema.json").read_text("utf-8")

    assert published == schema_text()


def test_schema_knows_every_kind_of_event():
    """The union is told apart by `kind`, so that other languages can read it."""
    kinds = course_schema()["properties"]["events"]["items"]["discriminator"]["mapping"]

    assert set(kinds) >= {"measurement", "treatment", "outcome", "vital_status"}
    assert json.loads(schema_text()) == course_schema()
