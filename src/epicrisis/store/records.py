"""What the library gives back: small frozen records beside the nouns of the model."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import uuid4

from pydantic import Field

from epicrisis.model import Course, Decision, Document, Finding, Noun

Status = Literal["added", "unchanged", "new version"]
Target = Literal["event", "finding", "individual"]
Hold = Literal["quote", "position", "lost"]


def now() -> str:
    """Give the time of day in UTC, as it is stored."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class RunRecord(Noun):
    """One run of a program that adds to the library.

    Attributes:
        uid: What tells this run from all others.
        program: Name and version, `epicrisis 0.1.0`. Courses that another program or version gives
            are a new version of their report, even where they are equal.
        engine: How courses were found: `rules`, a model's name, a person's.
        settings: Whatever else the result depends on.
    """

    uid: str = Field(default_factory=lambda: uuid4().hex)
    program: str
    engine: str = "rules"
    settings: Mapping[str, str] = Field(default_factory=dict)
    started_at: str = Field(default_factory=now)


class RunSummary(Noun):
    """A run as the library remembers it; `counts` are empty while it has not ended."""

    run: RunRecord
    finished_at: str | None = None
    counts: Mapping[str, int] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extraction:
    """What reading one document gave, ready to be added."""

    document: Document
    courses: tuple[Course, ...]
    findings: tuple[Finding, ...] = ()


class Ruling(Noun):
    """A person's decision as the library holds it.

    Attributes:
        number: Counts the library's decisions in the order they were made.
        case: The case it was made on.
        version: The version of the case that the person saw.
        target: What was decided on: a datum of the course, a finding of the audit, or a property
            of the person.
        kind: The kind of event, the code of the check, or the name of the property.
        id: Its name in the version that the person saw: the event's id, `DOS001#2` for the
            second finding of that code, or the name of the property.
        datum: What the person saw, as JSON.
    """

    number: int
    case: str
    version: int
    target: Target
    kind: str
    id: str = ""
    datum: str = ""
    decision: Decision


class Attachment(Noun):
    """Where a decision stands in another version of its case.

    `how` is `quote` where its words and context were found, `position` where only their place
    was, `lost` where the version holds no such datum; then `id` is empty and `reason` says why.
    """

    ruling: Ruling
    how: Hold
    case: str = ""
    id: str = ""
    reason: str = ""


class Added(Noun):
    """What became of one document that was to be added.

    Attributes:
        status: Whether it was new, held already in just this form, or known in another form.
        report: Name of the report in the library, the first part of its cases' ids.
        version: Number of the version that is now the current one.
        cases: Ids of its cases.
        kept: How many decisions stand in the new version.
        lost: Decisions that found no place in it; they stay with the version they were made on.
    """

    status: Status
    report: str
    version: int
    cases: tuple[str, ...] = ()
    kept: int = 0
    lost: tuple[Attachment, ...] = ()


class CaseRow(Noun):
    """A case in one line, as a list shows it."""

    case: str
    version: int
    title: str = ""
    age_years: float | None = None
    sex: str | None = None
    diagnosis: str = ""
    cited: bool = False
    events: int = 0
    decisions: int = 0


class Change(Noun):
    """What one datum was in the version before, and what it is now; empty where it was not."""

    what: str
    before: str = ""
    after: str = ""


class Version(Noun):
    """One version of a case: what made it and what changed.

    `present` is False where that version of the report has no such patient.
    """

    number: int
    added_at: str
    document: str
    run: RunRecord
    present: bool = True
    events: int = 0
    changes: tuple[Change, ...] = ()


class History(Noun):
    """All versions of a case, oldest first, and all decisions with their place in the newest."""

    case: str
    versions: tuple[Version, ...]
    decisions: tuple[Attachment, ...] = ()


class Quotation(Noun):
    """A passage of a document with the stretches in it that answer a query.

    `text` is `document.text[start:end]`; `marks` are half-open pairs of offsets into the document.
    """

    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...] = ()


class Hit(Noun):
    """A report that answers a query, the best first: its cases and the passages that match."""

    report: str
    title: str
    cases: tuple[str, ...]
    score: float
    quotations: tuple[Quotation, ...] = ()
