"""The columns an evidence table can have, one small function each.

A column of the form `lab:NAME`, `drug:NAME` or `asked:NAME` takes what stands behind its colon:
`lab:ferritin`, `drug:rituximab`, `finding:fever`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

from epicrisis.errors import UnknownNameError
from epicrisis.measures import measure
from epicrisis.measures.base import Derived
from epicrisis.model import Anchor, AnyEvent, Course, Measurement, Outcome, describe
from epicrisis.model.studies import whose
from epicrisis.synthesis import phrases
from epicrisis.synthesis.illnesses import diseases
from epicrisis.synthesis.rows import NOT_DONE, NOT_REPORTED, Drug, EvidenceCell, Row, treatments
from epicrisis.synthesis.sought import Scope, Sought, seek

MOST_OUTCOMES = 6
MOST_NAMES = 8  # antibodies, findings, and names of further drugs, shown in one cell
_LETTERS = {"female": "F", "male": "M"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its stable name, its heading, what it holds, and how a cell is written.

    `{drug}` in a heading stands for the drug that the table is about.
    """

    name: str
    heading: str
    title: str
    write: Callable[[Row], EvidenceCell]


def study(row: Row) -> EvidenceCell:
    """Name the source; for a cited patient also whose it is, with the reference number."""
    course, same = row.course, row.told_before
    again = (row.notes.note(f"Decided to be the patient of {same}."),) if same else ()
    if course.cited is None:
        patient = "" if course.individual.id == "1" else f", patient {course.individual.id}"
        return EvidenceCell(f"{row.study}{patient}{''.join(again)}", marks=again)
    anchors = course.cited.anchors
    marks = (*row.notes.marks_at(course, anchors), *again)
    return row.made(f"{whose(course.cited)}, cited by {row.study}{''.join(marks)}", anchors, marks)


def design(row: Row) -> EvidenceCell:
    """What kind of publication it is."""
    source = row.printed("design")
    if source:
        return row.as_printed(source)
    known = row.document.citation.article_type if row.document and not row.course.cited else ""
    words = known.replace("-", " ").replace("_", " ")
    return EvidenceCell(words) if words else EvidenceCell(NOT_REPORTED, blank=NOT_REPORTED)


def patients(row: Row) -> EvidenceCell:
    """How many patients the row stands for."""
    cited = row.course.cited
    if cited is None:
        return EvidenceCell("1")
    if cited.patients is None:
        return EvidenceCell(NOT_REPORTED, blank=NOT_REPORTED)
    return row.made(str(cited.patients), cited.anchors)


def person(row: Row, what: Sequence[str] = ("age", "sex")) -> EvidenceCell:
    """Age and sex, `58 F`; years are understood, other units are printed."""
    who, parts = row.course.individual, []
    anchors: tuple[Anchor, ...] = ()
    if who.age and "age" in what:
        age = who.age.quantity
        years = who.age.years == age.value
        parts.append(str(age.model_copy(update={"unit": None}) if years else age))
        anchors += who.age.anchors
    for name in ("sex", "ethnicity"):
        attribute = getattr(who, name)
        if attribute and name in what:
            parts.append(_LETTERS.get(attribute.value, attribute.value))
            anchors += attribute.anchors
    if not parts:
        return EvidenceCell(NOT_REPORTED, blank=NOT_REPORTED)
    marks = row.notes.marks_at(row.course, anchors)
    return row.made(", ".join(parts) + "".join(marks), anchors, marks)


def disease(row: Row) -> EvidenceCell:
    """The diagnoses of this illness."""
    return row.cell(diseases(row.course), most=MOST_NAMES, role="disease")


def serology(row: Row) -> EvidenceCell:
    """Antibodies with their results."""
    return row.cell(phrases.serology(row.course), most=MOST_NAMES, role="serology")


def dose(row: Row) -> EvidenceCell:
    """Doses of the drug the table is about."""
    found = row.of_drug
    return row.cell(phrases.doses(found), blank=phrases.why_no_dose(found), role="dose")


def duration(row: Row) -> EvidenceCell:
    """Its cycles and intervals."""
    found = row.of_drug
    said = [phrases.cycles(found), *phrases.intervals(found)]
    return row.cell(said, role="duration")


def others(row: Row) -> EvidenceCell:
    """The other drugs that were given."""
    found = [t for t in treatments(row.course) if t not in row.drug and t.status in phrases.GIVEN]
    named = ((phrases.name(t), [t]) for t in found)
    return row.cell(named, most=MOST_NAMES, between=", ", role="others")


def outcome(row: Row) -> EvidenceCell:
    """Life or death, then how it went."""
    return row.cell(phrases.outcomes(row.course), most=MOST_OUTCOMES, role="outcome")


def findings(row: Row, status: str = "present") -> EvidenceCell:
    """Findings of one status, each once."""
    events = row.course.of_kind("phenotypic_feature")
    named = [(phrases.name(e), [e]) for e in events if getattr(e, "status", "") == status]
    return row.cell(named, most=MOST_NAMES, between=", ")


def seen(row: Row, kind: str) -> EvidenceCell:
    """What pictures or tissue showed."""
    said = [(": ".join(p for p in describe(e) if p), [e]) for e in row.course.of_kind(kind)]
    return row.cell(said)


def procedures(row: Row) -> EvidenceCell:
    """Procedures that took place."""
    done = [e for e in row.course.of_kind("procedure") if getattr(e, "status", "") == "given"]
    return row.cell([(phrases.name(e), [e]) for e in done], most=MOST_NAMES, between=", ")


def adverse(row: Row) -> EvidenceCell:
    """Adverse events."""
    events = [e for e in row.course.events if isinstance(e, Outcome)]
    harm = [e for e in events if e.outcome == "adverse_event"]
    return row.cell([(describe(e)[1] + (f": {e.text}" if e.text else ""), [e]) for e in harm])


def follow_up(row: Row) -> EvidenceCell:
    """Days from day zero to death or to the last dated event."""
    found = measure(row.course, ["follow_up_days"])
    by_id = {event.id: event for event in row.course.events}
    return row.cell([(_span(d), [by_id[i] for i in d.inputs]) for d in found])


def _span(length: Derived) -> str:
    """Whole days; that no day is known behind day zero says nothing."""
    low, high = length.low or 0.0, length.high
    if high is None:
        return f"≥ {low:.0f} days" if low >= 1 else ""
    return f"{low:.0f} days" if round(low) == round(high) else f"{low:.0f} to {high:.0f} days"


COLUMNS: MappingProxyType[str, Column] = MappingProxyType(
    {
        column.name: column
        for column in (
            Column("study", "Study", "the report, or whose patient it cites", study),
            Column("design", "Type", "case report, series and so on, as printed", design),
            Column("patients", "Patients", "how many the row stands for", patients),
            Column("person", "Age, sex", "age in years and sex", person),
            Column("age", "Age", "age at presentation", partial(person, what=("age",))),
            Column("sex", "Sex", "F or M", partial(person, what=("sex",))),
            Column("ethnicity", "Ethnicity", "as printed", partial(person, what=("ethnicity",))),
            Column("disease", "Disease", "diagnoses of this illness", disease),
            Column("serology", "Serology", "antibodies with results", serology),
            Column("findings", "Findings", "symptoms and signs present", findings),
            Column(
                "absent", "Stated absent", "findings denied", partial(findings, status="absent")
            ),
            Column("imaging", "Imaging", "what pictures showed", partial(seen, kind="imaging")),
            Column("biopsy", "Biopsy", "what tissue showed", partial(seen, kind="biopsy")),
            Column("dose", "{drug}: dose and schedule", "doses of --drug as printed", dose),
            Column("duration", "{drug}: cycles and intervals", "cycles, intervals", duration),
            Column("others", "Co-medication", "other drugs given", others),
            Column("procedures", "Procedures", "procedures done", procedures),
            Column("outcome", "Outcome", "life or death, and how it went", outcome),
            Column("adverse", "Adverse events", "harms stated", adverse),
            Column("follow_up", "Follow-up", "days to death or last dated event", follow_up),
        )
    }
)
DEFAULT = (
    "study",
    "design",
    "patients",
    "person",
    "disease",
    "serology",
    "dose",
    "duration",
    "others",
    "outcome",
)
OF_THE_DRUG = frozenset({"dose", "duration"})


def chosen_columns(names: Iterable[str], courses: Sequence[Course]) -> tuple[Column, ...]:
    """Give columns by name.

    Raises:
        UnknownNameError: There is no such column.
        InputError: What stands behind the colon is not known.
    """
    known = {**COLUMNS, **{f"{kind}:NAME": None for kind in _OPEN}}
    found = []
    for name in names:
        kind, colon, subject = name.partition(":")
        if colon and kind in _OPEN and subject.strip():
            found.append(_OPEN[kind](subject.strip(), courses))
        elif name in COLUMNS:
            found.append(COLUMNS[name])
        else:
            raise UnknownNameError("column", name, known)
    return tuple(found)


def _of_drug(name: str, courses: Sequence[Course]) -> Column:
    drug = Drug.named(name, courses)
    heading = f"{drug.label}: dose and schedule"
    return Column(f"drug:{name}", heading, "", lambda row: dose(replace(row, drug=drug)))


def _of_result(name: str, courses: Sequence[Course]) -> Column:
    sought = seek("analyte", name, Scope(courses))
    label = sought.label[:1].upper() + sought.label[1:]
    return Column(f"lab:{name}", label, "", partial(_results, sought=sought))


def _results(row: Row, sought: Sought) -> EvidenceCell:
    events = [e for e in row.course.events if isinstance(e, Measurement) and sought.finds(e)]
    undone = events and all(e.interpretation == "not_done" for e in events)
    said: list[tuple[str, Sequence[AnyEvent]]] = [(phrases.results(events), events)]
    return row.cell([] if undone else said, blank=NOT_DONE if undone else NOT_REPORTED)


def _of_finding(name: str, courses: Sequence[Course]) -> Column:
    sought = seek("disease", name, Scope(courses))
    return Column(
        f"finding:{name}", name[:1].upper() + name[1:], "", partial(_found, sought=sought)
    )


def _found(row: Row, sought: Sought) -> EvidenceCell:
    events = row.course.of_kind("phenotypic_feature", "disease")
    present = [e for e in events if sought.finds(e) and getattr(e, "status", "") != "absent"]
    absent = [e for e in events if sought.excludes(e) and getattr(e, "status", "") == "absent"]
    said = [(_dated(getattr(e, "status", ""), e), [e]) for e in present]
    return row.cell(said or [("absent", absent)] if absent or said else [])


def _dated(status: str, event: AnyEvent) -> str:
    return f"{status}: {phrases.name(event)}"


_OPEN: MappingProxyType[str, Callable[[str, Sequence[Course]], Column]] = MappingProxyType(
    {"lab": _of_result, "drug": _of_drug, "finding": _of_finding}
)
