"""The sections that show the patients one by one, and what is doubtful in what they rest on."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from epicrisis.model import Anchor, Course, Finding
from epicrisis.plots import swimmer_figures
from epicrisis.report.material import Material, ids, small, warnings
from epicrisis.report.parts import Block, Doubt, Doubts, Evidence, Picture, Section, Words
from epicrisis.synthesis.flow import counted
from epicrisis.synthesis.footnotes import touches

MOST_DOUBTS = 200
MOST_SWIMMING = 100  # patients drawn one by one
_GRAVITY = ("error", "warning", "note", "info")


def evidence(material: Material) -> Section:
    """Give the evidence table."""
    table = material.cohort.evidence_table(
        material.findings, drug=material.choices.drug, abbreviations=material.abbreviations
    )
    if not table.rows:
        return Section("patients", "Patients", (Words("There is no patient to tabulate."),))
    about = f" The doses are those of {table.main}." if table.main else ""
    if not table.main and not material.choices.drug:
        about = " No dose of any drug is printed, so that there are no columns of doses."
    words = (
        "One row a patient. Each cell stands as printed and leads to the sentences that state it; "
        f"a blank says why it is blank.{about}"
    )
    return Section("patients", "Patients", (Words(words), Evidence(table)))


def swimming(material: Material) -> Section:
    """Draw each patient's time."""
    found = material.cohort.swimmer()
    figures = swimmer_figures(replace(found, missing=()), most=MOST_SWIMMING)
    caption = (
        f"Each patient's time in days from {found.origin}: bars are treatments, marks what "
        "happened, an arrow that the patient was alive when last seen."
    )
    drawn = found.rows[:MOST_SWIMMING]
    blocks: list[Block] = [Picture(figures[0], caption)]
    for number, figure in enumerate(figures[1:], start=2):
        blocks.append(Picture(figure, f"Further patients, {number} of {len(figures)}."))
    if len(drawn) < len(found.rows):
        rest = [row.patient.id for row in found.rows[MOST_SWIMMING:]]
        blocks.append(small(ids("Not drawn, because they are very many", rest)))
    blocks.append(
        small(ids("Drawn", [r.patient.id for r in drawn]), material.missing(found.missing))
    )
    blocks += warnings(found.notes, material.of_them_all())
    return Section("courses", "Courses in time", tuple(blocks))


def doubts(material: Material) -> Section:
    """List what the audit says of data that are included."""
    touching = list(_touching(material))
    touching.sort(key=lambda one: (_GRAVITY.index(one[0].severity), one[0].code, one[1]))
    title = "What the audit doubts in these data"
    if not material.findings and not material.checks:
        return Section("audit", title, (Words("These reports were not audited."),))
    if not touching:
        words = "No open finding of the audit touches a datum of an included patient."
        return Section("audit", title, (Words(words),))
    severities = Counter[str](finding.severity for finding, _ in touching)
    listed = ", ".join(counted(severities[s], s) for s in _GRAVITY if severities[s])
    reports = len({finding.anchors[0].document for finding, _ in touching})
    words = (
        f"Open findings that touch a datum of an included patient: {listed} in "
        f"{counted(reports, 'report')}. Nothing was changed: what is doubted stands as printed in "
        "every table and figure."
    )
    blocks: list[Block] = [Words(words)]
    blocks.append(Doubts(tuple(_doubt(f, study) for f, study in touching[:MOST_DOUBTS])))
    more = touching[MOST_DOUBTS:]
    if more:
        codes = Counter(finding.code for finding, _ in more)
        rest = ", ".join(f"{code} {number}" for code, number in sorted(codes.items()))
        blocks.append(Words(f"And {counted(len(more), 'further finding')}: {rest}.", "small"))
    return Section("audit", title, tuple(blocks))


def _touching(material: Material) -> Iterator[tuple[Finding, str]]:
    by_document: dict[str, list[Course]] = {}
    for course in material.cohort.courses:
        by_document.setdefault(course.document, []).append(course)
    for finding in material.findings:
        document = finding.anchors[0].document
        if finding.status == "dismissed" or document not in by_document:
            continue
        if any(_concerns(finding, course) for course in by_document[document]):
            yield finding, material.study(document)


def _concerns(finding: Finding, course: Course) -> bool:
    return any(touches(finding, course, event) for event in course.events) or any(
        anchor.overlaps(other) for anchor in finding.anchors for other in _about(course)
    )


def _about(course: Course) -> Iterator[Anchor]:
    """The places that tell who the patient is."""
    who = course.individual
    for attribute in (who.age, who.sex, who.ethnicity):
        if attribute is not None:
            yield from attribute.anchors


def _doubt(finding: Finding, study: str) -> Doubt:
    quote = " ".join(finding.anchors[0].exact.split())
    quote = quote if len(quote) <= 300 else quote[:299] + "…"
    return Doubt(
        finding.code,
        finding.severity,
        study,
        finding.message,
        finding.suggestion or "",
        quote,
        finding.status,
    )
