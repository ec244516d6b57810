"""Findings for programs: one object, or one line a finding."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from epicrisis.diagnostics.base import Audited, Format, Look, Outcome, Tally, Unread, version
from epicrisis.diagnostics.places import Lines
from epicrisis.diagnostics.text import counterparts, elsewhere
from epicrisis.model import Anchor, Finding

KIND = "epicrisis-audit"
VERSION = 1
_LINE_ENDS = "\x85\u2028\u2029"


def write_jsonl(outcomes: Iterable[Outcome], look: Look) -> Iterator[str]:
    """Write one object a finding; `start` and `end` count code points of the text as read."""
    del look
    for outcome in outcomes:
        if isinstance(outcome, Unread):
            continue
        lines = Lines(outcome.document.text)
        for finding in outcome.findings:
            yield _dumped(_row(outcome, finding, lines)) + "\n"


def _row(audited: Audited, finding: Finding, lines: Lines) -> dict[str, Any]:
    anchor = finding.anchors[0]
    place = lines.place(anchor)
    return {
        "document": audited.document.name,
        "path": audited.path,
        "code": finding.code,
        "severity": finding.severity,
        "start": anchor.start,
        "end": anchor.end,
        "line": place.line,
        "column": place.column,
        "quote": anchor.exact,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "related": [[one.start, one.end] for one in counterparts(finding)],
        "elsewhere": _elsewhere(audited, finding),
        "status": finding.status,
        "course": finding.course,
        "events": list(finding.events),
    }


def write_json(outcomes: Iterable[Outcome], look: Look) -> Iterator[str]:
    """Write one object with the documents, the files that could not be read, and the findings."""
    del look
    tally, documents, unread, findings = Tally(), list[Any](), list[Any](), list[Any]()
    for outcome in outcomes:
        tally.add(outcome)
        if isinstance(outcome, Unread):
            unread.append({"path": outcome.path, "reason": outcome.reason})
            continue
        documents.append(_document(outcome))
        lines = Lines(outcome.document.text)
        findings += (_full(outcome, finding, lines) for finding in outcome.findings)
    whole = {
        "kind": KIND,
        "format": VERSION,
        "tool": "epicrisis",
        "version": version(),
        "summary": {**tally.severities, "documents": tally.documents, "unread": tally.unread},
        "documents": documents,
        "unread": unread,
        "findings": findings,
    }
    yield _dumped(whole, indent=2) + "\n"


def _document(audited: Audited) -> dict[str, Any]:
    document = audited.document
    return {
        "document": document.name,
        "path": audited.path,
        "id": document.id,
        "format": document.format,
        "title": document.citation.title,
        "characters": len(document.text),
        "findings": len(audited.findings),
        "warnings": list(document.warnings),
    }


def _full(audited: Audited, finding: Finding, lines: Lines) -> dict[str, Any]:
    return {
        "document": audited.document.name,
        "path": audited.path,
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "quotes": [_quote(anchor, lines) for anchor in finding.anchors],
        "related": [_quote(one, lines) for one in counterparts(finding) if one in finding.related],
        "elsewhere": _elsewhere(audited, finding),
        "status": finding.status,
        "decided_by": finding.decided_by,
        "course": finding.course,
        "events": list(finding.events),
    }


def _elsewhere(audited: Audited, finding: Finding) -> list[dict[str, Any]]:
    return [
        {"document": anchor.document, "path": name, **anchor.model_dump(exclude={"document"})}
        for name, anchor in elsewhere(audited, finding)
    ]


def _quote(anchor: Anchor, lines: Lines) -> dict[str, Any]:
    place = lines.place(anchor)
    context = {"quote": anchor.exact, "prefix": anchor.prefix, "suffix": anchor.suffix}
    return {**place._asdict(), **context}


def _dumped(value: dict[str, Any], indent: int | None = None) -> str:
    """Write JSON, with the characters escaped that some programs take for line ends."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    for mark in _LINE_ENDS:
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


JSON = Format(
    "json", "one object: tool, documents, findings with their quotes", (".json",), write_json
)
JSONL = Format("jsonl", "one object a line, a line a finding", (".jsonl",), write_jsonl)
