"""Whole courses as JSON, and back.

The file is one object: `kind`, `version` and `courses`, each course as the published schema
(`docs/reference/course-1.schema.json`) describes it. Fields that are not set are left out.
"""

import json
from collections.abc import Iterable
from typing import BinaryIO, Final

from pydantic import ValidationError

from epicrisis.errors import FormatVersionError, InputError
from epicrisis.exports.base import Format
from epicrisis.model import COURSE_VERSION, Course

COURSES_KIND: Final = "epicrisis.courses"


def write_json(courses: Iterable[Course], out: BinaryIO) -> None:
    """Write all courses as one object, a course a line."""
    head = json.dumps({"kind": COURSES_KIND, "version": COURSE_VERSION})
    out.write(head[:-1].encode() + b', "courses": [')
    for number, course in enumerate(courses):
        out.write(b",\n" if number else b"\n")
        out.write(course.model_dump_json(exclude_none=True).encode())
    out.write(b"\n]}\n")


def read_courses(data: bytes | str) -> tuple[Course, ...]:
    """Read courses from what `write_json` wrote.

    Raises:
        InputError: It is not such a file.
        FormatVersionError: A newer epicrisis wrote it.
    """
    try:
        found = json.loads(data)
        if not isinstance(found, dict) or found.get("kind") != COURSES_KIND:
            raise InputError(f"not a file of courses: no kind {COURSES_KIND!r} at its top")
        if found.get("version") != COURSE_VERSION:
            raise FormatVersionError(
                f"courses of version {found.get('version')!r}; this epicrisis reads version "
                f"{COURSE_VERSION!r}. Read them with the epicrisis that wrote them, or a newer one."
            )
        return tuple(Course.model_validate(course) for course in found["courses"])
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, InputError):
            raise
        reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise InputError(f"not a file of courses: {reason}") from error


JSON = Format("json", "whole courses, every field and anchor", (".json",), write_json)
