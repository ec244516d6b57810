"""Putting a report together: which sections, in which order."""

from collections.abc import Iterable, Iterator, Mapping

from epicrisis.model import Course, Finding
from epicrisis.report import estimates, front, patients
from epicrisis.report.making import making
from epicrisis.report.material import Choices, Material
from epicrisis.report.parts import Report, Section
from epicrisis.synthesis import Cohort, Flow, condition
from epicrisis.synthesis.moments import moment, spelt_out

TITLE = "What the reports tell"


def compile_report(
    cohort: Cohort,
    *,
    question: str = "",
    title: str = "",
    choices: Choices | None = None,
    findings: Iterable[Finding] = (),
    flow: Flow | None = None,
    courses: Iterable[Course] | None = None,
    abbreviations: Mapping[str, Mapping[str, str]] | None = None,
    version: str = "",
    checks: int = 0,
) -> Report:
    """Write a report of a cohort.

    It has the question, the flow of reports and patients, the evidence table, each patient's time,
    examinations over time, treatment, shares and times of events with their warnings, the findings
    of the audit that touch an included datum, a paragraph on methods, and the references.

    Args:
        cohort: The patients; with their documents, cells lead to sentences.
        question: What was asked, in a person's words.
        title: What stands above it.
        choices: Events, examinations, days and drug to show.
        findings: What the audit says of the documents.
        flow: Numbers of reports and patients at each step; without it the flow and the paragraph
            on methods are left out, and the report says so.
        courses: All courses that were read, before any condition; those of the cohort if not given.
        abbreviations: Short forms with what they stand for, by document.
        version: Version of epicrisis, for the methods.
        checks: How many checks the audit has.

    Raises:
        InputError: An event, an examination or a moment is asked for that nothing bears.
    """
    material = Material(
        cohort,
        choices or Choices(),
        question,
        tuple(findings),
        flow,
        tuple(cohort.courses if courses is None else courses),
        abbreviations or {},
        version,
        checks,
    )
    _check(material)
    return Report(title or TITLE, tuple(_sections(material)), version)


def _check(material: Material) -> None:
    """Refuse names that nothing bears before anything is estimated, also where nobody is left."""
    choices, told = material.choices, material.courses
    for name in choices.events:
        condition(spelt_out(name, told), told)
    moment(choices.origin, told)
    moment(choices.align, told)


def _sections(material: Material) -> Iterator[Section]:
    yield front.question(material)
    yield front.flow(material)
    shown = estimates.over_time(material)
    if len(material.cohort):
        yield patients.evidence(material)
        yield patients.swimming(material)
        yield estimates.examinations(material, shown)
        yield estimates.treatment(material)
        for number, name in enumerate(material.choices.events, start=1):
            yield estimates.event(material, name, number)
        yield patients.doubts(material)
    yield making(material, [found.analyte for found in shown])
    if len(material.cohort):
        yield front.references(material)
