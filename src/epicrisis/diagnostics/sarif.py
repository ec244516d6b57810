"""Findings as SARIF 2.1.0, which editors and code hosts show beside the text.

OASIS Standard, Static Analysis Results Interchange Format Version 2.1.0, 27 March 2020. Offsets and
columns count Unicode code points (`columnKind`), as they do everywhere in epicrisis.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, metadata
from os import fsencode
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from epicrisis.audit.base import Check
from epicrisis.audit.families import family, why
from epicrisis.audit.registry import checks
from epicrisis.diagnostics.base import Audited, Format, Look, Outcome, Unread, version
from epicrisis.diagnostics.places import Lines
from epicrisis.diagnostics.text import counterparts, elsewhere
from epicrisis.model import Anchor, Finding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "quoteAndContext/v1"
_LEVELS = {"error": "error", "warning": "warning", "note": "note", "info": "note"}
_AS_READ = "Regions count in the text as read from the file, without its mark-up."

Json = dict[str, Any]


def write_sarif(outcomes: Iterable[Outcome], look: Look) -> Iterator[str]:
    """Write one run with a rule for every check there is."""
    del look
    rules = {code: number for number, code in enumerate(checks())}
    artifacts, results, failures = list[Json](), list[Json](), list[Json]()
    for outcome in outcomes:
        if isinstance(outcome, Unread):
            failures.append(_failure(outcome))
            continue
        artifacts.append(_artifact(outcome))
        results += _results(outcome, len(artifacts) - 1, rules)
    run: Json = {
        "tool": {"driver": _driver()},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {"executionSuccessful": not failures, "toolExecutionNotifications": failures}
        ],
        "artifacts": artifacts,
        "results": results,
    }
    yield json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _driver() -> Json:
    home = _address("Homepage")
    return {
        "name": "epicrisis",
        "version": version(),
        **({"informationUri": home} if home else {}),
        "rules": [_rule(check) for check in checks().values()],
    }


def _rule(check: Check) -> Json:
    asks = f"{check.title}. {check.asks}".strip()
    sources = "".join(f"\n- {source}" for source in check.references)
    reason = why(check.code)
    return {
        "id": check.code,
        "name": _pascal(check.title),
        "shortDescription": {"text": f"{check.title}."},
        "fullDescription": {"text": " ".join(f"{asks} {reason}".split())},
        "help": {"text": f"{asks}\n\n{reason}" + (f"\n\nSources:{sources}" if sources else "")},
        "helpUri": help_uri(check.code),
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": {"tags": [check.code[:3], family(check.code).name]},
    }


def _pascal(title: str) -> str:
    words = "".join(char if char.isalnum() else " " for char in title).split()
    return "".join(word[:1].upper() + word[1:] for word in words)


def help_uri(code: str) -> str:
    """Give the address of a check's page, or its name where the project states no address."""
    pages = _address("Documentation")
    return f"{pages}/reference/checks/{code}.md" if pages else f"urn:epicrisis:check:{code}"


def _address(label: str) -> str:
    """Give an address that the installed package states, or nothing."""
    try:
        stated = metadata("epicrisis").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    addresses = dict(str(one).split(", ", 1) for one in stated)
    return addresses.get(label, "").rstrip("/")


def _artifact(audited: Audited) -> Json:
    found: Json = {"location": _location(audited.path), "roles": ["analysisTarget"]}
    if audited.document.citation.title:
        found["properties"] = {"title": audited.document.citation.title}
    return found if audited.raw else {**found, "description": {"text": _AS_READ}}


def _location(path: str) -> Json:
    place = PurePath(path)
    return {"uri": place.as_uri() if place.is_absolute() else quote(fsencode(place.as_posix()))}


def _results(audited: Audited, index: int, rules: dict[str, int]) -> Iterator[Json]:
    lines, seen = Lines(audited.document.text), Counter[str]()
    for finding in audited.findings:
        mark = _fingerprint(finding)
        seen[mark] += 1
        probably = f" Probably: {finding.suggestion}." if finding.suggestion else ""
        result: Json = {
            "ruleId": finding.code,
            "level": _LEVELS[finding.severity],
            "message": {"text": _unlinked(finding.message + probably)},
            "locations": [_physical(audited, index, finding.anchors[0], lines)],
            "relatedLocations": list(_related(audited, index, finding, lines)),
            "partialFingerprints": {FINGERPRINT: f"{mark}:{seen[mark]}"},
        }
        if finding.code in rules:
            result["ruleIndex"] = rules[finding.code]
        if finding.status != "open":
            result["suppressions"] = [_decision(finding)]
        yield result


def _related(audited: Audited, index: int, finding: Finding, lines: Lines) -> Iterator[Json]:
    number = 0
    for number, anchor in enumerate(counterparts(finding), start=1):
        yield {"id": number, **_physical(audited, index, anchor, lines), "message": _note(anchor)}
    for place, (name, anchor) in enumerate(elsewhere(audited, finding), start=number + 1):
        region: Json = {"charOffset": anchor.start, "charLength": anchor.end - anchor.start}
        region["snippet"] = {"text": anchor.exact}
        where = {"artifactLocation": _location(name), "region": region}
        yield {"id": place, "physicalLocation": where, "message": _note(anchor)}


def _physical(audited: Audited, index: int, anchor: Anchor, lines: Lines) -> Json:
    place = lines.place(anchor)
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "charOffset": place.start,
        "charLength": place.end - place.start,
        "snippet": {"text": anchor.exact},
    }
    artifact = {**_location(audited.path), "index": index}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _note(anchor: Anchor) -> Json:
    return {"text": _unlinked(" ".join(anchor.exact.split())[:200]) or "counterpart"}


def _unlinked(text: str) -> str:
    """Take apart what SARIF would read as a link: the words come from the report."""
    return text.replace("](", "] (")


def _decision(finding: Finding) -> Json:
    by = f"{finding.status} by {finding.decided_by}" if finding.decided_by else finding.status
    return {"kind": "external", "status": "accepted", "justification": by}


def _fingerprint(finding: Finding) -> str:
    """Name a finding by check, words and context, so that lines added above do not change it."""
    anchor = finding.anchors[0]
    words = (
        finding.code,
        *(" ".join(w.split()) for w in (anchor.prefix, anchor.exact, anchor.suffix)),
    )
    return sha256("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _failure(unread: Unread) -> Json:
    return {
        "level": "error",
        "message": {"text": unread.reason},
        "locations": [{"physicalLocation": {"artifactLocation": _location(unread.path)}}],
    }


SARIF = Format("sarif", "SARIF 2.1.0, for editors and code hosts", (".sarif",), write_sarif)
