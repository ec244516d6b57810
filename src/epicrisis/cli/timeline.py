"""`epicrisis timeline`: a patient's timeline as a figure."""

import sys
from pathlib import Path

import click

from epicrisis.audit import audit
from epicrisis.cli.inputs import OUTPUT, Batch, write
from epicrisis.errors import UnknownNameError
from epicrisis.model import Course
from epicrisis.plots import timeline


@click.command("timeline")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--patient", help="Which patient of a series; the first by default.")
@OUTPUT
def command(file: Path, patient: str | None, output: Path | None) -> None:
    """Draw curves, treatments and events of FILE's patient on one axis of days, as SVG."""
    batch = Batch((file,))
    for document, courses in batch:
        if courses:
            course = _chosen(courses, patient)
            findings = audit(document, courses)
            write(timeline(course, document, findings).encode(), output)
    sys.exit(batch.exit_code() or int(batch.empty > 0))


def _chosen(courses: list[Course], patient: str | None) -> Course:
    by_id = {course.individual.id: course for course in courses}
    if patient is None:
        return courses[0]
    if patient not in by_id:
        raise UnknownNameError("patient of this report", patient, by_id)
    return by_id[patient]
