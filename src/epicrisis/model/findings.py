"""What the audit says, and what a person decided."""

from typing import Literal

from pydantic import Field

from epicrisis.model.anchors import Anchor
from epicrisis.model.base import Noun

Severity = Literal["error", "warning", "note", "info"]
FindingStatus = Literal["open", "accepted", "dismissed"]


class Finding(Noun):
    """A doubtful place, with everything needed to judge it.

    Attributes:
        code: Stable code of the check, `DOS001`.
        severity: error: the reader is misled; warning: both cannot be right; note: worth asking.
        message: One or two sentences for a person.
        anchors: Where it stands; the first is the place to underline.
        related: The counterpart statements.
        suggestion: The probable reading, never applied by itself.
        events: Ids of the events of the course it concerns.
        course: Id of the course, or empty for a finding on the document.
        status: open until a person decides; `decided_by` names who.
    """

    code: str
    severity: Severity
    message: str
    anchors: tuple[Anchor, ...] = Field(min_length=1)
    related: tuple[Anchor, ...] = ()
    suggestion: str | None = None
    events: tuple[str, ...] = ()
    course: str = ""
    status: FindingStatus = "open"
    decided_by: str | None = None


class Decision(Noun):
    """A person's yes, no or change on one datum, attached by quote and context."""

    anchor: Anchor
    verdict: Literal["confirmed", "rejected", "changed"]
    field: str = ""
    value: str | None = None
    reason: str = ""
    decided_by: str
    decided_at: str
