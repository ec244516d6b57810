"""Of how many patients something is so."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from epicrisis.synthesis.plain import Result
from epicrisis.synthesis.results.people import Missing, Patient
from epicrisis.synthesis.sheets import Sheet, Shown

if TYPE_CHECKING:
    from epicrisis.synthesis.estimates import Fourfold, Pooled, Proportion, Tipping


@dataclass(frozen=True, slots=True)
class ShareGroup(Result):
    """A share among the patients of one kind, or of one answer to `by`.

    Attributes:
        answer: What `by` answers for these; empty if that was not asked.
        kind: How their papers present them.
        yes: Ids of those of whom it is so.
        no: Ids of those of whom it is not so.
        unreported: Ids of those whose reports do not say; they are in no denominator.
        pooled: The share over the papers; `None` if no report says.
        if_none: The share if it were so of none of the unreported; `None` if there is nobody.
        if_all: The share if it were so of all of them.
        tipping: How many unpublished patients would overturn that it is so of fewer, or of more,
            than the threshold; `None` if no report says.
    """

    answer: str
    kind: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    unreported: tuple[str, ...]
    pooled: "Pooled | None"
    if_none: "Proportion | None"
    if_all: "Proportion | None"
    tipping: "Tipping | None"


@dataclass(frozen=True, slots=True)
class ShareComparison(Result):
    """Two answers to `by`, tested against one another.

    Attributes:
        kind: How the papers present the patients.
        answers: The two answers.
        test: The fourfold table, first answer first.
        tipping: How many unpublished patients would silence Fisher's test.
    """

    kind: str
    answers: tuple[str, str]
    test: "Fourfold"
    tipping: "Tipping"


@dataclass(frozen=True, slots=True)
class CohortShare(Shown):
    """Of how many patients something is so.

    Attributes:
        question: The condition.
        by: The question that parts the patients; empty if there is none.
        groups: One for each answer and kind.
        comparisons: One for each kind of which two answers to `by` are told.
        patients: Everybody asked.
        missing: Who is not counted, and why.
        notes: What a reader must know.
    """

    question: str
    by: str
    groups: tuple[ShareGroup, ...]
    comparisons: tuple[ShareComparison, ...]
    patients: tuple[Patient, ...]
    missing: tuple[Missing, ...]
    notes: tuple[str, ...]

    def sheets(self) -> Iterator[Sheet]:
        """Give a table for each group, and what is missing."""
        from epicrisis.synthesis.results.share_sheets import share_sheets

        return share_sheets(self)

    def records(self) -> list[dict[str, Any]]:
        """Give one row a patient: who, the answer, and that to `by`."""
        from epicrisis.synthesis.results.share_sheets import share_records

        return share_records(self)
