"""The published JSON Schema of a course.

`python -m epicrisis.exports` prints it; a test holds the copy in `docs/reference/` to it.
"""

import json
from typing import Any

from epicrisis.model import COURSE_VERSION, Course

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def course_schema() -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) that every exported course meets."""
    schema = Course.model_json_schema(mode="validation")
    return {"$schema": DIALECT, "$id": f"urn:epicrisis:course:{COURSE_VERSION}", **schema}


def schema_text() -> str:
    """Give the schema as it is published: two spaces of indent, a line end at the end."""
    return json.dumps(course_schema(), indent=2, ensure_ascii=False) + "\n"
