"""What one place of the text says, before it is known whose it is and when it was.

Mentions live between the finding stages only and there are thousands in a document, so they are
plain slotted objects and not pydantic models. Their offsets are into the `View`.
"""

from dataclasses import dataclass
from typing import Literal

MentionKind = Literal[
    "analyte",
    "quantity",
    "result",
    "drug",
    "drug_class",
    "procedure",
    "imaging",
    "biopsy",
    "finding",
    "disease",
    "outcome",
    "encounter",
    "time",
    "age",
    "sex",
    "ethnicity",
]


@dataclass(slots=True)
class Assertion:
    """What the words around a mention say of it (ConText, Harkema et al. 2009).

    `status` is present, absent (negated), uncertain, planned, considered, stopped, not_done.
    `experiencer` is patient, family or other; `historical` puts it before the present illness.
    """

    status: str = "present"
    experiencer: str = "patient"
    historical: bool = False
    conditional: bool = False
    cue: tuple[int, int] | None = None


@dataclass(slots=True)
class TimeExpression:
    """A phrase of time and what it binds, in days (TimeML: TIMEX3 with its anchor).

    Attributes:
        start: View offset of the phrase.
        end: View offset behind it.
        kind: `date` (a moment: "10 days after", "day 92", "in March 2014"), `duration` ("for 5
            days"), `set` ("every second week"), `age` ("at the age of 22").
        low: Least number of days meant; -inf where open.
        high: Greatest number of days meant; inf where open.
        relation: `after` or `before` an anchor event, `at` the anchor itself, `day` for a day
            number of the report's own axis, `calendar` for a date, `past` for "for the past 3
            weeks", `none` for durations and sets.
        anchor: What it is counted from: an encounter class ("admission", "discharge"), "onset",
            "diagnosis", "treatment", "previous" (the event told before), "symptom", "" if none.
        anchor_span: View span of the words that name the anchor event, if any.
        ordinal: Calendar dates: proleptic ordinal of the first day meant, so that two dates can
            be subtracted; None otherwise.
    """

    start: int
    end: int
    kind: Literal["date", "duration", "set", "age"]
    low: float
    high: float
    relation: str = "none"
    anchor: str = ""
    anchor_span: tuple[int, int] | None = None
    ordinal: int | None = None


@dataclass(slots=True)
class Mention:
    """A typed span of the view.

    Attributes:
        start: View offset.
        end: View offset behind it.
        kind: What it is.
        id: Id of the concept in its packaged table, or "".
        assertion: What the words around it say; set by the assertion finder.
    """

    start: int
    end: int
    kind: MentionKind
    id: str = ""
    assertion: Assertion | None = None
