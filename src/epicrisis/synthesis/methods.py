"""The paragraph on methods that a paper needs: what was done, by which versions, with what numbers.

Every number comes from the run; nothing in it is a claim on how accurate the run was.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from epicrisis.model import Course, Document, Finding
from epicrisis.model.fingerprints import Fingerprint
from epicrisis.synthesis.flow import Flow, counted

_ROW = re.compile(r"^\| `(hpo|mondo)\.tsv\.gz` \| [^|]+ \| ([^|]+) \|", re.MULTILINE)
_FORMATS = {
    "bioc": "BioC",
    "docx": "DOCX",
    "html": "HTML",
    "jats": "JATS XML",
    "markdown": "Markdown",
    "pdf": "PDF",
    "pubmed": "PubMed XML",
    "text": "plain text",
}


@cache
def terminologies() -> dict[str, str]:
    """Give the versions of the packaged ontologies, as the account of the data states them."""
    account = files("epicrisis.vocab").joinpath("data/README.md").read_text("utf-8")
    return {name.upper(): version.strip() for name, version in _ROW.findall(account)}


def methods(
    numbers: Flow,
    documents: Sequence[Document],
    courses: Sequence[Course],
    findings: Iterable[Finding],
    *,
    version: str,
    checks: int,
) -> str:
    """Write the paragraph.

    Args:
        numbers: The flow of reports and patients.
        documents: The reports read; those without a course are in no count of formats.
        courses: Their courses.
        findings: What the audit says of them.
        version: Version of epicrisis.
        checks: How many checks the audit has.
    """
    paragraphs = (
        _reading(numbers, documents, courses, version),
        _auditing(list(findings), checks),
        _selecting(numbers),
        _limits(courses),
    )
    return "\n\n".join(" ".join(part.split()) for part in paragraphs if part) + "\n"


def _reading(
    numbers: Flow, documents: Sequence[Document], courses: Sequence[Course], version: str
) -> str:
    told = {course.document for course in courses}
    formats = Counter(_FORMATS.get(d.format, d.format) for d in documents if d.id in told)
    listed = ", ".join(f"{name} {count}" for name, count in formats.most_common())
    events = [event for course in courses for event in course.events]
    places = sum(len(event.anchors) for event in events)
    terms = ", ".join(f"{name} {v}" for name, v in sorted(terminologies().items()))
    engines = Counter(event.origin.partition("/")[0] for event in events)
    by = " and ".join(sorted(engines)) or "no engine"
    holds = "holds" if len(courses) == 1 else "hold"
    state = "states" if places == 1 else "state"
    known = numbers.unreadable is not None
    unread = f"not readable: {numbers.unreadable}; " if known else ""
    unknown = "" if known else "; how many files could not be read, a library does not know"
    return f"""
        Patients' courses were extracted from {counted(numbers.files, "file")} with epicrisis
        {version} (engine: {by}), without access to a network. Left out: {numbers.lost}
        ({unread}copy of another one: {numbers.copies}; without a human patient's course:
        {numbers.without}{unknown}). The remaining {counted(numbers.reports, "report")}
        ({listed or "none"}) gave {counted(numbers.own, "patient")} of their own and
        {numbers.cited} cited from other authors one by one; rows of literature tables that stand
        for groups ({numbers.groups}) were kept apart. {counted(len(courses), "course")} {holds}
        {counted(len(events), "event")}, which {counted(places, "place")} of the texts {state};
        every one of them keeps the characters that state it; {Fingerprint(courses)} names these
        courses, as it does in a snapshot of them. Findings and diseases are coded in the
        packaged terminologies ({terms}), units in UCUM. Times are intervals of days as the reports
        give them; no midpoint was assumed."""


def _auditing(findings: list[Finding], checks: int) -> str:
    severities = Counter(finding.severity for finding in findings)
    dismissed = sum(finding.status == "dismissed" for finding in findings)
    listed = ", ".join(counted(severities[s], s) for s in ("error", "warning", "note"))
    number = counted(len({finding.anchors[0].document for finding in findings}), "report")
    return f"""
        Each report was audited by {checks} checks of doses, units, arithmetic, physiology, times,
        tables and citations: {listed} in {number}, of which people dismissed {dismissed}.
        No printed value was changed; doubted ones stand as printed and are marked."""


def _selecting(numbers: Flow) -> str:
    if not numbers.steps:
        return ""
    parts = [f"{step.text} ({step.tally})" for step in numbers.steps]
    total = numbers.kept - numbers.kept_groups
    merged = (
        f"Courses decided by people to be of a patient whom another report tells of, and counted "
        f"once: {numbers.merged}. "
        if numbers.merged
        else ""
    )
    return f"""
        {merged}Patients were selected by: {"; then ".join(parts)}. What a report does not say was
        counted as not reported, never as no. Analysed: {counted(total, "patient")}."""


def _limits(courses: Sequence[Course]) -> str:
    single = counted(sum(course.cited is None for course in courses), "patient")
    return f"""
        Published cases are a selection: reports of single patients favour what is rare, severe or
        successful, and no proportion among these {single} estimates one among all who have
        the disease."""
