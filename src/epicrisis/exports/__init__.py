"""Courses and tables as the files that other programs read."""

from epicrisis.exports.base import Exporter, Format
from epicrisis.exports.courses import COURSES_KIND, read_courses
from epicrisis.exports.registry import export, exporter, exporter_for, exporters
from epicrisis.exports.schema import course_schema
from epicrisis.exports.snapshot import write_snapshot
from epicrisis.exports.tables import TABLE_FORMATS, export_table

__all__ = [
    "COURSES_KIND",
    "TABLE_FORMATS",
    "Exporter",
    "Format",
    "course_schema",
    "export",
    "export_table",
    "exporter",
    "exporter_for",
    "exporters",
    "read_courses",
    "write_snapshot",
]
