"""What a report is compiled from, and what can be chosen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from epicrisis.model import Course, Document, Finding
from epicrisis.model.studies import study_name
from epicrisis.report.parts import Block, Items, Words
from epicrisis.synthesis import Cohort, Flow
from epicrisis.synthesis.results import Missing

MOST_IDS = 400  # named one by one for one figure


@dataclass(frozen=True, slots=True)
class Choices:
    """What a report asks; each has a default that suits any folder.

    Attributes:
        events: Conditions of which shares are given, and to which times are estimated.
        origin: What times to an event are counted from.
        analytes: Examinations to lay over one another; by default those that most patients have
            at two times or more.
        align: What the days of examinations are counted from.
        drug: Whose doses the evidence table shows; by default as `evidence_table` chooses.
        together: Pool case reports, series and literature tables together.
    """

    events: tuple[str, ...] = ("died",)
    origin: str = "admission"
    analytes: tuple[str, ...] = ()
    align: str = "admission"
    drug: str = ""
    together: bool = False


@dataclass(frozen=True, slots=True)
class Material:
    """All that the sections are written from.

    Attributes:
        cohort: The patients who are asked.
        choices: What is asked.
        question: The question in a person's words; may be empty.
        findings: What the audit says of their reports.
        flow: Numbers of reports and patients at each step; None where nobody counted.
        courses: All courses that were read, before any condition.
        abbreviations: Short forms with what they stand for, by document.
        version: Version of epicrisis.
        checks: How many checks the audit has.
    """

    cohort: Cohort
    choices: Choices
    question: str
    findings: tuple[Finding, ...]
    flow: Flow | None
    courses: tuple[Course, ...]
    abbreviations: Mapping[str, Mapping[str, str]]
    version: str
    checks: int

    @property
    def documents(self) -> list[Document]:
        """The reports of which a patient is included, in order."""
        used = {course.document for course in self.cohort.courses}
        return [d for id, d in self.cohort.documents.items() if id in used]

    def study(self, document: str) -> str:
        """Name a report by its id."""
        known = self.cohort.documents.get(document)
        if known is not None:
            return study_name(known)
        named = (c.document_name for c in self.cohort.courses if c.document == document)
        return next(named, "") or document

    def of_them_all(self) -> list[str]:
        """Give what must be known of every number made of these patients."""
        from epicrisis.synthesis.persons import general_notes, persons

        return general_notes(persons(self.cohort)[0], together=self.choices.together)

    def apart(self) -> list[Missing]:
        """Give the rows that are no patients of their own: they are in no figure."""
        from epicrisis.synthesis.persons import persons

        return persons(self.cohort)[1]

    def missing(self, found: Iterable[Missing]) -> str:
        """Name who gives nothing to a figure; who is `apart` is named once for all of them."""
        never = {one.patient.id for one in self.apart()}
        return missing([one for one in found if one.patient.id not in never])


def ids(label: str, found: Sequence[str]) -> str:
    """Name patients by their ids, with how many they are: "Yes (2): a/1, b/1."."""
    if not found:
        return ""
    more = len(found) - MOST_IDS
    shown = ", ".join(found[:MOST_IDS]) + (f" and {more} more" if more > 0 else "")
    return f"{label} ({len(found)}): {shown}."


def missing(found: Iterable[Missing]) -> str:
    """Name those who give nothing, by the reason; nobody is an answer, too."""
    reasons: dict[str, list[str]] = {}
    for one in found:
        reasons.setdefault(one.reason, []).append(one.patient.id)
    if not reasons:
        return "Missing: nobody."
    return " ".join(ids(f"Missing, {reason}", who) for reason, who in reasons.items())


def small(*sentences: str) -> Words:
    """Give ids and who is missing as small print."""
    return Words(" ".join(one for one in sentences if one), "small")


def warnings(notes: Sequence[str], told: Sequence[str]) -> list[Block]:
    """Give what a reader must know beside what was told of all numbers."""
    lines = tuple(sentence(note) for note in dict.fromkeys(notes) if note not in told)
    return [Items(lines, "warnings")] if lines else []


def sentence(words: str) -> str:
    """Make a sentence of a note.

    >>> sentence("no patient: there is nothing to estimate")
    'No patient: there is nothing to estimate.'
    """
    flat = " ".join(words.replace("`", "").split())
    return flat[:1].upper() + flat[1:] + ("" if flat.endswith((".", "!", "?")) else ".")
