"""From nouns to the rows that hold them, and back."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from epicrisis.errors import LibraryDamagedError
from epicrisis.model import (
    AnyEvent,
    Course,
    Disease,
    Document,
    Finding,
)
from epicrisis.store.records import Extraction, RunRecord

Row = dict[str, Any]


def layout(document: Document) -> str:
    """Give everything of a document but its text, as JSON."""
    return document.model_dump_json(exclude={"text"}, exclude_defaults=True)


def body(noun: Course | Finding) -> str:
    """Give a course or a finding as JSON."""
    return noun.model_dump_json(exclude_none=True)


@dataclass(frozen=True, slots=True)
class Written:
    """An extraction as it is stored: layout, courses and findings, each as JSON."""

    layout: str
    courses: tuple[str, ...]
    findings: tuple[str, ...]

    @classmethod
    def of(cls, extraction: Extraction) -> "Written":
        """Write an extraction out."""
        return cls(
            layout(extraction.document),
            tuple(map(body, extraction.courses)),
            tuple(map(body, extraction.findings)),
        )

    def digest(self) -> str:
        """Give the hash of all of it."""
        parts = (self.layout, *self.courses, *self.findings)
        return sha256("\x1e".join(parts).encode()).hexdigest()


def course_row(course: Course) -> Row:
    """Give what a list of cases shows of a course."""
    who = course.individual
    return {
        "patient": who.id,
        "cited": course.cited is not None,
        "age_years": who.age.years if who.age else None,
        "sex": who.sex.value if who.sex else None,
        "diagnosis": _diagnosis(course),
        "event_count": len(course.events),
    }


def _diagnosis(course: Course) -> str:
    """The principal diagnosis, or else the first one that the patient has."""
    found = [e for e in course.events if isinstance(e, Disease) and e.status == "present"]
    found.sort(key=lambda event: not event.principal)
    return _concept(found[0]) if found else ""


def _concept(event: AnyEvent) -> str:
    return event.concept.label if event.concept else event.text


def document_from(text: str, layout: str, place: str) -> Document:
    """Put a document together again, and see that its text is still the one it was.

    Raises:
        LibraryDamagedError: It is not.
    """
    try:
        document = Document.model_validate({**json.loads(layout), "text": text})
    except (ValueError, ValidationError) as error:
        raise _damaged(place, "a document", error) from error
    if document.id.startswith("sha256:"):
        found = "sha256:" + sha256(text.encode()).hexdigest()
        if found != document.id:
            raise _damaged(place, f"document {document.name}", "its text has changed")
    return document


def course_from(body: str, case: str, place: str) -> Course:
    """Read a course back under the id that it has in the library.

    Raises:
        LibraryDamagedError: What is stored is no course.
    """
    try:
        course = Course.model_validate_json(body)
    except ValueError as error:
        raise _damaged(place, f"case {case}", error) from error
    return course if course.id == case else course.model_copy(update={"id": case})


def finding_from(body: str, place: str) -> Finding:
    """Read a finding back.

    Raises:
        LibraryDamagedError: What is stored is no finding.
    """
    try:
        return Finding.model_validate_json(body)
    except ValueError as error:
        raise _damaged(place, "a finding", error) from error


def run_row(run: RunRecord) -> Row:
    """Give the row of a run."""
    return {
        "uid": run.uid,
        "program": run.program,
        "engine": run.engine,
        "settings": settings_text(run),
        "started_at": run.started_at,
    }


def settings_text(run: RunRecord) -> str:
    """Give a run's settings in one form, whatever their order."""
    return json.dumps(dict(run.settings), sort_keys=True, ensure_ascii=False)


def run_from(row: Any) -> RunRecord:
    """Read a session back."""
    return RunRecord(
        uid=row.uid,
        program=row.program,
        engine=row.engine,
        settings=json.loads(row.settings),
        started_at=row.started_at,
    )


def _damaged(place: str, what: str, why: object) -> LibraryDamagedError:
    line = str(why).splitlines()[0]
    return LibraryDamagedError(
        place,
        f"{what} cannot be read back as it was written ({line})",
        "Copy the file before anything else; then restore a backup. Other cases can still be read.",
    )
