"""The rows of each table of a snapshot, for one report."""

from collections.abc import Callable, Iterator, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from epicrisis.model import COLUMNS, Course, Document, Finding, facts

Row = dict[str, Any]


class Report(NamedTuple):
    """A document with its courses and what the audit says of them."""

    document: Document
    courses: Sequence[Course]
    findings: Sequence[Finding]


def _documents(report: Report) -> Iterator[Row]:
    document, citation = report.document, report.document.citation
    words = ("title", "journal", "doi", "pmid", "pmcid", "licence", "article_type")
    cited = sum(course.cited is not None for course in report.courses)
    yield {
        "document_id": document.id,
        "document": document.name,
        "format": document.format,
        **{name: getattr(citation, name) or None for name in words},
        "authors": list(citation.authors),
        "year": citation.year,
        "characters": len(document.text),
        "references": len(document.references),
        "own_patients": len(report.courses) - cited,
        "cited_patients": cited,
    }


def _courses(report: Report) -> Iterator[Row]:
    for course in report.courses:
        who, cited, zero = course.individual, course.cited, course.day_zero
        yield {
            "course": course.id,
            "document_id": course.document,
            "document": report.document.name,
            "patient": who.id,
            "cited": cited is not None,
            "cited_text": cited.text if cited else None,
            "reference": cited.reference if cited else None,
            "patients": cited.patients if cited else 1,
            "age_years": who.age.years if who.age else None,
            "age_text": str(who.age.quantity) if who.age else None,
            "sex": who.sex.value if who.sex else None,
            "ethnicity": who.ethnicity.value if who.ethnicity else None,
            "day_zero": zero.event if zero else None,
            "day_zero_number": zero.number if zero else None,
            "day_zero_stated": zero.stated if zero else None,
            "events": len(course.events),
        }


def _facts(report: Report) -> Iterator[Row]:
    for course in report.courses:
        rows = facts(course)
        person = len(rows) - len(course.events)  # rows of the person come first
        for number, fact in enumerate(rows):
            row: Row = {name: getattr(fact, name) for name in COLUMNS}
            if isinstance(fact.value, str):
                row |= {"value": None, "value_text": fact.value}
            event = None if number < person else course.events[number - person].id
            yield {"course": course.id, "document_id": course.document, "event": event, **row}


def _places(report: Report) -> Iterator[Row]:
    for course in report.courses:
        for event in course.events:
            for number, anchor in enumerate(event.anchors, start=1):
                yield {
                    "course": course.id,
                    "event": event.id,
                    "document_id": anchor.document,
                    "place": number,
                    "start": anchor.start,
                    "end": anchor.end,
                    "quote": anchor.exact,
                }


def _findings(report: Report) -> Iterator[Row]:
    for finding in report.findings:
        place = finding.anchors[0]
        yield {
            "document_id": place.document,
            "document": report.document.name,
            "course": finding.course or None,
            "code": finding.code,
            "severity": finding.severity,
            "message": finding.message,
            "suggestion": finding.suggestion,
            "status": finding.status,
            "decided_by": finding.decided_by,
            "events": list(finding.events),
            "start": place.start,
            "end": place.end,
            "quote": place.exact,
        }


ROWS: MappingProxyType[str, Callable[[Report], Iterator[Row]]] = MappingProxyType(
    {
        "documents": _documents,
        "courses": _courses,
        "facts": _facts,
        "places": _places,
        "findings": _findings,
    }
)
