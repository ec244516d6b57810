"""The parts of a view: passages with their section, sentences with whom they speak of."""

from dataclasses import dataclass, field
from typing import Literal

from epicrisis.model.views import View

SectionName = Literal[
    "title",
    "abstract",
    "keywords",
    "introduction",
    "methods",
    "case",
    "results",
    "discussion",
    "conclusion",
    "table",
    "caption",
    "back",
]
Subject = Literal["patient", "cited", "cohort", "general"]


@dataclass(slots=True)
class Passage:
    """A stretch of the view that stands together: a paragraph, a heading, a caption, a table cell.

    `table` and `cell` index `Document.tables` and its `cells`; both are None outside tables.
    """

    start: int
    end: int
    kind: str
    section: SectionName
    table: int | None = None
    cell: int | None = None


@dataclass(slots=True)
class Sentence:
    """A sentence of the view and whom it speaks of.

    Attributes:
        start: View offset.
        end: View offset behind its last character.
        passage: Index of its passage.
        section: Section of its passage.
        subject: `patient` for the document's own, `cited` for other people's reports, `cohort` for
            groups and trials, `general` for statements about nobody in particular.
        patient: Which of the document's own patients, `1`, `2`...; "" where it is about all.
        references: Numbers of the reference list cited in it.
    """

    start: int
    end: int
    passage: int
    section: SectionName
    subject: Subject = "patient"
    patient: str = "1"
    references: tuple[int, ...] = ()


@dataclass(slots=True)
class Segmentation:
    """A document cut for reading.

    Attributes:
        view: The text to read.
        passages: In the order of the view.
        sentences: In the order of the view; table cells have none.
        abbreviations: Short form to long form, as the document itself defines them.
        patients: Ids of the document's own patients; empty when it reports none.
        report: False for what is not about human patients (an animal, a survey, an athlete).
        tables: Whose data each of `Document.tables` holds.
    """

    view: View
    passages: list[Passage] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    abbreviations: dict[str, str] = field(default_factory=dict)
    patients: tuple[str, ...] = ("1",)
    report: bool = True
    tables: tuple[Subject, ...] = ()
