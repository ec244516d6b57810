"""Print the published JSON Schema of a course."""

import sys

from epicrisis.exports.schema import schema_text

sys.stdout.write(schema_text())
