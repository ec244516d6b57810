"""What one place of the text says, before it is known whose it is and when it was.

Mentions live between the finding stages only and there are thousands in a document, so they are
plain slotted objects and not pydantic models. Their offsets are into the `View`.
"""

from dataclasses import dataclass, field
from typing import Literal

from epicrisis.model.documents import Document
from epicrisis.model.passages import Segmentation
from epicrisis.model.quantities import Comparator

MentionKind = Literal[
    "analyte",
    "quantity",
    "result",
    "quality",
    "dose",
    "therapy",
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
QuantityForm = Literal["number", "range", "pair", "titre", "from", "to"]


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
        ordinal: Calendar dates: proleptic ordinal of the first day meant; None otherwise, and for
            dates without a year, whose `low` and `high` suit those beside them alone.
        role: What it is in its sentence, as judged by the words around it; "" before that.
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
    role: str = ""


@dataclass(slots=True)
class Mention:
    """A typed span of the view.

    Attributes:
        start: View offset.
        end: View offset behind it.
        kind: What it is.
        id: Id of the concept in its packaged table, the sort of a dose in words (`count`, `taper`
            ...), or "".
        also: Other concepts that bear the same name, as (kind, id).
        assertion: What the words around it say; set by the assertion finder.
        role: What a number, a name or a result word is in its sentence (`lab_value`, `dosage`,
            `medication`, `other` ...), as judged by the words around it; "" if nobody judged.
    """

    start: int
    end: int
    kind: MentionKind
    id: str = ""
    also: tuple[tuple[str, str], ...] = ()
    assertion: Assertion | None = None
    role: str = ""

    def concept(self, kind: str) -> str:
        """The id this mention has as a concept of that kind, or ""."""
        if self.kind == kind:
            return self.id
        for other, id in self.also:
            if other == kind:
                return id
        return ""


@dataclass(slots=True)
class QuantityMention(Mention):
    """A number with what belongs to it.

    `start:number_end` are the number itself (a range whole), `start:end` the unit too; a comparator
    stands before `start` and is left out of the span. `form` tells a plain number from a range
    (`35-45`), a pair (`141/59`), a fraction of a scale (`4/5`) and one side of a change (`from 5`).
    """

    value: float = 0.0
    high: float | None = None
    comparator: Comparator | None = None
    number_end: int = 0
    form: QuantityForm = "number"
    unit: str | None = None
    ucum: str | None = None
    dimension: str = ""
    base: str = ""
    per_kg: bool = False
    per_m2: bool = False
    per_time: str | None = None


@dataclass(slots=True)
class AgeMention(Mention):
    """An age at presentation: the number, its UCUM unit (`a`, `mo`, `wk`, `d`), and in years."""

    value: float = 0.0
    high: float | None = None
    unit: str = ""
    ucum: str = "a"
    years: float = 0.0


@dataclass(slots=True)
class Reading:
    """A document with everything that was found in its text, before it is put together.

    `mentions` and `times` are in the order of the view; `times` do not overlap one another.
    """

    document: Document
    segmentation: Segmentation
    mentions: list[Mention] = field(default_factory=list)
    times: list[TimeExpression] = field(default_factory=list)


@dataclass(slots=True)
class Link:
    """Two spans of the view that belong together: a result or a dose, and what it is of.

    `kind` is `lab` (result to the name of the examination) or `dose` (dose to the drug). `value` is
    the mention that is linked; `start:end` are the name; `lead` says how sure the link is, in
    hundredths of the model's score.
    """

    kind: Literal["lab", "dose"]
    value: Mention | TimeExpression
    start: int
    end: int
    lead: int = 0
